//! X.509 certificates (RFC 5280) as they came: the DER is kept, never encoded again.

mod extensions;
pub(crate) mod names;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use der::{Decode, Encode, pem};
use jiff::Timestamp;
use x509_cert::certificate::{CertificateInner, Raw};

use crate::asn1::Element;
use crate::key::{KeyError, PublicKey, SignatureAlgorithm};

pub(crate) use extensions::full_names;

/// Why certificates cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Not a DER certificate.
    #[error("not an X.509 certificate in DER")]
    NotDer,
    /// No `CERTIFICATE` block, or one that is not base64.
    #[error("no readable PEM block CERTIFICATE; give certificates in PEM")]
    NotPem,
    /// A chain without certificates.
    #[error("the certificate chain is empty; give the signer's certificate first, then its issuers")]
    Empty,
    /// A certificate is not followed by its issuer.
    #[error("certificate {position} ({subject}) is not followed by its issuer ({issuer}); put the chain in order")]
    OutOfOrder {
        /// Position in the chain, from 0.
        position: usize,
        /// Its subject.
        subject: String,
        /// The issuer that it names.
        issuer: String,
    },
    /// The public key is of an unsupported kind.
    #[error("certificate {subject}")]
    Key {
        /// The certificate's subject.
        subject: String,
        /// What is wrong with the key.
        #[source]
        source: KeyError,
    },
}

/// One certificate.
#[derive(Clone)]
pub struct Certificate {
    der: Arc<[u8]>,
    parsed: Arc<CertificateInner<Raw>>,
    /// What was found of signatures by this certificate's key, shared by its clones: a chain's upper part and its
    /// revocation data are looked at once for each signature of a file.
    checked: Arc<Mutex<BTreeMap<[u8; 32], bool>>>,
}

impl Certificate {
    /// Reads a DER certificate; nothing may follow it.
    ///
    /// # Errors
    /// [`CertificateError::NotDer`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        // Some encoders are careless with integers and sets. What is hashed and compared is what came.
        let parsed = CertificateInner::from_der(der)
            .ok()
            .or_else(|| CertificateInner::from_der(&crate::ber::canonical(der)?).ok())
            .ok_or(CertificateError::NotDer)?;
        let certificate = Self { der: der.into(), parsed: Arc::new(parsed), checked: Arc::default() };
        certificate.fields().ok_or(CertificateError::NotDer)?;
        Ok(certificate)
    }

    /// The DER as given.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The subject's distinguished name (RFC 4514): most specific part first, `CN=…,O=…,C=JP`.
    #[must_use]
    pub fn subject(&self) -> String {
        self.parsed.tbs_certificate().subject().to_string()
    }

    /// The issuer's distinguished name (RFC 4514).
    #[must_use]
    pub fn issuer(&self) -> String {
        self.parsed.tbs_certificate().issuer().to_string()
    }

    /// The serial number in lower-case hexadecimal, two digits per byte.
    #[must_use]
    pub fn serial_number(&self) -> String {
        hex::encode(self.parsed.tbs_certificate().serial_number().as_bytes())
    }

    /// The first second at which the certificate is valid.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        timestamp(self.parsed.tbs_certificate().validity().not_before)
    }

    /// The last second at which the certificate is valid.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        timestamp(self.parsed.tbs_certificate().validity().not_after)
    }

    /// Whether the certificate is for this key, a DER SubjectPublicKeyInfo such as AWS KMS gives out.
    #[must_use]
    pub fn is_for_key(&self, spki_der: &[u8]) -> bool {
        self.spki() == spki_der
    }

    /// The DER SubjectPublicKeyInfo.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        self.field(5)
    }

    /// How the certificate's key may sign, the usual way first; empty if signing with it is not offered.
    #[must_use]
    pub fn algorithms(&self) -> &'static [SignatureAlgorithm] {
        self.public_key().map_or(&[], |key| key.algorithms())
    }

    pub(crate) fn parsed(&self) -> &CertificateInner<Raw> {
        &self.parsed
    }

    pub(crate) fn public_key(&self) -> Result<PublicKey, KeyError> {
        PublicKey::from_spki(self.spki())
    }

    /// The encoded serial number, an INTEGER element.
    pub(crate) fn serial_der(&self) -> &[u8] {
        self.field(0)
    }

    /// The encoded issuer, a Name element.
    pub(crate) fn issuer_der(&self) -> &[u8] {
        self.field(2)
    }

    /// The encoded subject, a Name element.
    pub(crate) fn subject_der(&self) -> &[u8] {
        self.field(4)
    }

    /// The encoded TBSCertificate, the signature's AlgorithmIdentifier and the signature's bits.
    pub(crate) fn signed_parts(&self) -> Option<(&[u8], Element<'_>, &[u8])> {
        let parts = Element::only(&self.der)?.children()?;
        let [tbs, algorithm, signature] = parts.as_slice() else { return None };
        let bits = signature.content.strip_prefix(&[0])?; // no unused bits
        Some((tbs.raw, *algorithm, bits))
    }

    /// The value of the extension `SubjectKeyIdentifier`.
    pub(crate) fn subject_key_identifier(&self) -> Option<Vec<u8>> {
        let extension = self.parsed.tbs_certificate().get_extension::<x509_cert::ext::pkix::SubjectKeyIdentifier>();
        extension.ok()?.map(|(_, identifier)| identifier.0.as_bytes().to_vec())
    }

    /// Field `index` of the TBSCertificate after the version: 0 serial number, 1 signature algorithm, 2 issuer,
    /// 4 subject, 5 public key.
    fn field(&self, index: usize) -> &[u8] {
        // `from_der` has checked that the fields are there.
        self.fields().and_then(|fields| fields.get(index).map(|field| field.raw)).unwrap_or(&[])
    }

    fn fields(&self) -> Option<Vec<Element<'_>>> {
        let tbs = Element::only(&self.der)?.children()?;
        let mut fields = tbs.first()?.children()?;
        if fields.first()?.tag == crate::asn1::context(0) {
            fields.remove(0);
        }
        (fields.len() >= 6).then_some(fields)
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate").field("subject", &self.subject()).finish_non_exhaustive()
    }
}

fn timestamp(time: x509_cert::time::Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

/// A signer's certificate, then its issuer's, and so on; the root may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateChain(Vec<Certificate>);

impl CertificateChain {
    /// Puts certificates together, the signer's first.
    ///
    /// # Errors
    /// [`CertificateError::Empty`]; [`CertificateError::OutOfOrder`] if one is not followed by its issuer (by name);
    /// [`CertificateError::Key`] if the signer's key is of a kind that this crate does not sign with.
    pub fn new(certificates: Vec<Certificate>) -> Result<Self, CertificateError> {
        let Some(signer) = certificates.first() else { return Err(CertificateError::Empty) };
        let key = signer.public_key().and_then(|key| key.algorithm());
        key.map_err(|source| CertificateError::Key { subject: signer.subject(), source })?;
        for (position, pair) in certificates.windows(2).enumerate() {
            if !names::equal(pair[0].issuer_der(), pair[1].subject_der()) {
                return Err(CertificateError::OutOfOrder {
                    position,
                    subject: pair[0].subject(),
                    issuer: pair[0].issuer(),
                });
            }
        }
        Ok(Self(certificates))
    }

    /// Reads PEM blocks `CERTIFICATE` (RFC 7468), the signer's first.
    ///
    /// # Errors
    /// [`CertificateError::NotPem`], [`CertificateError::NotDer`], and those of [`CertificateChain::new`].
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        Self::new(certificates_from_pem(pem)?)
    }

    /// Reads DER certificates, the signer's first.
    ///
    /// # Errors
    /// [`CertificateError::NotDer`], and those of [`CertificateChain::new`].
    pub fn from_der<D: AsRef<[u8]>>(certificates: &[D]) -> Result<Self, CertificateError> {
        Self::new(certificates.iter().map(|der| Certificate::from_der(der.as_ref())).collect::<Result<_, _>>()?)
    }

    /// The signer's certificate.
    #[must_use]
    pub fn signer(&self) -> &Certificate {
        &self.0[0] // `new` refuses an empty chain
    }

    /// All certificates, the signer's first.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0
    }

    /// From when on and until when all of them are valid.
    #[must_use]
    pub fn validity(&self) -> (Timestamp, Timestamp) {
        let (from, until) = (self.0.iter().map(Certificate::not_before), self.0.iter().map(Certificate::not_after));
        // There is one at least.
        (from.max().unwrap_or(Timestamp::MAX), until.min().unwrap_or(Timestamp::MIN))
    }
}

/// Reads all PEM blocks `CERTIFICATE` (RFC 7468), for instance the anchors of timestamp authorities. Text between
/// the blocks is skipped.
///
/// # Errors
/// [`CertificateError::NotPem`] if there is none or one is no base64, [`CertificateError::NotDer`].
pub fn certificates_from_pem(pem: &str) -> Result<Vec<Certificate>, CertificateError> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let mut certificates = Vec::new();
    let mut rest = pem;
    while let Some(start) = rest.find(BEGIN) {
        let end = rest[start..].find(END).ok_or(CertificateError::NotPem)? + start + END.len();
        let (_, der) = pem::decode_vec(&rest.as_bytes()[start..end]).map_err(|_| CertificateError::NotPem)?;
        certificates.push(Certificate::from_der(&der)?);
        rest = &rest[end..];
    }
    if certificates.is_empty() { Err(CertificateError::NotPem) } else { Ok(certificates) }
}

/// The distinguished name of an encoded Name element (RFC 4514).
pub(crate) fn name_text(der: &[u8]) -> Option<String> {
    x509_cert::name::Name::from_der(der).ok().filter(|name| name.encoded_len().is_ok()).map(|name| name.to_string())
}
