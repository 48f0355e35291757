//! From a token in a URL to a recipient before an envelope.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use domain::document::Document;
use domain::envelope::{Envelope, Status};
use domain::ids::DocumentNumber;
use domain::link::{AccessLink, LinkToken, Purpose};
use domain::mail::Party;
use domain::recipient::{Recipient, RecipientState, Role};
use jiff::Timestamp;
use lambda::problem::Problem;
use lambda::site::{Rejection, jst};

use crate::Dependencies;

/// Somebody who came by a good link, to an envelope that is not closed to them.
pub(crate) struct Visit {
    pub(crate) envelope: Envelope,
    pub(crate) recipient: Recipient,
    pub(crate) standing: Standing,
    /// Generation of the link.
    pub(crate) generation: u32,
    /// Path of the link's page.
    pub(crate) path: String,
    document: Option<DocumentNumber>,
}

/// Where the envelope stands for this recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Others have to act first.
    Waiting,
    /// It is this recipient's turn.
    Turn(Task),
    /// This recipient has acted, others perhaps not yet.
    Done(Task),
    /// Everybody has acted.
    Completed,
    /// This recipient declined.
    Declined,
}

/// What a recipient is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Sign,
    Confirm,
}

impl Visit {
    /// The deadline as it is shown.
    pub(crate) fn deadline(&self) -> Option<String> {
        self.envelope.deadline().map(jst)
    }

    /// The document that the URL names.
    pub(crate) fn document(&self) -> Result<&Document, Rejection> {
        self.document.and_then(|number| self.envelope.document(number)).ok_or(Rejection::NotFound)
    }
}

impl FromRequestParts<Arc<Dependencies>> for Visit {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, deps: &Arc<Dependencies>) -> Result<Self, Rejection> {
        let params = RawPathParams::from_request_parts(parts, deps).await.map_err(|_| Rejection::NotFound)?;
        let param = |wanted: &str| params.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        let token = param("token").and_then(LinkToken::parse).ok_or(Rejection::NotFound)?;
        let link = deps.links.find(token.digest()).await?.ok_or(Rejection::NotFound)?;
        let envelope = deps.envelopes.load(link.envelope).await?.ok_or(Rejection::NotFound)?;
        let (recipient, generation) = recipient_of(&link, &envelope).ok_or(Rejection::NotFound)?;
        let recipient = recipient.clone();
        if parts.method == Method::GET || parts.method == Method::HEAD {
            tracing::info!(envelope = %envelope.id, recipient = %recipient.number, "link_fetched");
        }
        let standing = standing(&link, &envelope, &recipient, deps.clock.now())?;
        let document = param("number").and_then(|number| number.parse().ok()).map(DocumentNumber);
        let path = deps.site.path(&format!("/sign/{}", token.reveal()));
        Ok(Self { envelope, recipient, standing, generation, path, document })
    }
}

fn recipient_of<'a>(link: &AccessLink, envelope: &'a Envelope) -> Option<(&'a Recipient, u32)> {
    match (link.party, link.purpose) {
        (Party::Recipient(number), Purpose::Act { generation }) => Some((envelope.recipient(number)?, generation)),
        (Party::Sender, _) | (_, Purpose::Download) => None,
    }
}

fn standing(
    link: &AccessLink,
    envelope: &Envelope,
    recipient: &Recipient,
    now: Timestamp,
) -> Result<Standing, Rejection> {
    let task = match recipient.role {
        Role::Signer { .. } => Task::Sign,
        Role::Viewer => Task::Confirm,
        Role::Copy => return Err(Rejection::NotFound),
    };
    if matches!(link.purpose, Purpose::Act { generation } if generation < recipient.link_generation) {
        return Err(Closed::Revoked.into());
    }
    match envelope.status_at(now) {
        Status::Draft => Err(Rejection::NotFound),
        Status::Expired => Err(Closed::DeadlinePassed.into()),
        Status::Voided => Err(Closed::Voided.into()),
        Status::Failed => Err(Closed::Failed.into()),
        Status::Declined if matches!(recipient.state, RecipientState::Declined { .. }) => Ok(Standing::Declined),
        Status::Declined => Err(Closed::Declined.into()),
        Status::Sent | Status::InProgress | Status::Completed if link.is_expired_at(now) => {
            Err(Closed::LinkExpired.into())
        }
        Status::Completed => Ok(Standing::Completed),
        Status::Sent | Status::InProgress => Ok(match recipient.state {
            RecipientState::Waiting => Standing::Waiting,
            RecipientState::Invited { .. } | RecipientState::Opened { .. } | RecipientState::Bounced { .. } => {
                Standing::Turn(task)
            }
            RecipientState::Approved { .. } | RecipientState::Sealed { .. } | RecipientState::Confirmed { .. } => {
                Standing::Done(task)
            }
            RecipientState::Declined { .. } | RecipientState::Delegated { .. } => Standing::Declined,
        }),
    }
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

impl From<Closed> for Rejection {
    fn from(closed: Closed) -> Self {
        const NOTHING_LEFT: (&str, &str) = (
            "手続きは必要ありません。ご不明な点は送信者へお問い合わせください。",
            "There is nothing left for you to do. If in doubt, ask the sender.",
        );
        let (code, ja, en, (ja_detail, en_detail)) = match closed {
            Closed::Revoked => (
                "link-revoked",
                "このリンクは使えなくなりました",
                "This link was replaced",
                (
                    "新しいリンクをお送りしています。最新のメールからお手続きください。",
                    "Use the link in the newest mail.",
                ),
            ),
            Closed::LinkExpired => (
                "link-expired",
                "このリンクの有効期限が切れています",
                "This link has expired",
                (
                    "手続きが完了している場合は、「電子署名完了のお知らせ」のメールをご覧ください。",
                    "If everybody has finished, see the completion mail.",
                ),
            ),
            Closed::DeadlinePassed => (
                "deadline-passed",
                "署名の期限を過ぎています",
                "The deadline has passed",
                (
                    "この封筒の手続きはできません。必要な場合は、送信者に再送を依頼してください。",
                    "Nothing can be done with this envelope any more. Ask the sender for a new one.",
                ),
            ),
            Closed::Declined => {
                ("envelope-declined", "この封筒は辞退されました", "This envelope was declined", NOTHING_LEFT)
            }
            Closed::Voided => (
                "envelope-voided",
                "この封筒は送信者により取り下げられました",
                "The sender took this envelope back",
                NOTHING_LEFT,
            ),
            Closed::Failed => (
                "envelope-failed",
                "この封筒は処理を続けられませんでした",
                "This envelope could not go on",
                (
                    "送信者へお問い合わせください。あらためて封筒をお送りする場合があります。",
                    "Ask the sender, who may send a new envelope.",
                ),
            ),
        };
        Problem::new(StatusCode::GONE, code, ja, en).detail(ja_detail, en_detail).into()
    }
}
