//! What a recipient of a new envelope has to show besides the mailed link.

use super::errors::Errors;
use crate::evidence::Identity;
use crate::factor::{Factor, FactorSecret, PhoneNumber, Secret};

/// What a recipient is to show besides the mailed link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorRequest {
    /// A code that the sender tells the person by another way.
    AccessCode {
        /// 4 to 40 half-width characters without spaces.
        code: Secret,
    },
    /// An authenticator (RFC 6238: SHA-1, 6 digits, 30 s) that the person has set up with the sender.
    Totp {
        /// Its key: Base32 (RFC 4648 §6), 16 to 64 bytes.
        key: Secret,
    },
    /// A code by SMS.
    Sms {
        /// The person's telephone.
        phone: String,
    },
    /// A code by mail on devices that have not proved the address before.
    EmailCode,
}

/// How long an authenticator's key is: at least the 128 bits of RFC 4226 §4, at most a block of its hash.
pub const AUTHENTICATOR_KEY_BYTES: std::ops::RangeInclusive<usize> = 16..=64;
/// How many characters an access code has.
pub const ACCESS_CODE_LENGTHS: std::ops::RangeInclusive<usize> = 4..=40;

/// The bytes of a key in Base32 (RFC 4648 §6), in either case, with padding or without. `None` where it is none: a last
/// group of a length that there is not, or with bits left over, would be found out only when the signer shows a code.
fn base32_bytes(key: &str) -> Option<usize> {
    let key = key.trim_end_matches('=');
    let value = |b: u8| match b.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(letter - b'A'),
        digit @ b'2'..=b'7' => Some(digit - b'2' + 26),
        _ => None,
    };
    let values = key.bytes().map(value).collect::<Option<Vec<u8>>>()?;
    let left_over = match values.len() % 8 {
        0 => 0,
        2 => 2,
        4 => 4,
        5 => 1,
        7 => 3,
        _ => return None,
    };
    let is_whole = values.last().is_none_or(|last| last.trailing_zeros() >= left_over);
    is_whole.then_some(values.len() * 5 / 8)
}

impl FactorRequest {
    /// What will have been shown once this factor was.
    pub const fn identity(&self) -> Identity {
        match self {
            Self::AccessCode { .. } => Identity::AccessCode,
            Self::Totp { .. } => Identity::Totp,
            Self::Sms { .. } => Identity::SmsCode,
            Self::EmailCode => Identity::EmailCode,
        }
    }

    /// What the envelope knows of it.
    pub(super) fn accept(&self, at: &str, errors: &mut Errors) -> Option<Factor> {
        match self {
            Self::AccessCode { code } => {
                let code = code.reveal();
                if !ACCESS_CODE_LENGTHS.contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_graphic()) {
                    errors.add(
                        format!("{at}/code"),
                        "invalid",
                        "アクセスコードは半角4～40文字（空白を除く）で指定してください。",
                        "Give 4 to 40 half-width characters without spaces.",
                    );
                }
                Some(Factor::AccessCode)
            }
            Self::Totp { key } => {
                if !AUTHENTICATOR_KEY_BYTES.contains(&base32_bytes(key.reveal()).unwrap_or_default()) {
                    errors.add(
                        format!("{at}/key"),
                        "invalid",
                        "認証アプリの鍵はBase32（16～64バイト）で、途中で切れていないものを指定してください。",
                        "Give a whole Base32 key of 16 to 64 bytes, as the authenticator has it; this one may be cut off.",
                    );
                }
                Some(Factor::Totp)
            }
            Self::Sms { phone } => match phone.parse::<PhoneNumber>() {
                Ok(phone) => Some(Factor::Sms { phone }),
                Err(invalid) => {
                    errors.0.push(invalid.at(format!("{at}/phone")));
                    None
                }
            },
            Self::EmailCode => Some(Factor::EmailCode),
        }
    }

    /// What it is checked against, if that is set now. `hash` makes a PHC string of an access code.
    pub fn secret<E>(&self, hash: impl FnOnce(&str) -> Result<String, E>) -> Result<Option<FactorSecret>, E> {
        Ok(match self {
            Self::AccessCode { code } => Some(FactorSecret::AccessCode { phc: Secret::new(hash(code.reveal())?) }),
            Self::Totp { key } => {
                let key = key.reveal().trim_end_matches('=').to_ascii_uppercase();
                Some(FactorSecret::Totp { key: Secret::new(key) })
            }
            Self::Sms { .. } | Self::EmailCode => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authenticators_key_is_taken_only_if_it_can_be_read_later() {
        let read = |key: &str| base32_bytes(key);
        assert_eq!(read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), Some(20));
        assert_eq!(read("gezdgnbvgy3tqojqgezdgnbvgy3tqojq===="), Some(20));
        // 16 bytes are 26 letters, of which the last holds two bits that are not used.
        assert_eq!(read(&"A".repeat(26)), Some(16));
        assert_eq!(read(&format!("{}E", "B".repeat(25))), Some(16));
        assert_eq!(read(&"A".repeat(103)), Some(64));
        for cut in [27, 30, 33, 35, 38, 41] {
            assert_eq!(read(&"A".repeat(cut)), None, "{cut} letters");
        }
        for wrong in ["B".repeat(26), "B".repeat(28), "B".repeat(29), "B".repeat(31), "1".repeat(32), "A A".repeat(9)] {
            assert_eq!(read(&wrong), None, "{wrong}");
        }
    }
}
