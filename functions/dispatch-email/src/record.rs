//! The evidence of a mail.

use domain::command::{Command, MailOutcome, Refusal};
use domain::evidence::Event;
use domain::ports::{DecideError, decide};

use crate::{Dependencies, Error, Order};

/// Records what became of a mail, unless an earlier try got as far as that.
pub(crate) async fn outcome(deps: &Dependencies, order: Order, outcome: MailOutcome) -> Result<(), Error> {
    let Order { envelope, mail, party, sequence: asked_by } = order;
    let command = Command::RecordMail { mail, party, asked_by, outcome };
    match decide(&deps.envelopes, envelope, deps.clock.now(), None, |_| Ok(command.clone())).await {
        Ok(_) | Err(DecideError::Refused(Refusal::AlreadyRecorded)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The event that asked for the mail.
pub(crate) async fn event(deps: &Dependencies, order: Order) -> Result<Option<Event>, Error> {
    let texts = deps.envelopes.events(order.envelope).await?;
    let place = usize::try_from(order.sequence).ok().and_then(|sequence| sequence.checked_sub(1));
    let text = place.and_then(|place| texts.get(place));
    Ok(text.map(|text| serde_json::from_str(text)).transpose()?)
}
