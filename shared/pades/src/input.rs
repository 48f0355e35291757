//! Looking at a PDF before anything is done with it: can it be signed, and what is already in it?

use std::borrow::Cow;

use lopdf::LoadOptions;

use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, Lock, LockAction};
use crate::pdf::pages::page_tree;
use crate::pdf::reach;
use crate::pdf::scan;
use crate::pdf::xref::Damage;

/// The header must start within this many bytes (ISO 32000-1 annex H.3).
const HEADER_WITHIN: usize = 1024;
/// `%%EOF` must be within this many last bytes (ISO 32000-1 annex H.3).
const END_WITHIN: usize = 1024;

/// A structural stream that unpacks to more than this (bytes) is not loaded.
const LARGEST_STREAM: usize = 128 << 20;

/// What a signable PDF holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Number of pages, at least 1.
    pub pages: usize,
    /// The signatures in it, in the order of the form.
    pub signatures: Vec<ExistingSignature>,
    /// Names of signature fields that are not signed yet.
    pub empty_fields: Vec<String>,
    /// The permission level when the document is certified; never 1, which is [`InputError::LockedByCertification`].
    pub certified: Option<u8>,
    /// Whether the file was damaged and will be rebuilt by [`prepare`](crate::prepare::prepare()). Never with signatures.
    pub damaged: bool,
}

/// A signature that is in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingSignature {
    /// Fully qualified name of the field.
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

/// Why a file cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// No bytes.
    #[error("the file is empty; send the PDF again")]
    Empty,
    /// No `%PDF-` in the first 1024 bytes.
    #[error("the file is not a PDF; save the document as PDF and send that")]
    NotPdf,
    /// The end of the file is missing, or something that is no PDF follows it.
    #[error("the PDF is cut off before its end; send it again")]
    Truncated,
    /// Damaged beyond repair.
    #[error("the PDF is damaged ({reason}); save it anew with the program that made it and send it again")]
    Damaged {
        /// What is wrong, in English.
        reason: String,
    },
    /// Damaged, so it would have to be rebuilt, which its signatures do not survive.
    #[error("the PDF is damaged ({reason}) and carries signatures, which a repair would break; ask for a sound copy")]
    DamagedAndSigned {
        /// What is wrong, in English.
        reason: String,
    },
    /// Opens only with a password.
    #[error("the PDF is protected by a password; remove the password and send it again")]
    Encrypted,
    /// Opens without a password, but is encrypted to restrict what may be done with it.
    #[error("the PDF is encrypted to restrict changes; remove the restriction (security: none) and send it again")]
    Restricted,
    /// No page that can be read.
    #[error("the PDF has no pages; send a document with at least one page")]
    NoPages,
    /// Certified with "no changes allowed" (DocMDP P=1).
    #[error("the PDF is certified with no changes allowed; ask its author for a copy that may be signed")]
    LockedByCertification,
    /// A signed field lock (FieldMDP) covers the fields that would be added.
    #[error("the signature in {field:?} has locked all further fields; ask its signer for a copy that may be signed")]
    LockedByField {
        /// The field whose signature locks.
        field: String,
    },
}

impl InputError {
    /// A stable identifier for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "pdf-empty",
            Self::NotPdf => "pdf-not-a-pdf",
            Self::Truncated => "pdf-truncated",
            Self::Damaged { .. } => "pdf-damaged",
            Self::DamagedAndSigned { .. } => "pdf-damaged-signed",
            Self::Encrypted => "pdf-encrypted",
            Self::Restricted => "pdf-restricted",
            Self::NoPages => "pdf-no-pages",
            Self::LockedByCertification => "pdf-locked-by-certification",
            Self::LockedByField { .. } => "pdf-locked-by-field",
        }
    }
}

/// Looks at a PDF: an error says why it cannot be signed and what to do about it.
///
/// # Errors
/// Any [`InputError`].
pub fn inspect(bytes: &[u8]) -> Result<Inspection, InputError> {
    let admitted = admit(bytes)?;
    let file = open(&admitted.bytes)?;
    let fields = form::signature_fields(&file);
    let mut inspection = Inspection {
        pages: page_tree(&file).pages.len(),
        signatures: Vec::new(),
        empty_fields: Vec::new(),
        certified: None,
        damaged: admitted.damaged,
    };
    for field in &fields {
        let Some(signature) = field.signature else {
            inspection.empty_fields.push(field.name.clone());
            continue;
        };
        let kind = kind(&file, signature.dictionary);
        if let SignatureKind::Certification { permission } = kind {
            inspection.certified = Some(permission);
        }
        inspection.signatures.push(ExistingSignature { field: field.name.clone(), kind });
    }
    // A name that nobody listed: what locks it locks every new field.
    check_locks(&file, None)?;
    Ok(inspection)
}

/// What the signature with this dictionary is for.
pub(crate) fn kind(file: &PdfFile<'_>, signature: crate::pdf::value::Dictionary<'_>) -> SignatureKind {
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
                    Lock::Fields { .. } => InputError::LockedByField { field: field.name },
                });
            }
        }
    }
    Ok(())
}

/// Opens a file whose structure can be followed as it is written.
pub(crate) fn open(bytes: &[u8]) -> Result<PdfFile<'_>, InputError> {
    check_header(bytes)?;
    let file = PdfFile::open(bytes).map_err(|damage| InputError::Damaged { reason: damage.to_string() })?;
    if file.is_encrypted() { Err(encrypted(bytes)) } else { Ok(file) }
}

/// A file that loads, repaired if need be.
pub(crate) struct Admitted<'a> {
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) damaged: bool,
}

/// Checks that a file is whole and loads. A damaged one without signatures is repaired: loaded and saved in full.
pub(crate) fn admit(bytes: &[u8]) -> Result<Admitted<'_>, InputError> {
    check_header(bytes)?;
    let damage = match PdfFile::open(bytes) {
        Ok(file) if file.is_encrypted() => return Err(encrypted(bytes)),
        // lopdf unpacks all object streams at once, so whether they fit is looked at before.
        Ok(file) if !file.object_streams_fit() => {
            return Err(InputError::Damaged { reason: Damage::TooMuch.to_string() });
        }
        Ok(file) => damage(&file),
        Err(damage) => Some(damage),
    };
    let ends = ends(bytes);
    let document = load(bytes);
    match (damage, document) {
        (None, Ok(_)) => {
            let pages = page_tree(&open(bytes)?).pages.len();
            let admitted = Admitted { bytes: Cow::Borrowed(bytes), damaged: false };
            if pages == 0 { Err(InputError::NoPages) } else { Ok(admitted) }
        }
        (_, Ok(document)) if document.is_encrypted() || document.was_encrypted() => Err(encrypted(bytes)),
        // What follows the last readable byte is unknown: it may have been the revision that counts. No repair.
        (Some(_), _) | (_, Err(_)) if !ends => Err(InputError::Truncated),
        (Some(damage), Ok(document)) => repair(bytes, document, damage),
        (damage, Err(error)) => {
            let reason = damage.map_or_else(|| error.to_string(), |damage| damage.to_string());
            Err(InputError::Damaged { reason })
        }
    }
}

fn load(bytes: &[u8]) -> Result<lopdf::Document, lopdf::Error> {
    lopdf::Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(LARGEST_STREAM))
}

fn check_header(bytes: &[u8]) -> Result<(), InputError> {
    if bytes.is_empty() {
        return Err(InputError::Empty);
    }
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    if scan::find(head, b"%PDF-").is_some() { Ok(()) } else { Err(InputError::NotPdf) }
}

/// Whether the end of file marker is where it should be and no object follows it.
fn ends(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    scan::find_last(tail, b"%%EOF").is_some_and(|at| scan::find(&tail[at..], b" obj").is_none())
}

/// What is wrong with a file whose cross-reference can be read.
fn damage(file: &PdfFile<'_>) -> Option<Damage> {
    if !ends(file.bytes()) && scan::find_last(file.bytes(), b"%%EOF").is_some() {
        return Some(Damage::Tail);
    }
    let mut misplaced = file.misplaced().peekable();
    if misplaced.peek().is_some() {
        // Entries for objects that nobody uses do no harm.
        let dangling = reach::dangling(file);
        if let Some(number) = misplaced.find(|number| dangling.iter().any(|id| id.number == *number)) {
            return Some(Damage::Object(number));
        }
    }
    if file.catalog().is_none() || page_tree(file).broken { Some(Damage::Pages) } else { None }
}

fn repair<'a>(bytes: &'a [u8], mut document: lopdf::Document, damage: Damage) -> Result<Admitted<'a>, InputError> {
    let reason = damage.to_string();
    let mut repaired = Vec::with_capacity(bytes.len());
    document.save_to(&mut repaired).map_err(|_| InputError::Damaged { reason: reason.clone() })?;
    let Ok(file) = PdfFile::open(&repaired) else { return Err(InputError::Damaged { reason }) };
    let tree = page_tree(&file);
    if scan::find(bytes, b"/ByteRange").is_some() || form::signature_fields(&file).iter().any(|f| f.signature.is_some())
    {
        return Err(InputError::DamagedAndSigned { reason });
    }
    if tree.broken {
        return Err(InputError::Damaged { reason });
    }
    if tree.pages.is_empty() {
        return Err(InputError::NoPages);
    }
    Ok(Admitted { bytes: Cow::Owned(repaired), damaged: true })
}

/// Which refusal an encrypted file gets: does it open without a password?
fn encrypted(bytes: &[u8]) -> InputError {
    match load(bytes) {
        Ok(document) if document.was_encrypted() => InputError::Restricted,
        _ => InputError::Encrypted,
    }
}
