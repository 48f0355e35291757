//! Access codes (F10) as salted, slow hashes: whoever reads the table cannot try codes by the million.

use argon2::password_hash::PasswordHasher as _;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier as _, Version};

/// What OWASP's password storage cheat sheet asks at least: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// A code that could not be hashed, or a hash that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the access code's hash cannot be made or read: {0}")]
pub struct AccessCodeError(String);

/// The PHC string of a code: Argon2id (RFC 9106) with this salt.
pub fn hash(code: &str, salt: [u8; 16]) -> Result<String, AccessCodeError> {
    let hashed =
        argon2()?.hash_password_with_salt(code.as_bytes(), &salt).map_err(|e| AccessCodeError(e.to_string()))?;
    Ok(hashed.to_string())
}

/// Whether this is the code. Takes as long for a wrong one.
pub fn matches(code: &str, phc: &str) -> Result<bool, AccessCodeError> {
    let hashed = PasswordHash::new(phc).map_err(|e| AccessCodeError(e.to_string()))?;
    Ok(argon2()?.verify_password(code.as_bytes(), &hashed).is_ok())
}

fn argon2() -> Result<Argon2<'static>, AccessCodeError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|e| AccessCodeError(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_matches() {
        let phc = hash("takikawa-2026", [7; 16]).expect("a hash");
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(matches("takikawa-2026", &phc).expect("a hash"));
        assert!(!matches("Takikawa-2026", &phc).expect("a hash"));
        assert!(matches("takikawa-2026", "no hash").is_err());
        assert_ne!(phc, hash("takikawa-2026", [8; 16]).expect("a hash"));
    }
}
