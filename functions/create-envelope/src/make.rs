//! A draft of a request: what is wrong with it, and if nothing is, what it comes to.

use api::problem::Problem;
use api::{Caller, access_code};
use domain::draft::{DraftError, DraftSeeds, EnvelopeRequest, FieldError, RecipientRequest, too_large};
use domain::envelope::Envelope;
use domain::ids::{DocumentId, EnvelopeId, RecipientNumber, SecretId};
use domain::ports::{CommitError, PortError, StoredAnswer};

use crate::{Dependencies, folders, registered_seal};

/// Why no draft was made.
pub(crate) enum NotMade {
    /// Wrong fields of the request.
    Fields(Vec<FieldError>),
    /// Anything else.
    Problem(Problem),
}

impl From<NotMade> for Problem {
    fn from(refused: NotMade) -> Self {
        match refused {
            NotMade::Fields(errors) => Self::invalid_fields(errors),
            NotMade::Problem(problem) => problem,
        }
    }
}

impl From<Problem> for NotMade {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<PortError> for NotMade {
    fn from(error: PortError) -> Self {
        Self::Problem(error.into())
    }
}

/// Makes a draft of a request, if nothing is wrong with it.
///
/// Called after the key is reserved: what was created once is answered again, whoever may use which seal by now.
pub(crate) async fn make(
    dependencies: &Dependencies,
    caller: &Caller,
    mut request: EnvelopeRequest,
    id: EnvelopeId,
    answer: Option<&StoredAnswer>,
) -> Result<Envelope, NotMade> {
    let errors = errors_of(dependencies, caller, &mut request).await?;
    if !errors.is_empty() {
        return Err(NotMade::Fields(errors));
    }
    // Before the envelope exists: a factor without its secret would let nobody in.
    store_secrets(dependencies, id, None, &request.recipients).await?;
    let documents = request.documents.len();
    let sender = &caller.sender;
    let seeds = DraftSeeds {
        id,
        number: dependencies.numbers.next_envelope(&sender.organisation).await?,
        sender: sender.clone(),
        policy: caller.policy.clone(),
        first_management_number: dependencies.numbers.next_management(&sender.organisation, documents as u64).await?,
        document_ids: (0..documents).map(|_| DocumentId::new(dependencies.randomness.bytes())).collect(),
    };
    let decision = request.draft(seeds, dependencies.clock.now()).map_err(|error| match error {
        DraftError::Fields(errors) => NotMade::Fields(errors),
        DraftError::Refused(refusal) => NotMade::Problem(refusal.into()),
        DraftError::Seeds { .. } => {
            tracing::error!(%error, "the draft was not seeded rightly");
            NotMade::Problem(Problem::unavailable())
        }
    })?;
    if !dependencies.envelopes.has_room_for(&decision.envelope) {
        return Err(NotMade::Fields(vec![too_large()]));
    }
    match dependencies.envelopes.commit(&decision, answer).await {
        Ok(()) => Ok(decision.envelope),
        Err(CommitError::Conflict) => Err(Problem::unavailable().retry_after(1).into()),
        Err(CommitError::Port(error)) => Err(error.into()),
    }
}

/// What the recipients' factors will be checked against. Recipients are numbered in the request's order.
pub(crate) async fn store_secrets(
    dependencies: &Dependencies,
    envelope: EnvelopeId,
    id: Option<SecretId>,
    recipients: &[RecipientRequest],
) -> Result<(), Problem> {
    for (number, recipient) in (1..).map(RecipientNumber).zip(recipients) {
        let Some(factor) = &recipient.factor else { continue };
        let salt = || dependencies.randomness.bytes();
        let secret = factor.secret(|code| access_code::hash(code, salt())).map_err(|error| {
            tracing::error!(%error, "an access code was not hashed");
            Problem::unavailable()
        })?;
        if let Some(secret) = secret {
            let now = dependencies.clock.now();
            dependencies.factors.put_secret(envelope, number, id, &secret, now).await?;
        }
    }
    Ok(())
}

/// Everything that is wrong, each field once: with the request itself, with what the organisation demands, with the
/// registered seals.
async fn errors_of(
    dependencies: &Dependencies,
    caller: &Caller,
    request: &mut EnvelopeRequest,
) -> Result<Vec<FieldError>, PortError> {
    // Recipients of one group are alike if the same seal is meant, be it named or not.
    let of_seals = registered_seal::settle(dependencies, &caller.sender, &mut request.recipients).await?;
    let errors = request.errors(&caller.policy);
    let of_the_store = request.limit_errors(dependencies.envelopes.limits());
    let of_folder = folders::errors(dependencies, caller, request.folder).await?;
    Ok(each_once(errors, of_the_store.into_iter().chain(of_seals).chain(of_folder)))
}

/// Adds what is told of fields of which nothing was told yet.
pub(crate) fn each_once(mut errors: Vec<FieldError>, more: impl IntoIterator<Item = FieldError>) -> Vec<FieldError> {
    for error in more {
        if errors.iter().all(|known| known.pointer != error.pointer) {
            errors.push(error);
        }
    }
    errors
}
