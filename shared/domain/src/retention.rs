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
