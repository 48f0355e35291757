//! Name constraints and required policies along a path (RFC 5280 §4.2.1.10, §4.2.1.11, §6.1).
//!
//! Of names, directory names, DNS names and e-mail addresses are compared; a constraint of another form refuses every
//! certificate below it that has a name of that form. Policies are only looked at where a certificate requires one
//! (requireExplicitPolicy): some policy must then be common to all certificates below the anchor, mappings between the
//! authorities' policies followed. Limits on anyPolicy and on mappings count for the whole path: refusing too much then,
//! never too little.

use std::collections::BTreeSet;

use der::asn1::ObjectIdentifier;

use super::ChainError;
use crate::asn1::{self, Element};
use crate::certificate::{Certificate, names};
use crate::oid;

/// E-mail address in a distinguished name (RFC 2985 §5.2.1).
const EMAIL_ADDRESS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1");

// The tags of GeneralName.
const EMAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const DIRECTORY: u8 = 0xA4;

// The tags in PolicyConstraints.
const REQUIRE_EXPLICIT: u8 = 0x80;
const INHIBIT_MAPPING: u8 = 0x81;

/// Checks a whole path, the end certificate first.
pub(super) fn check(path: &[&Certificate]) -> Result<(), ChainError> {
    for (position, authority) in path.iter().enumerate().skip(1) {
        let Some((_, constraints)) = authority.extension(&oid::NAME_CONSTRAINTS) else { continue };
        let constraints = Constraints::read(constraints)
            .ok_or_else(|| ChainError::CriticalExtension { subject: authority.subject() })?;
        for (below, certificate) in path[..position].iter().enumerate() {
            // Between the first and the constraint, what an authority issues to itself is free (§6.1.3 (b)).
            if (below == 0 || !certificate.is_self_issued()) && !constraints.allow(certificate) {
                return Err(ChainError::Name { subject: certificate.subject() });
            }
        }
    }
    check_policies(path)
}

struct Constraints<'c> {
    permitted: Vec<Element<'c>>,
    excluded: Vec<Element<'c>>,
}

impl<'c> Constraints<'c> {
    fn read(value: &'c [u8]) -> Option<Self> {
        let mut constraints = Self { permitted: Vec::new(), excluded: Vec::new() };
        for part in Element::only(value)?.tagged(asn1::SEQUENCE)?.children()? {
            let bases: Option<Vec<_>> =
                part.children()?.into_iter().map(|subtree| subtree.children()?.first().copied()).collect();
            match part.tag {
                0xA0 => constraints.permitted = bases?,
                0xA1 => constraints.excluded = bases?,
                _ => return None,
            }
        }
        Some(constraints)
    }

    fn allow(&self, certificate: &Certificate) -> bool {
        let mut all: Vec<(u8, Vec<u8>)> =
            certificate.alternative_names().iter().map(|name| (name.tag, name.content.to_vec())).collect();
        if !names::is_empty(certificate.subject_der()) {
            all.push((DIRECTORY, certificate.subject_der().to_vec()));
        }
        let addresses = names::values(certificate.subject_der(), &EMAIL_ADDRESS);
        all.extend(addresses.into_iter().map(|address| (EMAIL, address.into_bytes())));
        all.iter().all(|(form, name)| {
            let of_form = |bases: &[Element<'c>]| {
                let bases = bases.iter().filter(|base| base.tag == *form);
                bases.map(|base| within(*form, name, base.content)).collect::<Vec<_>>()
            };
            let permitted = of_form(&self.permitted);
            let excluded = of_form(&self.excluded);
            // `None` is a form that cannot be compared: refused by both lists.
            (permitted.is_empty() || permitted.contains(&Some(true)))
                && excluded.iter().all(|within| *within == Some(false))
        })
    }
}

fn within(form: u8, name: &[u8], base: &[u8]) -> Option<bool> {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_ascii_lowercase);
    match form {
        DIRECTORY => Some(names::is_within(name, base)),
        DNS => {
            let (name, base) = (text(name)?, text(base)?);
            let base = base.trim_start_matches('.');
            let rest = name.strip_suffix(base);
            Some(rest.is_some_and(|rest| base.is_empty() || rest.is_empty() || rest.ends_with('.')))
        }
        EMAIL => {
            let (name, base) = (text(name)?, text(base)?);
            let host = name.rsplit_once('@')?.1;
            Some(if base.contains('@') {
                name == base
            } else if base.starts_with('.') {
                host.ends_with(&base)
            } else {
                host == base
            })
        }
        _ => None,
    }
}

fn check_policies(path: &[&Certificate]) -> Result<(), ChainError> {
    let Some(leaf) = path.first() else { return Ok(()) };
    let refused = || ChainError::Policy { subject: leaf.subject() };
    let mut required = false;
    for (position, authority) in path.iter().enumerate().skip(1) {
        let Some((_, value)) = authority.extension(&oid::POLICY_CONSTRAINTS) else { continue };
        let parts = Element::only(value).and_then(Element::children).ok_or_else(refused)?;
        let Some(skip) = parts.iter().find(|part| part.tag == REQUIRE_EXPLICIT) else { continue };
        let skip = skip.content.iter().fold(0usize, |number, &digit| number.saturating_mul(256) + usize::from(digit));
        // What an authority issues to itself does not count; the end certificate always does (§6.1.4 (h), §6.1.5 (a)).
        let between = path[1..position].iter().filter(|certificate| !certificate.is_self_issued()).count();
        required |= skip <= between + 1;
    }
    // The end certificate itself may require one (§6.1.5 (b)).
    let own = leaf.extension(&oid::POLICY_CONSTRAINTS).and_then(|(_, value)| Element::only(value)?.children());
    required |= own.is_some_and(|parts| parts.iter().any(|part| part.tag == REQUIRE_EXPLICIT && part.content == [0]));
    if !required {
        return Ok(());
    }
    let any_counts = path.iter().all(|certificate| certificate.extension(&oid::INHIBIT_ANY_POLICY).is_none());
    let mappings_count = path.iter().all(|certificate| !has_part(certificate, INHIBIT_MAPPING));
    let mut common: Option<BTreeSet<ObjectIdentifier>> = None; // any policy
    for certificate in path[..path.len().saturating_sub(1)].iter().rev() {
        let policies = policies(certificate);
        if !(any_counts && policies.contains(&oid::ANY_POLICY)) {
            common = Some(match common {
                Some(common) => &common & &policies,
                None => policies,
            });
        }
        common = common.map(|common| mapped(common, &mappings(certificate), mappings_count));
    }
    if common.is_none_or(|common| !common.is_empty()) { Ok(()) } else { Err(refused()) }
}

/// Whether policyConstraints has the part with this tag.
fn has_part(certificate: &Certificate, tag: u8) -> bool {
    let constraints = certificate.extension(&oid::POLICY_CONSTRAINTS);
    let parts = constraints.and_then(|(_, value)| Element::only(value)?.children()).unwrap_or_default();
    parts.iter().any(|part| part.tag == tag)
}

fn policies(certificate: &Certificate) -> BTreeSet<ObjectIdentifier> {
    let policies = certificate.extension(&oid::CERTIFICATE_POLICIES);
    let policies = policies.and_then(|(_, value)| Element::only(value)?.children()).unwrap_or_default();
    policies.iter().filter_map(|policy| policy.children()?.first()?.oid()).collect()
}

/// Pairs of a policy of the issuer and the subject's that is as good.
fn mappings(certificate: &Certificate) -> Vec<(ObjectIdentifier, ObjectIdentifier)> {
    let mappings = certificate.extension(&oid::POLICY_MAPPINGS);
    let mappings = mappings.and_then(|(_, value)| Element::only(value)?.children()).unwrap_or_default();
    mappings
        .iter()
        .filter_map(|pair| Some((pair.children()?.first()?.oid()?, pair.children()?.get(1)?.oid()?)))
        .collect()
}

/// What stands for the policies below a certificate that maps them. Where mapping is inhibited, a mapped policy is lost.
fn mapped(
    common: BTreeSet<ObjectIdentifier>,
    mappings: &[(ObjectIdentifier, ObjectIdentifier)],
    mappings_count: bool,
) -> BTreeSet<ObjectIdentifier> {
    let is_mapped = |policy: &ObjectIdentifier| mappings.iter().any(|(from, _)| from == policy);
    let (lost, mut kept): (BTreeSet<_>, BTreeSet<_>) = common.into_iter().partition(is_mapped);
    if mappings_count {
        kept.extend(mappings.iter().filter(|(from, _)| lost.contains(from)).map(|(_, to)| *to));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mapped_policies() {
        let [a, b, c] = ["1.2.1", "1.2.2", "1.2.3"].map(ObjectIdentifier::new_unwrap);
        let set = |policies: &[ObjectIdentifier]| policies.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(mapped(set(&[a, b]), &[(a, a), (a, c)], true), set(&[a, b, c]));
        assert_eq!(mapped(set(&[a, b]), &[(a, c)], true), set(&[b, c]));
        assert_eq!(mapped(set(&[a, b]), &[(a, c)], false), set(&[b]));
    }

    #[test]
    fn names_in_subtrees() {
        let dns = |name: &str, base: &str| within(DNS, name.as_bytes(), base.as_bytes()).unwrap();
        assert!(dns("a.example.jp", "example.jp") && dns("Example.jp", "example.jp") && dns("a.b", ""));
        assert!(!dns("badexample.jp", "example.jp") && !dns("example.com", "example.jp"));
        let mail = |name: &str, base: &str| within(EMAIL, name.as_bytes(), base.as_bytes());
        assert_eq!(mail("a@example.jp", "example.jp"), Some(true));
        assert_eq!(mail("a@x.example.jp", "example.jp"), Some(false));
        assert_eq!(mail("a@x.example.jp", ".example.jp"), Some(true));
        assert_eq!(mail("A@example.jp", "a@example.jp"), Some(true));
        assert_eq!(mail("no address", "example.jp"), None);
        assert_eq!(within(0x86, b"http://x", b"x"), None);
    }
}
