//! From where somebody may call (F50): IPv4 and IPv6 addresses in the notation of CIDR (RFC 4632, RFC 4291 §2.3).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// A range of addresses, such as `203.0.113.0/24` or `2001:db8::/32`. A single address is a range of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AddressRange(IpNet);

impl AddressRange {
    /// Whether an address is in it. An IPv4 address is the same address where it came written as IPv6 (RFC 4291 §2.5.5.2).
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl AddressRange {
    /// Whether all of another range is in it.
    pub fn holds(&self, other: &Self) -> bool {
        self.0.contains(&other.0)
    }
}

/// Why a text is no range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddressRange {
    /// It is neither an address nor a range.
    #[error("give an address or a range such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32")]
    NotARange,
    /// Bits behind the prefix are set: it may be meant as the single address or as the whole range.
    #[error("{given} is an address within {range}: give {range} for the whole range, or the address alone for one")]
    AddressInRange {
        /// What was given.
        given: IpNet,
        /// The range that it is in.
        range: IpNet,
    },
    /// IPv4 written as IPv6. Addresses are compared as IPv4, so that no caller would ever be in it.
    #[error("write IPv4 addresses as such, and not as ::ffff:…")]
    Mapped,
}

impl FromStr for AddressRange {
    type Err = InvalidAddressRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let range = match text.parse::<IpAddr>() {
            Ok(address) => IpNet::from(address),
            Err(_) => text.parse().map_err(|_| InvalidAddressRange::NotARange)?,
        };
        if matches!(range, IpNet::V6(range) if range.addr().to_ipv4_mapped().is_some()) {
            return Err(InvalidAddressRange::Mapped);
        }
        if range.trunc() != range {
            return Err(InvalidAddressRange::AddressInRange { given: range, range: range.trunc() });
        }
        Ok(Self(range))
    }
}

impl TryFrom<String> for AddressRange {
    type Error = InvalidAddressRange;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AddressRange> for String {
    fn from(range: AddressRange) -> Self {
        range.to_string()
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> AddressRange {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    fn holds(of: &str, address: &str) -> bool {
        range(of).contains(address.parse().expect("an address"))
    }

    #[test]
    fn addresses_are_in_their_range_and_in_no_other() {
        assert!(holds("203.0.113.0/24", "203.0.113.255") && !holds("203.0.113.0/24", "203.0.114.0"));
        assert!(holds("203.0.113.7", "203.0.113.7") && !holds("203.0.113.7", "203.0.113.8"));
        assert!(holds("2001:db8::/32", "2001:db8:ffff::1") && !holds("2001:db8::/32", "2001:db9::"));
        assert!(holds("203.0.113.0/24", "::ffff:203.0.113.9"), "the same address in other letters");
        assert!(!holds("::/0", "203.0.113.9") && !holds("0.0.0.0/0", "2001:db8::1"), "each kind for itself");
    }

    #[test]
    fn what_can_be_meant_in_two_ways_is_not_taken() {
        let error = |text: &str| text.parse::<AddressRange>().unwrap_err();
        for text in
            ["", "203.0.113", "203.0.113.0/33", "203.0.113.0/24 ", "example.jp", "203.0.113.0-203.0.113.9", "::1/129"]
        {
            assert_eq!(error(text), InvalidAddressRange::NotARange, "{text}");
        }
        assert!(error("203.0.113.7/24").to_string().contains("203.0.113.0/24"));
        assert_eq!(error("::ffff:203.0.113.0/120"), InvalidAddressRange::Mapped);
    }

    #[test]
    fn a_range_is_written_as_it_is_read() {
        for text in ["203.0.113.0/24", "2001:db8::/32", "203.0.113.7/32", "::1/128"] {
            assert_eq!(range(text).to_string(), text);
        }
        assert_eq!(range("203.0.113.7").to_string(), "203.0.113.7/32");
    }
}
