//! How often callers may call: counted by the minute, for each caller and for each organisation, so that one program that runs
//! wild takes no more than its share.

use std::str::FromStr;

use jiff::Timestamp;

/// An organisation may call so many times as often as one of its callers.
const CALLERS_AT_ONCE: u64 = 5;
const SECONDS: i64 = 60;

/// How many calls of one key or person are heard within a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimit(u64);

impl CallLimit {
    /// For where nobody is to be kept from calling.
    pub const NONE: Self = Self(u64::MAX);
}

impl Default for CallLimit {
    /// Ten a second, all the time.
    fn default() -> Self {
        Self(600)
    }
}

/// A text that is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give a number of calls within a minute, from 1")]
pub struct InvalidCallLimit;

impl FromStr for CallLimit {
    type Err = InvalidCallLimit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().ok().filter(|limit| *limit > 0).map(Self).ok_or(InvalidCallLimit)
    }
}

/// Which minute it is, counted from 1970.
pub fn minute_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(SECONDS)
}

impl CallLimit {
    /// Whether a call of a key or person is to be heard that is their so manieth in this minute.
    ///
    /// # Errors
    /// After how many seconds another may be: when the next minute begins.
    pub fn judge_caller(self, calls: u64, now: Timestamp) -> Result<(), u32> {
        judge(calls, self.0, now)
    }

    /// The same of all calls of an organisation that were heard.
    ///
    /// # Errors
    /// As above.
    pub fn judge_organisation(self, calls: u64, now: Timestamp) -> Result<(), u32> {
        judge(calls, self.0.saturating_mul(CALLERS_AT_ONCE), now)
    }
}

fn judge(calls: u64, limit: u64, now: Timestamp) -> Result<(), u32> {
    if calls <= limit {
        return Ok(());
    }
    let left = SECONDS - now.as_second().rem_euclid(SECONDS);
    Err(u32::try_from(left).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_calls_too_often_waits_for_the_next_minute() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let now = at("2026-11-28T09:00:20.5Z");
        let limit = CallLimit::default();
        assert_eq!((limit.judge_caller(600, now), limit.judge_caller(601, now)), (Ok(()), Err(40)));
        assert_eq!((limit.judge_organisation(3_000, now), limit.judge_organisation(3_001, now)), (Ok(()), Err(40)));
        assert_eq!(minute_of(at("2026-11-28T09:00:59.9Z")), minute_of(now));
        assert_eq!(minute_of(at("2026-11-28T09:01:00Z")), minute_of(now) + 1);
    }
}
