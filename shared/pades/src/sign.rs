//! Signing in phases, each a type: [`begin`] → [`Prepared`] → (a key elsewhere signs the digest) → [`Signed`] → (an
//! authority timestamps the imprint) → [`Timestamped`].
//!
//! The form is PAdES-B-B, timestamped B-T (EN 319 142-1 §6.3). Every phase holds the revision to be appended, never the
//! file, and can be stored (serde) and taken up again elsewhere. Nothing random and no clock is involved: after a crash
//! the same call gives the same digest.

use jiff::Zoned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::appearance::Visible;
use crate::certificate::CertificateChain;
use crate::cms::{self, SignedAttributes};
use crate::evidence::EvidenceAnchor;
use crate::field::FieldName;
use crate::key::{KeyError, SignatureAlgorithm};
use crate::pdf::text;
use crate::revision::{Gap, NewSignature, RevisionError, append_offered};
use crate::seed::Offer;
use crate::source::{Revision, Source};
use crate::stored;
use crate::timestamp::TimeStampToken;
use crate::timestamping::{TimestampingError, timestamped_cms};

/// Bytes beside certificates, signature and token that the CMS may grow by when the timestamp comes in.
const MARGIN: usize = 128;

/// What a signature is to say. [`SignatureRequest::new`] takes what every signature needs; the rest has its usual value until
/// it is said otherwise.
#[derive(Clone, Debug)]
pub struct SignatureRequest<'r> {
    field: FieldName,
    certificates: &'r CertificateChain,
    signed_at: Zoned,
    certify: Option<DocMdp>,
    reason: Option<String>,
    location: Option<String>,
    name: Option<String>,
    contact: Option<String>,
    algorithm: Option<SignatureAlgorithm>,
    reserve: usize,
    evidence: Option<EvidenceAnchor>,
    visible: Option<Visible<'r>>,
}

impl<'r> SignatureRequest<'r> {
    /// An invisible approval signature without a timestamp.
    ///
    /// - `field`: an empty signature field of this name is used, otherwise it is made in the same increment.
    /// - `certificates`: the signer's certificate and its issuers'; all of them are put into the signature.
    /// - `signed_at`: the claimed time (`/M`, ISO 32000-2 table 255), written to the second with its own offset.
    #[must_use]
    pub fn new(field: FieldName, certificates: &'r CertificateChain, signed_at: Zoned) -> Self {
        Self {
            field,
            certificates,
            signed_at,
            certify: None,
            reason: None,
            location: None,
            name: None,
            contact: None,
            algorithm: None,
            reserve: 0,
            evidence: None,
            visible: None,
        }
    }

    /// Certifies the document (ISO 32000-2 §12.8.2.2); only its first signature can.
    #[must_use]
    pub fn with_certification(mut self, permission: impl Into<Option<DocMdp>>) -> Self {
        self.certify = permission.into();
        self
    }

    /// Why it is signed (`/Reason`, ISO 32000-2 table 255).
    #[must_use]
    pub fn with_reason(mut self, reason: impl Into<Option<String>>) -> Self {
        self.reason = reason.into();
        self
    }

    /// Where it is signed (`/Location`, ISO 32000-2 table 255).
    #[must_use]
    pub fn with_location(mut self, location: impl Into<Option<String>>) -> Self {
        self.location = location.into();
        self
    }

    /// Who signs (`/Name`, ISO 32000-2 table 255). Verifiers take the name from the certificate.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<Option<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// How the signer is reached (`/ContactInfo`, ISO 32000-2 table 255).
    #[must_use]
    pub fn with_contact(mut self, contact: impl Into<Option<String>>) -> Self {
        self.contact = contact.into();
        self
    }

    /// How the key signs, if it can in more than one way. What is usual for its kind otherwise.
    #[must_use]
    pub fn with_algorithm(mut self, algorithm: impl Into<Option<SignatureAlgorithm>>) -> Self {
        self.algorithm = algorithm.into();
        self
    }

    /// Keeps this many bytes free for the token of a timestamp (B-T, EN 319 142-1 §6.3). 0, as it is at first, is for a
    /// signature that will have none. Most tokens take 4,000 to 8,000.
    #[must_use]
    pub fn with_reserve(mut self, bytes: usize) -> Self {
        self.reserve = bytes;
        self
    }

    /// Names the head of the chain of records that led to the signature.
    #[must_use]
    pub fn with_evidence(mut self, evidence: impl Into<Option<EvidenceAnchor>>) -> Self {
        self.evidence = evidence.into();
        self
    }

    /// Shows the signature on a page. One that is not shown is worth the same as evidence.
    #[cfg(feature = "appearance")]
    #[must_use]
    pub fn with_visible(mut self, visible: impl Into<Option<Visible<'r>>>) -> Self {
        self.visible = visible.into();
        self
    }
}

/// What a certification permits afterwards (ISO 32000-2 table 257). "No changes" is not offered: it forbids further
/// signatures and timestamps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocMdp {
    /// P=2: filling in forms and signing.
    FormFilling,
    /// P=3: also annotating.
    Annotating,
}

/// Why a file could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The file or its field does not allow it.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// The signer's key is of an unsupported kind.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The signature is not by the certificate's key over the digest.
    #[error("the signature does not fit the certificate's key and the digest; check which key has signed")]
    WrongSignature,
    /// The signature is longer than its key allows; no correct one is.
    #[error("the signature needs {needed} bytes where {reserved} are reserved")]
    GapTooSmall {
        /// Bytes in the gap.
        reserved: usize,
        /// Bytes of the CMS.
        needed: usize,
    },
}

/// A revision that lacks only its signature value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Prepared {
    revision: Revision,
    gap: Gap,
    attributes: SignedAttributes,
    #[serde(with = "stored::chain")]
    certificates: CertificateChain,
    algorithm: SignatureAlgorithm,
}

/// A signed revision (B-B).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    revision: Revision,
    gap: Gap,
    #[serde(with = "hex")]
    cms: Vec<u8>,
    #[serde(with = "hex")]
    imprint: [u8; 32],
}

/// A signed and timestamped revision (B-T).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timestamped {
    revision: Revision,
}

/// Makes a revision with an unsigned signature (ISO 32000-2 §12.8.1, EN 319 142-1 §5) and computes what is to be signed. The
/// source must be sound; a damaged file goes through [`Document::prepare`](crate::Document::prepare) first.
///
/// ```
/// use pades::sign::Prepared;
/// use pades::{CertificateChain, FieldName, SignatureRequest, sign};
/// # #[path = "../tests/support/mod.rs"]
/// # mod support;
/// # let hsm = support::Signer::p256();
/// # let chain: CertificateChain = hsm.chain.clone();
///
/// let file = include_bytes!("../examples/agreement.pdf");
/// let signed_at = "2026-12-01T09:30:00+09:00[+09:00]".parse()?;
/// let request = SignatureRequest::new(FieldName::new("Seller")?, &chain, signed_at).with_reserve(8000);
/// let prepared = sign::begin(&file[..], &request)?;
///
/// // It can be stored while the key is asked; after a crash the same call gives the same digest.
/// let stored = serde_json::to_string(&prepared)?;
/// let prepared: Prepared = serde_json::from_str(&stored)?;
/// assert_eq!(prepared.digest_to_sign(), sign::begin(&file[..], &request)?.digest_to_sign());
///
/// // A signature by another key, or of something else, is not taken.
/// assert!(prepared.clone().attach(b"no signature").is_err());
/// let signature = hsm.sign_digest(&prepared.digest_to_sign());
/// let signed = prepared.attach(&signature)?;
///
/// // What is signed is only appended to.
/// assert_eq!(signed.revision().kept(), file.len() as u64);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SignError::Revision`] if the file, the field or an earlier signature does not allow it, [`SignError::Key`].
pub fn begin(source: &(impl Source + ?Sized), request: &SignatureRequest<'_>) -> Result<Prepared, SignError> {
    begin_on(&source, request)
}

fn begin_on(source: &dyn Source, request: &SignatureRequest<'_>) -> Result<Prepared, SignError> {
    let signer = request.certificates.signer();
    let key = signer.public_key()?;
    let algorithm = key.choose(request.algorithm)?;
    let hash = algorithm.hash();
    let attributes = SignedAttributes::new(algorithm, &vec![0; hash.length()], signer);
    let longest = cms::assemble(&attributes, request.certificates, algorithm, &vec![0; key.longest_signature()]);
    let new = NewSignature {
        field: &request.field,
        entries: entries(request),
        capacity: longest.len() + request.reserve + MARGIN,
        certify: request.certify.map(DocMdp::permission),
        visible: request.visible.as_ref(),
    };
    let offer = Offer {
        sub_filter: "ETSI.CAdES.detached",
        hash,
        reason: request.reason.as_deref(),
        certify: request.certify.map(DocMdp::permission),
        certificates: Some(request.certificates),
        is_timestamped: request.reserve > 0,
        is_visible: request.visible.is_some(),
    };
    let (revision, gap) = append_offered(source, &new, &offer)?;
    let digest = gap.digest(&revision.over(source), hash).map_err(RevisionError::Input)?;
    let attributes = SignedAttributes::new(algorithm, &digest, signer);
    Ok(Prepared { revision, gap, attributes, certificates: request.certificates.clone(), algorithm })
}

impl Prepared {
    /// The digest of the DER signed attributes (RFC 5652 §5.4): what the key signs, already hashed by
    /// [`Prepared::algorithm`]'s hash function.
    #[must_use]
    pub fn digest_to_sign(&self) -> Vec<u8> {
        self.attributes.digest()
    }

    /// What will be appended to the source; the signature is zeros still.
    #[must_use]
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// How the key must sign it.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Puts the signature in, RSA as the plain octets, ECDSA as DER.
    ///
    /// # Errors
    /// [`SignError::WrongSignature`] if it does not verify; nothing is written then.
    pub fn attach(mut self, signature: &[u8]) -> Result<Signed, SignError> {
        let key = self.certificates.signer().public_key()?;
        if !key.verifies(self.algorithm.scheme(), &self.digest_to_sign(), signature) {
            return Err(SignError::WrongSignature);
        }
        let cms = cms::assemble(&self.attributes, &self.certificates, self.algorithm, signature);
        let filled = self.gap.fill(&mut self.revision, &cms);
        filled.map_err(|full| SignError::GapTooSmall { reserved: full.reserved, needed: full.needed })?;
        Ok(Signed { revision: self.revision, gap: self.gap, cms, imprint: Sha256::digest(signature).into() })
    }
}

impl Signed {
    /// What to append to the source.
    #[must_use]
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// SHA-256 over the signature value: what an authority timestamps to make this B-T (RFC 3161 appendix A).
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.imprint
    }

    /// Puts the timestamp into the signature's unsigned attributes (EN 319 122-1 §5.3). Nothing but the reserved gap changes.
    ///
    /// ```
    /// use pades::timestamp::{TimeStampRequest, TimestampPolicy, check_response};
    /// use pades::{FieldName, SignatureRequest, sign, signatures};
    /// # #[path = "../tests/support/mod.rs"]
    /// # mod support;
    /// # let hsm = support::Signer::p256();
    /// # let chain = hsm.chain.clone();
    /// # let anchors = [support::certificate("root")];
    /// # let post = |request: &TimeStampRequest| support::tsa::Tsa::default().respond(request);
    ///
    /// # let file = include_bytes!("../examples/agreement.pdf");
    /// # let signed_at = "2026-12-01T09:30:00+09:00[+09:00]".parse()?;
    /// let request = SignatureRequest::new(FieldName::new("Seller")?, &chain, signed_at).with_reserve(8000);
    /// let prepared = sign::begin(&file[..], &request)?;
    /// let signature = hsm.sign_digest(&prepared.digest_to_sign());
    /// let signed = prepared.attach(&signature)?;
    ///
    /// // The authority is asked by HTTP; the nonce is to be random.
    /// let request = TimeStampRequest::new(signed.imprint(), &[7; 16], None)?;
    /// let response = post(&request);
    /// let now = "2026-12-01T00:30:00Z".parse()?;
    /// let token = check_response(&response, &request, &TimestampPolicy::new(&anchors, now))?;
    ///
    /// let timestamped = signed.timestamp(&token)?.revision().apply(file);
    /// let timestamp = signatures(&timestamped)?[0].timestamp.clone().expect("a timestamp");
    /// assert_eq!(timestamp.time, Some(token.time()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TimestampingError::WrongImprint`]; [`TimestampingError::GapTooSmall`]: begin again with a larger
    /// [reserve](SignatureRequest::with_reserve).
    pub fn timestamp(&self, token: &TimeStampToken) -> Result<Timestamped, TimestampingError> {
        let mut revision = self.revision.clone();
        self.gap.fill(&mut revision, &timestamped_cms(&self.cms, self.imprint, token)?)?;
        Ok(Timestamped { revision })
    }
}

impl Timestamped {
    /// What to append to the source.
    #[must_use]
    pub fn revision(&self) -> &Revision {
        &self.revision
    }
}

impl DocMdp {
    fn permission(self) -> u8 {
        match self {
            Self::FormFilling => 2,
            Self::Annotating => 3,
        }
    }
}

/// The signature dictionary's entries up to `/ByteRange` (EN 319 142-1 §6.3: no `/Cert`).
fn entries(request: &SignatureRequest<'_>) -> String {
    let mut entries = format!(
        "/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/M ({})",
        text::date(&request.signed_at)
    );
    let texts = [
        ("Reason", &request.reason),
        ("Location", &request.location),
        ("Name", &request.name),
        ("ContactInfo", &request.contact),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            entries.push_str(&format!("\n/{key} {}", text::utf16(value)));
        }
    }
    if let Some(evidence) = &request.evidence {
        entries.push('\n');
        entries.push_str(&evidence.entry());
    }
    entries
}
