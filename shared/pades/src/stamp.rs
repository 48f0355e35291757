//! Timestamps in the file: the signature timestamp that makes B-B to B-T (EN 319 142-1 §6.3), and document timestamps
//! (ISO 32000-2 §12.8.5). Fetching the token lies between the two phases and is the caller's business.

use sha2::{Digest, Sha256};

use crate::cms::{self, SignedData};
use crate::field::FieldName;
use crate::input::{self, InputError};
use crate::oid;
use crate::pdf::form::{self, SignatureDictionary};
use crate::pdf::value::Value;
use crate::revision::{Gap, NewSignature, RevisionError, append_signature};
use crate::signatures::byte_range;
use crate::timestamp::TimeStampToken;

/// Why a timestamp could not be put in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StampError {
    /// The file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The file, the field or an earlier signature does not allow a document timestamp.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// No signed field of this name.
    #[error("the PDF has no signature in the field {0}")]
    NoSignature(FieldName),
    /// The signature is not the last revision: writing into it would break what came later.
    #[error("the signature in {0} does not reach the end of the file, so it cannot be stamped any more")]
    NotLast(FieldName),
    /// The signature is a document timestamp or none that can be read.
    #[error("the signature in {0} is no CMS signature that can be stamped")]
    NotStampable(FieldName),
    /// There is a timestamp in the signature.
    #[error("the signature in {0} is already stamped")]
    AlreadyStamped(FieldName),
    /// The token stamps something else.
    #[error("the timestamp token is for another digest than the one asked for")]
    WrongImprint,
    /// The token does not fit. Nothing is cut: reserve more and sign again.
    #[error("the timestamp needs {needed} bytes where {reserved} are reserved; reserve more and sign again")]
    GapTooSmall {
        /// Bytes in the gap.
        reserved: usize,
        /// Bytes that the signature with its token needs.
        needed: usize,
    },
}

/// A signature that waits for its timestamp.
#[derive(Clone, Debug)]
pub struct PendingStamp {
    file: Vec<u8>,
    gap: Gap,
    cms: Vec<u8>,
    imprint: [u8; 32],
}

/// A file that lacks only its document timestamp's token.
#[derive(Clone, Debug)]
pub struct PreparedTimestamp {
    file: Vec<u8>,
    gap: Gap,
}

/// Finds the signature in `field`, which must be the last thing in the file.
///
/// # Errors
/// Any [`StampError`] but those about the token.
pub fn pending(bytes: &[u8], field: &FieldName) -> Result<PendingStamp, StampError> {
    let file = input::open(bytes)?;
    let found = form::signature_fields(&file).into_iter().find(|found| found.name == field.as_str());
    let signature = found.and_then(|found| found.signature).ok_or_else(|| StampError::NoSignature(field.clone()))?;
    let unreadable = || StampError::NotStampable(field.clone());
    let contents = file.entry(signature.dictionary, b"Contents").ok_or_else(unreadable)?;
    let gap = gap(&signature, contents).ok_or_else(unreadable)?;
    let range = byte_range(&file, signature.dictionary).ok_or_else(unreadable)?;
    if range != [0, gap.start, gap.end, bytes.len().saturating_sub(gap.end)] {
        return Err(StampError::NotLast(field.clone()));
    }
    let padded = contents.string().ok_or_else(unreadable)?;
    let cms = crate::asn1::Element::first(&padded).ok_or_else(unreadable)?.raw.to_vec();
    let signed_data = SignedData::parse(&cms).map_err(|_| unreadable())?;
    if signed_data.content_type != oid::DATA {
        return Err(unreadable());
    }
    if signed_data.signer.unsigned(&oid::TIME_STAMP_TOKEN).is_some() {
        return Err(StampError::AlreadyStamped(field.clone()));
    }
    let imprint = Sha256::digest(signed_data.signer.signature).into();
    Ok(PendingStamp { file: bytes.to_vec(), gap, cms, imprint })
}

/// Appends a revision with a document timestamp that lacks its token; `reserve` bytes are kept for that. Signatures
/// in the file stay valid. The field is made unless an empty one of the name exists.
///
/// # Errors
/// [`StampError::Revision`].
pub fn begin_document_timestamp(
    bytes: &[u8],
    field: &FieldName,
    reserve: usize,
) -> Result<PreparedTimestamp, StampError> {
    let new = NewSignature {
        field,
        entries: "/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.RFC3161".to_owned(),
        capacity: reserve,
        certify: None,
    };
    let (file, gap) = append_signature(bytes, &new)?;
    Ok(PreparedTimestamp { file, gap })
}

impl PendingStamp {
    /// SHA-256 over the signature value: what the authority stamps (RFC 3161 appendix A).
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.imprint
    }

    /// Puts the token into the signature's unsigned attributes; nothing outside the reserved gap changes.
    ///
    /// # Errors
    /// [`StampError::WrongImprint`], [`StampError::GapTooSmall`].
    pub fn attach(mut self, token: &TimeStampToken) -> Result<Vec<u8>, StampError> {
        if token.imprint() != self.imprint {
            return Err(StampError::WrongImprint);
        }
        // `pending` has read this structure, so it can be written as well.
        let cms = cms::with_timestamp(&self.cms, token.der()).ok_or(StampError::WrongImprint)?;
        fill(self.gap, &mut self.file, &cms)?;
        Ok(self.file)
    }
}

impl PreparedTimestamp {
    /// SHA-256 over the signed bytes: what the authority stamps.
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.gap.digest(&self.file)
    }

    /// Puts the token in.
    ///
    /// # Errors
    /// [`StampError::WrongImprint`], [`StampError::GapTooSmall`].
    pub fn attach(mut self, token: &TimeStampToken) -> Result<Vec<u8>, StampError> {
        if token.imprint() != self.imprint() {
            return Err(StampError::WrongImprint);
        }
        fill(self.gap, &mut self.file, token.der())?;
        Ok(self.file)
    }
}

fn fill(gap: Gap, file: &mut [u8], der: &[u8]) -> Result<(), StampError> {
    let filled = gap.fill(file, der);
    filled.map_err(|full| StampError::GapTooSmall { reserved: full.reserved, needed: full.needed })
}

/// Where the string `contents` of a signature dictionary is in the file, if it stands directly in it.
pub(crate) fn gap(signature: &SignatureDictionary<'_>, contents: Value<'_>) -> Option<Gap> {
    if !contents.raw().starts_with(b"<") {
        return None;
    }
    let entry = signature.dictionary.entries().filter(|entry| entry.key == b"Contents").last()?;
    if entry.value != contents {
        return None; // it is a reference
    }
    let start = signature.offset?;
    Some(Gap { start: start + entry.start, end: start + entry.end })
}
