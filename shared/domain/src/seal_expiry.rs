//! When it is told that a seal's certificate ends (F52): 90, 30 and 7 days ahead, and once it has ended.

use jiff::{SignedDuration, Timestamp};

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExpiryNotice {
    /// It ends within 90 days.
    Within90Days,
    /// It ends within 30 days.
    Within30Days,
    /// It ends within 7 days.
    Within7Days,
    /// It has ended.
    Ended,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// For so long from the end on it is told: whoever has not done anything by then knows, and new administrators see it.
const TOLD_AFTERWARDS: SignedDuration = SignedDuration::from_hours(30 * 24);

impl ExpiryNotice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Within90Days, Self::Within30Days, Self::Within7Days, Self::Ended];

    /// What is to be told by now of a certificate that is valid until then. One notice takes the place of the one before: where
    /// the first was missed, it is not made up for.
    pub fn due(valid_until: Timestamp, now: Timestamp) -> Option<Self> {
        let left = valid_until.duration_since(now);
        if left < -TOLD_AFTERWARDS {
            None
        } else if left < SignedDuration::ZERO {
            Some(Self::Ended)
        } else {
            [(7, Self::Within7Days), (30, Self::Within30Days), (90, Self::Within90Days)]
                .into_iter()
                .find_map(|(days, notice)| (left <= DAY * days).then_some(notice))
        }
    }

    /// Its name in keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Within90Days => "within_90_days",
            Self::Within30Days => "within_30_days",
            Self::Within7Days => "within_7_days",
            Self::Ended => "ended",
        }
    }
}

/// Whole days that are left, none once it has ended.
pub fn days_left(valid_until: Timestamp, now: Timestamp) -> u32 {
    let days = valid_until.duration_since(now).as_hours().max(0) / 24;
    u32::try_from(days).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_notice_has_its_days_and_then_nothing_is_told() {
        use ExpiryNotice::{Ended, Within7Days, Within30Days, Within90Days};
        let until: Timestamp = "2027-03-31T15:00:00Z".parse().expect("a time");
        for (now, expected) in [
            ("2026-12-31T14:59:59Z", None),
            ("2026-12-31T15:00:00Z", Some(Within90Days)),
            ("2027-03-01T14:59:59Z", Some(Within90Days)),
            ("2027-03-01T15:00:00Z", Some(Within30Days)),
            ("2027-03-24T14:59:59Z", Some(Within30Days)),
            ("2027-03-24T15:00:00Z", Some(Within7Days)),
            // A certificate is good until its last second.
            ("2027-03-31T15:00:00Z", Some(Within7Days)),
            ("2027-03-31T15:00:01Z", Some(Ended)),
            ("2027-04-30T15:00:00Z", Some(Ended)),
            ("2027-04-30T15:00:01Z", None),
        ] {
            assert_eq!(ExpiryNotice::due(until, now.parse().expect("a time")), expected, "{now}");
        }
    }

    #[test]
    fn days_are_counted_down_to_none() {
        let until: Timestamp = "2027-03-31T15:00:00Z".parse().expect("a time");
        for (now, days) in [
            ("2027-03-24T15:00:00Z", 7),
            ("2027-03-24T15:00:01Z", 6),
            ("2027-03-31T14:00:00Z", 0),
            ("2028-01-01T00:00:00Z", 0),
        ] {
            assert_eq!(days_left(until, now.parse().expect("a time")), days, "{now}");
        }
    }
}
