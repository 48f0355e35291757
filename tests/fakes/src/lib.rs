//! In-memory ports for the tests of functions. They panic where a test went wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, clippy::panic)]

mod answers;
mod captured_log;
mod certificates;
mod contacts;
mod envelopes;
mod factors;
mod mail_log;
mod oidc;
mod organisations;
mod seal_log;
mod seal_owner;
mod story;
mod texts;
mod unreadable;
mod upload_progress;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws::stored::Row;
use domain::authorisation::{CallLimit, KeyTerms};
use domain::digest::Digest;
use domain::document;
use domain::document::ObjectKey;
use domain::envelope::Sender;
use domain::ids::{EnvelopeId, EnvelopeNumber, ManagementNumber, OrganisationId};
use domain::link::AccessLink;
use domain::organisation::{IdentityProvider, SecondFactorProof};
use domain::policy::Policy;
use domain::ports::{
    Account, ApiKeys, Clock, Disposition, DocumentRemoval, Documents, IdempotentAnswers, IdempotentRequest, Links,
    MailError, Mailer, Numbers, OutgoingMail, PortError, PresignedUpload, Randomness, Reservation, RetentionLock,
    TemporaryUpload, TemporaryUploads, TrustAnchors,
};
use jiff::Timestamp;

pub use answers::MemoryAnswers;
pub use captured_log::CapturedLog;
pub use certificates::{MemoryCertificates, MemoryKnownSeals, certificate, readable_certificate};
pub use envelopes::MemoryEnvelopes;
pub use factors::MemoryFactors;
pub use mail_log::MemoryMailLog;
pub use oidc::MemoryOidc;
pub use organisations::MemoryOrganisations;
pub use seal_log::MemorySealLog;
pub use seal_owner::SealOwner;
pub use story::{Story, city, copy, session, signer, viewer};
pub use texts::MemoryTexts;
pub use unreadable::BetweenUnreadable;
pub use upload_progress::MemoryUploadProgress;

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct StoppedClock(Mutex<Timestamp>);

impl StoppedClock {
    /// Stands at this moment (RFC 3339).
    pub fn at(time: &str) -> Self {
        Self(Mutex::new(time.parse().unwrap()))
    }

    /// Moves to this moment.
    pub fn set(&self, time: &str) {
        *self.0.lock().unwrap() = time.parse().unwrap();
    }
}

#[async_trait]
impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    /// Takes no time.
    async fn pause(&self, _: std::time::Duration) {}
}

/// Fills with 1, then with 2, and so on: predictable and never the same.
#[derive(Debug, Default)]
pub struct CountingRandomness(AtomicU8);

impl Randomness for CountingRandomness {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(self.0.fetch_add(1, Ordering::Relaxed) + 1);
    }
}

/// Access links, as the table's JSON.
#[derive(Debug, Default)]
pub struct MemoryLinks(Mutex<HashMap<Digest, String>>);

impl MemoryLinks {
    /// Every link that was stored.
    pub fn all(&self) -> Vec<AccessLink> {
        let mut all: Vec<_> = self.0.lock().unwrap().values().map(|row| AccessLink::from_row(row).unwrap()).collect();
        all.sort_by_key(|link| (link.addressee, link.digest));
        all
    }

    /// Stores a link.
    pub fn put(&self, link: &AccessLink) {
        self.0.lock().unwrap().insert(link.digest, link.to_row().unwrap());
    }
}

#[async_trait]
impl Links for MemoryLinks {
    async fn find(&self, token: Digest) -> Result<Option<AccessLink>, PortError> {
        Ok(self.0.lock().unwrap().get(&token).map(|row| AccessLink::from_row(row).unwrap()))
    }

    async fn store(&self, link: &AccessLink) -> Result<(), PortError> {
        match self.0.lock().unwrap().entry(link.digest) {
            Entry::Occupied(_) => Err(PortError::new("store the link", "there is one with this token")),
            Entry::Vacant(place) => {
                place.insert(link.to_row().unwrap());
                Ok(())
            }
        }
    }
}

/// A document store that makes URLs, and keeps what is stored.
#[derive(Debug, Default)]
pub struct PresignedDocuments {
    presigned: AtomicUsize,
    stored: Mutex<BTreeMap<ObjectKey, Vec<u8>>>,
    locks: Mutex<BTreeMap<ObjectKey, Timestamp>>,
    may_not_list: AtomicBool,
}

impl PresignedDocuments {
    /// How many URLs were made.
    pub fn presigned(&self) -> usize {
        self.presigned.load(Ordering::Relaxed)
    }

    /// From now on it is as S3 is to a function that may not list the bucket: what is not there is forbidden.
    pub fn forbid_listing(&self) {
        self.may_not_list.store(true, Ordering::Relaxed);
    }

    /// Stores bytes under a key.
    pub fn keep(&self, key: ObjectKey, bytes: Vec<u8>) {
        self.stored.lock().unwrap().insert(key, bytes);
    }

    /// Loses what is under a key.
    pub fn take(&self, key: &ObjectKey) {
        self.stored.lock().unwrap().remove(key);
    }

    /// Forgets a lock: as if the bytes had been stored anew.
    pub fn forget_lock(&self, key: &ObjectKey) {
        self.locks.lock().unwrap().remove(key);
    }

    /// The bytes under a key.
    pub fn file(&self, key: &ObjectKey) -> Option<Vec<u8>> {
        self.stored.lock().unwrap().get(key).cloned()
    }

    /// Looks at two files side by side; nothing where one of them is missing.
    pub fn with_files<T>(&self, one: &ObjectKey, other: &ObjectKey, look: impl Fn(&[u8], &[u8]) -> T) -> Option<T> {
        let stored = self.stored.lock().unwrap();
        stored.get(one).zip(stored.get(other)).map(|(one, other)| look(one, other))
    }

    /// What was stored.
    pub fn stored(&self) -> BTreeMap<ObjectKey, Vec<u8>> {
        self.stored.lock().unwrap().clone()
    }
}

#[async_trait]
impl Documents for PresignedDocuments {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        match self.file(key) {
            None if self.may_not_list.load(Ordering::Relaxed) => {
                Err(PortError::new("read the document", "AccessDenied"))
            }
            found => Ok(found),
        }
    }

    async fn get_unrecorded(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.file(key))
    }

    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError> {
        Ok(self.stored.lock().unwrap().get(key).map(|bytes| bytes.len() as u64))
    }

    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError> {
        self.keep(key.clone(), bytes);
        Ok(())
    }

    async fn copy(&self, from: &ObjectKey, to: &ObjectKey) -> Result<bool, PortError> {
        let file = self.file(from);
        let is_there = file.is_some();
        file.into_iter().for_each(|bytes| self.keep(to.clone(), bytes));
        Ok(is_there)
    }

    async fn presign_upload(&self, key: &ObjectKey, _: Digest, _: u64) -> Result<PresignedUpload, PortError> {
        let url = format!("https://bucket.example/{}", key.0);
        Ok(PresignedUpload {
            method: "PUT".into(),
            url,
            headers: BTreeMap::new(),
            lifetime: std::time::Duration::from_hours(1),
        })
    }

    async fn presign_view(&self, key: &ObjectKey, name: &str, disposition: Disposition) -> Result<String, PortError> {
        self.presigned.fetch_add(1, Ordering::Relaxed);
        let name: String = name.bytes().map(|b| format!("%{b:02X}")).collect();
        Ok(format!("https://bucket.example/{}?{disposition:?}={name}", key.0))
    }
}

#[async_trait]
impl RetentionLock for PresignedDocuments {
    async fn retain(&self, key: &ObjectKey, until: Timestamp) -> Result<(), PortError> {
        if !self.stored.lock().unwrap().contains_key(key) {
            return Err(PortError::new("lock the document", "there is none"));
        }
        let mut locks = self.locks.lock().unwrap();
        let lock = locks.entry(key.clone()).or_insert(until);
        *lock = until.max(*lock);
        Ok(())
    }

    async fn locked_until(&self, key: &ObjectKey) -> Result<Option<Timestamp>, PortError> {
        let is_there = self.stored.lock().unwrap().contains_key(key);
        Ok(self.locks.lock().unwrap().get(key).copied().filter(|_| is_there))
    }
}

/// What is removed is gone at once, locked or not: as whoever asks for it in the store sees it.
#[async_trait]
impl DocumentRemoval for PresignedDocuments {
    async fn objects(&self, envelope: EnvelopeId) -> Result<Vec<ObjectKey>, PortError> {
        let folder = document::folder(envelope);
        Ok(self.stored.lock().unwrap().keys().filter(|key| key.0.starts_with(&folder)).cloned().collect())
    }

    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError> {
        self.stored.lock().unwrap().remove(key);
        Ok(())
    }
}

/// A mail service that keeps what it takes.
#[derive(Default)]
pub struct MemoryMailer {
    taken: Mutex<Vec<OutgoingMail>>,
    refused: Mutex<HashSet<String>>,
    failures: AtomicUsize,
    silences: AtomicUsize,
    tries: AtomicUsize,
}

impl MemoryMailer {
    /// The mails taken so far.
    pub fn taken(&self) -> Vec<OutgoingMail> {
        self.taken.lock().unwrap().clone()
    }

    /// The mails taken after so many.
    pub fn taken_since(&self, count: usize) -> Vec<OutgoingMail> {
        self.taken.lock().unwrap().get(count..).unwrap_or_default().to_vec()
    }

    /// How many mails were taken.
    pub fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }

    /// How often a mail was handed in.
    pub fn tries(&self) -> usize {
        self.tries.load(Ordering::Relaxed)
    }

    /// Refuses this address for good.
    pub fn refuse(&self, address: &str) {
        self.refused.lock().unwrap().insert(address.to_owned());
    }

    /// Answers so many tries that it takes nothing now.
    pub fn fail(&self, times: usize) {
        self.failures.store(times, Ordering::Relaxed);
    }

    /// Does not answer so many tries.
    pub fn be_silent(&self, times: usize) {
        self.silences.store(times, Ordering::Relaxed);
    }
}

#[async_trait]
impl Mailer for MemoryMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<String, MailError> {
        let number = self.tries.fetch_add(1, Ordering::Relaxed) + 1;
        let is_one_of = |left: &AtomicUsize| {
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
        };
        if is_one_of(&self.failures) {
            return Err(MailError::NotTaken(PortError::new("send mail", "the mail service is down")));
        }
        if is_one_of(&self.silences) {
            return Err(PortError::new("send mail", "no answer").into());
        }
        if self.refused.lock().unwrap().contains(mail.to.as_str()) {
            return Err(MailError::Refused("address suppressed".into()));
        }
        self.taken.lock().unwrap().push(mail.clone());
        Ok(format!("message-{number}"))
    }
}

/// Numbers from 1, of each organisation by itself.
#[derive(Debug, Default)]
pub struct CountingNumbers(Mutex<BTreeMap<(&'static str, OrganisationId), u64>>);

impl CountingNumbers {
    fn count(&self, what: &'static str, organisation: &OrganisationId, by: u64) -> u64 {
        let mut counters = self.0.lock().unwrap();
        let counter = counters.entry((what, organisation.clone())).or_default();
        *counter += by;
        *counter
    }
}

#[async_trait]
impl Numbers for CountingNumbers {
    async fn next_envelope(&self, organisation: &OrganisationId) -> Result<EnvelopeNumber, PortError> {
        Ok(EnvelopeNumber::of_count(self.count("envelope", organisation, 1)))
    }

    async fn next_management(&self, organisation: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError> {
        Ok(ManagementNumber(self.count("document", organisation, count) - count + 1))
    }
}

/// One sender who may use the API, by one key.
#[derive(Debug)]
pub struct OneSender {
    /// The sender.
    pub sender: Sender,
    /// The key.
    pub key: String,
    /// What the key is good for.
    pub terms: KeyTerms,
    /// What the organisation demands.
    pub policy: Policy,
    /// Whether the organisation must have a row.
    pub has_organisation: bool,
}

impl OneSender {
    /// A sender whose key is good for everything, of an organisation that demands nothing.
    pub fn new(sender: Sender, key: &str) -> Self {
        Self {
            sender,
            key: key.to_owned(),
            terms: KeyTerms::for_envelopes(),
            policy: Policy::default(),
            has_organisation: false,
        }
    }
}

#[async_trait]
impl ApiKeys for OneSender {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        let account = Account {
            sender: self.sender.clone(),
            terms: self.terms.clone(),
            policy: self.policy.clone(),
            id: None,
            generation: 0,
            has_organisation: self.has_organisation,
        };
        let row = || Account::from_row(&account.to_row().unwrap()).unwrap();
        Ok((key == Digest::of(self.key.as_bytes())).then(row))
    }
}

/// Runs every request: no key is remembered.
#[derive(Debug, Default)]
pub struct ForgetfulAnswers;

#[async_trait]
impl IdempotentAnswers for ForgetfulAnswers {
    async fn reserve(&self, request: &IdempotentRequest, _: Timestamp) -> Result<Reservation, PortError> {
        Ok(Reservation::Run { id: request.id })
    }

    async fn release(&self, _: &IdempotentRequest) -> Result<(), PortError> {
        Ok(())
    }
}

/// TemporaryUploads in memory: whoever has a key may put anything there.
#[derive(Debug, Default)]
pub struct MemoryTemporaryUploads(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemoryTemporaryUploads {
    /// Leaves bytes where a presigned URL leads.
    pub fn put(&self, url: &str, bytes: Vec<u8>) {
        let key = url.strip_prefix("https://uploads.example/").unwrap();
        self.0.lock().unwrap().insert(key.to_owned(), bytes);
    }

    /// The keys of what is there.
    pub fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }
}

#[async_trait]
impl TemporaryUploads for MemoryTemporaryUploads {
    async fn address(&self) -> Result<String, PortError> {
        Ok("https://uploads.example/anything".into())
    }

    async fn presign(&self, key: &ObjectKey, _: Digest, size: u64) -> Result<PresignedUpload, PortError> {
        Ok(PresignedUpload {
            method: "PUT".into(),
            url: format!("https://uploads.example/{}", key.0),
            headers: BTreeMap::from([("content-length".to_owned(), size.to_string())]),
            lifetime: std::time::Duration::from_mins(15),
        })
    }

    async fn get(&self, key: &ObjectKey, most: u64) -> Result<TemporaryUpload, PortError> {
        Ok(match self.0.lock().unwrap().get(&key.0) {
            None => TemporaryUpload::Missing,
            Some(bytes) if bytes.len() as u64 > most => TemporaryUpload::TooLarge,
            Some(bytes) => TemporaryUpload::Bytes(bytes.clone()),
        })
    }

    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError> {
        self.0.lock().unwrap().remove(&key.0);
        Ok(())
    }
}

/// Trust anchors that are what they are.
#[derive(Debug, Default)]
pub struct FixedAnchors(pub Vec<String>);

#[async_trait]
impl TrustAnchors for FixedAnchors {
    async fn list(&self) -> Result<Vec<String>, PortError> {
        Ok(self.0.clone())
    }
}

/// The provider of organisations that have none of their own.
pub fn stack_provider() -> IdentityProvider {
    let (issuer, client_id) = ("https://id.example".to_owned(), "keiin-client".to_owned());
    IdentityProvider { issuer, client_id, second_factor: SecondFactorProof::Claimed }
}

/// Whose tokens are taken, by what is known of providers here.
pub fn issuers(known: Arc<MemoryOidc>) -> api::TokenIssuers {
    api::TokenIssuers { known, stack: stack_provider() }
}

/// By what callers are known: these keys and organisations, at this moment.
pub fn authentication(
    api_keys: Arc<dyn ApiKeys>,
    organisations: Arc<MemoryOrganisations>,
    clock: Arc<dyn Clock>,
) -> api::Authentication {
    api::Authentication {
        api_keys,
        issuers: issuers(Arc::<MemoryOidc>::default()),
        organisations: organisations.clone(),
        people: organisations.clone(),
        sessions: organisations.clone(),
        folders: organisations.clone(),
        listed_keys: organisations.clone(),
        call_counts: organisations,
        call_limit: CallLimit::default(),
        key_use: Arc::default(),
        clock,
    }
}
