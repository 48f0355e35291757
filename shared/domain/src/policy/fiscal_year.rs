//! The day on which an organisation's fiscal year ends: 31 March for Japanese municipalities (地方自治法208条1項).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day of every year, as `03-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FiscalYearEnd {
    month: i8,
    day: i8,
}

/// A text that is no day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give month and day of the last day of the fiscal year, such as 03-31")]
pub struct InvalidFiscalYearEnd;

impl FromStr for FiscalYearEnd {
    type Err = InvalidFiscalYearEnd;

    fn from_str(text: &str) -> Result<Self, InvalidFiscalYearEnd> {
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (month, day) = text.split_once('-').ok_or(InvalidFiscalYearEnd)?;
        if !digits(month) || !digits(day) {
            return Err(InvalidFiscalYearEnd);
        }
        let number = |text: &str| text.parse::<i8>().map_err(|_| InvalidFiscalYearEnd);
        let (month, day) = (number(month)?, number(day)?);
        // In a year without a 29 February: the end of that month is written 02-28.
        Date::new(2001, month, day).map(|_| Self { month, day }).map_err(|_| InvalidFiscalYearEnd)
    }
}

impl fmt::Display for FiscalYearEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl TryFrom<String> for FiscalYearEnd {
    type Error = InvalidFiscalYearEnd;

    fn try_from(text: String) -> Result<Self, InvalidFiscalYearEnd> {
        text.parse()
    }
}

impl From<FiscalYearEnd> for String {
    fn from(end: FiscalYearEnd) -> Self {
        end.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_ends_on_a_day_that_every_year_has() {
        for right in ["03-31", "12-31", "02-28", "09-20"] {
            assert_eq!(right.parse::<FiscalYearEnd>().map(|end| end.to_string()), Ok(right.to_owned()));
        }
        for wrong in ["", "3-31", "03-32", "02-29", "13-01", "00-10", "03/31", "+3-31", "03-31-", "３-31"] {
            assert_eq!(wrong.parse::<FiscalYearEnd>(), Err(InvalidFiscalYearEnd), "{wrong}");
        }
    }
}
