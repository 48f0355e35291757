//! In-memory ports for the tests of functions. They panic where a test went wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, clippy::panic)]

mod certificates;
mod factors;
mod mail_log;
mod seal_log;
mod story;
mod texts;
mod unreadable;
mod upload_progress;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use async_trait::async_trait;
use aws::stored::{Row, size};
use domain::command::{Command, Decision, Refusal};
use domain::deadline;
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::draft::Policy;
use domain::envelope::{Envelope, Sender};
use domain::evidence::{Event, EventKind};
use domain::ids::{EnvelopeId, EnvelopeNumber, ManagementNumber, OrganisationId};
use domain::link::AccessLink;
use domain::ports::{
    Account, Agenda, ApiKeys, Clock, CommitError, Disposition, Documents, Due, DueKind, EnvelopeList, Envelopes,
    IdempotentAnswers, IdempotentRequest, Links, ListPage, ListQuery, MailError, Mailer, Numbers, OutgoingMail,
    PortError, PresignedUpload, Randomness, Reservation, StoredAnswer, TemporaryUpload, TemporaryUploads, TrustAnchors,
};
use domain::summary::EnvelopeSummary;
use jiff::Timestamp;

pub use certificates::{MemoryCertificates, certificate};
pub use factors::MemoryFactors;
pub use mail_log::MemoryMailLog;
pub use seal_log::MemorySealLog;
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

/// Envelopes and their evidence, as the table's JSON.
#[derive(Debug, Default)]
pub struct MemoryEnvelopes(Mutex<HashMap<EnvelopeId, Rows>>, AtomicUsize);

#[derive(Debug)]
struct Rows {
    envelope: String,
    events: Vec<String>,
    agenda: Agenda,
}

impl Rows {
    fn envelope(&self) -> Envelope {
        Envelope::from_row(&self.envelope).unwrap()
    }
}

impl MemoryEnvelopes {
    /// Stores a decision.
    pub fn put(&self, decision: &Decision) {
        Self::write(&mut self.0.lock().unwrap(), decision);
    }

    fn write(all: &mut HashMap<EnvelopeId, Rows>, decision: &Decision) {
        let envelope = &decision.envelope;
        let at = decision.events.last().map_or(envelope.created_at, |event| event.at);
        let new = || Rows { envelope: String::new(), events: Vec::new(), agenda: Agenda::of(envelope, at) };
        let rows = all.entry(envelope.id).or_insert_with(new);
        rows.envelope = envelope.to_row().unwrap();
        rows.agenda = whole_seconds(Agenda::of(envelope, at));
        assert_eq!(rows.envelope(), decision.envelope, "what is stored comes back");
        rows.events.extend(decision.events.iter().map(|e| e.to_json().unwrap()));
    }

    /// Applies a command and stores what it comes to.
    pub fn apply(&self, id: EnvelopeId, command: Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        let decision = self.envelope(id).apply(command, now)?;
        self.put(&decision);
        Ok(decision.events)
    }

    /// The envelope as it stands.
    pub fn envelope(&self, id: EnvelopeId) -> Envelope {
        self.0.lock().unwrap()[&id].envelope()
    }

    /// Every envelope, by its identifier.
    pub fn all(&self) -> Vec<Envelope> {
        let mut all: Vec<_> = self.0.lock().unwrap().values().map(Rows::envelope).collect();
        all.sort_by_key(|envelope| envelope.id);
        all
    }

    /// When the schedule has to look at which envelope, the longest due first: as the table's indexes have it.
    pub fn looks(&self) -> Vec<Due> {
        let all = self.0.lock().unwrap();
        let entries = |(id, rows): (&EnvelopeId, &Rows)| {
            let Agenda { date, work } = rows.agenda;
            let due = |kind, at: Option<Timestamp>| at.map(|at| Due { envelope: *id, kind, at });
            [due(DueKind::Date, date), due(DueKind::Work, work)]
        };
        let mut looks: Vec<_> = all.iter().flat_map(entries).flatten().collect();
        looks.sort_unstable_by_key(|due| (due.at, due.envelope));
        looks
    }

    fn due(&self, kind: DueKind, now: Timestamp, after: Option<&Due>, limit: usize) -> Vec<Due> {
        let key = |due: &Due| (due.at, due.envelope);
        let due = self.looks().into_iter().filter(|due| due.kind == kind && due.at.as_second() <= now.as_second());
        due.filter(|due| after.is_none_or(|after| key(after) < key(due))).take(limit).collect()
    }

    /// How often an envelope was loaded.
    pub fn loads(&self) -> usize {
        self.1.load(Ordering::Relaxed)
    }

    /// The stored JSON of every event, in order.
    pub fn texts(&self, id: EnvelopeId) -> Vec<String> {
        self.0.lock().unwrap().get(&id).map(|rows| rows.events.clone()).unwrap_or_default()
    }

    /// What happened so far.
    pub fn evidence(&self, id: EnvelopeId) -> Vec<EventKind> {
        let all = self.0.lock().unwrap();
        all[&id].events.iter().map(|text| Event::from_json(text).unwrap().kind).collect()
    }
}

#[async_trait]
impl Envelopes for MemoryEnvelopes {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Ok(self.0.lock().unwrap().get(&id).map(Rows::envelope))
    }

    async fn commit(&self, decision: &Decision, _: Option<&StoredAnswer>) -> Result<(), CommitError> {
        // Held until it is written: of two who commit at once one is told that it is stale.
        let mut all = self.0.lock().unwrap();
        let stands = all.get(&decision.envelope.id).map_or(0, |rows| rows.envelope().version);
        if stands + 1 != decision.envelope.version {
            return Err(CommitError::Conflict);
        }
        Self::write(&mut all, decision);
        Ok(())
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        Ok(self.texts(id))
    }

    fn has_room_for(&self, envelope: &Envelope) -> bool {
        size::fits(envelope)
    }

    async fn due_dates(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        Ok(self.due(DueKind::Date, now, after, limit))
    }

    async fn due_work(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        Ok(self.due(DueKind::Work, now, after, limit))
    }

    async fn count_waiting(&self, since: Timestamp) -> Result<usize, PortError> {
        let all = self.0.lock().unwrap();
        let waits = all.values().filter(|rows| rows.agenda.work.is_some()).map(Rows::envelope);
        Ok(waits.filter(|e| deadline::waiting_since(e).is_some_and(|began| began <= since)).count())
    }

    async fn schedule(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError> {
        let mut all = self.0.lock().unwrap();
        if let Some(rows) = all.get_mut(&envelope.id).filter(|rows| rows.envelope().version == envelope.version) {
            rows.agenda = whole_seconds(agenda);
        }
        Ok(())
    }

    async fn put_off(&self, due: &Due, until: Timestamp) -> Result<(), PortError> {
        let mut all = self.0.lock().unwrap();
        let Some(rows) = all.get_mut(&due.envelope) else { return Ok(()) };
        let at = match due.kind {
            DueKind::Date => &mut rows.agenda.date,
            DueKind::Work => &mut rows.agenda.work,
        };
        if *at == Some(due.at) {
            *at = Some(whole_second(until));
        }
        Ok(())
    }
}

/// As the table keeps times.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap()
}

fn whole_seconds(Agenda { date, work }: Agenda) -> Agenda {
    Agenda { date: date.map(whole_second), work: work.map(whole_second) }
}

#[async_trait]
impl EnvelopeList for MemoryEnvelopes {
    async fn page(&self, query: &ListQuery) -> Result<ListPage, PortError> {
        let all = self.0.lock().unwrap();
        let summaries = all.values().map(Rows::envelope).filter(|e| e.sender.organisation == query.organisation);
        let mut summaries: Vec<_> = summaries
            .map(|envelope| EnvelopeSummary::of(&envelope))
            .filter(|summary| query.status.is_none_or(|status| summary.status == status))
            .filter(|summary| query.older_than.is_none_or(|last| summary.id < last))
            .collect();
        summaries.sort_by_key(|summary| std::cmp::Reverse(summary.id));
        let has_more = summaries.len() > usize::from(query.limit);
        summaries.truncate(usize::from(query.limit));
        Ok(ListPage { envelopes: summaries, has_more })
    }
}

/// Access links, as the table's JSON.
#[derive(Debug, Default)]
pub struct MemoryLinks(Mutex<HashMap<Digest, String>>);

impl MemoryLinks {
    /// Every link that was stored.
    pub fn all(&self) -> Vec<AccessLink> {
        let mut all: Vec<_> = self.0.lock().unwrap().values().map(|row| AccessLink::from_row(row).unwrap()).collect();
        all.sort_by_key(|link| (link.party, link.digest));
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
}

impl PresignedDocuments {
    /// How many URLs were made.
    pub fn presigned(&self) -> usize {
        self.presigned.load(Ordering::Relaxed)
    }

    /// Stores bytes under a key.
    pub fn keep(&self, key: ObjectKey, bytes: Vec<u8>) {
        self.stored.lock().unwrap().insert(key, bytes);
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
        Ok(self.stored.lock().unwrap().get(key).cloned())
    }

    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError> {
        Ok(self.stored.lock().unwrap().get(key).map(|bytes| bytes.len() as u64))
    }

    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError> {
        self.keep(key.clone(), bytes);
        Ok(())
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

/// Numbers from 1.
#[derive(Debug, Default)]
pub struct CountingNumbers(AtomicUsize);

#[async_trait]
impl Numbers for CountingNumbers {
    async fn next_envelope(&self) -> Result<EnvelopeNumber, PortError> {
        Ok(EnvelopeNumber::of_count(self.0.fetch_add(1, Ordering::Relaxed) as u64 + 1))
    }

    async fn next_management(&self, _: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError> {
        Ok(ManagementNumber(self.0.fetch_add(count as usize, Ordering::Relaxed) as u64 + 1))
    }
}

/// One sender who may use the API, by one key.
#[derive(Debug)]
pub struct OneSender {
    /// The sender.
    pub sender: Sender,
    /// The key.
    pub key: String,
    /// What the organisation demands.
    pub policy: Policy,
}

#[async_trait]
impl ApiKeys for OneSender {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        let account = Account { sender: self.sender.clone(), policy: self.policy };
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
