//! Telephone numbers, read as people write them. `serde` writes `+` and digits, in rows and answers alike.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::field_error::FieldError;
use crate::language::Localized;
use crate::text::half_width;

/// Digits of an international number (ITU-T E.164 §6): at most 15, and none that codes could be sent to has fewer than 8.
pub const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
const JAPAN: &str = "81";
/// What is dialled in Japan before a country code.
const INTERNATIONAL_PREFIX: &str = "010";

/// A telephone number (ITU-T E.164): `+` and 8 to 15 digits.
///
/// Read from stored JSON it is whatever was stored, since rows are older than the rules here: requests hold texts, and only
/// [`str::parse`] makes a number of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// With `+` and country code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four digits, by which its owner knows it.
    pub fn hint(&self) -> &str {
        let start = self.0.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        &self.0[start..]
    }

    /// As it is dialled in Japan, with hyphens, by which spreadsheets take it for a text. Which digits are the area code is not
    /// known without a list: of other numbers than those for mobile telephones and the like only the subscriber's four are set
    /// apart.
    pub fn dialled_in_japan(&self) -> String {
        let Some(national) = self.0.strip_prefix('+').and_then(|digits| digits.strip_prefix(JAPAN)) else {
            return format!("{INTERNATIONAL_PREFIX}-{}", self.0.trim_start_matches('+'));
        };
        let number = format!("0{}", national.strip_prefix('0').unwrap_or(national));
        let first = match number.as_bytes() {
            [b'0', b'8', b'0', b'0', ..] | [b'0', b'1', b'2', b'0', ..] => 4,
            [b'0', _, b'0', ..] => 3,
            [b'0', b'3' | b'6', ..] => 2,
            _ => number.len().saturating_sub(4),
        };
        let second = if number.starts_with("0120") || number.starts_with("0800") {
            first + 3
        } else {
            number.len().saturating_sub(4)
        };
        let parts = [number.get(..first), number.get(first..second), number.get(second..)];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join("-")
    }
}

/// Not a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a telephone number is + and country code, or a Japanese number that starts with 0")]
pub struct InvalidPhoneNumber;

impl InvalidPhoneNumber {
    /// As the error of the field that this pointer (RFC 6901) names.
    pub fn at(self, pointer: impl Into<String>) -> FieldError {
        let detail = Localized::fixed(
            "電話番号を090-1234-5678または+81 90 1234 5678の形で入力してください。",
            "Give a telephone number such as 090-1234-5678 or +81 90 1234 5678.",
        );
        FieldError::new(pointer, "invalid", detail)
    }
}

impl FromStr for PhoneNumber {
    type Err = InvalidPhoneNumber;

    /// Takes Japanese numbers (`090-1234-5678`), international ones (`+81 90-1234-5678`), and those dialled through the
    /// prefixes 010 and 0081, with figures, signs and separators of any width. A zero that is not dialled from abroad
    /// (`+81 (0)90-…`) is dropped.
    fn from_str(text: &str) -> Result<Self, InvalidPhoneNumber> {
        let text: String = text.chars().filter_map(letter_of_number).collect();
        let digits = match text.strip_prefix('+') {
            Some(international) => without_bracketed_zero(international),
            None => dialled_in_japan(&without_brackets(&text))?,
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidPhoneNumber);
        }
        let digits = match digits.strip_prefix(JAPAN) {
            Some(national) => {
                let national = national.strip_prefix('0').unwrap_or(national);
                if national.starts_with('0') || national.len() != length_in_japan(national) {
                    return Err(InvalidPhoneNumber);
                }
                format!("{JAPAN}{national}")
            }
            None => digits,
        };
        if digits.starts_with('0') || !PHONE_DIGITS.contains(&digits.len()) {
            return Err(InvalidPhoneNumber);
        }
        Ok(Self(format!("+{digits}")))
    }
}

/// A number as it is dialled in Japan, with its country code. Of what begins with 00 only 0081 is clear: others lead to
/// countries, and to carriers as well (0077).
fn dialled_in_japan(number: &str) -> Result<String, InvalidPhoneNumber> {
    if let Some(international) = number.strip_prefix(INTERNATIONAL_PREFIX) {
        return Ok(international.to_owned());
    }
    match number.strip_prefix("00") {
        Some(rest) if rest.starts_with(JAPAN) => Ok(rest.to_owned()),
        Some(_) => Err(InvalidPhoneNumber),
        None => number.strip_prefix('0').map(|national| format!("{JAPAN}{national}")).ok_or(InvalidPhoneNumber),
    }
}

/// Digits after 81 (総務省 電気通信番号計画): ten for mobile and IP telephones and for 0800, whose second digit is a zero; nine
/// for places and other services.
fn length_in_japan(national: &str) -> usize {
    if national.as_bytes().get(1) == Some(&b'0') { 10 } else { 9 }
}

/// Without the zero in brackets after a country code, which is dialled within the country alone.
fn without_bracketed_zero(number: &str) -> String {
    without_brackets(&number.replacen("(0)", "", 1))
}

fn without_brackets(number: &str) -> String {
    number.replace(['(', ')'], "")
}

/// Figures and signs in their half-width form; separators, and controls of the writing direction that come along when a
/// number is copied from a list of contacts, are left out.
fn letter_of_number(letter: char) -> Option<char> {
    let letter = half_width(letter);
    let is_hyphen = matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{ff70}');
    let comes_with_copying = matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let is_left_out = is_hyphen || comes_with_copying || letter.is_whitespace() || matches!(letter, '.' | '/');
    (!is_left_out).then_some(letter)
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber(…{})", self.hint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_taken_as_people_write_them() {
        for (typed, number) in [
            ("090-1234-5678", "+819012345678"),
            ("０９０－１２３４－５６７８", "+819012345678"),
            ("090‐1234‑5678", "+819012345678"),
            ("090–1234—5678", "+819012345678"),
            ("090−1234ー5678", "+819012345678"),
            ("090ｰ1234ー5678", "+819012345678"),
            ("090.1234.5678", "+819012345678"),
            ("090／1234/5678", "+819012345678"),
            ("090\u{3000}1234\u{a0}5678", "+819012345678"),
            ("\u{202a}+81 90-1234-5678\u{202c}", "+819012345678"),
            ("(0125)23-1234", "+81125231234"),
            ("（０１２５）２３－１２３４", "+81125231234"),
            ("0120-123-456", "+81120123456"),
            ("03-1234-5678", "+81312345678"),
            ("0800-123-4567", "+818001234567"),
            ("050-1234-5678", "+815012345678"),
            ("+81 90-1234-5678", "+819012345678"),
            ("＋８１ ９０ １２３４ ５６７８", "+819012345678"),
            ("+81 (90) 1234-5678", "+819012345678"),
            ("+81 (0)90-1234-5678", "+819012345678"),
            ("+81（０）90-1234-5678", "+819012345678"),
            ("+81 090-1234-5678", "+819012345678"),
            ("+81-0125-23-1234", "+81125231234"),
            ("0081 90 1234 5678", "+819012345678"),
            ("0081-090-1234-5678", "+819012345678"),
            ("010-81-90-1234-5678", "+819012345678"),
            ("010 1 202 555 0100", "+12025550100"),
            ("+1 202 555 0100", "+12025550100"),
            ("+44 (0)20 7946 0018", "+442079460018"),
        ] {
            assert_eq!(typed.parse().map(|number: PhoneNumber| String::from(number)).as_deref(), Ok(number), "{typed}");
        }
    }

    #[test]
    fn a_number_is_written_as_it_is_dialled_and_read_again() {
        for (typed, dialled) in [
            ("+819012345678", "090-1234-5678"),
            ("+815012345678", "050-1234-5678"),
            ("+81312345678", "03-1234-5678"),
            ("+81125231234", "012523-1234"),
            ("+81120123456", "0120-123-456"),
            ("+818001234567", "0800-123-4567"),
            ("+12025550100", "010-12025550100"),
        ] {
            let number: PhoneNumber = typed.parse().expect("a number");
            assert_eq!(number.dialled_in_japan(), dialled);
            assert_eq!(dialled.parse(), Ok(number));
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_form_that_is_wanted() {
        for wrong in [
            "",
            "110",
            "1234567890",
            "81 90 1234 5678",
            "+0123456789",
            "090-1234-567x",
            "090-1234-567",
            "090-1234-56789",
            "03-1234-567",
            "03-1234-56789",
            "+81 90 1234 567",
            "+81 0090 1234 5678",
            "+8190123456789",
            "0077-78-1234",
            "0033 1 2345 6789",
            "++81 90 1234 5678",
            "090+1234-5678",
            "+8190123456789012",
            "+1234567",
            "٠٩٠١٢٣٤٥٦٧٨",
            "〇九〇一二三四五六七八",
            "090-1234-5678 内線12",
        ] {
            assert_eq!(wrong.parse::<PhoneNumber>(), Err(InvalidPhoneNumber), "{wrong}");
        }
        let error = InvalidPhoneNumber.at("/phone");
        assert!(error.detail.ja.contains("090-1234-5678") && error.detail.en.contains("+81 90 1234 5678"));
    }

    #[test]
    fn whatever_was_stored_is_read_and_written_again_as_it_was() {
        // The second is what older code made of `+81 (0)90-1234-5678`.
        for stored in ["+819012345678", "+8109012345678", "+81", "", "０"] {
            let number: PhoneNumber = serde_json::from_value(stored.into()).expect("every text can be read");
            assert_eq!(serde_json::to_value(&number).expect("JSON"), stored);
            assert!(stored.ends_with(number.hint()));
        }
    }
}
