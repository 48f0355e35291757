//! API keys as an organisation sees them.

use std::fmt;

use jiff::Timestamp;

use crate::authorisation::KeyTerms;
use crate::digest::Digest;
use crate::email_address::EmailAddress;
use crate::ids::{KeyId, PersonId};
use crate::language::Language;

/// By which people and scanners of secrets know a key.
const PREFIX: &str = "keiin_";
/// The hexadecimal digits of 256 bits.
const DIGITS: usize = 64;

/// An API key as whoever calls the API sends it: 256 random bits, behind what people and scanners of secrets know it by. It is
/// never printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// A key from 32 random bytes that the caller made.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", hex::encode(bytes)))
    }

    /// Whether something of the form of a key stands in this text. Whether there is such a key is not asked.
    pub fn is_in(text: &str) -> bool {
        let mut after = text.split(PREFIX).skip(1);
        after.any(|rest| rest.bytes().take_while(u8::is_ascii_hexdigit).count() >= DIGITS)
    }

    /// The key itself, to be shown to whom it belongs, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

/// An API key in the list of its organisation. The key itself was shown once; only its digest is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// By which it is listed and revoked.
    pub id: KeyId,
    /// SHA-256 of the key.
    pub digest: Digest,
    /// In whose name it sends.
    pub holder: KeyHolder,
    /// What it is good for, how long and from where.
    pub terms: KeyTerms,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was used last, known to the hour; nothing where it was not.
    pub last_used_at: Option<Timestamp>,
}

/// In whose name a key sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyHolder {
    /// A person's: it may do no more than the person, and ends with the person.
    Person {
        /// Whose.
        person: PersonId,
    },
    /// A service's, which is shown as the sender by this name and address.
    Service {
        /// The name.
        name: String,
        /// The address that mails about its envelopes go to.
        email: EmailAddress,
        /// The language of these mails.
        language: Language,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_long_and_shows_itself_to_nobody_by_accident() {
        let (one, other) = (ApiKey::from_random([1; 32]), ApiKey::from_random([2; 32]));
        assert_ne!(one.digest(), other.digest());
        assert_eq!(one.reveal().len(), "keiin_".len() + 64);
        assert!(!format!("{one:?}").contains("keiin_"));
    }

    #[test]
    fn a_key_is_known_by_its_form_wherever_it_stands() {
        let key = ApiKey::from_random([0xAB; 32]);
        let key = key.reveal();
        for text in [key.to_owned(), format!("/v1/envelopes?key={key}&limit=2"), format!("keiin_keiin_1/{key}x")] {
            assert!(ApiKey::is_in(&text), "{text}");
        }
        for text in
            ["", "keiin_", &key[1..], &key[..key.len() - 1], "/v1/envelopes/01935f2e-7c00-7a11-8b22-9c33ad44be55"]
        {
            assert!(!ApiKey::is_in(text), "{text}");
        }
    }
}
