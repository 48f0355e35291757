//! Looking at a PDF before anything is done with it: can it be signed, and what is already in it?

pub(crate) mod error;

pub use error::InputError;

use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, Lock, LockAction};
use crate::pdf::increment::are_numbers_scarce;
use crate::pdf::pages::page_tree;
use crate::pdf::password;
use crate::pdf::reach;
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::pdf::table::Damage;
use crate::pdf::text::told;
use crate::rewrite::anew::repair;
use crate::rewrite::change::RewriteError;
use crate::rewrite::fault::fault_of;
use crate::rewrite::source;
use crate::source::Source;

/// The header must start within this many bytes (ISO 32000-1 annex H.3).
const HEADER_WITHIN: usize = 1024;
/// `%%EOF` must be within this many last bytes (ISO 32000-1 annex H.3).
const END_WITHIN: usize = 1024;

/// What a signable PDF holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspection {
    /// Number of pages, at least 1.
    pub pages: usize,
    /// The signatures in it, in the order of the form. One that no field has is here if there is no other.
    pub signatures: Vec<ExistingSignature>,
    /// Names of signature fields that are not signed yet.
    pub empty_fields: Vec<String>,
    /// The permission level when the document is certified; never 1, which is [`InputError::LockedByCertification`].
    pub certified: Option<u8>,
    /// Whether the file was damaged and will be rebuilt by [`Document::prepare`](crate::Document::prepare). Never with signatures.
    pub damaged: bool,
}

/// A signature that is in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExistingSignature {
    /// Fully qualified name of the field; empty if no field of the form has the signature.
    pub field: String,
    /// What the signature is for.
    pub kind: SignatureKind,
}

/// What a signature is for (ISO 32000-2 §12.8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum SignatureKind {
    /// An approval signature.
    Approval,
    /// A certification signature with its DocMDP permission level, 1 to 3.
    Certification {
        /// 1: no changes, 2: filling in and signing, 3: also annotating.
        permission: u8,
    },
    /// A document timestamp (§12.8.5).
    DocumentTimestamp,
}

/// Whether the form of a file lists a signature; only the form is looked at. A file that cannot be opened lists none.
#[must_use]
pub fn is_signed(source: &(impl Source + ?Sized)) -> bool {
    let reader = Reader::new(source);
    let opened = open(&reader);
    opened.is_ok_and(|file| form::signature_fields(&file).iter().any(|field| field.signature.is_some()))
}

/// An error if a file with signatures cannot be signed further.
pub(crate) fn check(signed: &[u8]) -> Result<(), InputError> {
    let reader = Reader::new(signed);
    match admit(&reader)? {
        Admitted::Sound => look(&open(&reader)?, false).map(drop),
        Admitted::Repaired(bytes) => look(&open(&Reader::new(bytes))?, true).map(drop),
    }
}

/// What a file that was admitted holds.
pub(crate) fn look(file: &PdfFile<'_>, damaged: bool) -> Result<Inspection, InputError> {
    let fields = form::signature_fields(file);
    let mut inspection = Inspection {
        pages: page_tree(file).pages.len(),
        signatures: Vec::new(),
        empty_fields: Vec::new(),
        certified: None,
        damaged,
    };
    for field in &fields {
        let Some(signature) = field.signature else {
            inspection.empty_fields.push(field.name.clone());
            continue;
        };
        let kind = kind(file, signature.dictionary);
        if let SignatureKind::Certification { permission } = kind {
            inspection.certified = Some(permission);
        }
        inspection.signatures.push(ExistingSignature { field: field.name.clone(), kind });
    }
    // One that no field has: it is left as it is like any other.
    if inspection.signatures.is_empty() && reach::holds_signature(file) {
        inspection.signatures.push(ExistingSignature { field: String::new(), kind: SignatureKind::Approval });
    }
    // A name that nobody listed: what locks it locks every new field.
    check_locks(file, None)?;
    intact(file.reader()).map(|()| inspection)
}

/// An error if the store below has failed: what was concluded since is worth nothing.
pub(crate) fn intact(reader: &Reader<'_>) -> Result<(), InputError> {
    match reader.failure() {
        None => Ok(()),
        Some(error) => Err(InputError::Unreadable { reason: error.to_string() }),
    }
}

/// What the signature with this dictionary is for.
pub(crate) fn kind<'r>(file: &PdfFile<'r>, signature: crate::pdf::value::Dictionary<'r>) -> SignatureKind {
    let is = |key: &[u8], name: &[u8]| file.entry(signature, key).is_some_and(|value| value.is_name(name));
    if is(b"Type", b"DocTimeStamp") || is(b"SubFilter", b"ETSI.RFC3161") {
        return SignatureKind::DocumentTimestamp;
    }
    let permission = form::locks(file, signature).into_iter().find_map(|lock| match lock {
        Lock::Certified(permission) => Some(permission),
        Lock::Fields { .. } => None,
    });
    permission.map_or(SignatureKind::Approval, |permission| SignatureKind::Certification { permission })
}

/// Refuses when a signature in the file forbids to sign the field `name`, or with `None` any new field.
pub(crate) fn check_locks(file: &PdfFile<'_>, name: Option<&str>) -> Result<(), InputError> {
    for field in form::signature_fields(file) {
        let Some(signature) = field.signature else { continue };
        for lock in form::locks(file, signature.dictionary) {
            let locked = match (&lock, name) {
                (Lock::Fields { action, .. }, None) => *action != LockAction::Include,
                (lock, name) => lock.covers(name.unwrap_or_default()),
            };
            if locked {
                return Err(match lock {
                    Lock::Certified(_) => InputError::LockedByCertification,
                    Lock::Fields { .. } => InputError::LockedByField { field: told(&field.name) },
                });
            }
        }
        // PDF 2.0 lets the lock of a signed field forbid everything that follows (table 236).
        if let Some(lock) = field.dictionary.get(b"Lock") {
            let lock = file.resolve(lock).and_then(crate::pdf::value::Value::dictionary);
            let is_open = lock.is_some_and(|lock| lock.get(b"P").is_none() || form::permission(file, Some(lock)) > 1);
            if !is_open {
                return Err(InputError::LockedByField { field: told(&field.name) });
            }
        }
    }
    Ok(())
}

/// Opens a file whose structure can be followed as it is written.
pub(crate) fn open<'r>(reader: &'r Reader<'r>) -> Result<PdfFile<'r>, InputError> {
    check_header(reader)?;
    let file = PdfFile::open(reader);
    intact(reader)?;
    let file = file.map_err(|damage| InputError::Damaged { reason: damage.to_string() })?;
    if file.is_encrypted() { Err(encrypted(&file)) } else { Ok(file) }
}

/// Opens a file that a revision can be appended to: one that ends with the revision which is read.
pub(crate) fn open_whole<'r>(reader: &'r Reader<'r>) -> Result<PdfFile<'r>, InputError> {
    let file = open(reader)?;
    let ends = ends(reader);
    intact(reader)?;
    if ends { Ok(file) } else { Err(InputError::Damaged { reason: Damage::Tail.to_string() }) }
}

/// A file that can be followed, repaired if need be.
pub(crate) enum Admitted {
    Sound,
    Repaired(Vec<u8>),
}

/// Checks that a file is whole, and that every viewer reads it alike. Without signatures it is written anew if not.
pub(crate) fn admit(reader: &Reader<'_>) -> Result<Admitted, InputError> {
    if reader.len() == 0 {
        return Err(InputError::Empty);
    }
    if let Ok(file) = PdfFile::open(reader) {
        if file.is_encrypted() {
            return Err(encrypted(&file));
        }
        if is_made_by_viewers(&file) {
            return Err(InputError::XmlForm);
        }
        let damage = damage(&file);
        if damage == Some(Damage::TooMuch) {
            return Err(InputError::Damaged { reason: Damage::TooMuch.to_string() });
        }
        let is_signed = source::is_signed(&file);
        match damage {
            Some(damage) if is_signed => return Err(InputError::DamagedAndSigned { reason: damage.to_string() }),
            None if is_signed || (fault_of(reader).is_none() && !are_numbers_scarce(&file)) => {
                let pages = page_tree(&file).pages.len();
                intact(reader)?;
                return if pages == 0 { Err(InputError::NoPages) } else { Ok(Admitted::Sound) };
            }
            _ => {}
        }
    }
    intact(reader)?;
    let bytes = everything(reader)?;
    match repair(&bytes) {
        Ok(repaired) => Ok(repaired.bytes.map_or(Admitted::Sound, Admitted::Repaired)),
        Err(RewriteError::Input(error)) => Err(error),
        Err(RewriteError::Ambiguous { fault }) => Err(InputError::Damaged { reason: fault.to_string() }),
        Err(RewriteError::AmbiguousAndSigned { fault }) => {
            Err(InputError::DamagedAndSigned { reason: fault.to_string() })
        }
        Err(error) => Err(InputError::Damaged { reason: error.to_string() }),
    }
}

/// Whether viewers make the pages from a form in XML, those that can (ISO 32000-2 table 29).
fn is_made_by_viewers(file: &PdfFile<'_>) -> bool {
    let needs = |catalog| file.entry(catalog, b"NeedsRendering").is_some_and(|value| value.raw() == b"true");
    file.catalog().is_some_and(|(_, catalog)| needs(catalog))
}

fn everything<'r>(reader: &'r Reader<'_>) -> Result<std::borrow::Cow<'r, [u8]>, InputError> {
    let bytes = reader.everything();
    intact(reader)?;
    bytes.ok_or(InputError::Truncated)
}

pub(crate) fn check_header(reader: &Reader<'_>) -> Result<(), InputError> {
    if reader.len() == 0 {
        return Err(InputError::Empty);
    }
    let head = reader.copy(0, HEADER_WITHIN);
    intact(reader)?;
    if head.is_some_and(|head| scan::find(&head, b"%PDF-").is_some()) { Ok(()) } else { Err(InputError::NotPdf) }
}

/// Whether the end of file marker is where it should be and no object follows it.
fn ends(reader: &Reader<'_>) -> bool {
    let Some(tail) = reader.copy(reader.len().saturating_sub(END_WITHIN), END_WITHIN) else { return false };
    scan::find_last(&tail, b"%%EOF").is_some_and(|at| scan::find(&tail[at..], b" obj").is_none())
}

/// What is wrong with a file whose cross-reference can be read.
fn damage(file: &PdfFile<'_>) -> Option<Damage> {
    if !ends(file.reader()) {
        return Some(Damage::Tail);
    }
    let dangling = reach::dangling(file);
    if !file.is_within_budget() {
        return Some(Damage::TooMuch);
    }
    // A reference to an object that no section lists is the null object; one that is listed must be there.
    if let Some(lost) = dangling.iter().find(|id| file.is_listed(**id)) {
        return Some(Damage::Object(lost.number));
    }
    if file.catalog().is_none() || page_tree(file).broken { Some(Damage::Pages) } else { None }
}

/// Which refusal an encrypted file gets: does it open without a password?
pub(crate) fn encrypted(file: &PdfFile<'_>) -> InputError {
    let is_open = password::is_empty(file);
    let bytes = file.reader().everything();
    // What is told must not be the end of signatures.
    let is_signed =
        bytes.is_some_and(|bytes| scan::find(&bytes, b"/ByteRange").is_some()) || source::is_signed_in_the_clear(file);
    match intact(file.reader()) {
        Ok(()) if is_signed => InputError::EncryptedAndSigned,
        Ok(()) if is_open => InputError::Restricted,
        Ok(()) => InputError::Encrypted,
        Err(error) => error,
    }
}
