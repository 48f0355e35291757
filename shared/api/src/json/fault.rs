//! Why a value does not fit, and how that is said.

use std::fmt;

use domain::field_error::FieldError;
use domain::ids::InvalidOrganisationId;
use domain::language::Localized;
use serde::de::{self, Expected, Unexpected};

use crate::v1::InvalidLength;

/// What a value should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Boolean,
    Number,
    Integer,
    List,
    Object,
}

/// Why a value does not fit its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is of another type.
    Type(Shape),
    /// It is a whole number beyond what the field holds.
    Range { min: i128, max: i128 },
    /// A field that has to be there is not.
    Missing(&'static str),
    /// There is no such field.
    Unknown { name: String, known: &'static [&'static str] },
    /// A field is there twice.
    Duplicate(&'static str),
    /// It is none of the values that there are.
    Value(&'static [&'static str]),
    /// It is no length on a page.
    Length(InvalidLength),
    /// A type of ours does not take it; its words.
    Other(String),
}

/// A reference token of a pointer (RFC 6901 §3).
pub(super) fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

impl Fault {
    /// As the error of the field to which the reader had come.
    pub(super) fn at(self, reached: &str) -> FieldError {
        let (code, detail) = self.words();
        let pointer = match &self {
            Self::Missing(name) | Self::Duplicate(name) => below(reached, name),
            Self::Unknown { name, .. } => below(reached, name),
            Self::Type(_) | Self::Range { .. } | Self::Value(_) | Self::Length(_) | Self::Other(_) => {
                reached.to_owned()
            }
        };
        FieldError::new(pointer, code, detail)
    }

    fn words(&self) -> (&'static str, Localized) {
        match self {
            Self::Type(shape) => ("invalid-type", shape.words()),
            // Beyond 64 bits nothing is said of the bounds, which no field has.
            Self::Range { min, max } => {
                let ja = format!("{min}から{max}までの整数で指定してください。");
                ("out-of-range", Localized::new(ja, format!("Give a whole number from {min} to {max}.")))
            }
            Self::Missing(name) => {
                let ja = format!("項目「{name}」は必須です。指定してください。");
                ("missing", Localized::new(ja, format!("Add the field \"{name}\".")))
            }
            Self::Unknown { known: [], .. } => {
                let ja = "この名前の項目はありません。省略してください。";
                ("unknown-field", Localized::fixed(ja, "Leave this field out: there is none of this name."))
            }
            Self::Unknown { known, .. } => {
                let ja = format!("この名前の項目はありません。次のいずれかを使ってください：{}。", known.join("、"));
                let en = format!("There is no field of this name. Use one of: {}.", known.join(", "));
                ("unknown-field", Localized::new(ja, en))
            }
            Self::Duplicate(name) => {
                let ja = format!("項目「{name}」が2回以上あります。1回だけ指定してください。");
                ("duplicate-field", Localized::new(ja, format!("Give the field \"{name}\" only once.")))
            }
            Self::Value(known) => {
                let ja = format!("次のいずれかを指定してください：{}。", known.join("、"));
                ("unknown-value", Localized::new(ja, format!("Give one of: {}.", known.join(", "))))
            }
            Self::Length(InvalidLength::Range) => {
                let max = InvalidLength::MAX;
                let ja = format!("0から{max}までのミリメートル単位の数値で指定してください。");
                ("out-of-range", Localized::new(ja, format!("Give millimetres from 0 to {max}.")))
            }
            Self::Length(InvalidLength::Decimals) => {
                let ja = "ミリメートル単位で、小数点以下1桁までの数値で指定してください。";
                ("too-precise", Localized::fixed(ja, "Give millimetres with at most one decimal place."))
            }
            Self::Other(words) if *words == InvalidOrganisationId.to_string() => {
                let ja = "組織のIDを、a-z、0-9、-の1～64文字で指定してください。";
                let en = "Give the organisation's id: 1 to 64 characters of a-z, 0-9 and -.";
                ("invalid", Localized::fixed(ja, en))
            }
            Self::Other(_) => {
                let ja = "この値は使えません。APIの説明を確認して、指定し直してください。";
                let en = "This value cannot be used here. Check it against the description of the API.";
                ("invalid", Localized::fixed(ja, en))
            }
        }
    }
}

/// The field of this name in the object to which the reader had come. Some faults are found at the object, some at the
/// field itself.
fn below(reached: &str, name: &str) -> String {
    let end = format!("/{}", escaped(name));
    if reached.ends_with(&end) { reached.to_owned() } else { format!("{reached}{end}") }
}

impl Shape {
    const fn words(self) -> Localized {
        match self {
            Self::Text => Localized::fixed("文字列（\"…\"）で指定してください。", "Give a string, in quotes."),
            Self::Boolean => Localized::fixed("trueまたはfalseで指定してください。", "Give true or false."),
            Self::Number => Localized::fixed("数値で指定してください。", "Give a number."),
            Self::Integer => Localized::fixed(
                "整数（引用符や小数点なし）で指定してください。",
                "Give a whole number, without quotes or a decimal point.",
            ),
            Self::List => Localized::fixed("配列（[…]）で指定してください。", "Give a list, in square brackets."),
            Self::Object => Localized::fixed("オブジェクト（{…}）で指定してください。", "Give an object, in braces."),
        }
    }
}

/// For the log alone.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().1.en)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(words: T) -> Self {
        // A type of ours tells by its words alone what is wrong.
        let words = words.to_string();
        match InvalidLength::ALL.into_iter().find(|fault| fault.to_string() == words) {
            Some(fault) => Self::Length(fault),
            None => Self::Other(words),
        }
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::Other(expected.to_string())
    }

    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Self {
        Self::Value(known)
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::Unknown { name: name.to_owned(), known }
    }

    fn missing_field(name: &'static str) -> Self {
        Self::Missing(name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::Duplicate(name)
    }
}
