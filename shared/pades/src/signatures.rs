//! Reading back the signatures of a file.
//!
//! This tells what the file says and whether its mathematics agree. It is **no trust decision**: no certificate chain,
//! no revocation, no judgement on what later revisions changed. That is a verifier's task.

use jiff::Timestamp;
use serde::Serialize;

use crate::asn1::Element;
use crate::cms::{CmsError, SignedData};
use crate::digest::Hasher;
use crate::input::{self, InputError, SignatureKind};
use crate::key::Hash;
use crate::oid;
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, SignatureField};
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::pdf::text;
use crate::pdf::value::{Dictionary, Value};
use crate::revision::Gap;
use crate::source::Source;
use crate::stamp;
use crate::timestamp::TstInfo;

/// One signature as the file states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignatureInfo {
    /// Fully qualified field name.
    pub field: String,
    /// What it is for.
    pub kind: SignatureKind,
    /// `/SubFilter`, for instance `ETSI.CAdES.detached`.
    pub sub_filter: String,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/Location`.
    pub location: Option<String>,
    /// `/Name`.
    pub name: Option<String>,
    /// `/M` as written, for instance `D:20260401090000+09'00'`.
    pub signed_at: Option<String>,
    /// `/ByteRange` in bytes: start and length, twice.
    pub byte_range: Option<[usize; 4]>,
    /// What of the file it covers.
    pub coverage: Coverage,
    /// Whether the covered bytes have the signed digest.
    pub digest: Status,
    /// Whether the signature value verifies with the embedded certificate.
    pub signature: Status,
    /// Whether signing-certificate-v2 (or its SHA-1 forerunner) names that certificate.
    pub signing_certificate: Status,
    /// The embedded certificate's subject (RFC 4514).
    pub signer: Option<String>,
    /// The signature timestamp; for a document timestamp the timestamp itself.
    pub timestamp: Option<TimestampInfo>,
}

/// What of the file a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Coverage {
    /// Everything but its own `<…>`.
    WholeFile,
    /// Everything up to the end of an earlier revision but its own `<…>`.
    Revision {
        /// The revision's length in bytes.
        end: usize,
    },
    /// Something else: the signature says nothing about the document as shown.
    Improper {
        /// Why.
        reason: CoverageFault,
    },
}

/// Why a signature does not cover a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageFault {
    /// `/ByteRange` is missing, is not four numbers, or leaves the file.
    NoByteRange,
    /// It does not start at 0.
    StartsLate,
    /// What it leaves out is not exactly the `<…>` of `/Contents`.
    Gap,
    /// It ends neither with the file nor with a revision.
    EndsWithin,
}

/// The outcome of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "status", content = "reason")]
pub enum Status {
    /// It holds.
    Ok,
    /// It does not hold.
    Failed(Fault),
    /// It could not be checked.
    NotChecked(Fault),
}

/// Why a check failed or was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// `/ByteRange` cannot be followed.
    NoByteRange,
    /// `/Contents` is no SignedData in DER.
    Malformed,
    /// Not exactly one signer.
    SignerCount,
    /// The signer's certificate is not inside.
    NoCertificate,
    /// An algorithm or sub filter that this crate does not know.
    Unsupported,
    /// The attribute is missing or names something else.
    Attribute,
    /// The covered bytes have another digest.
    Digest,
    /// The signature value is wrong.
    Signature,
    /// The timestamp is for something else.
    Imprint,
}

/// A timestamp token in a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimestampInfo {
    /// The time stamped.
    pub time: Option<Timestamp>,
    /// The subject of the authority's certificate (RFC 4514).
    pub authority: Option<String>,
    /// Whether it stamps this signature (or document).
    pub imprint: Status,
    /// Whether the token's own digest and signature verify with its embedded certificate.
    pub signature: Status,
}

/// All signatures in the order of their revisions.
///
/// # Errors
/// [`InputError`] if the file cannot be opened. A broken signature is no error but a [`SignatureInfo`] that says so.
pub fn signatures(source: &(impl Source + ?Sized)) -> Result<Vec<SignatureInfo>, InputError> {
    let reader = Reader::new(&source);
    let file = input::open(&reader)?;
    let mut found: Vec<SignatureInfo> =
        form::signature_fields(&file).iter().filter_map(|field| read(&file, field)).collect();
    found.sort_by_key(|info| info.byte_range.map_or(usize::MAX, |[_, _, start, length]| start.saturating_add(length)));
    input::intact(&reader)?;
    Ok(found)
}

/// The numbers of `/ByteRange`, if they are four and not negative.
pub(crate) fn byte_range<'r>(file: &PdfFile<'r>, signature: Dictionary<'r>) -> Option<[usize; 4]> {
    let numbers = file.entry(signature, b"ByteRange")?.array()?;
    let numbers: Option<Vec<usize>> = numbers.into_iter().map(|n| n.integer()?.try_into().ok()).collect();
    numbers?.try_into().ok()
}

fn read<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>) -> Option<SignatureInfo> {
    let signature = field.signature?;
    let dictionary = signature.dictionary;
    let contents = file.entry(dictionary, b"Contents");
    let gap = contents.and_then(|contents| stamp::gap(&signature, contents));
    let byte_range = byte_range(file, dictionary);
    let covered = byte_range.and_then(|range| covered(file.reader(), range));
    let text = |key: &[u8]| file.entry(dictionary, key).and_then(Value::string).map(|text| text::decode(&text));
    let sub_filter = file.entry(dictionary, b"SubFilter").and_then(Value::name).unwrap_or_default();
    let mut info = SignatureInfo {
        field: field.name.clone(),
        kind: input::kind(file, dictionary),
        sub_filter: String::from_utf8_lossy(&sub_filter).into_owned(),
        reason: text(b"Reason"),
        location: text(b"Location"),
        name: text(b"Name"),
        signed_at: text(b"M"),
        byte_range,
        coverage: coverage(file.reader(), byte_range, gap),
        digest: Status::NotChecked(Fault::NoByteRange),
        signature: Status::NotChecked(Fault::Malformed),
        signing_certificate: Status::NotChecked(Fault::Malformed),
        signer: None,
        timestamp: None,
    };
    let contents = contents.and_then(Value::string).unwrap_or_default();
    let cms = Element::first(&contents).map(|cms| cms.raw).unwrap_or_default();
    match (SignedData::parse(cms), sub_filter.as_slice()) {
        (Ok(signed_data), b"ETSI.RFC3161") => read_timestamp(&mut info, &signed_data, covered),
        (Ok(signed_data), b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached") => {
            read_signature(&mut info, &signed_data, covered);
        }
        (Ok(signed_data), _) => {
            let unknown = Status::NotChecked(Fault::Unsupported);
            (info.digest, info.signature, info.signing_certificate) = (unknown, unknown, unknown);
            info.signer = signed_data.signer_certificate().map(super::certificate::Certificate::subject);
        }
        (Err(error), _) => {
            let unread = Status::NotChecked(error.into());
            (info.digest, info.signature, info.signing_certificate) = (unread, unread, unread);
        }
    }
    Some(info)
}

fn read_signature(info: &mut SignatureInfo, signed_data: &SignedData<'_>, covered: Option<Covered<'_>>) {
    let digest = covered.map(|covered| signed_data.hash().map(|hash| covered.digest(hash)));
    if let Some(digest) = &digest {
        info.digest = status(digest.clone().and_then(|digest| signed_data.check_digest(&digest)));
    }
    let digest = digest.and_then(Result::ok).unwrap_or_default();
    info.signature = status(signed_data.check_signature(&digest));
    info.signing_certificate = status(signed_data.check_signing_certificate());
    info.signer = signed_data.signer_certificate().map(super::certificate::Certificate::subject);
    info.timestamp = signed_data.signer.unsigned(&oid::TIME_STAMP_TOKEN).map(|token| {
        let token = SignedData::parse(token.raw);
        timestamp(token.as_ref().map_err(|error| *error), |hash| Some(hash.digest(&[signed_data.signer.signature])))
    });
}

fn read_timestamp(info: &mut SignatureInfo, token: &SignedData<'_>, covered: Option<Covered<'_>>) {
    let stamp = timestamp(Ok(token), |hash| covered.map(|covered| covered.digest(hash)));
    info.digest = stamp.imprint;
    info.signature = stamp.signature;
    info.signing_certificate = status(token.check_signing_certificate());
    info.signer.clone_from(&stamp.authority);
    info.timestamp = Some(stamp);
}

/// `stamped` gives the digest of what the token should stamp, `None` if that is not known.
fn timestamp(token: Result<&SignedData<'_>, CmsError>, stamped: impl Fn(Hash) -> Option<Vec<u8>>) -> TimestampInfo {
    let read = token.and_then(|token| Ok((token, TstInfo::of(token)?)));
    let (token, info) = match read {
        Ok(read) => read,
        Err(error) => {
            let unread = Status::NotChecked(error.into());
            return TimestampInfo { time: None, authority: None, imprint: unread, signature: unread };
        }
    };
    let imprint = match info.imprint() {
        None => Status::NotChecked(Fault::Unsupported),
        Some((hash, imprint)) => match stamped(hash) {
            None => Status::NotChecked(Fault::NoByteRange),
            Some(digest) if digest == imprint => Status::Ok,
            Some(_) => Status::Failed(Fault::Imprint),
        },
    };
    let signature = token.hash().and_then(|hash| {
        let digest = hash.digest(&[token.content.unwrap_or_default()]);
        token.check_digest(&digest)?;
        token.check_signature(&digest)
    });
    TimestampInfo {
        time: info.time(),
        authority: token.signer_certificate().map(super::certificate::Certificate::subject),
        imprint,
        signature: status(signature),
    }
}

/// The two covered parts, both in the file.
#[derive(Clone, Copy)]
struct Covered<'r> {
    reader: &'r Reader<'r>,
    range: [usize; 4],
}

impl Covered<'_> {
    fn digest(self, hash: Hash) -> Vec<u8> {
        let [start, length, second, rest] = self.range;
        let mut hasher = Hasher::new(hash);
        let parts = [(start, start + length), (second, second + rest)];
        // A part that cannot be read is a failure of the store, which the reader keeps for its owner.
        parts.into_iter().try_for_each(|(start, end)| self.reader.hash(&mut hasher, start, end));
        hasher.finish()
    }
}

/// The two covered parts, if they are in the file.
fn covered<'r>(reader: &'r Reader<'r>, range: [usize; 4]) -> Option<Covered<'r>> {
    let [start, length, second, rest] = range;
    let is_within = |start: usize, length: usize| start.checked_add(length).is_some_and(|end| end <= reader.len());
    (is_within(start, length) && is_within(second, rest)).then_some(Covered { reader, range })
}

fn coverage(reader: &Reader<'_>, range: Option<[usize; 4]>, gap: Option<Gap>) -> Coverage {
    let fault = |reason| Coverage::Improper { reason };
    let within = |[start, length, second, rest]: &[usize; 4]| {
        start.checked_add(*length).is_some_and(|end| end <= reader.len())
            && second.checked_add(*rest).is_some_and(|end| end <= reader.len())
    };
    let Some([start, length, second, rest]) = range.filter(within) else { return fault(CoverageFault::NoByteRange) };
    let end = second + rest; // within the file, so no overflow
    if start != 0 {
        fault(CoverageFault::StartsLate)
    } else if gap != Some(Gap { start: length, end: second }) {
        fault(CoverageFault::Gap)
    } else if end == reader.len() {
        Coverage::WholeFile
    } else if revision_ends(reader, end) {
        Coverage::Revision { end }
    } else {
        fault(CoverageFault::EndsWithin)
    }
}

/// Whether a revision ends after `end` bytes.
pub(crate) fn revision_ends(reader: &Reader<'_>, end: usize) -> bool {
    let start = end.saturating_sub(64);
    let (Some(before), Some(after)) = (reader.copy(start, end - start), reader.copy(end, 1)) else { return false };
    ends_revision(&before, &after)
}

/// Whether a revision ends between the two: `%%EOF` and at most its line end before, the line end not split.
fn ends_revision(before: &[u8], after: &[u8]) -> bool {
    let trimmed = before.trim_ascii_end();
    let split = before.len() == trimmed.len() && !after.first().copied().is_none_or(scan::is_space);
    trimmed.ends_with(b"%%EOF") && !split
}

fn status(checked: Result<(), CmsError>) -> Status {
    match checked {
        Ok(()) => Status::Ok,
        Err(error @ (CmsError::Malformed | CmsError::SignerCount | CmsError::NoCertificate | CmsError::Algorithm)) => {
            Status::NotChecked(error.into())
        }
        Err(error) => Status::Failed(error.into()),
    }
}

impl From<CmsError> for Fault {
    fn from(error: CmsError) -> Self {
        match error {
            CmsError::Malformed => Self::Malformed,
            CmsError::SignerCount => Self::SignerCount,
            CmsError::NoCertificate => Self::NoCertificate,
            CmsError::Algorithm => Self::Unsupported,
            CmsError::ContentType | CmsError::SigningCertificate => Self::Attribute,
            CmsError::MessageDigest => Self::Digest,
            CmsError::Signature => Self::Signature,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_end_at_the_marker() {
        assert!(ends_revision(b"startxref\n9\n%%EOF\n", b"4 0 obj"));
        assert!(ends_revision(b"startxref\n9\n%%EOF", b"\n4 0 obj"));
        assert!(!ends_revision(b"startxref\n9\n", b"%%EOF"));
    }
}
