//! Signing in phases: [`begin`] → digest → (a key elsewhere signs) → [`Prepared::attach`] → [`Signed`].
//!
//! The form is PAdES-B-B (EN 319 142-1 §6.3), with room for the timestamp that makes it B-T. Nothing random and no
//! clock is involved: after a crash the same call gives the same digest.

use jiff::Zoned;

use crate::certificate::CertificateChain;
use crate::cms::{self, SignedAttributes};
use crate::field::FieldName;
use crate::key::{KeyError, PublicKey, SignatureAlgorithm};
use crate::pdf::text;
use crate::revision::{Gap, NewSignature, RevisionError, append_signature};

/// Bytes beside certificates, signature and token that the CMS may grow by when the timestamp comes in.
const MARGIN: usize = 128;

/// What a signature is to say.
#[derive(Clone, Debug)]
pub struct SignatureRequest<'r> {
    /// The field: an empty one of this name is used, otherwise it is made invisible in the same increment.
    pub field: FieldName,
    /// Certifies the document; only for its first signature.
    pub certify: Option<DocMdp>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/Location`.
    pub location: Option<String>,
    /// `/Name`: who signs.
    pub name: Option<String>,
    /// `/ContactInfo`.
    pub contact: Option<String>,
    /// `/M`, to the second, written with its own offset.
    pub signed_at: Zoned,
    /// The signer's certificate and its issuers'.
    pub certificates: &'r CertificateChain,
    /// Bytes to keep free for the timestamp token; 0 for a signature that will have none.
    pub reserve: usize,
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

/// A file that lacks only its signature value.
#[derive(Clone, Debug)]
pub struct Prepared<'r> {
    file: Vec<u8>,
    gap: Gap,
    attributes: SignedAttributes,
    certificates: &'r CertificateChain,
    key: PublicKey,
    algorithm: SignatureAlgorithm,
}

/// A signed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed(Vec<u8>);

/// Appends a revision with an unsigned signature and computes what is to be signed. `bytes` must be sound; a damaged
/// file goes through [`prepare`](crate::prepare::prepare()) first.
///
/// # Errors
/// [`SignError::Revision`] if the file, the field or an earlier signature does not allow it, [`SignError::Key`].
pub fn begin<'r>(bytes: &[u8], request: &SignatureRequest<'r>) -> Result<Prepared<'r>, SignError> {
    let signer = request.certificates.signer();
    let key = signer.public_key()?;
    let algorithm = key.algorithm()?;
    let attributes = SignedAttributes::new(&[0; 32], signer);
    let longest = cms::assemble(&attributes, request.certificates, algorithm, &vec![0; key.longest_signature()]);
    let new = NewSignature {
        field: &request.field,
        entries: entries(request),
        capacity: longest.len() + request.reserve + MARGIN,
        certify: request.certify.map(DocMdp::permission),
    };
    let (file, gap) = append_signature(bytes, &new)?;
    let attributes = SignedAttributes::new(&gap.digest(&file), signer);
    Ok(Prepared { file, gap, attributes, certificates: request.certificates, key, algorithm })
}

impl Prepared<'_> {
    /// SHA-256 of the DER signed attributes (RFC 5652 §5.4): what the key signs, already hashed.
    #[must_use]
    pub fn digest_to_sign(&self) -> [u8; 32] {
        self.attributes.digest()
    }

    /// How the key must sign it; follows from the certificate.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Puts the signature in, RSA as the plain octets, ECDSA as DER.
    ///
    /// # Errors
    /// [`SignError::WrongSignature`] if it does not verify; nothing is written then.
    pub fn attach(mut self, signature: &[u8]) -> Result<Signed, SignError> {
        if !self.key.verifies(self.algorithm.scheme(), &self.digest_to_sign(), signature) {
            return Err(SignError::WrongSignature);
        }
        let cms = cms::assemble(&self.attributes, self.certificates, self.algorithm, signature);
        let filled = self.gap.fill(&mut self.file, &cms);
        filled.map_err(|full| SignError::GapTooSmall { reserved: full.reserved, needed: full.needed })?;
        Ok(Signed(self.file))
    }
}

impl Signed {
    /// The file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The file.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
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
    entries
}
