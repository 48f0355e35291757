//! Authenticators (RFC 6238 over RFC 4226): SHA-1, six digits, thirty seconds, as every app does by default.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;
use subtle::ConstantTimeEq;

const STEP_SECONDS: i64 = 30;
/// Steps that a clock may be off, either way.
const SKEW: i64 = 1;
const MODULUS: u32 = 1_000_000;

/// A key that is not Base32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the authenticator's key is not Base32")]
pub(crate) struct InvalidKey;

/// The step whose code this is at `now`, if it is one. Every step is computed and compared alike, so that the time that it
/// takes says nothing.
pub(crate) fn step_of(key: &str, code: &str, now: Timestamp) -> Result<Option<i64>, InvalidKey> {
    let key = BASE32_NOPAD.decode(key.as_bytes()).map_err(|_| InvalidKey)?;
    let current = now.as_second().div_euclid(STEP_SECONDS);
    let mut found = None;
    for step in current - SKEW..=current + SKEW {
        let is_equal: bool = code_at(&key, step).as_bytes().ct_eq(code.as_bytes()).into();
        found = if is_equal { Some(step) } else { found };
    }
    Ok(found)
}

/// RFC 4226 §5.3.
fn code_at(key: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 0xf);
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&digest[offset..offset + 4]);
    format!("{:06}", (u32::from_be_bytes(bytes) & 0x7fff_ffff) % MODULUS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 6238 appendix B.
    const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    #[test]
    fn the_vectors_of_rfc_6238() {
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(KEY, code, at(second)), Ok(Some(second / 30)), "{second}");
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_no_more() {
        for (second, step) in [(0, None), (30, Some(2)), (60, Some(2)), (119, Some(2)), (120, None)] {
            // The code of step 2, seconds 60 to 89.
            let code = code_at(b"12345678901234567890", 2);
            assert_eq!(step_of(KEY, &code, at(second)), Ok(step), "{second}");
        }
        assert_eq!(step_of(KEY, "", at(59)), Ok(None));
        assert_eq!(step_of("no key", "287082", at(59)), Err(InvalidKey));
    }
}
