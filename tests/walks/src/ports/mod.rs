//! The ports of both functions in memory. They note every call, so that it is known what an answer has cost, and behave wrongly
//! where a walk has a fault.

mod envelopes;
mod organisations;
mod rest;

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use api::TokenIssuers;
use domain::digest::Digest;
use domain::ports::{AddressBooks, Randomness, Registry};
use fakes::{
    CountingNumbers, MemoryAnswers, MemoryEnvelopes, MemoryFactors, MemoryLinks, MemoryOidc, MemoryOrganisations,
    MemorySealLog, MemoryUploadProgress, PresignedDocuments, issuers,
};
use jiff::Timestamp;

use crate::chance::Chance;
use crate::faults::Faults;

/// When a walk begins.
pub(crate) const BEGIN: &str = "2026-11-22T09:00:00Z";

/// Everything that is stored, and what was asked of it.
#[derive(Debug)]
pub(crate) struct Ports {
    pub(crate) faults: Faults,
    pub(crate) envelopes: Arc<MemoryEnvelopes>,
    pub(crate) organisations: MemoryOrganisations,
    pub(crate) documents: PresignedDocuments,
    answers: Arc<MemoryAnswers>,
    links: MemoryLinks,
    numbers: CountingNumbers,
    progress: MemoryUploadProgress,
    factors: MemoryFactors,
    seal_uses: MemorySealLog,
    oidc: Arc<MemoryOidc>,
    chance: Chance,
    seconds: AtomicI64,
    calls: Mutex<Vec<&'static str>>,
}

impl Ports {
    pub(crate) fn new(seed: u64, faults: Faults) -> Self {
        let answers = Arc::<MemoryAnswers>::default();
        Self {
            faults,
            envelopes: Arc::new(MemoryEnvelopes::answering(answers.clone())),
            organisations: MemoryOrganisations::answering(answers.clone()),
            documents: PresignedDocuments::default(),
            answers,
            links: MemoryLinks::default(),
            numbers: CountingNumbers::default(),
            progress: MemoryUploadProgress::default(),
            factors: MemoryFactors::default(),
            seal_uses: MemorySealLog::default(),
            oidc: Arc::default(),
            chance: Chance::of(seed),
            seconds: AtomicI64::new(0),
            calls: Mutex::default(),
        }
    }

    /// Moves the clock on, by so much that an invitation may be sent again on the way, and that no session ends by itself.
    pub(crate) fn wait(&self) {
        self.seconds.fetch_add(6, Ordering::Relaxed);
    }

    pub(crate) fn time(&self) -> Timestamp {
        let begin: Timestamp = BEGIN.parse().unwrap();
        Timestamp::from_second(begin.as_second() + self.seconds.load(Ordering::Relaxed)).unwrap()
    }

    /// Random bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let randomness: &dyn Randomness = self;
        randomness.bytes()
    }

    fn note(&self, call: &'static str) {
        self.calls.lock().unwrap().push(call);
    }

    /// The calls since this was asked last, in their order.
    pub(crate) fn take_calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }

    /// A digest of everything that is stored but for the reservations of idempotency keys, which a refused request leaves to whoever
    /// sent it.
    pub(crate) fn snapshot(&self) -> Digest {
        let mut text = self.envelopes.dump() + &self.organisations.dump();
        write!(text, "{:?}{:?}{:?}{:?}", self.documents.stored(), self.links, self.progress, self.factors).unwrap();
        Digest::of(text.as_bytes())
    }

    pub(crate) fn registry(self: &Arc<Self>) -> Registry {
        Registry {
            organisations: self.clone(),
            people: self.clone(),
            keys: self.clone(),
            directories: self.clone(),
            certificates: self.clone(),
            clock: self.clone(),
        }
    }

    fn authentication(self: &Arc<Self>) -> api::Authentication {
        let issuers: TokenIssuers = issuers(self.oidc.clone());
        api::Authentication {
            api_keys: self.clone(),
            issuers,
            organisations: self.clone(),
            people: self.clone(),
            sessions: self.clone(),
            folders: self.clone(),
            listed_keys: self.clone(),
            call_counts: self.clone(),
            call_limit: domain::authorisation::CallLimit::default(),
            key_use: Arc::default(),
            clock: self.clone(),
        }
    }

    pub(crate) fn create_envelope(self: &Arc<Self>) -> create_envelope::Dependencies {
        create_envelope::Dependencies {
            envelopes: self.clone(),
            list: self.clone(),
            links: self.clone(),
            link_rules: self.clone(),
            numbers: self.clone(),
            documents: self.clone(),
            progress: self.clone(),
            authentication: self.authentication(),
            answers: self.clone(),
            quota: self.clone(),
            certificates: self.clone(),
            factors: self.clone(),
            clock: self.clone(),
            randomness: self.clone(),
            site: Arc::default(),
        }
    }

    pub(crate) fn manage_organisation(self: &Arc<Self>) -> manage_organisation::Dependencies {
        manage_organisation::Dependencies {
            authentication: self.authentication(),
            registry: self.registry(),
            list: self.clone(),
            seal_uses: self.clone(),
            books: AddressBooks { contacts: self.clone(), registry: self.registry() },
            answers: self.clone(),
            randomness: self.clone(),
            site: Arc::default(),
        }
    }
}
