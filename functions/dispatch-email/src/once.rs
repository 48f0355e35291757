//! Mails that are about no envelope: sent once, or given up where they have become pointless.
//!
//! As with the mails of envelopes, a crash between the mail service and the log sends one a second time.

use domain::mail::MailId;
use domain::ports::{MailProgress, MailTry};

use crate::{Dependencies, Error};

/// Makes the try that is due, unless the mail was sent before. It tells the mail service's identifier of what that took; nothing where
/// nothing is to be sent.
pub(crate) async fn send(
    deps: &Dependencies,
    id: &MailId,
    attempt: impl Future<Output = Result<Option<String>, Error>>,
) -> Result<(), Error> {
    match deps.mail_log.begin(id, deps.clock.now()).await? {
        MailProgress::Sent { .. } => Ok(()),
        MailProgress::Leased => Err(Error::Leased),
        MailProgress::Begun(begun) => finish(deps, id, begun, attempt.await).await,
    }
}

async fn finish(
    deps: &Dependencies,
    id: &MailId,
    begun: MailTry,
    attempt: Result<Option<String>, Error>,
) -> Result<(), Error> {
    match attempt {
        Ok(Some(message_id)) => Ok(deps.mail_log.finish(id, &message_id).await?),
        Ok(None) => {
            tracing::info!(?id, "the mail has become pointless and is not sent");
            Ok(deps.mail_log.give_up(id, begun).await?)
        }
        // For good: the job ends here.
        Err(Error::Refused(reason)) => {
            tracing::warn!(?id, reason, "the mail is refused");
            Ok(deps.mail_log.give_up(id, begun).await?)
        }
        Err(error @ Error::Unanswered(_)) => Err(error),
        Err(error) => {
            if let Err(failure) = deps.mail_log.give_up(id, begun).await {
                let reason = lambda::telemetry::chain(&failure);
                tracing::error!(?id, reason, "a try cannot be taken out of the log");
            }
            Err(error)
        }
    }
}
