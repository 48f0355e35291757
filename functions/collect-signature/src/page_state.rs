//! Where an envelope stands for a recipient, and when a good link opens nothing any more.

use api::problem::Problem;
use api::problem::kinds::{self, ProblemKind};
use domain::envelope::{Envelope, State, Status};
use domain::language::{Language, Localized};
use domain::link::{AccessLink, DOWNLOAD_LIFETIME, Purpose};
use domain::recipient::{Recipient, RecipientState, Role};
use jiff::Timestamp;
use web::Rejection;

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
    ) -> Result<Self, Rejection> {
        let task = match recipient.role {
            Role::Signer { .. } => Task::Sign,
            Role::Viewer => Task::Confirm,
            Role::Copy => return Err(Rejection::NotFound),
        };
        if matches!(link.purpose, Purpose::Act { generation } if generation < recipient.link_generation) {
            return Err(closed(&kinds::LINK_REVOKED, envelope));
        }
        match envelope.status_at(now) {
            Status::Draft | Status::Deleted | Status::Sending => Err(Rejection::NotFound),
            Status::Expired => Err(closed(&kinds::ENVELOPE_EXPIRED, envelope)),
            Status::Voided => Err(closed(&kinds::ENVELOPE_VOIDED, envelope)),
            Status::Failed => Err(closed(&kinds::ENVELOPE_FAILED, envelope)),
            Status::Declined if matches!(recipient.state, RecipientState::Declined { .. }) => Ok(Self::Declined),
            Status::Declined => Err(closed(&kinds::ENVELOPE_DECLINED, envelope)),
            Status::Sent | Status::InProgress | Status::Completed if link.is_expired_at(now) => {
                Err(closed(&kinds::LINK_EXPIRED, envelope))
            }
            // What opens the documents then is the link in the completion mail; this one does not open them for longer.
            Status::Completed if is_over(envelope, now) => Err(closed(&kinds::LINK_EXPIRED, envelope)),
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

/// Why a good link opens nothing any more (`410 Gone`), and which envelope it is about. Whoever holds a replaced link may be
/// the wrong person, and is not told the latter.
fn closed(kind: &'static ProblemKind, envelope: &Envelope) -> Rejection {
    let problem = Problem::of(kind);
    if *kind == kinds::LINK_REVOKED {
        return problem.into();
    }
    let Localized { ja, en } = &kind.meaning;
    let (name, sender) = (envelope.display_name(), &envelope.sender);
    let (organisation, person, email) = (&sender.organisation_name, &sender.name, &sender.email);
    let organisation_en = sender.organisation_in(Language::En);
    let detail = Localized::new(
        format!("{ja}\n封筒：{name}\n送信者：{organisation} {person}\n送信者の連絡先：{email}"),
        format!("{en}\nEnvelope: {name}\nSender: {person} ({organisation_en})\nContact the sender: {email}"),
    );
    problem.detail(detail).into()
}
