//! Which ends of certificates are announced, and to whom.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::authorisation::Role;
use domain::digest::Digest;
use domain::ids::{OrganisationId, PersonId};
use domain::job::Job;
use domain::language::Language;
use domain::organisation::{Actor, Change, OidcIdentity, Organisation, Profile};
use domain::ports::{About, Jobs, PortError, Registry};
use domain::registered_seal::RegisteredSeal;
use domain::seal_expiry::ExpiryNotice;
use expire_envelopes::certificates::{AnnounceError, Dependencies, handle};
use fakes::{MemoryOrganisations, StoppedClock, certificate, readable_certificate};
use uuid::Uuid;

const DAY_OF_30: &str = "2099-12-05T00:00:00Z";

/// Where jobs lie. The first so many are not taken.
#[derive(Default)]
struct Queue {
    taken: Mutex<Vec<Job>>,
    failures: Mutex<usize>,
}

#[async_trait]
impl Jobs for Queue {
    async fn enqueue(&self, job: &Job) -> Result<(), PortError> {
        let mut failures = self.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            return Err(PortError::new("send the job to its queue", "it is not there"));
        }
        self.taken.lock().unwrap().push(job.clone());
        Ok(())
    }
}

struct World {
    organisations: Arc<MemoryOrganisations>,
    queue: Arc<Queue>,
    clock: Arc<StoppedClock>,
}

fn organisation(id: &str) -> OrganisationId {
    id.to_owned().try_into().unwrap()
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

impl World {
    fn new() -> Self {
        let clock = Arc::new(StoppedClock::at("2099-01-01T00:00:00Z"));
        Self { organisations: Arc::default(), queue: Arc::default(), clock }
    }

    async fn change(&self, id: &OrganisationId, about: &About, change: Change) -> u64 {
        let all = &self.organisations;
        let registry = Registry {
            organisations: all.clone(),
            people: all.clone(),
            keys: all.clone(),
            directories: all.clone(),
            certificates: all.clone(),
            clock: self.clock.clone(),
        };
        let next = |_: &_, _: &_| Ok(change.clone());
        registry.change(id, about, &Actor::Operator, None, next).await.unwrap().entry.sequence
    }

    /// An organisation with a seal and one person of this role, who has signed in.
    async fn has_a_seal(&self, id: &str, number: u128, role: Role) {
        let id = organisation(id);
        let row = Organisation::new(id.clone(), "滝川市".to_owned(), "2099-01-01T00:00:00Z".parse().unwrap());
        self.change(&id, &About::default(), Change::AddOrganisation(Box::new(row))).await;
        self.organisations.put_certificate(Some(&id), Some(&readable_certificate(&[], &[])));
        let profile = Profile {
            name: "佐藤 花子".to_owned(),
            email: format!("person{number}@city.example").parse().unwrap(),
            language: Language::Ja,
            roles: [role].into(),
            groups: BTreeSet::new(),
        };
        let about = About { person: Some(person(number)), ..About::default() };
        let by_entry = self.change(&id, &about, Change::Invite { id: person(number), profile }).await;
        let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: number.to_string() };
        self.change(&id, &about, Change::AcceptInvitation { by_entry, identity }).await;
    }

    async fn run(&self, now: &str) -> Result<Vec<Job>, AnnounceError> {
        self.clock.set(now);
        let dependencies = Dependencies {
            certificates: self.organisations.clone(),
            directories: self.organisations.clone(),
            jobs: self.queue.clone(),
            clock: self.clock.clone(),
        };
        handle(&dependencies).await?;
        Ok(std::mem::take(&mut self.queue.taken.lock().unwrap()))
    }
}

#[tokio::test]
async fn administrators_are_told_of_the_end_of_their_own_seal_and_nobody_else_is() {
    let w = World::new();
    w.has_a_seal("takikawa", 1, Role::Administrator).await;
    w.has_a_seal("sorachi", 2, Role::Administrator).await;
    w.has_a_seal("fukagawa", 3, Role::Sender).await;
    w.organisations.put_certificate(None, Some(&readable_certificate(&[], &[])));
    let chain = readable_certificate(&[], &[]).chain_pem;
    let job = |id: &str, number, notice| Job::AnnounceSealExpiry {
        organisation: organisation(id),
        seal: None,
        person: person(number),
        certificate: Digest::of(chain.as_bytes()),
        subject: "CN=Second Signer,O=Example Construction,C=JP".to_owned(),
        valid_until: "2099-12-31T23:59:59Z".parse().unwrap(),
        notice,
    };
    assert_eq!(w.run("2099-10-02T00:00:00Z").await.unwrap(), []);
    for (now, notice) in [
        ("2099-10-03T00:00:00Z", ExpiryNotice::Within90Days),
        (DAY_OF_30, ExpiryNotice::Within30Days),
        ("2099-12-25T00:00:00Z", ExpiryNotice::Within7Days),
        ("2100-01-01T00:00:00Z", ExpiryNotice::Ended),
    ] {
        let mut told = w.run(now).await.unwrap();
        told.sort_by_key(|job| format!("{job:?}"));
        assert_eq!(told, [job("sorachi", 2, notice), job("takikawa", 1, notice)], "{now}");
    }
    assert_eq!(w.run("2100-03-01T00:00:00Z").await.unwrap(), [], "it was told for a month");
}

#[tokio::test]
async fn a_certificate_that_was_taken_away_is_not_announced() {
    let w = World::new();
    w.has_a_seal("takikawa", 1, Role::Administrator).await;
    w.organisations.put_certificate(Some(&organisation("takikawa")), None);
    assert_eq!(w.run(DAY_OF_30).await.unwrap(), []);
}

#[tokio::test]
async fn what_fails_keeps_nothing_else_back_and_is_tried_by_the_next_run() {
    let w = World::new();
    w.has_a_seal("takikawa", 1, Role::Administrator).await;
    w.has_a_seal("sorachi", 2, Role::Administrator).await;
    w.organisations.put_certificate(Some(&organisation("ashibetsu")), Some(&certificate(&[], &[])));
    *w.queue.failures.lock().unwrap() = 1;
    let error = w.run(DAY_OF_30).await.unwrap_err();
    assert!(matches!(error, AnnounceError::Some { failed: 2, all: 3 }), "the queue, and no certificate: {error:?}");
    assert_eq!(std::mem::take(&mut *w.queue.taken.lock().unwrap()).len(), 1);
    // Each run asks for all: who was told already the log of mails knows.
    w.organisations.put_certificate(Some(&organisation("ashibetsu")), None);
    assert_eq!(w.run(DAY_OF_30).await.unwrap().len(), 2);
}

#[tokio::test]
async fn each_seal_of_an_organisation_is_announced_by_its_identifier() {
    let w = World::new();
    w.has_a_seal("takikawa", 1, Role::Administrator).await;
    let water = RegisteredSeal::new(organisation("takikawa"), Some("water".to_owned().try_into().unwrap()));
    w.organisations.put_seal(&water, Some(&readable_certificate(&[], &[])));
    let told = w.run(DAY_OF_30).await.unwrap();
    let seals: Vec<_> = told
        .iter()
        .map(|job| match job {
            Job::AnnounceSealExpiry { seal, .. } => seal.as_ref().map(ToString::to_string),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(seals.len(), 2, "{told:?}");
    assert!(seals.contains(&None) && seals.contains(&Some("water".to_owned())), "{seals:?}");
}
