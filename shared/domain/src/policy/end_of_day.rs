//! At what time of its day a deadline is.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use super::TimeZoneName;

/// The longest time from sending to the deadline, in days, and the one that holds where nobody says another.
pub const MAX_DEADLINE_DAYS: u8 = 30;

/// The last second of a day: people read 23:59, and nobody loses a minute.
const LAST: Time = jiff::civil::time(23, 59, 59, 0);

/// At what time of its day a deadline is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeadlineEnd {
    /// So many times 24 hours after sending.
    #[default]
    TimeOfSending,
    /// At the end of the day, 23:59 where the organisation is.
    EndOfDay,
}

/// By what a deadline is reckoned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeadlineRule {
    /// At what time of its day it is.
    pub end: DeadlineEnd,
    /// Whose day.
    pub time_zone: TimeZoneName,
}

impl DeadlineRule {
    /// The deadline of what is sent at `sent_at`, for `days` days. It is never more than 30 times 24 hours away, for which links
    /// and codes are kept: where the end of its day would be, it is the end of the day before.
    pub fn deadline(&self, sent_at: Timestamp, days: u8) -> Timestamp {
        let after = |days: u8| sent_at.checked_add(SignedDuration::from_hours(24 * i64::from(days)));
        let same_time = after(days).unwrap_or(Timestamp::MAX);
        match self.end {
            DeadlineEnd::TimeOfSending => same_time,
            DeadlineEnd::EndOfDay => {
                let latest = after(MAX_DEADLINE_DAYS).unwrap_or(Timestamp::MAX);
                let day = self.time_zone.zone().to_datetime(same_time).date();
                let end_of = |day: jiff::civil::Date| {
                    self.time_zone.zone().to_ambiguous_timestamp(day.to_datetime(LAST)).compatible().ok()
                };
                let ends = [Some(day), day.yesterday().ok()].into_iter().flatten().filter_map(end_of);
                ends.into_iter().find(|end| *end <= latest).unwrap_or(same_time)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(end: DeadlineEnd, zone: &str) -> DeadlineRule {
        DeadlineRule { end, time_zone: zone.parse().expect("a zone") }
    }

    #[track_caller]
    fn assert_deadline(rule: &DeadlineRule, sent: &str, days: u8, deadline: &str) {
        let (sent, deadline): (Timestamp, Timestamp) =
            (sent.parse().expect("a time"), deadline.parse().expect("a time"));
        assert_eq!(rule.deadline(sent, days), deadline);
    }

    #[test]
    fn a_deadline_is_at_the_time_of_sending_unless_the_organisation_wants_the_days_end() {
        let sent = "2026-11-28T15:30:00+09:00";
        assert_deadline(&DeadlineRule::default(), sent, 7, "2026-12-05T15:30:00+09:00");
        assert_deadline(&rule(DeadlineEnd::EndOfDay, "Asia/Tokyo"), sent, 7, "2026-12-05T23:59:59+09:00");
        assert_deadline(&rule(DeadlineEnd::EndOfDay, "Asia/Tokyo"), sent, 1, "2026-11-29T23:59:59+09:00");
        // It is the next day there already, and daylight saving time ends in between.
        assert_deadline(
            &rule(DeadlineEnd::EndOfDay, "America/New_York"),
            "2026-10-30T20:00:00-04:00",
            3,
            "2026-11-02T23:59:59-05:00",
        );
    }

    #[test]
    fn the_longest_deadline_never_ends_after_what_links_and_codes_are_kept_for() {
        let rule = rule(DeadlineEnd::EndOfDay, "Asia/Tokyo");
        assert_deadline(&rule, "2026-11-01T10:00:00+09:00", 30, "2026-11-30T23:59:59+09:00");
        assert_deadline(&rule, "2026-11-01T10:00:00+09:00", 29, "2026-11-30T23:59:59+09:00");
        assert_deadline(&rule, "2026-11-01T23:59:59+09:00", 30, "2026-12-01T23:59:59+09:00");
    }
}
