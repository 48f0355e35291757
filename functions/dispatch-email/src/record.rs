//! The evidence of a mail.

use domain::command::{Command, MailOutcome};
use domain::evidence::{Event, EventKind};
use domain::ports::decide;

use crate::{Dependencies, Error, Order};

/// Records what became of a mail that was just tried.
pub(crate) async fn now(deps: &Dependencies, order: Order, outcome: MailOutcome) -> Result<(), Error> {
    let Order { envelope, mail, party, .. } = order;
    let command = Command::RecordMail { mail, party, outcome };
    decide(&deps.envelopes, envelope, deps.clock.now(), None, |_| Ok(command.clone())).await?;
    Ok(())
}

/// The same, unless an earlier try got as far as this.
pub(crate) async fn once(deps: &Dependencies, order: Order, outcome: MailOutcome) -> Result<(), Error> {
    for text in deps.envelopes.events(order.envelope).await? {
        let event: Event = serde_json::from_str(&text)?;
        if event.sequence > order.sequence && tells(&event.kind, order, &outcome) {
            return Ok(());
        }
    }
    now(deps, order, outcome).await
}

/// The event that asked for the mail.
pub(crate) async fn event(deps: &Dependencies, order: Order) -> Result<Option<Event>, Error> {
    let texts = deps.envelopes.events(order.envelope).await?;
    let place = usize::try_from(order.sequence).ok().and_then(|sequence| sequence.checked_sub(1));
    let text = place.and_then(|place| texts.get(place));
    Ok(text.map(|text| serde_json::from_str(text)).transpose()?)
}

fn tells(kind: &EventKind, order: Order, outcome: &MailOutcome) -> bool {
    match (kind, outcome) {
        (EventKind::Mailed { mail, party, message_id: recorded }, MailOutcome::Taken { message_id }) => {
            (*mail, *party) == (order.mail, order.party) && recorded == message_id
        }
        (EventKind::MailRefused { mail, party, .. }, MailOutcome::Refused { .. }) => {
            (*mail, *party) == (order.mail, order.party)
        }
        _ => false,
    }
}
