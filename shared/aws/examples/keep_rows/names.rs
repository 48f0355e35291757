//! Who and what the rows are about.

use domain::authorisation::{KeyTerms, Scope};
use domain::ids::{KeyId, OrganisationId, PersonId};
use uuid::Uuid;

pub fn bound_terms() -> KeyTerms {
    let ranges = ["203.0.113.0/24", "2001:db8::/32"].map(|range| range.parse().unwrap());
    KeyTerms {
        label: "会計システム".to_owned(),
        scopes: [Scope::EnvelopesRead, Scope::EnvelopesWrite].into(),
        expires_at: Some("2027-11-28T00:00:00Z".parse().unwrap()),
        addresses: ranges.into(),
    }
}

pub fn organisation(name: &str) -> OrganisationId {
    name.to_owned().try_into().unwrap()
}

pub fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

pub fn key(number: u128) -> KeyId {
    KeyId::new(Uuid::from_u128(number))
}
