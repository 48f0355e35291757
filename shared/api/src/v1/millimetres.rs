//! Lengths on a page.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest, in tenths of a millimetre.
const MAX: u32 = domain::visible_seal::MAX_OFFSET;

/// A length on a page in millimetres, with at most one decimal place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Millimetres {
    tenths: u32,
}

impl Millimetres {
    pub(super) const fn of_tenths(tenths: u32) -> Self {
        Self { tenths }
    }

    pub(super) const fn tenths(self) -> u32 {
        self.tenths
    }

    /// What a number in a request says.
    fn read(number: f64) -> Result<Self, InvalidLength> {
        // Not the other way round: a number that is none is in no range.
        if !(0.0..=f64::from(MAX) / 10.0).contains(&number) {
            return Err(InvalidLength::Range);
        }
        let tenths = (number * 10.0).round() as u32;
        // The nearest number to a decimal fraction is the same whether it is read or divided.
        if f64::from(tenths) / 10.0 == number { Ok(Self { tenths }) } else { Err(InvalidLength::Decimals) }
    }
}

/// A number that is no length on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InvalidLength {
    /// Negative, or beyond every page.
    Range,
    /// With more than one decimal place.
    Decimals,
}

impl InvalidLength {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Range, Self::Decimals];
    /// The longest length in millimetres.
    pub(crate) const MAX: u32 = MAX / 10;
}

impl fmt::Display for InvalidLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Range => "a length on a page is not negative and not beyond the page",
            Self::Decimals => "a length on a page has at most one decimal place",
        })
    }
}

/// A whole number where there are no tenths.
impl Serialize for Millimetres {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.tenths % 10 {
            0 => serializer.serialize_u32(self.tenths / 10),
            _ => serializer.serialize_f64(f64::from(self.tenths) / 10.0),
        }
    }
}

impl<'de> Deserialize<'de> for Millimetres {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(f64::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Millimetres {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Millimetres".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "number", "minimum": 0, "maximum": (InvalidLength::MAX), "multipleOf": 0.1})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tenth_of_a_millimetre_is_written_and_read_as_itself() {
        for tenths in 0..=MAX {
            let text = serde_json::to_string(&Millimetres { tenths }).expect("JSON");
            assert_eq!(text.contains('.'), tenths % 10 != 0, "{text}");
            assert_eq!(serde_json::from_str::<Millimetres>(&text).expect(&text), Millimetres { tenths });
        }
    }

    #[test]
    fn what_is_no_length_on_a_page_is_refused() {
        for wrong in [-0.1, -1.0, 5080.1, 1e300, f64::INFINITY, f64::NAN] {
            assert_eq!(Millimetres::read(wrong), Err(InvalidLength::Range), "{wrong}");
        }
        for wrong in [0.05, 0.15, 24.25, 24.000_000_1, 5079.99] {
            assert_eq!(Millimetres::read(wrong), Err(InvalidLength::Decimals), "{wrong}");
        }
        assert_eq!(Millimetres::read(-0.0), Ok(Millimetres { tenths: 0 }));
        assert_eq!(Millimetres::read(24.0), Ok(Millimetres { tenths: 240 }));
    }
}
