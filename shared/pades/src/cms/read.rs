//! Reading SignedData and checking its only signer.

use der::asn1::ObjectIdentifier;

use super::ess;
use crate::asn1::{self, Element};
use crate::certificate::Certificate;
use crate::key::{Hash, Scheme};
use crate::oid;

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
    #[error("the content type attribute does not agree with the content")]
    ContentType,
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
    /// The certificates that could be read.
    pub(crate) certificates: Vec<Certificate>,
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
        let (content_type, content, certificates, signers) = Self::parts(der).ok_or(CmsError::Malformed)?;
        let signers = signers.children().ok_or(CmsError::Malformed)?;
        let [signer] = signers.as_slice() else { return Err(CmsError::SignerCount) };
        let signer = SignerInfo::parse(*signer).ok_or(CmsError::Malformed)?;
        let certificates = certificates.iter().filter_map(|element| Certificate::from_der(element.raw).ok()).collect();
        Ok(Self { content_type, content, certificates, signer })
    }

    #[expect(clippy::type_complexity, reason = "private, destructured at once")]
    fn parts(der: &'a [u8]) -> Option<(ObjectIdentifier, Option<&'a [u8]>, Vec<Element<'a>>, Element<'a>)> {
        let content_info = Element::only(der)?.tagged(asn1::SEQUENCE)?.children()?;
        let [kind, content] = content_info.as_slice() else { return None };
        if kind.oid()? != oid::SIGNED_DATA {
            return None;
        }
        let parts = Element::only(content.tagged(asn1::context(0))?.content)?.tagged(asn1::SEQUENCE)?.children()?;
        let encapsulated = parts.get(2)?.tagged(asn1::SEQUENCE)?.children()?;
        let content = match encapsulated.get(1) {
            Some(explicit) => Some(Element::only(explicit.content)?.tagged(asn1::OCTET_STRING)?.content),
            None => None,
        };
        let certificates = parts.iter().skip(3).find(|part| part.tag == asn1::context(0));
        let certificates = match certificates {
            Some(certificates) => certificates.children()?,
            None => Vec::new(),
        };
        let signers = parts.get(3..)?.last()?.tagged(asn1::SET)?;
        Some((encapsulated.first()?.oid()?, content, certificates, signers))
    }

    /// The certificate that the signer id names.
    pub(crate) fn signer_certificate(&self) -> Option<&Certificate> {
        self.certificates.iter().find(|certificate| match self.signer.id.tag {
            asn1::SEQUENCE => self.signer.id.children().is_some_and(|parts| {
                matches!(parts.as_slice(), [issuer, serial]
                    if issuer.raw == certificate.issuer_der() && serial.raw == certificate.serial_der())
            }),
            _ => certificate.subject_key_identifier().as_deref() == Some(self.signer.id.content),
        })
    }

    /// The hash function that the signer used.
    pub(crate) fn hash(&self) -> Result<Hash, CmsError> {
        Hash::from_oid(&self.signer.digest_algorithm).ok_or(CmsError::Algorithm)
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

    /// Checks the signature against the embedded certificate. Without signed attributes the content itself is signed
    /// (RFC 5652 §5.4), so its digest is needed.
    pub(crate) fn check_signature(&self, content_digest: &[u8]) -> Result<(), CmsError> {
        let certificate = self.signer_certificate().ok_or(CmsError::NoCertificate)?;
        let hash = self.hash()?;
        let scheme = Scheme::from_algorithm(self.signer.signature_algorithm, Some(hash)).ok_or(CmsError::Algorithm)?;
        let key = certificate.public_key().map_err(|_| CmsError::Algorithm)?;
        let digest = match self.signer.signed_attributes {
            // Signed is the encoding with the tag of SET OF, not with the implicit [0].
            Some(attributes) => scheme.hash().digest(&[&[asn1::SET], &attributes.raw[1..]]),
            None => content_digest.to_vec(),
        };
        if key.verifies(scheme, &digest, self.signer.signature) { Ok(()) } else { Err(CmsError::Signature) }
    }

    /// Checks that signing-certificate-v2 (or the SHA-1 one before it) is there once and names the signer's certificate.
    pub(crate) fn check_signing_certificate(&self) -> Result<(), CmsError> {
        let certificate = self.signer_certificate().ok_or(CmsError::NoCertificate)?;
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

    /// The only value of the signed attribute `kind`; `None` if the attribute is absent or doubled.
    fn signed(&self, kind: &ObjectIdentifier) -> Option<Element<'a>> {
        only_value(self.signed_attributes?, kind)
    }

    /// The only value of the unsigned attribute `kind`.
    pub(crate) fn unsigned(&self, kind: &ObjectIdentifier) -> Option<Element<'a>> {
        only_value(self.unsigned_attributes?, kind)
    }
}

fn only_value<'a>(attributes: Element<'a>, kind: &ObjectIdentifier) -> Option<Element<'a>> {
    let attributes = attributes.children()?;
    let mut values = attributes.into_iter().filter_map(|attribute| {
        let parts = attribute.children()?;
        (parts.first()?.oid()? == *kind).then_some(*parts.get(1)?)
    });
    let set = values.next()?;
    if values.next().is_some() {
        return None;
    }
    Element::only(set.content)
}
