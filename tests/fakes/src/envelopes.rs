//! Envelopes and their evidence, by the rules of the table.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws::stored::{Row, size};
use domain::command::{Command, Decision, Refusal};
use domain::deadline;
use domain::envelope::Envelope;
use domain::evidence::{Event, EventKind};
use domain::ids::EnvelopeId;
use domain::ports::{
    Agenda, CommitError, Due, DueKind, EnvelopeLimits, EnvelopeList, Envelopes, ListPage, ListQuery, PortError,
    StoredAnswer,
};
use domain::summary::EnvelopeSummary;
use jiff::Timestamp;

use crate::MemoryAnswers;

/// Envelopes and their evidence, as the table's JSON.
#[derive(Debug, Default)]
pub struct MemoryEnvelopes(Mutex<HashMap<EnvelopeId, Rows>>, AtomicUsize, Option<Arc<MemoryAnswers>>);

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
    /// None yet. Answers to requests are kept here with what they came to; elsewhere they are forgotten.
    pub fn answering(answers: Arc<MemoryAnswers>) -> Self {
        Self(Mutex::default(), AtomicUsize::default(), Some(answers))
    }

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

    /// Everything that is stored, as a text by which it is seen whether anything has changed.
    pub fn dump(&self) -> String {
        format!("{:?}", self.0.lock().unwrap())
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

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        // Held until it is written: of two who commit at once one is told that it is stale.
        let mut all = self.0.lock().unwrap();
        let stands = all.get(&decision.envelope.id).map_or(0, |rows| rows.envelope().version);
        if stands + 1 != decision.envelope.version {
            return Err(CommitError::Conflict);
        }
        if let (Some(answers), Some(answer)) = (&self.2, answer) {
            answers.keep(answer)?;
        }
        Self::write(&mut all, decision);
        Ok(())
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        Ok(self.texts(id))
    }

    fn limits(&self) -> EnvelopeLimits {
        size::LIMITS
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
        let summaries = summaries.filter(|e| query.sender.is_none() || e.sender.person == query.sender);
        let summaries = summaries.filter(|e| query.folder.is_none() || e.folder == query.folder);
        let mut summaries: Vec<_> = summaries
            .filter_map(|envelope| EnvelopeSummary::of(&envelope))
            .filter(|summary| query.status.is_none_or(|status| summary.status == status))
            .filter(|summary| query.older_than.is_none_or(|last| summary.id < last))
            .collect();
        summaries.sort_by_key(|summary| std::cmp::Reverse(summary.id));
        let has_more = summaries.len() > usize::from(query.limit);
        summaries.truncate(usize::from(query.limit));
        let next = summaries.last().map(|last| last.id).filter(|_| has_more);
        Ok(ListPage { envelopes: summaries, next })
    }
}
