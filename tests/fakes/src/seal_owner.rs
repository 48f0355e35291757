//! An organisation with a registered seal, and a person of it who may sign: kept and changed as the API does.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ids::PersonId;
use domain::language::Language;
use domain::organisation::{Actor, Change, OidcIdentity, Organisation, Profile};
use domain::ports::{About, Registry, SealingCertificate};
use domain::registered_seal::RegisteredSeal;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{MemoryOrganisations, StoppedClock, city};

/// The city, whose seal one of its people may sign with.
pub struct SealOwner {
    /// Where it is kept.
    pub organisations: Arc<MemoryOrganisations>,
    registry: Registry,
    person: PersonId,
}

impl SealOwner {
    /// With this certificate, which names the address of somebody who has signed in.
    pub async fn new(certificate: &SealingCertificate, email: &str, now: &str) -> Self {
        let (organisations, clock) = (Arc::<MemoryOrganisations>::default(), Arc::new(StoppedClock::at(now)));
        organisations.put_certificate(Some(&city().organisation), Some(certificate));
        let registry = Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates: organisations.clone(),
            clock,
        };
        let person = PersonId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
        let owner = Self { organisations, registry, person };
        let at: Timestamp = now.parse().unwrap();
        let row = Organisation::new(city().organisation, city().organisation_name, at);
        owner.change(Change::AddOrganisation(Box::new(row))).await;
        let (roles, groups) = (BTreeSet::new(), BTreeSet::new());
        let (name, email) = ("佐藤 花子".to_owned(), email.parse().unwrap());
        let profile = Profile { name, email, language: Language::Ja, roles, groups };
        let by_entry = owner.change(Change::Invite { id: person, profile }).await;
        let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: "sato".to_owned() };
        owner.change(Change::AcceptInvitation { by_entry, identity }).await;
        owner
    }

    /// The person does not come in any more.
    pub async fn deactivate(&self) {
        self.change(Change::Deactivate).await;
    }

    /// The person comes in again.
    pub async fn reactivate(&self) {
        self.change(Change::Reactivate).await;
    }

    /// Who may sign is this person alone, as the operator says.
    pub async fn name_again(&self) {
        let email =
            self.registry.people.person(&city().organisation, self.person).await.unwrap().unwrap().profile.email;
        self.change(Change::SetSealPersons { seal: RegisteredSeal::of(city().organisation), persons: vec![email] })
            .await;
    }

    /// The number of the entry that records it.
    async fn change(&self, change: Change) -> u64 {
        let about = About { person: Some(self.person), ..About::default() };
        let next = |_: &_, _: &_| Ok(change.clone());
        let made = self.registry.change(&city().organisation, &about, &Actor::Operator, None, next).await;
        made.unwrap().entry.sequence
    }
}
