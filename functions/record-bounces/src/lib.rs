//! Records which mails came back or were unwanted: the mail service tells of it minutes or days after it took a mail.
//!
//! A notice may come more than once, and recording it twice changes nothing. A notice about a mail that is not one of
//! ours is left alone: nobody could do anything about it.

mod notice;

use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::mail::MailOrigin;
use domain::ports::{Clock, DecideError, Envelopes, decide};

pub use notice::{Notice, Report};

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where envelopes and their evidence are kept.
    pub envelopes: Arc<dyn Envelopes>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// Why a notice has to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not what the mail service writes.
    #[error("the notice cannot be read")]
    Unreadable(#[from] serde_json::Error),
    /// It could not be recorded.
    #[error("what became of the mail cannot be recorded")]
    Record(#[from] DecideError),
}

/// Records what a notice tells, if it tells of a mail that did not do its work.
pub async fn handle(deps: &Dependencies, notice: Notice) -> Result<(), Error> {
    let Some(report) = notice.report()? else { return Ok(()) };
    let Some((bounce, detail)) = report.outcome() else {
        tracing::info!(kind = report.kind(), "a notice that asks for nothing");
        return Ok(());
    };
    let Some(MailOrigin { envelope, sequence: request_event, addressee }) = report.origin() else {
        tracing::warn!(message = report.message_id(), ?bounce, "a mail came back that is not one of ours");
        return Ok(());
    };
    let command = Command::RecordBounce { addressee, request_event, bounce, detail };
    match decide(&deps.envelopes, &deps.clock, envelope, None, |_| Ok(command.clone())).await {
        Ok(_) => tracing::info!(%envelope, request_event, ?addressee, ?bounce, "a mail came back"),
        Err(DecideError::Refused(Refusal::AlreadyRecorded)) => {}
        Err(DecideError::NotFound | DecideError::Refused(Refusal::UnknownRecipient(_))) => {
            tracing::warn!(%envelope, request_event, ?addressee, "a mail came back, of an envelope or to a recipient unknown here");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
