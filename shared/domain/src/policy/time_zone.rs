//! Time zones by their names in the IANA database.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A time zone, such as `Asia/Tokyo`. There is one only where the database that comes with the program knows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName {
    name: String,
    zone: TimeZone,
}

/// A name that the database does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone of this name: give one such as Asia/Tokyo")]
pub struct UnknownTimeZone;

impl TimeZoneName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// What it says of each moment.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

impl Default for TimeZoneName {
    /// Japan has one, without summer time. Its offset holds even where no database is to be had.
    fn default() -> Self {
        const NAME: &str = "Asia/Tokyo";
        let zone = TimeZone::get(NAME).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(9)));
        Self { name: NAME.to_owned(), zone }
    }
}

impl FromStr for TimeZoneName {
    type Err = UnknownTimeZone;

    fn from_str(text: &str) -> Result<Self, UnknownTimeZone> {
        if text == "Asia/Tokyo" {
            return Ok(Self::default());
        }
        let zone = TimeZone::get(text).map_err(|_| UnknownTimeZone)?;
        // As the database writes it, whatever case was typed.
        let name = zone.iana_name().ok_or(UnknownTimeZone)?.to_owned();
        Ok(Self { name, zone })
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for TimeZoneName {
    /// The name alone: what the database says of it may change.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl TryFrom<String> for TimeZoneName {
    type Error = UnknownTimeZone;

    fn try_from(text: String) -> Result<Self, UnknownTimeZone> {
        text.parse()
    }
}

impl From<TimeZoneName> for String {
    fn from(zone: TimeZoneName) -> Self {
        zone.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_database_are_taken_in_any_case_and_no_others() {
        assert_eq!(TimeZoneName::default().as_str(), "Asia/Tokyo");
        assert_eq!("Asia/Tokyo".parse(), Ok(TimeZoneName::default()));
        assert_eq!("europe/berlin".parse::<TimeZoneName>().map(String::from), Ok("Europe/Berlin".to_owned()));
        for wrong in ["", "Tokyo", "JST", "+09:00", "Asia/Nowhere", "../../etc/passwd"] {
            assert_eq!(wrong.parse::<TimeZoneName>(), Err(UnknownTimeZone), "{wrong}");
        }
    }
}
