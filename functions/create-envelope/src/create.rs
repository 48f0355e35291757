//! `POST /v1/envelopes`: a draft with presigned uploads.

use api::idempotency::{Begun, Running, begin};
use api::problem::Problem;
use api::{Call, access_code, json, v1};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::draft::{DraftError, DraftSeeds, EnvelopeRequest, FieldError, Policy, too_large};
use domain::envelope::{Envelope, Sender};
use domain::ids::{DocumentId, EnvelopeId, RecipientNumber};
use domain::ports::CommitError;

use crate::Dependencies;
use crate::{read, registered_seal};

pub(crate) async fn create(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let request: EnvelopeRequest = json::read::<v1::EnvelopeRequest>(&call.body)?.into();
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answer) => return read::answer_again(&dependencies, &call.caller, &answer).await,
    };
    // After the key: what was created once is answered again, whoever may use which seal by now.
    let errors = errors_of(&dependencies, &call.caller.sender, call.caller.policy, &request).await?;
    if !errors.is_empty() {
        return Err(running.refuse(&*dependencies.answers, Problem::invalid_fields(errors)).await);
    }
    match draft(&dependencies, &call.caller.sender, request, &running).await {
        Ok(draft) => read::respond(&dependencies, &call.caller, &draft, StatusCode::CREATED).await,
        Err(problem) => Err(running.refuse(&*dependencies.answers, problem).await),
    }
}

async fn draft(
    dependencies: &Dependencies,
    sender: &Sender,
    request: EnvelopeRequest,
    running: &Running,
) -> Result<Envelope, Problem> {
    // Before the envelope exists: a factor without its secret would let nobody in.
    store_secrets(dependencies, running.id.into(), &request).await?;
    let documents = request.documents.len();
    let seeds = DraftSeeds {
        id: running.id.into(),
        number: dependencies.numbers.next_envelope().await?,
        sender: sender.clone(),
        first_management_number: dependencies.numbers.next_management(&sender.organisation, documents as u64).await?,
        document_ids: (0..documents).map(|_| DocumentId::new(dependencies.randomness.bytes())).collect(),
    };
    let decision = request.draft(seeds, dependencies.clock.now()).map_err(|error| match error {
        DraftError::Fields(errors) => Problem::invalid_fields(errors),
        DraftError::Refused(refusal) => refusal.into(),
        DraftError::Seeds { .. } => {
            tracing::error!(%error, "the draft was not seeded rightly");
            Problem::unavailable()
        }
    })?;
    if !dependencies.envelopes.has_room_for(&decision.envelope) {
        return Err(Problem::invalid_fields(vec![too_large()]));
    }
    let answer = running.answer(StatusCode::CREATED, running.id);
    match dependencies.envelopes.commit(&decision, Some(&answer)).await {
        Ok(()) => Ok(decision.envelope),
        Err(CommitError::Conflict) => Err(Problem::unavailable().retry_after(1)),
        Err(CommitError::Port(error)) => Err(error.into()),
    }
}

/// What the recipients' factors will be checked against. Recipients are numbered in the request's order.
async fn store_secrets(
    dependencies: &Dependencies,
    envelope: EnvelopeId,
    request: &EnvelopeRequest,
) -> Result<(), Problem> {
    for (number, recipient) in (1..).map(RecipientNumber).zip(&request.recipients) {
        let Some(factor) = &recipient.factor else { continue };
        let salt = || dependencies.randomness.bytes();
        let secret = factor.secret(|code| access_code::hash(code, salt())).map_err(|error| {
            tracing::error!(%error, "an access code was not hashed");
            Problem::unavailable()
        })?;
        if let Some(secret) = secret {
            let now = dependencies.clock.now();
            dependencies.factors.put_secret(envelope, number, &secret, now).await?;
        }
    }
    Ok(())
}

/// Everything that is wrong, each field once: with the request itself, with what the organisation demands, with the
/// registered seals.
async fn errors_of(
    dependencies: &Dependencies,
    sender: &Sender,
    policy: Policy,
    request: &EnvelopeRequest,
) -> Result<Vec<FieldError>, Problem> {
    let mut errors = request.errors();
    errors.extend(request.policy_errors(policy));
    let of_the_store = request.limit_errors(dependencies.envelopes.limits());
    for error in of_the_store.into_iter().chain(registered_seal::errors(dependencies, sender, request).await?) {
        if errors.iter().all(|known| known.pointer != error.pointer) {
            errors.push(error);
        }
    }
    Ok(errors)
}
