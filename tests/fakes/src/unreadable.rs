//! A store in which not everything can be read.

use async_trait::async_trait;
use domain::command::Decision;
use domain::envelope::Envelope;
use domain::ids::EnvelopeId;
use domain::ports::{CommitError, Envelopes, PortError, StoredAnswer};
use jiff::Timestamp;

use crate::Story;

/// Identifiers of envelopes that cannot be read.
const UNREADABLE: [&str; 2] = ["01900000-0000-7000-8000-0000000000aa", "01900000-0000-7000-8000-0000000000bb"];

/// All envelopes are due: the story's, between two that cannot be read.
pub struct BetweenUnreadable {
    story: Story,
    others: [EnvelopeId; 2],
}

impl BetweenUnreadable {
    /// Around this story's envelope.
    pub fn of(story: &Story) -> Self {
        Self { story: story.clone(), others: UNREADABLE.map(|id| id.parse().unwrap()) }
    }
}

#[async_trait]
impl Envelopes for BetweenUnreadable {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        if self.others.contains(&id) {
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

    fn has_room_for(&self, envelope: &Envelope) -> bool {
        self.story.envelopes.has_room_for(envelope)
    }

    async fn due(&self, _: Timestamp) -> Result<Vec<EnvelopeId>, PortError> {
        Ok(vec![self.others[0], self.story.id, self.others[1]])
    }
}
