//! Reading back the signatures of a file.
//!
//! This tells what the file says and whether its mathematics agree. It is **no trust decision**: no certificate chain,
//! no revocation, no judgement on what later revisions changed. That is a verifier's task.

use jiff::Timestamp;
use serde::Serialize;

use crate::ber;
use crate::certificate::Certificate;
use crate::cms::{CmsError, SignedData};
use crate::digest::{self, Digests};
use crate::evidence::EvidenceAnchor;
use crate::input::{self, InputError, SignatureKind};
use crate::key::Hash;
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, SignatureDictionary, SignatureField};
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::pdf::text;
use crate::pdf::value::{Dictionary, Value};
use crate::revision::Gap;
use crate::source::Source;
use crate::timestamp::{Token, TstInfo};
use crate::verify::changes::Change;

/// One signature as the file states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
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
    /// The chain of records that the signature names, if it names one in the form that is written here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceAnchor>,
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

impl SignatureInfo {
    /// Nothing known yet.
    pub(crate) fn unchecked() -> Self {
        Self {
            field: String::new(),
            kind: SignatureKind::Approval,
            sub_filter: String::new(),
            reason: None,
            location: None,
            name: None,
            signed_at: None,
            evidence: None,
            byte_range: None,
            coverage: Coverage::Improper { reason: CoverageFault::NoByteRange },
            digest: Status::NotChecked(Fault::NoByteRange),
            signature: Status::NotChecked(Fault::Malformed),
            signing_certificate: Status::NotChecked(Fault::Malformed),
            signer: None,
            timestamp: None,
        }
    }
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

impl Status {
    /// Why it does not hold, or why that is not known.
    #[must_use]
    pub fn fault(self) -> Option<Fault> {
        match self {
            Self::Ok => None,
            Self::Failed(fault) | Self::NotChecked(fault) => Some(fault),
        }
    }
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
    /// An algorithm, sub filter or critical extension that this crate does not know.
    Unsupported,
    /// The attribute is missing or names something else.
    Attribute,
    /// The signature holds a content of its own, so that it is not the document that is signed (RFC 5652 §5.4).
    Content,
    /// The covered bytes have another digest.
    Digest,
    /// The signature value is wrong.
    Signature,
    /// The timestamp is for something else.
    Imprint,
}

/// A timestamp token in a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TimestampInfo {
    /// The time in the timestamp.
    pub time: Option<Timestamp>,
    /// The subject of the authority's certificate (RFC 4514).
    pub authority: Option<String>,
    /// Whether it is for this signature (or document).
    pub imprint: Status,
    /// Whether the token's own digest and signature verify with its embedded certificate.
    pub signature: Status,
}

/// All signatures in the order of their revisions.
///
/// # Errors
/// [`InputError`] if the file cannot be opened. A broken signature is no error but a [`SignatureInfo`] that says so.
pub fn signatures(source: &(impl Source + ?Sized)) -> Result<Vec<SignatureInfo>, InputError> {
    let reader = Reader::new(source);
    let file = input::open(&reader)?;
    let found = examine(&file).into_iter().map(|examined| examined.info).collect();
    input::intact(&reader)?;
    Ok(found)
}

/// A signature with what it was read from.
pub(crate) struct Examined {
    pub(crate) info: SignatureInfo,
    /// `/Contents` without its padding, lengths made definite; empty if it cannot be read.
    pub(crate) cms: Vec<u8>,
    /// What is wrong with its dictionary, as far as somebody has looked.
    pub(crate) findings: Vec<Change>,
    /// Whether the form has a field for it.
    pub(crate) is_listed: bool,
}

impl Examined {
    /// What was read of a signature, with its `/Contents`.
    pub(crate) fn new(info: SignatureInfo, contents: &[u8]) -> Self {
        let cms = ber::definite(contents).map(std::borrow::Cow::into_owned).unwrap_or_default();
        Self { info, cms, findings: Vec::new(), is_listed: true }
    }

    /// How many bytes of the file the signature speaks of.
    pub(crate) fn end(&self) -> Option<usize> {
        let [_, _, start, length] = self.info.byte_range?;
        start.checked_add(length)
    }
}

/// Reads every signature and checks its mathematics.
pub(crate) fn examine<'r>(file: &PdfFile<'r>) -> Vec<Examined> {
    let fields = form::signature_fields(file);
    let found = fields.into_iter().filter_map(|field| read(file, &field)).collect();
    check_all(file.reader(), found)
}

/// Checks the mathematics of what was read, and puts it in the order of the revisions.
pub(crate) fn check_all<'r>(reader: &'r Reader<'r>, mut found: Vec<Examined>) -> Vec<Examined> {
    found.sort_by_key(|found| found.end().unwrap_or(usize::MAX));
    let mut digests = Digests::new(reader);
    for found in &found {
        if let (Some(range), Some(hash)) = (found.info.byte_range, wanted(found)) {
            digests.want(hash, range);
        }
    }
    digests.compute();
    for found in found.iter_mut().take_while(|_| !reader.stop().is_set()) {
        check(found, &digests);
    }
    found
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

/// The numbers of `/ByteRange`, if they are four and not negative.
pub(crate) fn byte_range<'r>(file: &PdfFile<'r>, signature: Dictionary<'r>) -> Option<[usize; 4]> {
    let numbers = file.entry(signature, b"ByteRange")?.array()?;
    let numbers: Option<Vec<usize>> = numbers.into_iter().map(|n| n.integer()?.try_into().ok()).collect();
    numbers?.try_into().ok()
}

pub(crate) fn read<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>) -> Option<Examined> {
    let signature = field.signature?;
    let dictionary = signature.dictionary;
    let contents = file.entry(dictionary, b"Contents");
    let gap = contents.and_then(|contents| gap(&signature, contents));
    let byte_range = byte_range(file, dictionary);
    let text = |key: &[u8]| file.entry(dictionary, key).and_then(Value::string).map(|text| text::decode(&text));
    let sub_filter = file.entry(dictionary, b"SubFilter").and_then(Value::name).unwrap_or_default();
    let info = SignatureInfo {
        field: field.name.clone(),
        kind: input::kind(file, dictionary),
        sub_filter: String::from_utf8_lossy(&sub_filter).into_owned(),
        reason: text(b"Reason"),
        location: text(b"Location"),
        name: text(b"Name"),
        signed_at: text(b"M"),
        evidence: EvidenceAnchor::read(file, dictionary),
        byte_range,
        coverage: coverage(file.reader(), byte_range, gap),
        ..SignatureInfo::unchecked()
    };
    Some(Examined::new(info, &contents.and_then(Value::string).unwrap_or_default()))
}

/// The hash function by which the covered bytes were digested.
fn wanted(found: &Examined) -> Option<Hash> {
    let signed_data = SignedData::parse(&found.cms).ok()?;
    match found.info.sub_filter.as_str() {
        "ETSI.RFC3161" => Some(TstInfo::of(&signed_data).ok()?.imprint()?.0),
        "adbe.pkcs7.sha1" => Some(Hash::Sha1),
        _ => signed_data.hash().ok(),
    }
}

fn check(found: &mut Examined, digests: &Digests<'_>) {
    let (info, cms) = (&mut found.info, &found.cms);
    let range = info.byte_range;
    let digest = |hash: Hash| digests.of(hash, range?);
    match (SignedData::parse(cms), info.sub_filter.as_str()) {
        (Ok(token), "ETSI.RFC3161") => {
            let timestamp = timestamp(cms, digest);
            info.digest = timestamp.imprint;
            info.signature = timestamp.signature;
            info.signing_certificate = status(token.check_signing_certificate());
            info.signer.clone_from(&timestamp.authority);
            info.timestamp = Some(timestamp);
        }
        (Ok(signed_data), "ETSI.CAdES.detached" | "adbe.pkcs7.detached" | "adbe.pkcs7.sha1") => {
            check_signature(info, &signed_data, digest);
        }
        (Ok(signed_data), _) => {
            let unknown = Status::NotChecked(Fault::Unsupported);
            (info.digest, info.signature, info.signing_certificate) = (unknown, unknown, unknown);
            info.signer = signed_data.signer_certificate().map(Certificate::subject);
        }
        (Err(error), _) => {
            let unread = Status::NotChecked(error.into());
            (info.digest, info.signature, info.signing_certificate) = (unread, unread, unread);
        }
    }
}

fn check_signature(info: &mut SignatureInfo, signed_data: &SignedData<'_>, covered: impl Fn(Hash) -> Option<Vec<u8>>) {
    // adbe.pkcs7.sha1 signs a SHA-1 digest of the document as content (ISO 32000-1 §12.8.3.3.1).
    let content = (info.sub_filter == "adbe.pkcs7.sha1").then_some(signed_data.content).flatten();
    let digest = match content {
        None => signed_data.hash().map(&covered),
        Some(content) => match covered(Hash::Sha1) {
            Some(digest) if digest == content => signed_data.hash().map(|hash| Some(hash.digest(&[content]))),
            Some(_) => Err(CmsError::MessageDigest),
            None => Ok(None),
        },
    };
    let form = signed_data.check_is_data().and_then(|()| match info.sub_filter.as_str() {
        "adbe.pkcs7.sha1" => Ok(()),
        _ => signed_data.check_is_detached(),
    });
    info.digest = match &digest {
        Ok(Some(digest)) => status(form.and_then(|()| signed_data.check_digest(digest))),
        Ok(None) => Status::NotChecked(Fault::NoByteRange),
        Err(error) => status(Err(*error)),
    };
    let digest = digest.ok().flatten().unwrap_or_default();
    info.signature = status(signed_data.check_signature(&digest));
    info.signing_certificate = status(signed_data.check_signing_certificate());
    info.signer = signed_data.signer_certificate().map(Certificate::subject);
    let token = signed_data.timestamps().first().and_then(|token| ber::definite(token));
    info.timestamp = token.map(|token| timestamp(&token, |hash| Some(hash.digest(&[signed_data.signer.signature]))));
}

/// Reads a token. `timestamped` gives the digest that it should be for, `None` if that is not known.
fn timestamp(token: &[u8], timestamped: impl Fn(Hash) -> Option<Vec<u8>>) -> TimestampInfo {
    let token = match Token::read(token) {
        Ok(token) => token,
        Err(error) => {
            let unread = Status::NotChecked(error.into());
            return TimestampInfo { time: None, authority: None, imprint: unread, signature: unread };
        }
    };
    let authority = token.certificate(&[]);
    let signature = authority.map_or(Err(CmsError::NoCertificate), |authority| token.check_signature(authority));
    TimestampInfo {
        time: token.info.time(),
        authority: authority.map(Certificate::subject),
        imprint: imprint(&token.info, timestamped),
        signature: status(signature),
    }
}

/// Whether a token is for what it should be.
pub(crate) fn imprint(info: &TstInfo, timestamped: impl Fn(Hash) -> Option<Vec<u8>>) -> Status {
    match info.imprint() {
        None => Status::NotChecked(Fault::Unsupported),
        Some((hash, imprint)) => match timestamped(hash) {
            None => Status::NotChecked(Fault::NoByteRange),
            Some(digest) if digest == imprint => Status::Ok,
            Some(_) => Status::Failed(Fault::Imprint),
        },
    }
}

pub(crate) fn coverage(reader: &Reader<'_>, range: Option<[usize; 4]>, gap: Option<Gap>) -> Coverage {
    let fault = |reason| Coverage::Improper { reason };
    let Some([start, length, second, rest]) = range.filter(|range| digest::is_within(reader, *range)) else {
        return fault(CoverageFault::NoByteRange);
    };
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

pub(crate) fn status(checked: Result<(), CmsError>) -> Status {
    match checked {
        Ok(()) => Status::Ok,
        Err(
            error @ (CmsError::Malformed
            | CmsError::SignerCount
            | CmsError::NoCertificate
            | CmsError::Algorithm
            | CmsError::CriticalExtension),
        ) => Status::NotChecked(error.into()),
        Err(error) => Status::Failed(error.into()),
    }
}

impl From<CmsError> for Fault {
    fn from(error: CmsError) -> Self {
        match error {
            CmsError::Malformed => Self::Malformed,
            CmsError::SignerCount => Self::SignerCount,
            CmsError::NoCertificate => Self::NoCertificate,
            CmsError::Algorithm | CmsError::CriticalExtension => Self::Unsupported,
            CmsError::Enveloping => Self::Content,
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
