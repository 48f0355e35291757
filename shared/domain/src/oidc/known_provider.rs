//! What is known of an identity provider from earlier.

use jiff::{SignedDuration, Timestamp};

/// So long what was fetched is used without asking again: providers announce new keys by putting them beside the old ones, and a
/// key that is not known yet is asked for at once.
const MAX_FRESH: SignedDuration = SignedDuration::from_hours(1);
/// So long it is used where the provider's documents cannot be fetched. A provider that is down altogether lets nobody in anyway; one
/// whose documents alone are missing must not shut out everybody at once, and a key that it has withdrawn must not be taken for
/// longer than people's sessions last.
pub const MAX_STALE: SignedDuration = SignedDuration::from_hours(24);
/// Keys are asked for again, because of one that is not known, no more often than that.
const KEYS_ASKED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A provider's documents as they were fetched. They have been read before they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownProvider {
    /// The issuer.
    pub issuer: String,
    /// Its configuration (OpenID Connect Discovery 1.0 §4.2), JSON.
    pub configuration: String,
    /// Its keys (RFC 7517 §5), JSON.
    pub keys: String,
    /// When both were fetched.
    pub fetched_at: Timestamp,
    /// When the keys were fetched, which is later where one was missing.
    pub keys_fetched_at: Timestamp,
}

/// What documents are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// They are used.
    Fresh,
    /// They are fetched again, and used where that fails.
    Stale,
    /// They are fetched again, and not used.
    Old,
}

impl KnownProvider {
    /// What the documents are good for now. Clocks of two functions may differ a little; what was fetched an hour in the future or
    /// later was fetched by a clock that was wrong, and is old.
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        let oldest = self.fetched_at.min(self.keys_fetched_at);
        let newest = self.fetched_at.max(self.keys_fetched_at);
        let (age, ahead) = (now.duration_since(oldest), newest.duration_since(now));
        if age >= MAX_STALE || ahead >= MAX_FRESH {
            Freshness::Old
        } else if age >= MAX_FRESH {
            Freshness::Stale
        } else {
            Freshness::Fresh
        }
    }

    /// Whether the keys may be asked for again because one is not known.
    pub fn may_ask_for_keys(&self, now: Timestamp) -> bool {
        now.duration_since(self.keys_fetched_at) >= KEYS_ASKED_EVERY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn provider(fetched_at: &str, keys_fetched_at: &str) -> KnownProvider {
        let text = String::new;
        let (fetched_at, keys_fetched_at) = (at(fetched_at), at(keys_fetched_at));
        KnownProvider { issuer: text(), configuration: text(), keys: text(), fetched_at, keys_fetched_at }
    }

    #[test]
    fn documents_are_fresh_for_an_hour_and_good_for_a_day_at_most() {
        let noon = provider("2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z");
        for (now, expected) in [
            ("2026-12-01T12:59:59Z", Freshness::Fresh),
            ("2026-12-01T13:00:00Z", Freshness::Stale),
            ("2026-12-02T11:59:59Z", Freshness::Stale),
            ("2026-12-02T12:00:00Z", Freshness::Old),
            ("2026-12-01T11:30:00Z", Freshness::Fresh),
            ("2026-12-01T10:00:00Z", Freshness::Old),
        ] {
            assert_eq!(noon.freshness(at(now)), expected, "{now}");
        }
        let newer_keys = provider("2026-12-01T12:00:00Z", "2026-12-01T12:50:00Z");
        assert_eq!(newer_keys.freshness(at("2026-12-01T13:00:00Z")), Freshness::Stale, "the older one counts");
    }

    #[test]
    fn keys_are_asked_for_again_once_a_minute() {
        let noon = provider("2026-12-01T12:00:00Z", "2026-12-01T12:10:00Z");
        assert!(!noon.may_ask_for_keys(at("2026-12-01T12:10:59Z")));
        assert!(noon.may_ask_for_keys(at("2026-12-01T12:11:00Z")));
    }
}
