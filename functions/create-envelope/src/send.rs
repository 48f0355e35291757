//! `POST /v1/envelopes/{id}/send`: what can be known at once is checked, and the sending begins.
//!
//! The documents are prepared off the request, each as a job of its own (`prepare-document`): so the answer comes at once,
//! whatever they weigh. Which of them cannot be sent is known from the checks of the uploads as they arrived; one that is not
//! checked yet is checked when it is prepared.

use api::idempotency::{Begun, Running, begin};
use api::precondition::IfMatch;
use api::problem::{Problem, kinds};
use api::{Call, Caller};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::document::Document;
use domain::draft::FieldError;
use domain::envelope::{Envelope, State as EnvelopeState, Status};
use domain::language::Localized;
use domain::ports::{PortError, decide_by};
use domain::preparation::Progress;
use domain::unsendable::Unsendable;
use futures::stream::{self, StreamExt, TryStreamExt};

use crate::{Dependencies, progress, read};

/// Questions to the document store at a time.
pub(crate) const SIDE_BY_SIDE: usize = 20;

pub(crate) async fn send(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answer) => return read::answer_again(&dependencies, &call.caller, &answer).await,
    };
    let if_match = IfMatch::of(&call.headers);
    match send_now(&dependencies, &call.caller, &envelope, &running, &if_match).await {
        Ok(sending) => read::respond(&dependencies, &call.caller, &sending, StatusCode::ACCEPTED).await,
        Err(problem) => Err(running.refuse(&*dependencies.answers, problem).await),
    }
}

/// What the organisation demands today, whatever it was when the draft was made.
pub(crate) fn demand_policy(caller: &Caller, draft: &Envelope) -> Result<(), Problem> {
    let missing = caller.policy.errors_of_draft(draft);
    if missing.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(missing)) }
}

/// The same of the version that is sent in the end, which somebody may have changed a moment ago.
pub(crate) fn request_sending(caller: &Caller, envelope: &Envelope) -> Result<Command, Refusal> {
    let missing = match envelope.state {
        EnvelopeState::Draft => caller.policy.errors_of_draft(envelope),
        // What cannot be sent for another reason is told in the words of whoever decides it.
        _ => Vec::new(),
    };
    if missing.is_empty() { Ok(Command::RequestSending) } else { Err(Refusal::Fields(missing)) }
}

/// Counts the sending, where the operator has limited how many envelopes the organisation sends within a month. What cannot be sent in
/// the end is given back when that is recorded, by a job of `prepare-document`.
pub(crate) async fn take_quota(dependencies: &Dependencies, caller: &Caller, draft: &Envelope) -> Result<(), Problem> {
    let Some(quota) = caller.policy.quota else { return Ok(()) };
    let today = caller.policy.time_zone.zone().to_datetime(dependencies.clock.now()).date();
    if dependencies.quota.take(&caller.sender.organisation, draft.id, today, quota, draft.evidence.sequence).await? {
        return Ok(());
    }
    Err(Problem::of(&kinds::QUOTA_REACHED).detail(Localized::new(
        format!("今月送信できる封筒は{quota}件までです。下書きは残っています。翌月に送信するか、システムの運営者に上限の変更を依頼してください。"),
        format!("Your organisation may send {quota} envelopes a month. The draft stays: send it next month, or ask the operator to raise the limit."),
    )))
}

async fn send_now(
    dependencies: &Dependencies,
    caller: &Caller,
    envelope: &Envelope,
    running: &Running,
    if_match: &IfMatch,
) -> Result<Envelope, Problem> {
    if_match.check(envelope)?;
    // What cannot be sent for another reason is told in the words of whoever decides it.
    if envelope.status_at(dependencies.clock.now()) == Status::Draft {
        demand_policy(caller, envelope)?;
        let errors = unsendable(dependencies, envelope).await?;
        if !errors.is_empty() {
            return Err(Problem::of(&kinds::UNSENDABLE_DOCUMENTS).errors(errors));
        }
        take_quota(dependencies, caller, envelope).await?;
    }
    let answer = running.answer(StatusCode::ACCEPTED, envelope.id);
    let command = |envelope: &Envelope| {
        if_match.check(envelope)?;
        request_sending(caller, envelope)
    };
    let (sending, _) = decide_by(
        Some(&caller.principal.actor),
        &dependencies.envelopes,
        &dependencies.clock,
        envelope,
        Some(&answer),
        command,
    )
    .await?;
    Ok(sending)
}

/// What cannot be sent, as far as that is known: what its check refused, and what does not lie in the store.
async fn unsendable(dependencies: &Dependencies, envelope: &Envelope) -> Result<Vec<FieldError>, PortError> {
    let mut progress = progress::of(&*dependencies.progress, envelope).await?;
    let looks = envelope.documents.iter().enumerate().map(|(place, document)| {
        let known = progress.remove(&document.number);
        async move { fault(dependencies, document, known).await.map(|fault| (place, document, fault)) }
    });
    let found: Vec<_> = stream::iter(looks.collect::<Vec<_>>()).buffered(SIDE_BY_SIDE).try_collect().await?;
    let faults =
        found.into_iter().filter_map(|(place, document, fault)| Some(fault?.into_field_error(place, document)));
    Ok(faults.collect())
}

async fn fault(
    dependencies: &Dependencies,
    document: &Document,
    known: Option<Progress>,
) -> Result<Option<Unsendable>, PortError> {
    match known {
        Some(Progress::Checked(_) | Progress::Prepared(_)) => Ok(None),
        Some(Progress::Refused(why)) => Ok(Some(why)),
        Some(Progress::Begun) | None => {
            Ok(Unsendable::of_size(dependencies.documents.size(&document.upload.object).await?))
        }
    }
}
