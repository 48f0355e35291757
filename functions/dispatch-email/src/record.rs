//! The evidence of a mail.

use domain::command::{Command, MailOutcome, Refusal};
use domain::evidence::Event;
use domain::ports::{DecideError, decide};

use crate::{Dependencies, Error, MailJob};

/// Records what became of a mail, unless an earlier try got as far as that.
pub(crate) async fn outcome(deps: &Dependencies, job: MailJob, outcome: MailOutcome) -> Result<(), Error> {
    let MailJob { envelope, mail, addressee, sequence: request_event, .. } = job;
    let command = Command::RecordMail { mail, addressee, request_event, outcome };
    match decide(&deps.envelopes, &deps.clock, envelope, None, |_| Ok(command.clone())).await {
        Ok(_) | Err(DecideError::Refused(Refusal::AlreadyRecorded)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Everything that is recorded of the envelope.
pub(crate) async fn events(deps: &Dependencies, job: MailJob) -> Result<Vec<Event>, Error> {
    let texts = deps.envelopes.events(job.envelope).await?;
    Ok(texts.iter().map(|text| Event::from_json(text)).collect::<Result<_, _>>()?)
}
