//! OCSPResponse (RFC 6960 §4.2). The bytes are kept as they came; who has signed is found out only when the issuer of
//! the certificate asked about is known.

use jiff::Timestamp;

use super::{CertificateStatus, RevocationReason, extension, renewal};
use crate::asn1::{self, Element};
use crate::certificate::{Certificate, names};
use crate::chain::{Purpose, check_usage, is_responder_beyond_us};
use crate::key::{Hash, Scheme};
use crate::oid;

/// How many certificates are tried for the responder's.
const MAX_TRIED: usize = 16;

/// Why an OCSP response cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OcspError {
    /// Not an OCSPResponse with a BasicOCSPResponse.
    #[error("the answer is no OCSP response in DER; check the responder's address")]
    Malformed,
    /// The responder gave no answer.
    #[error("the responder refused: {}", refusal(*status))]
    Refused {
        /// OCSPResponseStatus: 1 malformedRequest, 2 internalError, 3 tryLater, 5 sigRequired, 6 unauthorized.
        status: u32,
    },
    /// No status of the certificate asked about.
    #[error("the response is about another certificate")]
    OtherCertificate,
    /// The responder does not know the certificate.
    #[error("the responder does not know the certificate")]
    UnknownCertificate,
    /// Another nonce than the request's.
    #[error("the response has not the nonce of the request; it may be an old one")]
    Nonce,
    /// Signed neither by the issuer nor by one whom the issuer has authorised.
    #[error("the response is signed by somebody whom the issuer has not authorised")]
    NotAuthorised,
    /// The signature is wrong or by an algorithm that is not accepted.
    #[error("the response's signature is wrong or by an algorithm that is not accepted")]
    Signature,
    /// A critical extension that is not processed.
    #[error("the response has a critical extension that is not supported")]
    CriticalExtension,
    /// Issued in the future, or expired.
    #[error("the response is not of now: issued {this_update}, {}", renewal(*next_update))]
    NotCurrent {
        /// The time that the response speaks of.
        this_update: Timestamp,
        /// When newer information is there at the latest.
        next_update: Option<Timestamp>,
    },
}

fn refusal(status: u32) -> &'static str {
    match status {
        1 => "it found the request malformed",
        2 => "it has an internal error",
        3 => "try later",
        5 => "it wants signed requests",
        6 => "it does not serve this certificate",
        _ => "unknown status",
    }
}

/// One response, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OcspResponse {
    der: Vec<u8>,
    responder: ResponderId,
    produced_at: Timestamp,
    singles: Vec<Single>,
    nonce: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum ResponderId {
    Name(Vec<u8>),
    /// SHA-1 of the public key's bits.
    Key(Vec<u8>),
}

/// The certificate that a status is of (RFC 6960 §4.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CertId {
    hash: Hash,
    issuer_name: Vec<u8>,
    issuer_key: Vec<u8>,
    /// An encoded INTEGER.
    serial: Vec<u8>,
}

/// The status of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Single {
    id: CertId,
    pub(super) status: CertificateStatus,
    pub(super) this_update: Timestamp,
    pub(super) next_update: Option<Timestamp>,
    /// Since when the responder keeps what has expired (RFC 6960 §4.4.4).
    pub(super) archive_cutoff: Option<Timestamp>,
    /// Whether it, and the response around it, has no critical extension but those that are processed.
    pub(super) is_understood: bool,
}

/// Who has signed a response.
#[derive(Clone, Debug)]
pub(super) enum Responder {
    Issuer,
    /// One with a certificate by the issuer for this purpose.
    Delegated(Box<Certificate>),
}

impl OcspResponse {
    /// Reads a DER OCSPResponse; nothing may follow it. A bare BasicOCSPResponse, as CMS attributes hold it, is taken
    /// too and wrapped.
    ///
    /// # Errors
    /// [`OcspError::Malformed`], [`OcspError::Refused`].
    pub fn from_der(der: &[u8]) -> Result<Self, OcspError> {
        let parts = Element::only(der).and_then(Element::children).ok_or(OcspError::Malformed)?;
        let wrapped;
        let der = match parts.first() {
            Some(status) if status.tag == asn1::ENUMERATED => match status.small() {
                Some(0) => der,
                Some(status) => return Err(OcspError::Refused { status }),
                None => return Err(OcspError::Malformed),
            },
            _ => {
                wrapped = wrap(der);
                &wrapped
            }
        };
        Self::read(der).ok_or(OcspError::Malformed)
    }

    fn read(der: &[u8]) -> Option<Self> {
        let [tbs, _, _, certificates] = basic(der)?;
        let certificates = match certificates {
            Some(explicit) => Element::only(explicit.tagged(asn1::context(0))?.content)?.children()?,
            None => Vec::new(),
        };
        let fields = tbs?.children()?;
        let mut fields = fields.into_iter().peekable();
        fields.next_if(|field| field.tag == asn1::context(0));
        let responder = fields.next()?;
        let inner = Element::only(responder.content)?;
        let responder = match responder.tag {
            0xA1 => ResponderId::Name(inner.tagged(asn1::SEQUENCE)?.raw.to_vec()),
            0xA2 => ResponderId::Key(inner.tagged(asn1::OCTET_STRING)?.content.to_vec()),
            _ => return None,
        };
        let produced_at = fields.next()?.tagged(asn1::GENERALIZED_TIME)?.time()?;
        let responses = fields.next()?.tagged(asn1::SEQUENCE)?.children()?;
        let (mut nonce, mut is_understood) = (None, true);
        if let Some(extensions) = fields.next() {
            for element in Element::only(extensions.tagged(asn1::context(1))?.content)?.children()? {
                match extension(element)? {
                    (oid::OCSP_NONCE, _, value) => {
                        // Old responders give the bytes without the OCTET STRING around them.
                        let inner = Element::only(value).and_then(|inner| inner.tagged(asn1::OCTET_STRING));
                        nonce = Some(inner.map_or(value, |inner| inner.content).to_vec());
                    }
                    (_, is_critical, _) => is_understood &= !is_critical,
                }
            }
        }
        let mut singles = Vec::new();
        for response in responses {
            // A status with a hash that is not supported is about a certificate that nobody can tell.
            if response.each().next().flatten().is_some_and(|id| CertId::read(id).is_none()) {
                continue;
            }
            let single = Single::read(response)?;
            singles.push(Single { is_understood: single.is_understood && is_understood, ..single });
        }
        Some(Self {
            responder,
            produced_at,
            singles,
            nonce,
            certificates: certificates.iter().filter_map(|element| Certificate::from_der(element.raw).ok()).collect(),
            der: der.to_vec(),
        })
    }

    /// The DER OCSPResponse.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// When the response was signed.
    #[must_use]
    pub fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// The certificates inside, among them the responder's.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    pub(super) fn nonce(&self) -> Option<&Vec<u8>> {
        self.nonce.as_ref()
    }

    /// The scheme of the signature.
    pub(crate) fn scheme(&self) -> Option<Scheme> {
        Scheme::from_algorithm(basic(&self.der)?[1]?, None)
    }

    /// What a response says of a certificate. If it says several things, the certificate is revoked if one of them says
    /// so; else the newest counts.
    pub(super) fn single(&self, certificate: &Certificate, issuer: &Certificate) -> Option<&Single> {
        let of_serial = self.singles.iter().filter(|single| single.id.serial == certificate.serial_der());
        let about = of_serial.filter(|single| single.id == CertId::of(certificate, issuer, single.id.hash));
        let (revoked, others): (Vec<_>, Vec<_>) =
            about.partition(|single| matches!(single.status, CertificateStatus::Revoked { .. }));
        let first = revoked.into_iter().min_by_key(|single| match single.status {
            CertificateStatus::Revoked { at, .. } => at.min(single.this_update),
            _ => single.this_update,
        });
        let is_unknown = |single: &Single| single.status == CertificateStatus::Unknown || !single.is_understood;
        first.or_else(|| others.into_iter().max_by_key(|single| (single.this_update, is_unknown(single))))
    }

    /// Finds out who has signed, and checks the signature (RFC 6960 §4.2.2.2). A delegated responder's certificate is
    /// inside or in `pool`.
    pub(super) fn responder(&self, issuer: &Certificate, pool: &[Certificate]) -> Result<Responder, OcspError> {
        if self.responder.is(issuer) && self.is_signed_by(issuer) {
            return Ok(Responder::Issuer);
        }
        let named = |certificate: &&Certificate| *certificate != issuer && self.responder.is(certificate);
        let candidates = self.certificates.iter().chain(pool).filter(named);
        let mut failure = if self.responder.is(issuer) { OcspError::Signature } else { OcspError::NotAuthorised };
        for candidate in candidates.take(MAX_TRIED) {
            let authorised = check_usage(candidate, Purpose::OcspSigning).is_ok()
                && !is_responder_beyond_us(candidate)
                && (candidate.not_before()..=candidate.not_after()).contains(&self.produced_at)
                && candidate.is_issued_by(issuer) == Some(true);
            if !authorised {
                failure = OcspError::NotAuthorised;
            } else if self.is_signed_by(candidate) {
                return Ok(Responder::Delegated(Box::new(candidate.clone())));
            } else {
                failure = OcspError::Signature;
            }
        }
        Err(failure)
    }

    fn is_signed_by(&self, signer: &Certificate) -> bool {
        let verify = || {
            let [tbs, algorithm, signature, _] = basic(&self.der)?;
            signer.has_signed(tbs?.raw, algorithm?, signature?.tagged(asn1::BIT_STRING)?.content.strip_prefix(&[0])?)
        };
        verify() == Some(true)
    }
}

impl ResponderId {
    fn is(&self, certificate: &Certificate) -> bool {
        match self {
            Self::Name(name) => names::equal(name, certificate.subject_der()),
            Self::Key(hash) => *hash == Hash::Sha1.digest(&[certificate.public_key_bits()]),
        }
    }
}

impl CertId {
    pub(super) fn of(certificate: &Certificate, issuer: &Certificate, hash: Hash) -> Self {
        Self {
            hash,
            issuer_name: hash.digest(&[certificate.issuer_der()]),
            issuer_key: hash.digest(&[issuer.public_key_bits()]),
            serial: certificate.serial_der().to_vec(),
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let algorithm = asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&self.hash.oid()), &asn1::NULL_ELEMENT]);
        let name = asn1::encode(asn1::OCTET_STRING, &[&self.issuer_name]);
        let key = asn1::encode(asn1::OCTET_STRING, &[&self.issuer_key]);
        asn1::encode(asn1::SEQUENCE, &[&algorithm, &name, &key, &self.serial])
    }

    fn read(element: Element<'_>) -> Option<Self> {
        let parts = element.children()?;
        let [algorithm, name, key, serial] = parts.as_slice() else { return None };
        Some(Self {
            hash: Hash::from_oid(&algorithm.children()?.first()?.oid()?)?,
            issuer_name: name.tagged(asn1::OCTET_STRING)?.content.to_vec(),
            issuer_key: key.tagged(asn1::OCTET_STRING)?.content.to_vec(),
            serial: serial.tagged(asn1::INTEGER)?.raw.to_vec(),
        })
    }
}

impl Single {
    fn read(element: Element<'_>) -> Option<Self> {
        let parts = element.children()?;
        let mut parts = parts.into_iter().peekable();
        let id = CertId::read(parts.next()?)?;
        let status = parts.next()?;
        let status = match status.tag {
            0x80 => CertificateStatus::Good,
            0xA1 => {
                let parts = status.children()?;
                let reason = parts.get(1).and_then(|reason| Element::only(reason.content));
                CertificateStatus::Revoked {
                    at: parts.first()?.time()?,
                    reason: reason.map_or(RevocationReason::Unspecified, RevocationReason::from_element),
                }
            }
            _ => CertificateStatus::Unknown,
        };
        let this_update = parts.next()?.tagged(asn1::GENERALIZED_TIME)?.time()?;
        let next_update = match parts.next_if(|part| part.tag == asn1::context(0)) {
            Some(explicit) => Some(Element::only(explicit.content)?.time()?),
            None => None,
        };
        let (mut archive_cutoff, mut is_understood) = (None, true);
        if let Some(extensions) = parts.next() {
            for element in Element::only(extensions.tagged(asn1::context(1))?.content)?.children()? {
                match extension(element)? {
                    (oid::OCSP_ARCHIVE_CUTOFF, _, value) => {
                        archive_cutoff = Element::only(value).and_then(Element::time);
                    }
                    (_, is_critical, _) => is_understood &= !is_critical,
                }
            }
        }
        Some(Self { id, status, this_update, next_update, archive_cutoff, is_understood })
    }
}

/// The parts of the BasicOCSPResponse in an OCSPResponse: ResponseData, algorithm, signature, certificates.
fn basic(der: &[u8]) -> Option<[Option<Element<'_>>; 4]> {
    let parts = Element::only(der)?.tagged(asn1::SEQUENCE)?.children()?;
    let bytes = Element::only(parts.get(1)?.tagged(asn1::context(0))?.content)?.children()?;
    let [kind, response] = bytes.as_slice() else { return None };
    (kind.oid()? == oid::OCSP_BASIC).then_some(())?;
    let basic = Element::only(response.tagged(asn1::OCTET_STRING)?.content)?.tagged(asn1::SEQUENCE)?.children()?;
    (basic.len() >= 3).then(|| [0, 1, 2, 3].map(|index| basic.get(index).copied()))
}

/// An OCSPResponse around a BasicOCSPResponse.
fn wrap(basic: &[u8]) -> Vec<u8> {
    let response = asn1::encode(asn1::OCTET_STRING, &[basic]);
    let bytes = asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&oid::OCSP_BASIC), &response]);
    asn1::encode(asn1::SEQUENCE, &[&[asn1::ENUMERATED, 1, 0], &asn1::encode(asn1::context(0), &[&bytes])])
}
