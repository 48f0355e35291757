//! Fields that an organisation adds to the data for the archive (F14), such as 決裁番号.

use jiff::civil::Date;

use crate::text::TextRule;
use crate::transaction::FieldKey;

/// Fields of an organisation at most: each stands in every envelope that has it.
pub const MAX_OWN_FIELDS: usize = 20;
/// Choices of a field at most.
pub const MAX_CHOICES: usize = 50;
/// Digits before and behind the point of a number: exact in the numbers of JSON readers (RFC 8259 §6).
const DIGITS: (usize, usize) = (15, 6);

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
}
