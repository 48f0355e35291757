//! TimeStampToken and TSTInfo (RFC 3161 §2.4.2).

use der::asn1::{Any, Int, ObjectIdentifier};
use der::{Decode, Sequence, Tagged};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use x509_cert::ext::Extensions;

use super::request::MessageImprint;
use crate::certificate::Certificate;
use crate::cms::{CmsError, SignedData};
use crate::key::Hash;
use crate::oid;

/// TSTInfo. `gen_time` is read by hand: it may have fractions of a second, which DER libraries refuse.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(crate) struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Int,
    gen_time: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "no_ordering")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    tsa: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<Int>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<Int>,
}

fn no_ordering() -> bool {
    false
}

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
            serial_number: hex::encode(info.serial_number.as_bytes()),
            policy: info.policy,
            authority: certificate.subject(),
            imprint: (hash == Hash::Sha256).then_some(imprint)?.try_into().ok()?,
        })
    }

    /// The token, a CMS ContentInfo.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The time stamped (genTime).
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.time
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

    /// The SHA-256 digest stamped.
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.imprint
    }
}

impl TstInfo {
    /// The TSTInfo in a token.
    pub(crate) fn of(token: &SignedData<'_>) -> Result<Self, CmsError> {
        if token.content_type != oid::TST_INFO {
            return Err(CmsError::ContentType);
        }
        let info = Self::from_der(token.content.ok_or(CmsError::ContentType)?).map_err(|_| CmsError::Malformed)?;
        if info.version == 1 { Ok(info) } else { Err(CmsError::Malformed) }
    }

    /// The hash function and digest stamped.
    pub(crate) fn imprint(&self) -> Option<(Hash, Vec<u8>)> {
        let hash = Hash::from_oid(&self.message_imprint.hash_algorithm.oid)?;
        Some((hash, self.message_imprint.hashed_message.as_bytes().to_vec()))
    }

    pub(crate) fn policy(&self) -> ObjectIdentifier {
        self.policy
    }

    /// The nonce without leading zeros.
    pub(super) fn nonce(&self) -> Option<&[u8]> {
        let bytes = self.nonce.as_ref()?.as_bytes();
        Some(&bytes[bytes.iter().take_while(|&&byte| byte == 0).count()..])
    }

    /// genTime: `YYYYMMDDhhmmss[.s…]Z`.
    pub(crate) fn time(&self) -> Option<Timestamp> {
        if self.gen_time.tag() != der::Tag::GeneralizedTime {
            return None;
        }
        let text = std::str::from_utf8(self.gen_time.value()).ok()?.strip_suffix('Z')?;
        let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
        if seconds.len() != 14 || !(1..=9).contains(&fraction.len()) {
            return None;
        }
        let number = |range: std::ops::Range<usize>| seconds.get(range)?.parse::<i8>().ok();
        let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
        let year = seconds.get(0..4)?.parse().ok()?;
        let time = DateTime::new(
            year,
            number(4..6)?,
            number(6..8)?,
            number(8..10)?,
            number(10..12)?,
            number(12..14)?,
            nanoseconds,
        );
        Some(time.ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
    }
}
