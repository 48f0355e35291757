//! How many envelopes an organisation sends within a month, where the operator has limited that.
//!
//! A sending is counted before it is recorded, so that no more get through than may. What is recorded then is counted once more, since
//! a request that was refused beside it may have given back what both counted as one; and a request that records nothing gives back
//! what it counted. What cannot be sent in the end is given back by a job of `prepare-document`.

use api::Caller;
use api::problem::{Problem, kinds};
use domain::command::{Command, Refusal};
use domain::envelope::{Envelope, State};
use domain::ids::{EnvelopeId, OrganisationId};
use domain::language::Localized;
use domain::organisation::Actor;
use domain::ports::{DecideError, PortError, StoredAnswer, decide_by};
use jiff::civil::Date;

use crate::Dependencies;

/// A sending that is counted; in no month where the organisation's are not limited.
pub(crate) struct Counted {
    day: Option<Date>,
}

impl Counted {
    /// Of what is no draft nothing is counted: it is refused, or is being sent already.
    pub(crate) const NOTHING: Self = Self { day: None };
}

/// Counts the sending of a draft.
pub(crate) async fn take(dependencies: &Dependencies, caller: &Caller, draft: &Envelope) -> Result<Counted, Problem> {
    let Some(quota) = caller.policy.quota else { return Ok(Counted::NOTHING) };
    let today = caller.policy.time_zone.zone().to_datetime(dependencies.clock.now()).date();
    if dependencies.quota.take(&caller.sender.organisation, draft.id, today, quota, draft.evidence.sequence).await? {
        return Ok(Counted { day: Some(today) });
    }
    Err(Problem::of(&kinds::QUOTA_REACHED).detail(Localized::new(
        format!("今月送信できる封筒は{quota}件までです。下書きは残っています。翌月に送信するか、システムの運営者に上限の変更を依頼してください。"),
        format!("Your organisation may send {quota} envelopes a month. The draft stays: send it next month, or ask the operator to raise the limit."),
    )))
}

/// Records that a sending is asked for, and sees to it that this is what is counted.
pub(crate) async fn request_counted(
    dependencies: &Dependencies,
    caller: &Caller,
    envelope: &Envelope,
    counted: Counted,
    answer: Option<&StoredAnswer>,
    command: impl Fn(&Envelope) -> Result<Command, Refusal> + Send,
) -> Result<Envelope, DecideError> {
    let by: Option<&Actor> = Some(&caller.principal.actor);
    let outcome = decide_by(by, &dependencies.envelopes, &dependencies.clock, envelope, answer, command).await;
    if let Some(day) = counted.day {
        let organisation = &caller.sender.organisation;
        let settled = settle(dependencies, organisation, envelope.id, day, &outcome).await;
        // The answer is what became of the envelope all the same.
        if let Err(error) = settled {
            tracing::error!(envelope = %envelope.id, ?error, "the count of the month may differ from what was sent");
        }
    }
    outcome.map(|(sending, _)| sending)
}

async fn settle<E: Sync>(
    dependencies: &Dependencies,
    organisation: &OrganisationId,
    id: EnvelopeId,
    day: Date,
    outcome: &Result<(Envelope, E), DecideError>,
) -> Result<(), PortError> {
    match outcome {
        Ok((Envelope { state: State::Sending { request, .. }, .. }, _)) => {
            dependencies.quota.count_recorded(organisation, id, day, *request).await
        }
        Ok(_) => Ok(()),
        // It may be recorded all the same. The same request goes on with it.
        Err(DecideError::Port(_)) => Ok(()),
        Err(DecideError::NotFound | DecideError::Refused(_) | DecideError::Contention) => {
            let Some(stands) = dependencies.envelopes.load(id).await? else { return Ok(()) };
            if matches!(stands.state, State::Sending { .. }) || stands.was_sent() {
                return Ok(());
            }
            dependencies.quota.give_back(organisation, id, day, stands.evidence.sequence + 1).await
        }
    }
}
