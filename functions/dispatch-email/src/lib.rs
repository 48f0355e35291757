//! Writes and sends one mail to one addressee, or one code by text message.
//!
//! A job may come more than once and a mail cannot be unsent, so that each mail is noted in the mail log before it is
//! sent and again afterwards. What stays is one window: a crash after the mail service took the mail and before the log
//! says so. Then the mail goes out a second time, with a second link that is as good as the first. The other order would
//! lose mails instead; the mail service offers nothing to tell a repetition by.
//!
//! The log tells as well who was asked: whoever was not hears nothing of an envelope's end.

mod code;
mod invitation;
mod link;
mod mail_context;
mod notice;
mod once;
mod one_line;
mod people;
mod prior_contact;
mod record;
mod relevance;
mod seal_expiry;
mod tel;
mod template;
mod until;

use std::sync::Arc;

use domain::command::MailOutcome;
use domain::email_address::EmailAddress;
use domain::envelope::Envelope;
use domain::evidence::Event;
use domain::factor::Factor;
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::mail::{Addressee, MailId, MailKind, MailOrigin};
use domain::ports::{
    Clock, DecideError, Envelopes, Factors, Invitations, Links, MailError, MailLog, MailProgress, MailTry, Mailer,
    Organisations, OutgoingMail, People, PortError, Randomness, SealingCertificates, TextMessages,
};
use domain::registered_seal::RegisteredSeal;
use web::Site;

use crate::invitation::InvitationJob;
use crate::link::Access;
use crate::mail_context::{MailContext, Secrets};
use crate::one_line::one_line;
use crate::seal_expiry::SealExpiryJob;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where envelopes and their evidence are kept.
    pub envelopes: Arc<dyn Envelopes>,
    /// What holds for organisations.
    pub organisations: Arc<dyn Organisations>,
    /// Who is invited.
    pub people: Arc<dyn People>,
    /// Registered seals.
    pub certificates: Arc<dyn SealingCertificates>,
    /// Links of invitations.
    pub invitations: Arc<dyn Invitations>,
    /// Access links.
    pub links: Arc<dyn Links>,
    /// Where the digests of one-time codes are kept.
    pub factors: Arc<dyn Factors>,
    /// Which mails were begun and sent.
    pub mail_log: Arc<dyn MailLog>,
    /// The mail service.
    pub mailer: Arc<dyn Mailer>,
    /// The text message service.
    pub texts: Arc<dyn TextMessages>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// For the tokens of links and for codes.
    pub randomness: Arc<dyn Randomness>,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
    /// Address that mails come from; its display name is the brand, or what the organisation has set.
    pub from_address: EmailAddress,
}

/// Why a mail has to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue belongs to mails alone.
    #[error("this is no mail: {0:?}")]
    OtherJob(Job),
    /// Another invocation has begun this mail, or one on which it depends: it is sending it, or has died.
    #[error("another invocation is sending this mail or one before it, or died while doing so")]
    Leased,
    /// No such envelope.
    #[error("there is no envelope {0}")]
    UnknownEnvelope(EnvelopeId),
    /// No such recipient.
    #[error("the envelope has no such addressee: {0:?}")]
    UnknownAddressee(Addressee),
    /// The text could not be made.
    #[error("the mail cannot be rendered")]
    Render(#[from] askama::Error),
    /// The evidence could not be read.
    #[error("an event cannot be read")]
    Evidence(#[from] serde_json::Error),
    /// The service will never take this message.
    #[error("the message is refused: {0}")]
    Refused(String),
    /// The service did not say whether it took the message.
    #[error("nobody knows whether the message was taken")]
    Unanswered(#[source] PortError),
    /// What became of the mail could not be recorded.
    #[error("the mail's outcome cannot be recorded")]
    Record(#[from] DecideError),
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

/// A mail that an event asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MailJob {
    pub(crate) envelope: EnvelopeId,
    pub(crate) mail: MailKind,
    pub(crate) addressee: Addressee,
    pub(crate) sequence: u64,
    /// Generation of the link that the mail is about. Jobs of an earlier version do not say.
    pub(crate) generation: Option<u32>,
}

impl MailJob {
    /// By which the log of mails knows it.
    fn id(self) -> MailId {
        MailOrigin { envelope: self.envelope, sequence: self.sequence, addressee: self.addressee }.into()
    }
}

/// Sends the mail unless it was sent before or has become pointless, and records what became of it.
pub async fn handle(deps: &Dependencies, message: &Job) -> Result<(), Error> {
    if let Job::Invite { organisation, person, by_entry } = message {
        let (organisation, person, by_entry) = (organisation.clone(), *person, *by_entry);
        return invitation::handle(deps, &InvitationJob { organisation, person, by_entry }).await;
    }
    if let Job::AnnounceSealExpiry { organisation, seal, person, certificate, subject, valid_until, notice } = message {
        let (seal, subject) = (RegisteredSeal::new(organisation.clone(), seal.clone()), subject.clone());
        let (person, certificate, valid_until, notice) = (*person, *certificate, *valid_until, *notice);
        let job = SealExpiryJob { seal, person, certificate, subject, valid_until, notice };
        return seal_expiry::handle(deps, &job).await;
    }
    let &Job::Mail { envelope, mail, addressee, sequence, generation } = message else {
        return Err(Error::OtherJob(message.clone()));
    };
    let job = MailJob { envelope, mail, addressee, sequence, generation };
    match deps.mail_log.begin(&job.id(), deps.clock.now()).await? {
        MailProgress::Sent { message_id } => record::outcome(deps, job, MailOutcome::Taken { message_id }).await,
        MailProgress::Begun(begun) => send(deps, job, begun).await,
        MailProgress::Leased => Err(Error::Leased),
    }
}

/// What came of a try.
enum Outcome {
    /// The service took the message.
    Taken { message_id: String },
    /// It never will.
    Refused { reason: String },
    /// A code is no good any more.
    TooLate,
    /// Nothing is to be sent.
    Pointless,
}

/// Tries it, and leaves in the log of mails what others may conclude from it: where nobody got anything, nothing.
async fn send(deps: &Dependencies, job: MailJob, begun: MailTry) -> Result<(), Error> {
    let MailJob { envelope, mail, addressee, .. } = job;
    let give_up = async || deps.mail_log.give_up(&job.id(), begun).await;
    match attempt(deps, job).await {
        Ok(Outcome::Taken { message_id }) => {
            deps.mail_log.finish(&job.id(), &message_id).await?;
            record::outcome(deps, job, MailOutcome::Taken { message_id }).await
        }
        // For good: the job ends here, and the mails to the others are jobs of their own.
        Ok(Outcome::Refused { reason }) => {
            tracing::warn!(envelope = %envelope, ?mail, ?addressee, reason, "the message is refused");
            record::outcome(deps, job, MailOutcome::Refused { reason }).await?;
            Ok(give_up().await?)
        }
        // Whoever waits for it is told, and can have another one.
        Ok(Outcome::TooLate) => {
            record::outcome(deps, job, MailOutcome::TooLate).await?;
            Ok(give_up().await?)
        }
        Ok(Outcome::Pointless) => {
            tracing::info!(envelope = %envelope, ?mail, ?addressee, "the mail has become pointless and is not sent");
            Ok(give_up().await?)
        }
        Err(error @ Error::Unanswered(_)) => Err(error),
        Err(error) => {
            // It is tried again in any case; at worst whoever looks at the log meanwhile takes it for sent.
            if let Err(failure) = give_up().await {
                let reason = lambda::telemetry::chain(&failure);
                tracing::error!(envelope = %envelope, ?mail, ?addressee, reason, "a try cannot be taken out of the log");
            }
            Err(error)
        }
    }
}

async fn attempt(deps: &Dependencies, job: MailJob) -> Result<Outcome, Error> {
    let MailJob { envelope: id, mail, addressee, sequence, .. } = job;
    let envelope = deps.envelopes.load(id).await?.ok_or(Error::UnknownEnvelope(id))?;
    if envelope.mails.contains(&(sequence, addressee)) {
        // What was refused stays refused, even if the address was corrected since: that asks for a mail of its own.
        return Ok(Outcome::Pointless);
    }
    let (events, now) = (history(deps, job).await?, deps.clock.now());
    if mail == MailKind::Code && relevance::is_late(job, &events, now) {
        return Ok(Outcome::TooLate);
    }
    if !relevance::is_due(job, &envelope, &events, now) || !prior_contact::concerns(deps, job, &events, now).await? {
        return Ok(Outcome::Pointless);
    }
    let taken = if mail == MailKind::Code {
        send_code(deps, job, &envelope).await
    } else {
        send_mail(deps, job, &envelope, &events).await
    };
    match taken {
        Ok(message_id) => Ok(Outcome::Taken { message_id }),
        Err(Error::Refused(reason)) => Ok(Outcome::Refused { reason }),
        Err(error) => Err(error),
    }
}

/// What happened so far, where a mail tells of it or depends on it.
async fn history(deps: &Dependencies, job: MailJob) -> Result<Vec<Event>, Error> {
    match job.mail {
        MailKind::Declined
        | MailKind::Voided
        | MailKind::NotSent
        | MailKind::Failed
        | MailKind::Delegated
        | MailKind::Bounced
        | MailKind::LockedOut
        | MailKind::Delayed
        | MailKind::Code => record::events(deps, job).await,
        MailKind::Request | MailKind::Reminder | MailKind::Completed | MailKind::Expired => Ok(Vec::new()),
    }
}

async fn send_mail(deps: &Dependencies, job: MailJob, envelope: &Envelope, events: &[Event]) -> Result<String, Error> {
    let link = Access::of(job, envelope, deps.clock.now()).open(deps, job, envelope).await?;
    let secrets = Secrets { link: link.as_ref(), ..Secrets::default() };
    Ok(deps.mailer.send(&write(deps, job, envelope, events, secrets)?).await?)
}

/// By the way that the recipient's factor says.
async fn send_code(deps: &Dependencies, job: MailJob, envelope: &Envelope) -> Result<String, Error> {
    let Addressee::Recipient(number) = job.addressee else { return Err(Error::UnknownAddressee(job.addressee)) };
    let recipient = envelope.recipient(number).ok_or(Error::UnknownAddressee(job.addressee))?;
    let code = code::make(deps, job, number, recipient.link_generation).await?;
    if let Some(Factor::Sms { phone }) = &recipient.factor {
        let text = code::text_message(&deps.site.branded(&envelope.brand), recipient.language, &code);
        return Ok(deps.texts.send(phone, &text).await?);
    }
    let secrets = Secrets { code: &code, ..Secrets::default() };
    Ok(deps.mailer.send(&write(deps, job, envelope, &[], secrets)?).await?)
}

fn write(
    deps: &Dependencies,
    job: MailJob,
    envelope: &Envelope,
    events: &[Event],
    secrets: Secrets<'_>,
) -> Result<OutgoingMail, Error> {
    let site = deps.site.branded(&envelope.brand);
    let context =
        MailContext::new(job, envelope, events, secrets, &site).ok_or(Error::UnknownAddressee(job.addressee))?;
    let content = template::render(job.mail, &context)?;
    Ok(OutgoingMail {
        from_name: envelope.brand.mail_sender.as_deref().map_or_else(|| context.brand.clone(), one_line),
        from_address: deps.from_address.clone(),
        to: context.address.clone(),
        reply_to: context.reply_to.cloned(),
        subject: one_line(&content.subject),
        text: content.text,
        html: content.html,
        id: job.id(),
    })
}

impl From<MailError> for Error {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Refused(reason) => Self::Refused(reason),
            MailError::NotTaken(error) => Self::Port(error),
            MailError::Port(error) => Self::Unanswered(error),
        }
    }
}
