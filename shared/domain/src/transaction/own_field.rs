//! Fields of the organisation as they are filled in (F14). What may stand in them says [`crate::policy::OwnFieldRule`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const MAX_KEY: usize = 40;

/// What a field is called by programs: 1 to 40 characters of `a-z 0-9 _`, the first a letter. It stands in envelopes, and
/// another field never means the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldKey(String);

/// A text that is no key of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a field's key is 1 to {MAX_KEY} characters of a-z 0-9 _, the first a letter")]
pub struct InvalidFieldKey;

/// A field that is filled in. It carries its name, which the organisation may change or take away later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnField {
    /// What programs call it.
    pub key: FieldKey,
    /// What people called it then.
    pub label: String,
    /// What stands in it.
    pub value: String,
}

impl FieldKey {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FieldKey {
    type Err = InvalidFieldKey;

    fn from_str(text: &str) -> Result<Self, InvalidFieldKey> {
        let is_right = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if begins && text.len() <= MAX_KEY && text.bytes().all(is_right) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidFieldKey)
        }
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for FieldKey {
    type Error = InvalidFieldKey;

    fn try_from(text: String) -> Result<Self, InvalidFieldKey> {
        text.parse()
    }
}

impl From<FieldKey> for String {
    fn from(key: FieldKey) -> Self {
        key.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_can_stand_in_a_pointer_and_in_a_query_as_it_is() {
        for wrong in ["", "1a", "_a", "Approval", "a-b", "a/b", "決裁", &"a".repeat(41)] {
            assert_eq!(wrong.parse::<FieldKey>(), Err(InvalidFieldKey), "{wrong}");
        }
        assert!("a1_b".parse::<FieldKey>().is_ok());
    }
}
