//! Access links: 256 random bits in a mail, of which only the SHA-256 is stored.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::digest::Digest;
use crate::ids::EnvelopeId;
use crate::mail::Addressee;

/// How long a download link lives (F22): 14 days from sending.
pub const DOWNLOAD_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How long the link to an envelope's state is good that is in a mail to the sender: as long as the longest deadline, after
/// which nothing can be waited for but the last seals.
pub const STATUS_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The secret part of a link. Never stored, never logged: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken(String);

impl SecretToken {
    /// Characters of a token: 32 bytes in base64url without padding (RFC 4648 §5).
    pub const LENGTH: usize = 43;

    /// A token from 32 random bytes that the caller made.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut text = String::with_capacity(Self::LENGTH);
        for chunk in bytes.chunks(3) {
            let group = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for place in 0..=chunk.len() {
                let index = group >> (18 - 6 * place) & 63;
                text.push(char::from(ALPHABET[index as usize]));
            }
        }
        Self(text)
    }

    /// Takes a token out of a URL. `None` where it cannot be one, without looking anything up.
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (text.len() == Self::LENGTH && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    /// What is stored and looked up. Looking up by the digest of a 256-bit secret leaks nothing by its timing: an
    /// attacker cannot steer the digest.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }

    /// The token for the URL in the mail.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken(…)")
    }
}

/// What a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The signing page.
    Act {
        /// Only links of the recipient's newest generation are good.
        generation: u32,
    },
    /// The download page.
    Download,
    /// The sender's page that tells how the envelope stands and has what is waited for tried again.
    Status,
}

/// A link, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLink {
    /// SHA-256 of the token.
    pub digest: Digest,
    /// The envelope it opens.
    pub envelope: EnvelopeId,
    /// Whose link it is.
    pub addressee: Addressee,
    /// What it opens.
    pub purpose: Purpose,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
}

impl AccessLink {
    /// Whether the link's own lifetime has ended. Whether it was revoked, its envelope knows.
    pub fn is_expired_at(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_43_characters_of_base64url_and_parses_back() {
        assert_eq!(SecretToken::from_random([0xff; 32]).reveal(), format!("{}8", "_".repeat(42)));
        assert_eq!(SecretToken::from_random([0; 32]).reveal(), "A".repeat(43));
        let token = SecretToken::from_random(std::array::from_fn(|i| i as u8));
        assert_eq!(token.reveal(), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
        assert_eq!(SecretToken::parse(token.reveal()), Some(token));
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_and_nothing_prints_it() {
        for text in ["", "short", &"a".repeat(44), &format!("{}=", "a".repeat(42)), &format!("{}/", "a".repeat(42))] {
            assert_eq!(SecretToken::parse(text), None, "{text}");
        }
        let token = SecretToken::from_random([7; 32]);
        assert!(!format!("{token:?}").contains(token.reveal()));
    }
}
