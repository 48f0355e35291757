//! TSTInfo (RFC 3161 §2.4.2): what an authority signs.

use der::asn1::{Any, Int, ObjectIdentifier};
use der::{Decode, Encode, Sequence};
use jiff::{SignedDuration, Timestamp};

use super::request::MessageImprint;
use crate::asn1::{self, Element};
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
    extensions: Option<x509_cert::ext::Extensions>,
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

impl TstInfo {
    /// The TSTInfo in a token.
    pub(crate) fn of(token: &SignedData<'_>) -> Result<Self, CmsError> {
        if token.content_type != oid::TST_INFO {
            return Err(CmsError::ContentType);
        }
        let info = Self::from_der(token.content.ok_or(CmsError::ContentType)?).map_err(|_| CmsError::Malformed)?;
        // None is defined that is critical (RFC 3161 §2.4.2, EN 319 422 §5.2), so none is known.
        if info.extensions.iter().flatten().any(|extension| extension.critical) {
            return Err(CmsError::CriticalExtension);
        }
        let is_nonsense = info.accuracy.is_some() && info.accuracy().is_none();
        if info.version == 1 && !is_nonsense { Ok(info) } else { Err(CmsError::Malformed) }
    }

    /// The hash function and the digest that the token is for.
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

    /// genTime, to the fraction given.
    pub(crate) fn time(&self) -> Option<Timestamp> {
        let encoded = self.gen_time.to_der().ok()?;
        Element::only(&encoded)?.tagged(asn1::GENERALIZED_TIME)?.time()
    }

    /// How far the true time may be from genTime, either way; `None` if the authority does not say.
    pub(crate) fn accuracy(&self) -> Option<SignedDuration> {
        let accuracy = self.accuracy.as_ref()?;
        let number = |part: &Option<Int>| match part {
            Some(part) => match part.as_bytes() {
                [first, ..] if *first >= 0x80 => None,
                bytes if bytes.len() <= 4 => Some(bytes.iter().fold(0, |number, &byte| number << 8 | i64::from(byte))),
                _ => None,
            },
            None => Some(0),
        };
        let seconds = SignedDuration::from_secs(number(&accuracy.seconds)?);
        let millis = SignedDuration::from_millis(number(&accuracy.millis)?);
        Some(seconds + millis + SignedDuration::from_micros(number(&accuracy.micros)?))
    }

    /// The serial number in lower-case hexadecimal.
    pub(crate) fn serial_number(&self) -> String {
        hex::encode(self.serial_number.as_bytes())
    }
}
