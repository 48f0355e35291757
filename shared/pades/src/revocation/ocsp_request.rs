//! OCSPRequest (RFC 6960 §4.1), and the check of a fresh answer.

use jiff::{SignedDuration, Timestamp};

use super::CertificateStatus;
use super::ocsp::{CertId, OcspError, OcspResponse, Responder};
use crate::asn1;
use crate::certificate::Certificate;
use crate::chain::is_current;
use crate::key::Hash;
use crate::oid;

/// How far the responder's clock may be from ours.
const CLOCK_DIFFERENCE: SignedDuration = SignedDuration::from_mins(5);
/// How old an answer without nextUpdate may be.
const OLDEST: SignedDuration = SignedDuration::from_hours(24);

/// A nonce of a length that responders do not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the nonce has {0} bytes; give 1 to 32 random ones")]
pub struct NonceLengthError(pub usize);

/// The question for the status of one certificate. The certificate id is made with SHA-1, which every responder
/// understands; it is a name here, no protection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OcspRequest {
    certificate: Certificate,
    issuer: Certificate,
    nonce: Option<Vec<u8>>,
    der: Vec<u8>,
}

impl OcspRequest {
    /// Asks for `certificate`, issued by `issuer`. `nonce`: 1 to 32 random bytes (RFC 8954 §2.1); responders that
    /// answer from a store leave it out of their answer.
    ///
    /// # Errors
    /// [`NonceLengthError`].
    pub fn new(
        certificate: &Certificate,
        issuer: &Certificate,
        nonce: Option<&[u8]>,
    ) -> Result<Self, NonceLengthError> {
        if let Some(nonce) = nonce
            && !(1..=32).contains(&nonce.len())
        {
            return Err(NonceLengthError(nonce.len()));
        }
        let id = CertId::of(certificate, issuer, Hash::Sha1).encode();
        let request = asn1::encode(asn1::SEQUENCE, &[&asn1::encode(asn1::SEQUENCE, &[&id])]);
        let extensions = nonce.map(|nonce| {
            let value = asn1::encode(asn1::OCTET_STRING, &[&asn1::encode(asn1::OCTET_STRING, &[nonce])]);
            let extension = asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&oid::OCSP_NONCE), &value]);
            asn1::encode(asn1::context(2), &[&asn1::encode(asn1::SEQUENCE, &[&extension])])
        });
        let tbs = asn1::encode(asn1::SEQUENCE, &[&request, &extensions.unwrap_or_default()]);
        Ok(Self {
            certificate: certificate.clone(),
            issuer: issuer.clone(),
            nonce: nonce.map(<[u8]>::to_vec),
            der: asn1::encode(asn1::SEQUENCE, &[&tbs]),
        })
    }

    /// The body to post as `application/ocsp-request` (RFC 6960 appendix A).
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        self.der.clone()
    }

    /// Checks the answer: status, that it is about the certificate and says good or revoked, nonce, responder,
    /// signature, algorithms, times. Whether a delegated responder's own certificate is revoked is
    /// [`judge`](super::judge())'s to say.
    ///
    /// # Errors
    /// The rule broken.
    pub fn check(&self, response_der: &[u8], now: Timestamp) -> Result<OcspResponse, OcspError> {
        let response = OcspResponse::from_der(response_der)?;
        let single = response.single(&self.certificate, &self.issuer).ok_or(OcspError::OtherCertificate)?;
        if let (Some(asked), Some(answered)) = (&self.nonce, response.nonce())
            && asked != answered
        {
            return Err(OcspError::Nonce);
        }
        let responder = response.responder(&self.issuer, &[])?;
        let signer = match &responder {
            Responder::Issuer => &self.issuer,
            Responder::Delegated(certificate) => certificate,
        };
        let current = response.scheme().zip(signer.key_kind()).is_some_and(|(scheme, kind)| is_current(scheme, kind));
        if !current {
            return Err(OcspError::Signature);
        }
        let (earliest, latest) = around(now);
        let expired = match single.next_update {
            Some(next) => next < earliest,
            None => single.this_update < now.saturating_sub(OLDEST).unwrap_or(now),
        };
        if single.this_update > latest || response.produced_at() > latest || expired {
            let (this_update, next_update) = (single.this_update, single.next_update);
            return Err(OcspError::NotCurrent { this_update, next_update });
        }
        if single.status == CertificateStatus::Unknown {
            return Err(OcspError::UnknownCertificate);
        }
        if !single.is_understood {
            return Err(OcspError::CriticalExtension);
        }
        Ok(response)
    }
}

fn around(now: Timestamp) -> (Timestamp, Timestamp) {
    (now.saturating_sub(CLOCK_DIFFERENCE).unwrap_or(now), now.saturating_add(CLOCK_DIFFERENCE).unwrap_or(now))
}
