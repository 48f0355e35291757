//! Timestamps in the file: the signature timestamp that makes B-B to B-T (EN 319 142-1 §6.3), and document timestamps
//! (ISO 32000-2 §12.8.5). Fetching the token lies between the two phases and is the caller's business.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cms::{self, SignedData};
use crate::field::FieldName;
use crate::input::{self, InputError};
use crate::key::Hash;
use crate::oid;
use crate::pdf::form;
use crate::pdf::reader::Reader;
use crate::revision::{Gap, NewSignature, Overflow, RevisionError, append_offered};
use crate::seed::Offer;
use crate::signatures::{byte_range, gap};
use crate::source::{Revision, Source};
use crate::timestamp::TimeStampToken;

/// Why a timestamp could not be put in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampingError {
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
    #[error("the signature in {0} does not reach the end of the file, so it cannot be timestamped any more")]
    NotLast(FieldName),
    /// The signature is a document timestamp or none that can be read.
    #[error("the signature in {0} is no CMS signature that can be timestamped")]
    NotTimestampable(FieldName),
    /// There is a timestamp in the signature.
    #[error("the signature in {0} is already timestamped")]
    AlreadyTimestamped(FieldName),
    /// The token is for something else.
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

impl From<Overflow> for TimestampingError {
    fn from(full: Overflow) -> Self {
        Self::GapTooSmall { reserved: full.reserved, needed: full.needed }
    }
}

/// A signature in a file that waits for its timestamp.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingTimestamp {
    gap: Gap,
    /// What follows the gap.
    #[serde(with = "hex")]
    rest: Vec<u8>,
    #[serde(with = "hex")]
    cms: Vec<u8>,
    #[serde(with = "hex")]
    imprint: [u8; 32],
}

/// A document timestamp's revision that lacks only its token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PreparedTimestamp {
    revision: Revision,
    gap: Gap,
    #[serde(with = "hex")]
    imprint: [u8; 32],
}

/// Finds the signature in `field`, which must be the last thing in the file, to put a timestamp into it later than
/// [`Signed::timestamp`](crate::sign::Signed::timestamp) would (B-T, EN 319 142-1 §6.3).
///
/// ```
/// use pades::{FieldName, timestamping};
/// # #[path = "../tests/support/mod.rs"]
/// # mod support;
/// # use support::token;
///
/// # let signed = support::Signer::p256().sign(include_bytes!("../examples/agreement.pdf"), "Seller");
/// let pending = timestamping::pending(&signed, &FieldName::new("Seller")?)?;
/// let token = token(pending.imprint()); // an authority's
/// let timestamped = pending.attach(&token)?.apply(&signed);
/// assert_eq!(timestamped.len(), signed.len()); // the room was there
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Any [`TimestampingError`] but those about the token.
pub fn pending(source: &(impl Source + ?Sized), field: &FieldName) -> Result<PendingTimestamp, TimestampingError> {
    let reader = Reader::new(source);
    let file = input::open(&reader)?;
    let found = form::signature_fields(&file).into_iter().find(|found| found.name == field.as_str());
    let signature = found.and_then(|found| found.signature);
    input::intact(&reader)?;
    let signature = signature.ok_or_else(|| TimestampingError::NoSignature(field.clone()))?;
    let unreadable = || TimestampingError::NotTimestampable(field.clone());
    let contents = file.entry(signature.dictionary, b"Contents").ok_or_else(unreadable)?;
    let gap = gap(&signature, contents).ok_or_else(unreadable)?;
    let range = byte_range(&file, signature.dictionary).ok_or_else(unreadable)?;
    if range != [0, gap.start, gap.end, reader.len().saturating_sub(gap.end)] {
        return Err(TimestampingError::NotLast(field.clone()));
    }
    let padded = contents.string().ok_or_else(unreadable)?;
    let cms = crate::asn1::Element::first(&padded).ok_or_else(unreadable)?.raw.to_vec();
    let signed_data = SignedData::parse(&cms).map_err(|_| unreadable())?;
    if signed_data.content_type != oid::DATA {
        return Err(unreadable());
    }
    if signed_data.signer.unsigned(&oid::TIME_STAMP_TOKEN).is_some() {
        return Err(TimestampingError::AlreadyTimestamped(field.clone()));
    }
    let imprint = Sha256::digest(signed_data.signer.signature).into();
    let rest = reader.copy(gap.end, usize::MAX);
    input::intact(&reader)?;
    Ok(PendingTimestamp { gap, rest: rest.ok_or_else(unreadable)?, cms, imprint })
}

/// Makes a revision with a document timestamp (ISO 32000-2 §12.8.5, EN 319 142-1 §5.4.3) that lacks its token; `reserve` bytes
/// are kept for that. Signatures in the file stay valid. The field is made unless an empty one of the name exists.
///
/// ```
/// use pades::{FieldName, SignatureKind, signatures, timestamping};
/// # #[path = "../tests/support/mod.rs"]
/// # mod support;
/// # use support::token;
///
/// let file = include_bytes!("../examples/agreement.pdf");
/// let prepared = timestamping::begin_document_timestamp(&file[..], &FieldName::new("Archive")?, 8000)?;
/// let token = token(prepared.imprint()); // an authority's
/// let timestamped = prepared.attach(&token)?.apply(file);
/// assert_eq!(signatures(&timestamped)?[0].kind, SignatureKind::DocumentTimestamp);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`TimestampingError::Revision`].
pub fn begin_document_timestamp(
    source: &(impl Source + ?Sized),
    field: &FieldName,
    reserve: usize,
) -> Result<PreparedTimestamp, TimestampingError> {
    let new = NewSignature {
        field,
        entries: "/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.RFC3161".to_owned(),
        capacity: reserve,
        certify: None,
        visible: None,
    };
    let offer = Offer {
        sub_filter: "ETSI.RFC3161",
        hash: Hash::Sha256,
        reason: None,
        certify: None,
        certificates: None,
        is_timestamped: true,
        is_visible: false,
    };
    let (revision, gap) = append_offered(&source, &new, &offer)?;
    let digest = gap.digest(&revision.over(&source), Hash::Sha256)?;
    // SHA-256 has 32 bytes.
    let imprint = digest.try_into().unwrap_or_default();
    Ok(PreparedTimestamp { revision, gap, imprint })
}

impl PendingTimestamp {
    /// SHA-256 over the signature value: what the authority timestamps (RFC 3161 appendix A).
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.imprint
    }

    /// Puts the token into the signature's unsigned attributes; nothing outside the reserved gap changes.
    ///
    /// # Errors
    /// [`TimestampingError::WrongImprint`], [`TimestampingError::GapTooSmall`].
    pub fn attach(&self, token: &TimeStampToken) -> Result<Revision, TimestampingError> {
        let mut bytes = self.gap.filled(&timestamped_cms(&self.cms, self.imprint, token)?)?;
        bytes.extend_from_slice(&self.rest);
        Ok(Revision::new(self.gap.start, bytes))
    }
}

impl PreparedTimestamp {
    /// SHA-256 over the signed bytes: what the authority timestamps.
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.imprint
    }

    /// Puts the token in.
    ///
    /// # Errors
    /// [`TimestampingError::WrongImprint`], [`TimestampingError::GapTooSmall`].
    pub fn attach(mut self, token: &TimeStampToken) -> Result<Revision, TimestampingError> {
        if token.imprint() != self.imprint {
            return Err(TimestampingError::WrongImprint);
        }
        self.gap.fill(&mut self.revision, token.der())?;
        Ok(self.revision)
    }
}

/// `cms` with the token, which must timestamp `imprint`.
pub(crate) fn timestamped_cms(
    cms: &[u8],
    imprint: [u8; 32],
    token: &TimeStampToken,
) -> Result<Vec<u8>, TimestampingError> {
    if token.imprint() != imprint {
        return Err(TimestampingError::WrongImprint);
    }
    // The structure was built or read here before, so it can be written as well.
    cms::with_timestamp(cms, token.der()).ok_or(TimestampingError::WrongImprint)
}
