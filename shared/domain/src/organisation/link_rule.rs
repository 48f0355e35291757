//! From where links open that were mailed in an organisation's name (F50). Without such a rule a link opens anywhere.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::{MemberPolicy, Organisation};
use crate::authorisation::AddressRange;
use crate::email_address::EmailAddress;

/// Which links open only from the organisation's addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AddressBoundLinks {
    /// None of them.
    #[default]
    None,
    /// Those that were mailed to addresses at one of the organisation's own mail domains.
    OwnDomains,
    /// All of them.
    All,
}

/// What an organisation that binds links to addresses has not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IncompleteLinkRule {
    /// From which addresses they open: they would open nowhere.
    #[error("links cannot be bound to addresses while the organisation has no ranges of addresses")]
    NoAddresses,
    /// Which mail domains are its own.
    #[error("links of the organisation's own mail domains cannot be bound to addresses while it has none")]
    NoMailDomains,
}

/// Why a link does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkNotAdmitted {
    /// The caller's address is not one of the organisation's.
    OtherAddress,
    /// The caller's address is not known.
    UnknownAddress,
}

/// From where links open that were mailed in an organisation's name. The pages behind these links read it on every call, so that
/// it holds at once for every envelope that is on its way; they may not read anything else of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkRule {
    /// Which links are bound.
    pub bound: AddressBoundLinks,
    /// The organisation's own mail domains; none where they do not matter.
    pub mail_domains: BTreeSet<String>,
    /// From where the bound links open; none where no link is bound.
    pub addresses: Vec<AddressRange>,
}

impl LinkRule {
    /// Whether the link that was mailed to this mailbox opens from the organisation's addresses alone.
    pub fn binds(&self, mailbox: &EmailAddress) -> bool {
        match self.bound {
            AddressBoundLinks::None => false,
            AddressBoundLinks::OwnDomains => self.mail_domains.contains(&mailbox.domain()),
            AddressBoundLinks::All => true,
        }
    }

    /// Whether the link that was mailed to this mailbox opens for a caller at this address. Where no range is said, a bound link
    /// opens nowhere.
    ///
    /// # Errors
    /// Why it does not open.
    pub fn admits(&self, mailbox: &EmailAddress, caller: Option<IpAddr>) -> Result<(), LinkNotAdmitted> {
        if !self.binds(mailbox) {
            return Ok(());
        }
        let caller = caller.ok_or(LinkNotAdmitted::UnknownAddress)?;
        let is_inside = self.addresses.iter().any(|range| range.contains(caller));
        if is_inside { Ok(()) } else { Err(LinkNotAdmitted::OtherAddress) }
    }
}

impl Organisation {
    /// From where the links open that are mailed in its name, with no more than is needed to judge that.
    pub fn link_rule(&self) -> LinkRule {
        let bound = self.address_bound_links;
        let mail_domains = match bound {
            AddressBoundLinks::OwnDomains => self.members.mail_domains.clone(),
            AddressBoundLinks::None | AddressBoundLinks::All => BTreeSet::new(),
        };
        let addresses = if bound == AddressBoundLinks::None { Vec::new() } else { self.addresses.clone() };
        LinkRule { bound, mail_domains, addresses }
    }

    /// Demands everything that the links which it binds to addresses are judged by.
    ///
    /// # Errors
    /// What is missing.
    pub fn demand_whole_link_rule(&self) -> Result<(), IncompleteLinkRule> {
        let Self { address_bound_links: bound, addresses, members: MemberPolicy { mail_domains, .. }, .. } = self;
        match bound {
            AddressBoundLinks::OwnDomains | AddressBoundLinks::All if addresses.is_empty() => {
                Err(IncompleteLinkRule::NoAddresses)
            }
            AddressBoundLinks::OwnDomains if mail_domains.is_empty() => Err(IncompleteLinkRule::NoMailDomains),
            AddressBoundLinks::None | AddressBoundLinks::OwnDomains | AddressBoundLinks::All => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation(bound: AddressBoundLinks, addresses: &[&str], mail_domains: &[&str]) -> Organisation {
        let id = "takikawa".to_owned().try_into().expect("an id");
        let mut organisation = Organisation::new(id, "滝川市".to_owned(), jiff::Timestamp::UNIX_EPOCH);
        organisation.address_bound_links = bound;
        organisation.addresses = addresses.iter().map(|range| range.parse().expect("a range")).collect();
        organisation.members.mail_domains = mail_domains.iter().map(|&domain| domain.to_owned()).collect();
        organisation
    }

    /// Each row: the mailbox, the caller's address, and why links to own domains and all links do not open.
    #[test]
    fn bound_links_open_from_the_ranges_alone_and_others_from_everywhere() {
        let (outside, unknown) = (Some(LinkNotAdmitted::OtherAddress), Some(LinkNotAdmitted::UnknownAddress));
        let table = [
            ("sato@city.example", "203.0.113.9", None, None),
            ("sato@city.example", "203.0.114.9", outside, outside),
            ("sato@city.example", "2001:db8::7", None, None),
            ("sato@city.example", "2001:db9::7", outside, outside),
            // The same address, written as IPv6.
            ("sato@city.example", "::ffff:203.0.113.9", None, None),
            ("sato@city.example", "::ffff:203.0.114.9", outside, outside),
            ("sato@city.example", "", unknown, unknown),
            // Letters of a domain make no difference, and a domain below another is another.
            ("sato@CITY.Example", "203.0.114.9", outside, outside),
            ("sato@sub.city.example", "203.0.114.9", None, outside),
            ("tanaka@company.example", "203.0.113.9", None, None),
            ("tanaka@company.example", "203.0.114.9", None, outside),
            ("tanaka@company.example", "", None, unknown),
        ];
        let ranges = ["203.0.113.0/24", "2001:db8::/32"];
        let rule = |bound| organisation(bound, &ranges, &["city.example"]).link_rule();
        for (mailbox, caller, own_domains, all) in table {
            let (address, from) = (mailbox.parse().expect("an address"), caller.parse().ok());
            let refused = |bound| rule(bound).admits(&address, from).err();
            assert_eq!(refused(AddressBoundLinks::None), None, "{mailbox} from {caller:?}");
            assert_eq!(refused(AddressBoundLinks::OwnDomains), own_domains, "{mailbox} from {caller:?}");
            assert_eq!(refused(AddressBoundLinks::All), all, "{mailbox} from {caller:?}");
        }
    }

    #[test]
    fn a_bound_link_without_any_range_opens_nowhere() {
        let rule = LinkRule { bound: AddressBoundLinks::All, ..LinkRule::default() };
        let mailbox = "sato@city.example".parse().expect("an address");
        let caller = "203.0.113.9".parse().ok();
        assert_eq!(rule.admits(&mailbox, caller), Err(LinkNotAdmitted::OtherAddress));
    }

    #[test]
    fn the_rule_holds_nothing_that_it_does_not_need() {
        let rule = |bound| organisation(bound, &["203.0.113.0/24"], &["city.example"]).link_rule();
        assert_eq!(rule(AddressBoundLinks::None), LinkRule::default());
        assert!(rule(AddressBoundLinks::All).mail_domains.is_empty());
        assert_eq!(rule(AddressBoundLinks::OwnDomains).mail_domains, ["city.example".to_owned()].into());
    }

    #[test]
    fn links_are_bound_only_where_addresses_and_domains_are_said() {
        let missing = |bound, addresses: &[&str], domains: &[&str]| {
            organisation(bound, addresses, domains).demand_whole_link_rule().err()
        };
        let (ranges, domains) = (&["203.0.113.0/24"][..], &["city.example"][..]);
        let (no_addresses, no_domains) = (IncompleteLinkRule::NoAddresses, IncompleteLinkRule::NoMailDomains);
        assert_eq!(missing(AddressBoundLinks::None, &[], &[]), None);
        assert_eq!(missing(AddressBoundLinks::All, &[], domains), Some(no_addresses));
        assert_eq!(missing(AddressBoundLinks::All, ranges, &[]), None);
        assert_eq!(missing(AddressBoundLinks::OwnDomains, &[], domains), Some(no_addresses));
        assert_eq!(missing(AddressBoundLinks::OwnDomains, ranges, &[]), Some(no_domains));
        assert_eq!(missing(AddressBoundLinks::OwnDomains, ranges, domains), None);
    }
}
