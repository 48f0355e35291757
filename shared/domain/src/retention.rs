//! How long finished documents are kept (F36, L13): seven years by default, ten or without end by choice.

use std::str::FromStr;

use jiff::tz::Offset;
use jiff::{Span, Timestamp};

/// The retention period of an envelope's finished documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retention {
    /// Seven years (法人税法施行規則59条).
    #[default]
    SevenYears,
    /// Ten years (losses carried forward).
    TenYears,
    /// Without end. The lock needs a date, and S3 takes none that is more than 100 years away ("Managing Object Lock"), so that
    /// it is set for 99; it can be renewed, and never shortened.
    Unlimited,
}

impl Retention {
    /// The moment until which the store must refuse deletion, for documents finished at `from`.
    ///
    /// The law counts from the tax return's due date, two months after the business year's end; the year's end is not
    /// known here, so one year and two months are added to the period and the latest possible date is kept.
    pub fn until(self, from: Timestamp) -> Timestamp {
        let margin = match self {
            Self::SevenYears => Span::new().years(7 + 1).months(2),
            Self::TenYears => Span::new().years(10 + 1).months(2),
            Self::Unlimited => Span::new().years(99),
        };
        let local = Offset::UTC.to_datetime(from);
        local.checked_add(margin).ok().and_then(|end| Offset::UTC.to_timestamp(end).ok()).unwrap_or(Timestamp::MAX)
    }
}

/// How a deployment locks finished documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetentionMode {
    /// For contracts: until the retention ends, and nobody can shorten it, the account's owner included (compliance mode).
    #[default]
    Compliance,
    /// For trials: for so many days, whatever the sender chose, and an administrator who may bypass the lock can delete
    /// before (governance mode). What is finished like this is not kept as the law asks.
    Trial {
        /// From the day on which the documents are finished: 1 to 365.
        days: u16,
    },
}

impl RetentionMode {
    /// The moment until which documents that were finished at `from` are locked.
    pub fn until(self, retention: Retention, from: Timestamp) -> Timestamp {
        match self {
            Self::Compliance => retention.until(from),
            Self::Trial { days } => from.checked_add(Span::new().hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX),
        }
    }
}

/// A number of days that is none for a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the days of a trial are a whole number from 1 to 365, or 0 where it is none")]
pub struct InvalidTrial;

impl FromStr for RetentionMode {
    type Err = InvalidTrial;

    /// Reads the days of a trial; 0 is none.
    fn from_str(text: &str) -> Result<Self, InvalidTrial> {
        match text.parse() {
            Ok(0) => Ok(Self::Compliance),
            Ok(days @ 1..=365) => Ok(Self::Trial { days }),
            _ => Err(InvalidTrial),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_ends_after_its_days_whatever_the_sender_chose() {
        let from: Timestamp = "2026-11-22T05:05:00Z".parse().expect("a time");
        let trial = "2".parse::<RetentionMode>().expect("two days");
        for chosen in [Retention::SevenYears, Retention::Unlimited] {
            assert_eq!(trial.until(chosen, from).to_string(), "2026-11-24T05:05:00Z");
            assert_eq!(RetentionMode::default().until(chosen, from), chosen.until(from));
        }
    }

    #[test]
    fn a_deployment_is_no_trial_unless_it_says_so_clearly() {
        assert_eq!("0".parse(), Ok(RetentionMode::Compliance));
        assert_eq!("365".parse(), Ok(RetentionMode::Trial { days: 365 }));
        for text in ["", "-1", "366", "7 days", "1.5"] {
            assert_eq!(text.parse::<RetentionMode>(), Err(InvalidTrial), "{text}");
        }
    }
}
