//! A store in which not everything can be read.

use std::sync::Mutex;

use async_trait::async_trait;
use domain::command::Decision;
use domain::envelope::Envelope;
use domain::ids::EnvelopeId;
use domain::ports::{Agenda, CommitError, Due, DueKind, EnvelopeLimits, Envelopes, PortError, StoredAnswer};
use jiff::Timestamp;

use crate::Story;

/// Identifiers of envelopes that cannot be read.
const UNREADABLE: [&str; 2] = ["01900000-0000-7000-8000-000000000000", "01900000-0000-7000-8000-0000000000bb"];

/// The story's envelope, between two that cannot be read and whose work is due from the start.
pub struct BetweenUnreadable {
    story: Story,
    others: Mutex<[(EnvelopeId, Timestamp); 2]>,
}

impl BetweenUnreadable {
    /// Around this story's envelope.
    pub fn of(story: &Story) -> Self {
        Self {
            story: story.clone(),
            others: Mutex::new(UNREADABLE.map(|id| (id.parse().unwrap(), Timestamp::UNIX_EPOCH))),
        }
    }
}

#[async_trait]
impl Envelopes for BetweenUnreadable {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        if self.others.lock().unwrap().iter().any(|(other, _)| *other == id) {
            return Err(PortError::new("load the envelope", "no answer"));
        }
        self.story.envelopes.load(id).await
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.story.envelopes.commit(decision, answer).await
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        self.story.envelopes.events(id).await
    }

    fn limits(&self) -> EnvelopeLimits {
        self.story.envelopes.limits()
    }

    fn has_room_for(&self, envelope: &Envelope) -> bool {
        self.story.envelopes.has_room_for(envelope)
    }

    async fn due_dates(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.story.envelopes.due_dates(now, after, limit).await
    }

    /// Between the two, until they are put off.
    async fn due_work(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        let others = *self.others.lock().unwrap();
        let other = |(id, at)| Due { envelope: id, kind: DueKind::Work, at };
        let others = others.map(other).into_iter().filter(|due| due.at <= now);
        let of_story = self.story.envelopes.due_work(now, None, usize::MAX).await?;
        let mut due: Vec<Due> = others.chain(of_story).collect();
        due.sort_by_key(|due| due.envelope);
        due.retain(|due| after.is_none_or(|after| after.envelope < due.envelope));
        due.truncate(limit);
        Ok(due)
    }

    async fn count_waiting(&self, since: Timestamp) -> Result<usize, PortError> {
        self.story.envelopes.count_waiting(since).await
    }

    async fn schedule(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError> {
        self.story.envelopes.schedule(envelope, agenda).await
    }

    async fn put_off(&self, due: &Due, until: Timestamp) -> Result<(), PortError> {
        if let Some((_, at)) = self.others.lock().unwrap().iter_mut().find(|(id, _)| *id == due.envelope) {
            *at = until;
            return Ok(());
        }
        self.story.envelopes.put_off(due, until).await
    }
}
