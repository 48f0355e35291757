//! Fields that an organisation adds to the data for the archive (F14), such as 決裁番号.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::TextRule;

/// Fields of an organisation at most: each stands in every envelope that has it.
pub const MAX_OWN_FIELDS: usize = 20;
/// Choices of a field at most.
pub const MAX_CHOICES: usize = 50;
const MAX_KEY: usize = 40;
/// Digits before and behind the point of a number: exact in the numbers of JSON readers (RFC 8259 §6).
const DIGITS: (usize, usize) = (15, 6);

/// What a field is called by programs: 1 to 40 characters of `a-z 0-9 _`, the first a letter. It stands in envelopes, and
/// another field never means the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldKey(String);

/// A text that is no key of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a field's key is 1 to {MAX_KEY} characters of a-z 0-9 _, the first a letter")]
pub struct InvalidFieldKey;

/// A field as an organisation has defined it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFieldRule {
    /// What programs call it.
    pub key: FieldKey,
    /// What people call it, such as 決裁番号: 1 to 50 characters.
    pub label: String,
    /// What may stand in it.
    pub kind: FieldKind,
    /// Whether it must be filled in before an envelope is sent.
    pub required: bool,
}

/// What may stand in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A number, such as `-12.5`.
    Number,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of these.
    Choice {
        /// At least one, in the order in which they are offered.
        choices: Vec<String>,
    },
}

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

/// Why something may not stand in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnValueFault {
    /// Not a text that people can read as it looks.
    Text(crate::text::TextFault),
    /// Not a number.
    Number,
    /// Not a day.
    Date,
    /// None of the choices.
    Choice,
}

impl OwnFieldRule {
    /// What is kept of a value.
    ///
    /// # Errors
    /// Why it may not stand there.
    pub fn accept(&self, value: &str) -> Result<String, OwnValueFault> {
        let value = value.trim();
        match &self.kind {
            FieldKind::Text => TextRule::OWN_FIELD.accept(value).map_err(OwnValueFault::Text),
            FieldKind::Number if is_number(value) => Ok(value.to_owned()),
            FieldKind::Number => Err(OwnValueFault::Number),
            FieldKind::Date => {
                let day = value.parse::<Date>().ok().filter(|day| day.to_string() == value);
                day.map(|day| day.to_string()).ok_or(OwnValueFault::Date)
            }
            FieldKind::Choice { choices } => {
                choices.iter().find(|choice| *choice == value).cloned().ok_or(OwnValueFault::Choice)
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.split_once('.') {
        None => digits(text, DIGITS.0),
        Some((whole, rest)) => digits(whole, DIGITS.0) && digits(rest, DIGITS.1),
    }
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

    fn rule(kind: FieldKind) -> OwnFieldRule {
        let key = "approval_number".parse().expect("a key");
        OwnFieldRule { key, label: "決裁番号".to_owned(), kind, required: true }
    }

    #[test]
    fn a_value_is_kept_only_where_it_is_of_the_fields_kind() {
        let accepts = |kind: FieldKind, value: &str| rule(kind).accept(value).ok();
        assert_eq!(accepts(FieldKind::Text, " 令8総第12号 ").as_deref(), Some("令8総第12号"));
        assert_eq!(accepts(FieldKind::Text, "two\nlines"), None);
        for right in ["0", "-12.5", "1100000", "0.000001"] {
            assert_eq!(accepts(FieldKind::Number, right).as_deref(), Some(right));
        }
        for wrong in ["", "-", ".5", "5.", "1,000", "１２", "1e5", "--1", "1.0000000", "1234567890123456"] {
            assert_eq!(accepts(FieldKind::Number, wrong), None, "{wrong}");
        }
        assert_eq!(accepts(FieldKind::Date, "2026-04-01").as_deref(), Some("2026-04-01"));
        for wrong in ["2026-02-30", "2026-4-1", "20260401", "+002026-04-01"] {
            assert_eq!(accepts(FieldKind::Date, wrong), None, "{wrong}");
        }
        let choice = || FieldKind::Choice { choices: vec!["工事".to_owned(), "委託".to_owned()] };
        assert_eq!(accepts(choice(), "委託").as_deref(), Some("委託"));
        assert_eq!(accepts(choice(), "物品"), None);
    }

    #[test]
    fn a_key_can_stand_in_a_pointer_and_in_a_query_as_it_is() {
        for wrong in ["", "1a", "_a", "Approval", "a-b", "a/b", "決裁", &"a".repeat(41)] {
            assert_eq!(wrong.parse::<FieldKey>(), Err(InvalidFieldKey), "{wrong}");
        }
        assert!("a1_b".parse::<FieldKey>().is_ok());
    }
}
