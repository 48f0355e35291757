//! Where an envelope stands for a recipient, and when a good link opens nothing any more.

use api::problem::Problem;
use axum::http::StatusCode;
use domain::envelope::{Envelope, State, Status};
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
            return Err(Closed::Revoked.rejection(envelope));
        }
        match envelope.status_at(now) {
            Status::Draft => Err(Rejection::NotFound),
            Status::Expired => Err(Closed::DeadlinePassed.rejection(envelope)),
            Status::Voided => Err(Closed::Voided.rejection(envelope)),
            Status::Failed => Err(Closed::Failed.rejection(envelope)),
            Status::Declined if matches!(recipient.state, RecipientState::Declined { .. }) => Ok(Self::Declined),
            Status::Declined => Err(Closed::Declined.rejection(envelope)),
            Status::Sent | Status::InProgress | Status::Completed if link.is_expired_at(now) => {
                Err(Closed::LinkExpired.rejection(envelope))
            }
            // What opens the documents then is the link in the completion mail; this one does not open them for longer.
            Status::Completed if is_over(envelope, now) => Err(Closed::LinkExpired.rejection(envelope)),
            Status::Completed if recipient.is_delegated() => Ok(Self::Delegated),
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
            }),
        }
    }

    /// Whether this recipient may see the documents at all.
    pub(crate) const fn sees_documents(self) -> bool {
        match self {
            Self::Turn(_) | Self::Sealing { .. } | Self::Done(_) | Self::Completed => true,
            Self::Waiting | Self::Declined | Self::Delegated => false,
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

/// Why a good link opens nothing any more: `410 Gone`.
#[derive(Clone, Copy)]
enum Closed {
    Revoked,
    LinkExpired,
    DeadlinePassed,
    Declined,
    Voided,
    Failed,
}

impl Closed {
    /// Says so, and which envelope it is about. Whoever holds a replaced link may be the wrong person, and is not told.
    fn rejection(self, envelope: &Envelope) -> Rejection {
        const NOTHING_LEFT: (&str, &str) = (
            "手続きは必要ありません。ご不明な点は送信者へお問い合わせください。",
            "There is nothing left for you to do. If in doubt, ask the sender.",
        );
        let (code, ja, en, (ja_detail, en_detail)) = match self {
            Self::Revoked => (
                "link-revoked",
                "このリンクは使えなくなりました",
                "This link was replaced",
                (
                    "新しいリンクをお送りしています。最新のメールからお手続きください。",
                    "Use the link in the newest mail.",
                ),
            ),
            Self::LinkExpired => (
                "link-expired",
                "このリンクの有効期限が切れています",
                "This link has expired",
                (
                    "手続きが完了している場合は、「電子署名完了のお知らせ」のメールをご覧ください。",
                    "If everybody has finished, see the completion mail.",
                ),
            ),
            Self::DeadlinePassed => (
                "deadline-passed",
                "署名の期限を過ぎています",
                "The deadline has passed",
                (
                    "この封筒の手続きはできません。必要な場合は、新しい封筒を送るよう送信者に依頼してください。",
                    "Nothing can be done with this envelope any more. Ask the sender for a new one.",
                ),
            ),
            Self::Declined => {
                ("envelope-declined", "この封筒は辞退されました", "This envelope was declined", NOTHING_LEFT)
            }
            Self::Voided => (
                "envelope-voided",
                "この封筒は送信者により取り下げられました",
                "The sender took this envelope back",
                NOTHING_LEFT,
            ),
            Self::Failed => (
                "envelope-failed",
                "この封筒は処理を続けられませんでした",
                "This envelope could not go on",
                (
                    "送信者へお問い合わせください。あらためて封筒をお送りする場合があります。",
                    "Ask the sender, who may send a new envelope.",
                ),
            ),
        };
        let problem = Problem::new(StatusCode::GONE, code, ja, en);
        if matches!(self, Self::Revoked) {
            return problem.detail(ja_detail, en_detail).into();
        }
        let (name, sender) = (envelope.display_name(), &envelope.sender);
        let (organisation, person) = (&sender.organisation_name, &sender.name);
        let ja =
            format!("{ja_detail}\n封筒：{name}\n送信者：{organisation} {person}\n送信者の連絡先：{}", sender.email);
        let en = format!(
            "{en_detail}\nEnvelope: {name}\nSender: {person} ({organisation})\nContact the sender: {}",
            sender.email
        );
        problem.detail(ja, en).into()
    }
}
