//! An envelope in a list.

use jiff::Timestamp;

use crate::email_address::EmailAddress;
use crate::envelope::{Envelope, Status};
use crate::ids::{EnvelopeId, EnvelopeNumber, FolderId};
use crate::recipient::{Recipient, RecipientState};

/// What a list tells of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeSummary {
    /// Its id, which is in the order of creation (UUID version 7).
    pub id: EnvelopeId,
    /// Its number.
    pub number: EnvelopeNumber,
    /// Its title.
    pub title: String,
    /// The sender's name.
    pub sender_name: String,
    /// The sender's address.
    pub sender_email: EmailAddress,
    /// When its draft was made.
    pub created_at: Timestamp,
    /// The deadline, once it was sent.
    pub deadline: Option<Timestamp>,
    /// How it stood when it was changed last.
    pub status: Status,
    /// When it expires by itself if nobody acts: an envelope that waits for the service alone does not. Of a draft when it
    /// ends; nothing where an earlier version wrote its row, which then does not tell of its end until that is recorded.
    pub expires_at: Option<Timestamp>,
    /// In which folder it is.
    pub folder: Option<FolderId>,
    /// Whom it waits for; nothing where it waits for nobody of the recipients, or where an earlier version wrote its row.
    pub awaited: Option<AwaitedPeople>,
    /// Its version.
    pub version: u64,
}

/// Those of an envelope's recipients who have been asked and have not acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitedPeople {
    /// Their names, the first [`MAX_AWAITED_NAMES`] of them.
    pub names: Vec<String>,
    /// How many they are.
    pub count: u32,
    /// Since when the first of them has been asked.
    pub since: Timestamp,
    /// Whether a mail to one of them came back.
    pub bounced: bool,
}

/// Names in [`AwaitedPeople`] at most: a list has room for no more.
pub const MAX_AWAITED_NAMES: usize = 3;

impl AwaitedPeople {
    /// Of this envelope, if there is anybody.
    fn of(envelope: &Envelope) -> Option<Self> {
        let asked_at = |recipient: &Recipient| match recipient.state {
            RecipientState::Invited { at } => Some(at),
            RecipientState::Opened { invited_at, .. } | RecipientState::Bounced { invited_at, .. } => Some(invited_at),
            RecipientState::Waiting
            | RecipientState::Approved { .. }
            | RecipientState::Sealed { .. }
            | RecipientState::Confirmed { .. }
            | RecipientState::Declined { .. }
            | RecipientState::Delegated { .. }
            | RecipientState::NotNeeded { .. } => None,
        };
        let is_open = !envelope.state.status().is_terminal();
        let asked = envelope.recipients.iter().filter(|recipient| is_open && recipient.must_act());
        let asked: Vec<_> = asked.filter_map(|recipient| Some((recipient, asked_at(recipient)?))).collect();
        Some(Self {
            names: asked.iter().take(MAX_AWAITED_NAMES).map(|(recipient, _)| recipient.name.clone()).collect(),
            count: asked.len().try_into().ok()?,
            since: asked.iter().map(|(_, since)| *since).min()?,
            bounced: asked.iter().any(|(recipient, _)| matches!(recipient.state, RecipientState::Bounced { .. })),
        })
    }
}

impl EnvelopeSummary {
    /// What a list tells of this envelope.
    /// Nothing of one that is not listed: a draft that was deleted.
    pub fn of(envelope: &Envelope) -> Option<Self> {
        (!envelope.is_deleted()).then(|| Self {
            id: envelope.id,
            number: envelope.number,
            title: envelope.title.clone(),
            sender_name: envelope.sender.name.clone(),
            sender_email: envelope.sender.email.clone(),
            created_at: envelope.created_at,
            deadline: envelope.given_deadline(),
            status: envelope.state.status(),
            expires_at: envelope.draft_ends_at().or_else(|| envelope.deadline().filter(|_| envelope.awaits_somebody())),
            folder: envelope.folder,
            awaited: AwaitedPeople::of(envelope),
            version: envelope.version,
        })
    }

    /// What its state means at `now`, as [`Envelope::status_at`] says it.
    pub fn status_at(&self, now: Timestamp) -> Status {
        if self.expires_at.is_some_and(|end| end <= now) { Status::Expired } else { self.status }
    }
}
