//! An authenticator app with one key: what it shows when.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The key as both sides write it down (base32).
pub const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const KEY_BYTES: &[u8] = b"12345678901234567890";
const STEP_SECONDS: u64 = 30;

/// The step of time that it is.
///
/// # Errors
/// The clock stands before 1970.
#[expect(clippy::disallowed_methods, reason = "the authenticator has a clock of its own")]
pub fn step_now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / STEP_SECONDS)
}

/// What it shows in this step: six figures (RFC 6238 §4, RFC 4226 §5.3).
///
/// # Errors
/// None in practice: HMAC takes keys of any length.
pub fn code_at(step: u64) -> Result<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(KEY_BYTES)?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 0xf);
    let word = u32::from_be_bytes(digest[offset..offset + 4].try_into()?);
    Ok(format!("{:06}", (word & 0x7fff_ffff) % 1_000_000))
}
