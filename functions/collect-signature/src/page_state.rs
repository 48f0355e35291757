//! Where an envelope stands for a recipient, and when a good link opens nothing any more.

use api::problem::kinds::{self, ProblemKind};
use domain::envelope::{Envelope, State, Status};
use domain::link::{AccessLink, DOWNLOAD_LIFETIME, Purpose};
use domain::recipient::{Recipient, RecipientState, Role};
use jiff::Timestamp;

/// Why a link opens no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// There is nothing behind it for this recipient, or nothing that may be told.
    NotFound,
    /// A newer one took its place. Whoever holds the old one may be the wrong person, and is told nothing else.
    Replaced,
    /// What it led to has ended.
    Ended(&'static ProblemKind),
}

/// Where the envelope stands for this recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageState {
    /// Others have to act first.
    Waiting,
    /// It is this recipient's turn.
    Turn(Task),
    /// This recipient signed, and the seals are being made.
    Sealing { since: Timestamp },
    /// This recipient has acted, others perhaps not yet.
    Done(Task),
    /// Everybody has acted.
    Completed,
    /// This recipient declined.
    Declined,
    /// This recipient forwarded the task, and is not concerned any more.
    Delegated,
    /// Somebody else of the group acted.
    NotNeeded,
}

/// What a recipient is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Sign,
    Confirm,
}

impl PageState {
    /// The state at `now`, for a recipient who came by this link.
    pub(crate) fn of(
        link: &AccessLink,
        envelope: &Envelope,
        recipient: &Recipient,
        now: Timestamp,
    ) -> Result<Self, Closed> {
        let task = match recipient.role {
            Role::Signer { .. } => Task::Sign,
            Role::Viewer => Task::Confirm,
            Role::Copy => return Err(Closed::NotFound),
        };
        if matches!(link.purpose, Purpose::Act { generation } if generation < recipient.link_generation) {
            return Err(Closed::Replaced);
        }
        match envelope.status_at(now) {
            Status::Draft | Status::Deleted | Status::Sending => Err(Closed::NotFound),
            Status::Expired => Err(Closed::Ended(&kinds::ENVELOPE_EXPIRED)),
            Status::Voided => Err(Closed::Ended(&kinds::ENVELOPE_VOIDED)),
            Status::Failed => Err(Closed::Ended(&kinds::ENVELOPE_FAILED)),
            Status::Declined if matches!(recipient.state, RecipientState::Declined { .. }) => Ok(Self::Declined),
            Status::Declined => Err(Closed::Ended(&kinds::ENVELOPE_DECLINED)),
            Status::Sent | Status::InProgress | Status::Completed if link.is_expired_at(now) => {
                Err(Closed::Ended(&kinds::LINK_EXPIRED))
            }
            // What opens the documents then is the link in the completion mail; this one does not open them for longer.
            Status::Completed if is_over(envelope, now) => Err(Closed::Ended(&kinds::LINK_EXPIRED)),
            Status::Completed if recipient.is_delegated() => Ok(Self::Delegated),
            Status::Completed if recipient.is_out() => Ok(Self::NotNeeded),
            Status::Completed => Ok(Self::Completed),
            Status::Sent | Status::InProgress => Ok(match recipient.state {
                RecipientState::Waiting => Self::Waiting,
                RecipientState::Invited { .. } | RecipientState::Opened { .. } | RecipientState::Bounced { .. } => {
                    Self::Turn(task)
                }
                RecipientState::Approved { at } => Self::Sealing { since: at },
                RecipientState::Sealed { .. } | RecipientState::Confirmed { .. } => Self::Done(task),
                RecipientState::Declined { .. } => Self::Declined,
                RecipientState::Delegated { .. } => Self::Delegated,
                RecipientState::NotNeeded { .. } => Self::NotNeeded,
            }),
        }
    }

    /// Whether this recipient may see the documents at all.
    pub(crate) const fn sees_documents(self) -> bool {
        match self {
            Self::Turn(_) | Self::Sealing { .. } | Self::Done(_) | Self::Completed => true,
            Self::Waiting | Self::Declined | Self::Delegated | Self::NotNeeded => false,
        }
    }
}

/// Whether the finished documents are not to be had any more (F22).
fn is_over(envelope: &Envelope, now: Timestamp) -> bool {
    let end = match envelope.state {
        State::Completed { at } => at.checked_add(DOWNLOAD_LIFETIME).ok(),
        _ => None,
    };
    end.is_some_and(|end| end <= now)
}
