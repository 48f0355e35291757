//! Writes and sends one mail to one party.
//!
//! A job may come more than once and a mail cannot be unsent, so that each mail is noted in the mail log before it is
//! sent and again afterwards. What stays is one window: a crash after the mail service took the mail and before the log
//! says so. Then the mail goes out a second time, with a second link that is as good as the first. The other order would
//! lose mails instead; the mail service offers nothing to tell a repetition by.

mod letter;
mod link;
mod record;
mod template;

use std::sync::Arc;

use domain::command::MailOutcome;
use domain::envelope::Envelope;
use domain::evidence::Event;
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::mail::{MailKind, Party};
use domain::ports::{
    Clock, DecideError, Envelopes, Links, MailError, MailLog, MailProgress, Mailer, OutgoingMail, PortError, Randomness,
};
use lambda::site::Site;

use crate::letter::{Letter, one_line};
use crate::link::Access;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where envelopes and their evidence are kept.
    pub envelopes: Arc<dyn Envelopes>,
    /// Access links.
    pub links: Arc<dyn Links>,
    /// Which mails were begun and sent.
    pub mail_log: Arc<dyn MailLog>,
    /// The mail service.
    pub mailer: Arc<dyn Mailer>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// For the tokens of links.
    pub randomness: Arc<dyn Randomness>,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
    /// Address that mails come from; its display name is the brand.
    pub from_address: String,
}

/// Why a mail has to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue belongs to mails alone.
    #[error("this is no mail: {0:?}")]
    OtherJob(Job),
    /// Another invocation has begun this mail: it is sending it, or has died.
    #[error("another invocation is sending this mail, or died while doing so")]
    Leased,
    /// No such envelope.
    #[error("there is no envelope {0}")]
    UnknownEnvelope(EnvelopeId),
    /// No such recipient.
    #[error("the envelope has no such party: {0:?}")]
    UnknownParty(Party),
    /// The text could not be made.
    #[error("the mail cannot be rendered")]
    Render(#[from] askama::Error),
    /// The evidence could not be read.
    #[error("an event cannot be read")]
    Evidence(#[from] serde_json::Error),
    /// What became of the mail could not be recorded.
    #[error("the mail's outcome cannot be recorded")]
    Record(#[from] DecideError),
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

/// A mail that an event asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) envelope: EnvelopeId,
    pub(crate) mail: MailKind,
    pub(crate) party: Party,
    pub(crate) sequence: u64,
}

/// Sends the mail unless it was sent before or has become pointless, and records what became of it.
pub async fn handle(deps: &Dependencies, job: &Job) -> Result<(), Error> {
    let &Job::Mail { envelope, mail, party, sequence } = job else { return Err(Error::OtherJob(job.clone())) };
    let order = Order { envelope, mail, party, sequence };
    match deps.mail_log.begin(envelope, sequence, party, deps.clock.now()).await? {
        MailProgress::Sent { message_id } => record::outcome(deps, order, MailOutcome::Taken { message_id }).await,
        MailProgress::Begun => send(deps, order).await,
        MailProgress::Leased => Err(Error::Leased),
    }
}

async fn send(deps: &Dependencies, order: Order) -> Result<(), Error> {
    let Order { envelope: id, mail, party, sequence } = order;
    let envelope = deps.envelopes.load(id).await?.ok_or(Error::UnknownEnvelope(id))?;
    let now = deps.clock.now();
    let Some(access) = Access::of(order, &envelope, now) else {
        tracing::info!(envelope = %id, ?mail, ?party, "the mail has become pointless and is not sent");
        return Ok(());
    };
    let link = access.open(deps, order).await?;
    let event = asking_event(deps, order).await?;
    let outgoing = write(deps, order, &envelope, event.as_ref(), link)?;
    match deps.mailer.send(&outgoing).await {
        Ok(message_id) => {
            deps.mail_log.finish(id, sequence, party, &message_id).await?;
            record::outcome(deps, order, MailOutcome::Taken { message_id }).await
        }
        // For good: the job ends here, and the other parties' mails are jobs of their own.
        Err(MailError::Refused(reason)) => {
            tracing::warn!(envelope = %id, ?mail, ?party, reason, "the mail service refuses the mail");
            record::outcome(deps, order, MailOutcome::Refused { reason }).await
        }
        Err(MailError::Port(error)) => Err(error.into()),
    }
}

/// The event that asked for the mail, where the mail tells of it.
async fn asking_event(deps: &Dependencies, order: Order) -> Result<Option<Event>, Error> {
    match order.mail {
        MailKind::Declined
        | MailKind::Voided
        | MailKind::Delegated
        | MailKind::Bounced
        | MailKind::LockedOut
        | MailKind::Code => record::event(deps, order).await,
        MailKind::Request | MailKind::Reminder | MailKind::Completed | MailKind::Expired | MailKind::Failed => Ok(None),
    }
}

fn write(
    deps: &Dependencies,
    order: Order,
    envelope: &Envelope,
    event: Option<&Event>,
    link: Option<String>,
) -> Result<OutgoingMail, Error> {
    let letter = Letter::new(order, envelope, event, link, &deps.site).ok_or(Error::UnknownParty(order.party))?;
    let content = template::render(order.mail, &letter)?;
    Ok(OutgoingMail {
        from_name: one_line(&deps.site.brand),
        from_address: deps.from_address.clone(),
        to: letter.address.to_owned(),
        subject: one_line(&content.subject),
        text: content.text,
        html: content.html,
    })
}
