//! TimeStampToken (RFC 3161 §2.4.2): one that is checked and kept, and one that a verifier takes apart.

use der::asn1::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};

use super::tst_info::TstInfo;
use crate::certificate::Certificate;
use crate::chain::{Purpose, UsageFault, check_usage};
use crate::cms::{CmsError, SignedData};
use crate::key::Hash;

/// Not a timestamp token that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a timestamp token in DER with a SHA-256 imprint, one signer and the authority's certificate inside")]
pub struct TokenError;

/// A timestamp token. From [`check_response`](super::check_response) it is checked; from
/// [`TimeStampToken::from_der`] it is only read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeStampToken {
    der: Vec<u8>,
    time: Timestamp,
    accuracy: Option<SignedDuration>,
    serial_number: String,
    policy: ObjectIdentifier,
    authority: String,
    imprint: [u8; 32],
}

impl TimeStampToken {
    /// Reads a token that was checked before and kept, for instance to go on after a crash. Checks nothing.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn from_der(der: &[u8]) -> Result<Self, TokenError> {
        let signed_data = SignedData::parse(der).map_err(|_| TokenError)?;
        let info = TstInfo::of(&signed_data).map_err(|_| TokenError)?;
        let certificate = signed_data.signer_certificate().ok_or(TokenError)?;
        Self::new(der, &info, certificate).ok_or(TokenError)
    }

    pub(super) fn new(der: &[u8], info: &TstInfo, certificate: &Certificate) -> Option<Self> {
        let (hash, imprint) = info.imprint()?;
        Some(Self {
            der: der.to_vec(),
            time: info.time()?,
            accuracy: info.accuracy(),
            serial_number: info.serial_number(),
            policy: info.policy(),
            authority: certificate.subject(),
            imprint: (hash == Hash::Sha256).then_some(imprint)?.try_into().ok()?,
        })
    }

    /// The token, a CMS ContentInfo.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The time in the token (genTime).
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// How far the true time may be from [`time`](Self::time), either way; `None` if the authority does not say.
    #[must_use]
    pub fn accuracy(&self) -> Option<SignedDuration> {
        self.accuracy
    }

    /// The token's serial number in lower-case hexadecimal.
    #[must_use]
    pub fn serial_number(&self) -> &str {
        &self.serial_number
    }

    /// The authority's policy.
    #[must_use]
    pub fn policy(&self) -> ObjectIdentifier {
        self.policy
    }

    /// The subject of the authority's certificate (RFC 4514).
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The SHA-256 digest that the token is for.
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.imprint
    }
}

/// A token as a verifier finds it, in DER: each check by itself, so that each can be reported. The certificate chain
/// is [`crate::chain`]'s task, for the time in `info`.
#[derive(Clone, Debug)]
pub(crate) struct Token<'t> {
    pub(crate) signed_data: SignedData<'t>,
    pub(crate) info: TstInfo,
}

impl<'t> Token<'t> {
    /// Reads a token whose lengths are [`definite`](crate::ber::definite).
    pub(crate) fn read(cms: &'t [u8]) -> Result<Self, CmsError> {
        let signed_data = SignedData::parse(cms)?;
        let info = TstInfo::of(&signed_data)?;
        Ok(Self { signed_data, info })
    }

    /// The authority's certificate: inside, or else in `pool`.
    pub(crate) fn certificate<'p>(&'p self, pool: &'p [Certificate]) -> Option<&'p Certificate> {
        self.signed_data.signer_certificate().or_else(|| self.signed_data.signer_among(pool))
    }

    /// Whether the token is for the concatenated parts; `None` if its hash is not supported.
    #[cfg(test)]
    pub(crate) fn timestamps(&self, parts: &[&[u8]]) -> Option<bool> {
        let (hash, imprint) = self.info.imprint()?;
        Some(hash.digest(parts) == imprint)
    }

    /// Checks the token's own signature, and that it is over the TSTInfo.
    pub(crate) fn check_signature(&self, authority: &Certificate) -> Result<(), CmsError> {
        let digest = self.signed_data.hash()?.digest(&[self.signed_data.content.unwrap_or_default()]);
        self.signed_data.check_digest(&digest)?;
        self.signed_data.check_signature_by(authority, &digest)
    }

    /// Checks that signingCertificate (v2) names the authority's certificate (RFC 5816 §2.2.1).
    pub(crate) fn check_signing_certificate(&self, authority: &Certificate) -> Result<(), CmsError> {
        self.signed_data.check_signing_certificate_of(authority)
    }

    /// Checks that the certificate is for timestamping; of an old token a fault may be a
    /// [remark](UsageFault::is_remark) only.
    pub(crate) fn check_usage(authority: &Certificate) -> Result<(), UsageFault> {
        check_usage(authority, Purpose::TimeStamping)
    }
}
