//! Under which terms an API key is taken.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;

use super::{AddressRange, Scope};

/// Under which terms an API key is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyTerms {
    /// What it is called by whoever keeps it, such as the program that uses it. Empty where nothing was said.
    pub label: String,
    /// What it is good for.
    pub scopes: BTreeSet<Scope>,
    /// When it ends; never where nothing was said.
    pub expires_at: Option<Timestamp>,
    /// From where it may be used; from everywhere where nothing was said.
    pub addresses: Vec<AddressRange>,
}

impl KeyTerms {
    /// Those of a key about which nothing was said: good for all that is done with envelopes, from everywhere, without end.
    pub fn for_envelopes() -> Self {
        Self { label: String::new(), scopes: Scope::ENVELOPES.into(), expires_at: None, addresses: Vec::new() }
    }

    /// Whether it has ended.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// Whether a call by it is to be heard at all.
    ///
    /// # Errors
    /// Why not. An address that nobody knows is in no range.
    pub fn admit(&self, now: Timestamp, address: Option<IpAddr>) -> Result<(), NotAdmitted> {
        if self.is_over(now) {
            return Err(NotAdmitted::Expired);
        }
        let is_inside = |address: IpAddr| self.addresses.iter().any(|range| range.contains(address));
        if self.addresses.is_empty() || address.is_some_and(is_inside) { Ok(()) } else { Err(NotAdmitted::Address) }
    }
}

/// Why a key is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAdmitted {
    /// It has ended.
    Expired,
    /// It may not be used from there.
    Address,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_key_ends_at_its_moment() {
        let end = at("2026-12-01T00:00:00Z");
        let terms = KeyTerms { expires_at: Some(end), ..KeyTerms::for_envelopes() };
        assert_eq!(terms.admit(at("2026-11-30T23:59:59Z"), None), Ok(()));
        assert_eq!(terms.admit(end, None), Err(NotAdmitted::Expired));
        assert_eq!(KeyTerms::for_envelopes().admit(Timestamp::MAX, None), Ok(()));
    }

    #[test]
    fn a_key_with_ranges_is_taken_from_within_them_alone() {
        let ranges = ["203.0.113.0/24", "2001:db8::/32"].map(|range| range.parse().expect("a range"));
        let terms = KeyTerms { addresses: ranges.into(), ..KeyTerms::for_envelopes() };
        let admit =
            |address: Option<&str>| terms.admit(at("2026-11-28T00:00:00Z"), address.map(|a| a.parse().expect("one")));
        assert_eq!((admit(Some("203.0.113.9")), admit(Some("2001:db8::1"))), (Ok(()), Ok(())));
        for outside in [Some("198.51.100.1"), Some("2001:db9::1"), None] {
            assert_eq!(admit(outside), Err(NotAdmitted::Address), "{outside:?}");
        }
    }
}
