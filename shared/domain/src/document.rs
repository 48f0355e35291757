//! Documents and their revisions: each seal adds one, each seal is timestamped before the next is made.

use jiff::Timestamp;

use crate::digest::Digest;
pub use crate::ids::ObjectKey;
use crate::ids::{DocumentId, DocumentNumber, EnvelopeId, ManagementNumber, RecipientNumber};
use crate::rewriting::Rewriting;

/// A document of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Place in the envelope, from 1.
    pub number: DocumentNumber,
    /// The document's name (文書名), without a path; the downloaded file is called so.
    pub name: String,
    /// 管理番号, per organisation.
    pub management_number: ManagementNumber,
    /// What is printed on each page (F24).
    pub document_id: DocumentId,
    /// The upload as the sender declared it.
    pub upload: Upload,
    /// The document as it was checked and prepared at sending; nothing while it is a draft.
    pub prepared: Option<Prepared>,
    /// The seals so far, oldest first.
    pub revisions: Vec<Revision>,
    /// Bytes that a new seal keeps free for its timestamp token; grows when an authority's tokens turn out larger.
    pub timestamp_reserve: u32,
    /// Until when the store refuses deletion, once that is set.
    pub retained_until: Option<Timestamp>,
    /// What the store has of it.
    pub kept: KeptFiles,
}

/// Bytes in a document (F12: 50 MB).
pub const MAX_DOCUMENT_BYTES: u64 = 50 << 20;

/// Bytes kept free for a timestamp token at first: tokens with their certificates have 4 to 8 KB.
pub const TIMESTAMP_RESERVE: u32 = 12 << 10;

/// The upload as declared: the server recomputes both at sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Where the sender puts it.
    pub object: ObjectKey,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the file.
    pub sha256: Digest,
}

/// A document after the checks at sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The file that the first seal goes on.
    pub file: StoredFile,
    /// Number of pages.
    pub pages: u32,
    /// How large they are, where a signer may put a seal anywhere.
    pub sizes: Vec<PageRun>,
    /// What the sender uploaded.
    pub origin: Origin,
    /// What was done to the upload so that everybody sees the same; nothing where it was clean, or signed.
    pub rewriting: Vec<Rewriting>,
}

/// Pages in a row that have the same size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRun {
    /// How many.
    pub pages: u32,
    /// Their width as shown, in tenths of a millimetre.
    pub width: u32,
    /// Their height.
    pub height: u32,
}

/// What the sender uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// No signature in it: the document ID printed on it, given all signature fields, certified by the operator.
    Unsigned,
    /// It carries signatures already: left as it is, fixed by a document timestamp instead (F12).
    Signed,
}

/// An object of the document store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its key.
    pub object: ObjectKey,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

/// Whose seal a revision carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sealer {
    /// The operator, who fixes what was sent before anybody sees it (L6).
    Operator,
    /// A recipient who signed.
    Recipient(RecipientNumber),
}

/// What the document store has of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeptFiles {
    /// Every file that was made.
    #[default]
    All,
    /// Every file, since it could not be proven that the finished one holds the others: somebody has to look.
    Unproven,
    /// The finished file. The others are its beginnings, and were removed.
    Finished,
    /// The finished file, whose retention has ended.
    PastRetention,
    /// Nothing.
    Nothing,
}

/// Why the revisions of a document stay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// The finished file is not in the store.
    #[error("the finished file is not in the store")]
    Missing,
    /// It is, and its digest is not the one of the evidence.
    #[error("the finished file is not the one that the evidence names")]
    NotAsRecorded,
    /// The store would let somebody delete it too early.
    #[error("the finished file is not locked for as long as it is to be kept")]
    NotLocked,
    /// A file that people were shown, or that the first seal went on, is no beginning of it.
    #[error("the finished file does not begin with {}", object.0)]
    NotABeginning {
        /// The file.
        object: ObjectKey,
    },
}

/// A seal on a document: made, then timestamped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Whose.
    pub by: Sealer,
    /// The file with the seal, as long as it has no timestamp. `None` from the start where the timestamp is all there is
    /// (a document timestamp over an upload that was signed already).
    pub sealed: Option<StoredFile>,
    /// The file with the timestamp.
    pub timestamped: Option<Timestamped>,
}

impl Revision {
    fn files(&self) -> impl Iterator<Item = &StoredFile> {
        self.sealed.iter().chain(self.timestamped.as_ref().map(|timestamped| &timestamped.file))
    }
}

/// A timestamped file and what its timestamp token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamped {
    /// The file.
    pub file: StoredFile,
    /// The token's time.
    pub time: Timestamp,
    /// The authority's name, from its certificate.
    pub authority: String,
    /// The token's serial number, hexadecimal.
    pub serial: String,
    /// Whether the authority is accredited by the minister (総務大臣認定); otherwise it is labelled 「認定外」 (F53).
    pub accredited: bool,
}

/// What a document needs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The sealing function adds this seal.
    Seal(Sealer),
    /// `timestamp-seal` gets this seal its timestamp.
    Timestamp(Sealer),
    /// The timestamp function adds a document timestamp, which takes the place of the operator's seal.
    TimestampDocument,
    /// Nothing, until somebody acts.
    Wait,
}

/// How the names of all signature fields begin that are made here.
const FIELDS: &str = "keiin-";
/// How the name of the operator's ends.
const OPERATORS: &str = "-operator";

/// Whether a signature field has the name of one in which the operator seals a document that is sent. Whoever makes a file names
/// its fields: it says something only of a field that holds a signature by the operator's key.
pub fn is_operators_field(name: &str) -> bool {
    name.strip_prefix(FIELDS)
        .and_then(|rest| rest.strip_suffix(OPERATORS))
        .is_some_and(|id| id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl Document {
    /// The name of the signature field made for this sealer: see [`crate::envelope::Envelope::field_name`]. It carries a part of the document ID, so that a document that was
    /// signed here before can be sent again in another envelope.
    pub(crate) fn field_name(&self, by: Sealer) -> String {
        let id = self.document_id.to_string();
        match by {
            Sealer::Operator => format!("{FIELDS}{}{OPERATORS}", &id[..8]),
            Sealer::Recipient(number) => format!("{FIELDS}{}-{:03}", &id[..8], number.0),
        }
    }

    /// Where a file of this document is kept: the digest in the key makes storing it twice harmless.
    pub fn object_key(&self, envelope: EnvelopeId, revision: usize, sha256: Digest) -> ObjectKey {
        let digest = sha256.to_string();
        ObjectKey(format!("{}{revision:03}-{}.pdf", document_folder(envelope, self.number), &digest[..16]))
    }

    /// The newest timestamped file: what people are shown and what the next seal goes on. Nothing before the original is
    /// fixed, and nothing once it is removed.
    pub fn latest(&self) -> Option<&StoredFile> {
        if self.kept == KeptFiles::Nothing {
            return None;
        }
        self.revisions.iter().rev().find_map(|r| r.timestamped.as_ref()).map(|s| &s.file)
    }

    /// What the next seal goes on: the newest timestamped file, or the prepared one before the first seal.
    pub fn base(&self) -> Option<&StoredFile> {
        self.latest().or(self.prepared.as_ref().map(|p| &p.file))
    }

    /// Every file that the envelope knows of, the newest last, whether or not it is still in the store.
    pub fn files(&self) -> impl Iterator<Item = &StoredFile> {
        self.prepared.iter().map(|p| &p.file).chain(self.revisions.iter().flat_map(Revision::files))
    }

    /// The document as it was fixed at sending, before anybody saw it. Every later file starts with it, byte for byte.
    pub fn original(&self) -> Option<&StoredFile> {
        self.revisions.first().and_then(|r| r.timestamped.as_ref()).map(|s| &s.file)
    }

    /// Width and height of a page, counted from 1, in tenths of a millimetre, where that is known.
    pub fn page_size(&self, page: u32) -> Option<(u32, u32)> {
        let mut before = 0_u32;
        for run in &self.prepared.as_ref()?.sizes {
            before = before.saturating_add(run.pages);
            if (1..=before).contains(&page) {
                return Some((run.width, run.height));
            }
        }
        None
    }

    /// The revision of this sealer.
    pub fn revision(&self, by: Sealer) -> Option<&Revision> {
        self.revisions.iter().find(|r| r.by == by)
    }

    /// Whether this sealer's seal is made and timestamped.
    pub fn is_timestamped_by(&self, by: Sealer) -> bool {
        self.revision(by).is_some_and(|r| r.timestamped.is_some())
    }

    /// Whether `sha256` is the digest of a file of this document that people could have been shown.
    pub fn was_shown_as(&self, sha256: Digest) -> bool {
        self.revisions.iter().filter_map(|r| r.timestamped.as_ref()).any(|s| s.file.sha256 == sha256)
    }

    /// What this document needs next, given who is to seal it, in order (the operator first).
    pub fn next_step(&self, sealers: impl IntoIterator<Item = Sealer>) -> Step {
        let Some(prepared) = &self.prepared else { return Step::Wait };
        if let Some(without_timestamp) = self.revisions.iter().find(|r| r.timestamped.is_none()) {
            return Step::Timestamp(without_timestamp.by);
        }
        let Some(next) = sealers.into_iter().find(|s| self.revision(*s).is_none()) else { return Step::Wait };
        match (next, prepared.origin) {
            (Sealer::Operator, Origin::Signed) => Step::TimestampDocument,
            (Sealer::Operator, Origin::Unsigned) | (Sealer::Recipient(_), _) => Step::Seal(next),
        }
    }
}

/// What the keys of all files of an envelope begin with.
pub fn folder(envelope: EnvelopeId) -> String {
    format!("envelopes/{envelope}/")
}

/// What those of one of its documents begin with.
pub fn document_folder(envelope: EnvelopeId, document: DocumentNumber) -> String {
    format!("{}{:03}/", folder(envelope), document.0)
}
