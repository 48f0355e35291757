//! Reading SignedData and checking its only signer. Lengths must be definite: [`definite`](crate::ber::definite) comes first.

use der::asn1::ObjectIdentifier;
use jiff::Timestamp;

use super::attributes::{self, Revocation};
use super::ess;
use crate::asn1::{self, Element};
use crate::certificate::{Certificate, names};
use crate::key::{Hash, Scheme};
use crate::oid;

/// How many certificates are read; a chain and its timestamps' have fewer than 20.
const MAX_CERTIFICATES: usize = 500;

/// A rule of RFC 5652 or RFC 5035 that a SignedData breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CmsError {
    #[error("not a SignedData in DER")]
    Malformed,
    #[error("not exactly one signer")]
    SignerCount,
    #[error("the signer's certificate is not inside")]
    NoCertificate,
    #[error("an algorithm that is not supported")]
    Algorithm,
    #[error("a critical extension that is not supported")]
    CriticalExtension,
    #[error("the content type is wrong, or its attribute does not agree with it")]
    ContentType,
    #[error("content inside, in place of the document that should be signed")]
    Enveloping,
    #[error("the message digest attribute does not agree with the content")]
    MessageDigest,
    #[error("the signing certificate attribute is missing or names another certificate")]
    SigningCertificate,
    #[error("the signature does not agree with the signed attributes")]
    Signature,
}

/// A SignedData with exactly one signer.
#[derive(Clone, Debug)]
pub(crate) struct SignedData<'a> {
    pub(crate) content_type: ObjectIdentifier,
    /// The encapsulated content's bytes; absent when detached.
    pub(crate) content: Option<&'a [u8]>,
    /// The certificates that could be read. Attribute certificates and the like are left out.
    pub(crate) certificates: Vec<Certificate>,
    /// What it carries about revocation: its own field, and the attributes of the signer.
    pub(crate) revocation: Revocation<'a>,
    pub(crate) signer: SignerInfo<'a>,
}

/// The one signer.
#[derive(Clone, Debug)]
pub(crate) struct SignerInfo<'a> {
    id: Element<'a>,
    digest_algorithm: ObjectIdentifier,
    signed_attributes: Option<Element<'a>>,
    signature_algorithm: Element<'a>,
    pub(crate) signature: &'a [u8],
    unsigned_attributes: Option<Element<'a>>,
}

impl<'a> SignedData<'a> {
    /// Reads a ContentInfo; nothing may follow it.
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, CmsError> {
        let parts = Parts::read(der).ok_or(CmsError::Malformed)?;
        let signers = parts.signers.children().ok_or(CmsError::Malformed)?;
        let [signer] = signers.as_slice() else { return Err(CmsError::SignerCount) };
        let signer = SignerInfo::parse(*signer).ok_or(CmsError::Malformed)?;
        let certificates = parts.certificates.map(Element::children).unwrap_or_default().unwrap_or_default();
        let certificates = certificates.iter().filter(|element| element.tag == asn1::SEQUENCE).take(MAX_CERTIFICATES);
        let certificates = certificates.filter_map(|element| Certificate::from_der(element.raw).ok()).collect();
        let mut revocation = Revocation::default();
        if let Some(choices) = parts.crls {
            revocation.add_choices(choices);
        }
        signer.revocation_values().into_iter().for_each(|value| revocation.add_value(value));
        Ok(Self { content_type: parts.content_type, content: parts.content, certificates, revocation, signer })
    }

    /// The certificate inside that the signer id names.
    pub(crate) fn signer_certificate(&self) -> Option<&Certificate> {
        self.signer_among(&self.certificates)
    }

    /// The certificate of `pool` that the signer id names. If several do, the one that signing-certificate names.
    pub(crate) fn signer_among<'p>(&self, pool: &'p [Certificate]) -> Option<&'p Certificate> {
        let mut named = pool.iter().filter(|certificate| self.signer.is(certificate));
        let first = named.next()?;
        let mut meant = || named.find(|other| self.check_signing_certificate_of(other).is_ok());
        match self.check_signing_certificate_of(first) {
            Ok(()) => Some(first),
            Err(_) => Some(meant().unwrap_or(first)),
        }
    }

    /// All signature timestamp tokens, in the order in which they stand. Each may be in BER.
    pub(crate) fn timestamps(&self) -> Vec<&'a [u8]> {
        let unsigned = self.signer.unsigned_attributes;
        let tokens = unsigned.map(|unsigned| attributes::values(unsigned, &oid::TIME_STAMP_TOKEN)).unwrap_or_default();
        tokens.iter().map(|token| token.raw).collect()
    }

    /// The hash function that the signer used.
    pub(crate) fn hash(&self) -> Result<Hash, CmsError> {
        let named = &self.signer.digest_algorithm;
        // Some signers name the signature's algorithm, hash included, in place of the hash.
        Hash::from_oid(named).or_else(|| Some(Scheme::named(named)?.hash())).ok_or(CmsError::Algorithm)
    }

    /// Checks that data is signed, as in every signature but a timestamp (EN 319 142-1 §6.3, ISO 32000-2 §12.8.3.3).
    pub(crate) fn check_is_data(&self) -> Result<(), CmsError> {
        if self.content_type == oid::DATA { Ok(()) } else { Err(CmsError::ContentType) }
    }

    /// Checks that the content is outside. A content inside would be what is signed (RFC 5652 §5.4), and not the document.
    pub(crate) fn check_is_detached(&self) -> Result<(), CmsError> {
        if self.content.is_none() { Ok(()) } else { Err(CmsError::Enveloping) }
    }

    /// When the signer claims to have signed: the signed attribute signing-time (RFC 5652 §11.3).
    pub(crate) fn signing_time(&self) -> Option<Timestamp> {
        self.signer.signed(&oid::SIGNING_TIME)?.time()
    }

    /// Checks message-digest and content-type against the content. `digest` is that of the content by
    /// [`SignedData::hash`].
    pub(crate) fn check_digest(&self, digest: &[u8]) -> Result<(), CmsError> {
        let Some(_) = self.signer.signed_attributes else { return Ok(()) };
        let content_type = self.signer.signed(&oid::CONTENT_TYPE).and_then(Element::oid);
        if content_type != Some(self.content_type) {
            return Err(CmsError::ContentType);
        }
        match self.signer.signed(&oid::MESSAGE_DIGEST) {
            Some(value) if value.tag == asn1::OCTET_STRING && value.content == digest => Ok(()),
            _ => Err(CmsError::MessageDigest),
        }
    }

    /// The scheme of the signature.
    pub(crate) fn scheme(&self) -> Result<Scheme, CmsError> {
        Scheme::from_algorithm(self.signer.signature_algorithm, self.hash().ok()).ok_or(CmsError::Algorithm)
    }

    /// Checks the signature against the embedded certificate; see [`SignedData::check_signature_by`].
    pub(crate) fn check_signature(&self, content_digest: &[u8]) -> Result<(), CmsError> {
        self.check_signature_by(self.signer_certificate().ok_or(CmsError::NoCertificate)?, content_digest)
    }

    /// Checks the signature against a certificate. Without signed attributes the content itself is signed (RFC 5652
    /// §5.4), so its digest is needed.
    pub(crate) fn check_signature_by(&self, certificate: &Certificate, content_digest: &[u8]) -> Result<(), CmsError> {
        let scheme = self.scheme()?;
        let key = certificate.public_key().map_err(|_| CmsError::Algorithm)?;
        if !key.supports(scheme) {
            return Err(CmsError::Algorithm);
        }
        let verifies = |digest: &[u8]| key.verifies(scheme, digest, self.signer.signature);
        let Some(attributes) = self.signer.signed_attributes else {
            return if verifies(content_digest) { Ok(()) } else { Err(CmsError::Signature) };
        };
        // Signed is the encoding with the tag of SET OF, not with the implicit [0].
        if verifies(&scheme.hash().digest(&[&[asn1::SET], &attributes.raw[1..]])) {
            return Ok(());
        }
        // Attributes that came in BER or out of order are signed as DER has them (RFC 5652 §5.4).
        let elements = attributes.children().ok_or(CmsError::Malformed)?;
        let sorted = asn1::encode_set_of(asn1::SET, elements.iter().map(|element| element.raw.to_vec()).collect());
        if sorted[1..] != attributes.raw[1..] && verifies(&scheme.hash().digest(&[&sorted])) {
            return Ok(());
        }
        Err(CmsError::Signature)
    }

    /// Checks that signing-certificate-v2 (or the SHA-1 one before it) is there once and names the signer's certificate.
    pub(crate) fn check_signing_certificate(&self) -> Result<(), CmsError> {
        self.check_signing_certificate_of(self.signer_certificate().ok_or(CmsError::NoCertificate)?)
    }

    /// The same for a certificate that is known from elsewhere.
    pub(crate) fn check_signing_certificate_of(&self, certificate: &Certificate) -> Result<(), CmsError> {
        let matches = match self.signer.signed(&oid::SIGNING_CERTIFICATE_V2) {
            Some(value) => ess::matches_v2(value, certificate),
            None => {
                let value = self.signer.signed(&oid::SIGNING_CERTIFICATE);
                value.and_then(|value| ess::matches_v1(value, certificate))
            }
        };
        if matches == Some(true) { Ok(()) } else { Err(CmsError::SigningCertificate) }
    }
}

/// The fields of SignedData (RFC 5652 §5.1).
struct Parts<'a> {
    content_type: ObjectIdentifier,
    content: Option<&'a [u8]>,
    certificates: Option<Element<'a>>,
    crls: Option<Element<'a>>,
    signers: Element<'a>,
}

impl<'a> Parts<'a> {
    fn read(der: &'a [u8]) -> Option<Self> {
        let content_info = Element::only(der)?.tagged(asn1::SEQUENCE)?.children()?;
        let [kind, content] = content_info.as_slice() else { return None };
        if kind.oid()? != oid::SIGNED_DATA {
            return None;
        }
        let parts = Element::only(content.tagged(asn1::context(0))?.content)?.tagged(asn1::SEQUENCE)?.children()?;
        let encapsulated = parts.get(2)?.tagged(asn1::SEQUENCE)?.children()?;
        let content = match encapsulated.get(1) {
            // PKCS#7 1.5 allows any type here and signs its content octets as well (RFC 2315 §9.3).
            Some(explicit) => Some(Element::only(explicit.content)?.content),
            None => None,
        };
        let choice = |number| parts.iter().skip(3).find(|part| part.tag == asn1::context(number)).copied();
        Some(Self {
            content_type: encapsulated.first()?.oid()?,
            content,
            certificates: choice(0),
            crls: choice(1),
            signers: parts.get(3..)?.last()?.tagged(asn1::SET)?,
        })
    }
}

impl<'a> SignerInfo<'a> {
    fn parse(element: Element<'a>) -> Option<Self> {
        let parts = element.tagged(asn1::SEQUENCE)?.children()?;
        let mut parts = parts.into_iter().peekable();
        parts.next()?.tagged(asn1::INTEGER)?;
        Some(Self {
            id: parts.next()?,
            digest_algorithm: parts.next()?.children()?.first()?.oid()?,
            signed_attributes: parts.next_if(|part| part.tag == asn1::context(0)),
            signature_algorithm: parts.next()?.tagged(asn1::SEQUENCE)?,
            signature: parts.next()?.tagged(asn1::OCTET_STRING)?.content,
            unsigned_attributes: parts.next_if(|part| part.tag == asn1::context(1)),
        })
    }

    /// Whether the signer id names this certificate (RFC 5652 §5.3).
    fn is(&self, certificate: &Certificate) -> bool {
        match self.id.tag {
            asn1::SEQUENCE => self.id.children().is_some_and(|parts| {
                matches!(parts.as_slice(), [issuer, serial] if serial.raw == certificate.serial_der()
                    && names::equal(issuer.raw, certificate.issuer_der()))
            }),
            _ => certificate.subject_key_identifier().as_deref() == Some(self.id.content),
        }
    }

    /// The only value of the signed attribute `kind`; `None` if the attribute is absent or doubled.
    pub(crate) fn signed(&self, kind: &ObjectIdentifier) -> Option<Element<'a>> {
        attributes::only_value(self.signed_attributes?, kind)
    }

    /// The only value of the unsigned attribute `kind`.
    pub(crate) fn unsigned(&self, kind: &ObjectIdentifier) -> Option<Element<'a>> {
        attributes::only_value(self.unsigned_attributes?, kind)
    }

    /// The kinds of the signed attributes, doubled ones twice; empty without signed attributes.
    #[cfg(test)]
    pub(crate) fn signed_kinds(&self) -> Vec<ObjectIdentifier> {
        self.signed_attributes.map(attributes::kinds).unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn signed_attributes_raw(&self) -> Option<&'a [u8]> {
        self.signed_attributes.map(|set| set.raw)
    }

    fn revocation_values(&self) -> Vec<Element<'a>> {
        let signed = self.signed_attributes.map(|set| attributes::values(set, &oid::ADBE_REVOCATION));
        let unsigned = self.unsigned_attributes.map(|set| attributes::values(set, &oid::REVOCATION_VALUES));
        [signed, unsigned].into_iter().flatten().flatten().collect()
    }
}
