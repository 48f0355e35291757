//! How long finished documents are kept (F36, L13): seven years by default, ten or without end by choice.

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
    /// Without end. The lock, which needs a date, is set for a hundred years.
    Unlimited,
}

impl Retention {
    /// The moment until which the store must refuse deletion, for documents finished at `from`.
    ///
    /// The law counts from the tax return's due date, two months after the business year's end; the year's end is not
    /// known here, so one year and two months are added to the period and the latest possible date is kept.
    pub fn until(self, from: Timestamp) -> Timestamp {
        let years = match self {
            Self::SevenYears => 7,
            Self::TenYears => 10,
            Self::Unlimited => 100,
        };
        let margin = Span::new().years(years + 1).months(2);
        let local = Offset::UTC.to_datetime(from);
        local.checked_add(margin).ok().and_then(|end| Offset::UTC.to_timestamp(end).ok()).unwrap_or(Timestamp::MAX)
    }
}
