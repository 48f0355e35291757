//! `POST /v1/envelopes/{id}/copy`: a new draft that asks for the same. The store itself copies the uploads that are still there;
//! the others are awaited again.

use std::collections::BTreeSet;

use api::idempotency::{Begun, begin};
use api::problem::Problem;
use api::{Call, json, v1};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::document::{Document, ObjectKey};
use domain::draft::{EnvelopeRequest, FactorAgain};
use domain::envelope::{Envelope, State as EnvelopeState};
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::PortError;
use futures::stream::{self, StreamExt};

use crate::make::{NotMade, make};
use crate::send::SIDE_BY_SIDE;
use crate::{Dependencies, read};

pub(crate) async fn copy(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let source = read::allowed(&dependencies, &call.caller, &id).await?;
    let factors: Vec<FactorAgain> = json::read_or_default::<v1::CopyRequest>(&call.body)?.into();
    let draft = match begin(dependencies.idempotency(), &call).await? {
        Begun::Answered(answer) => read::allowed(&dependencies, &call.caller, &answer.subject.to_string()).await?,
        Begun::Run(running) => {
            let answer = running.answer(StatusCode::CREATED, running.id);
            let made = match EnvelopeRequest::copy_of(&source, &factors, &call.caller.policy) {
                Ok(request) => make(&dependencies, &call.caller, request, running.id.into(), Some(&answer)).await,
                Err(errors) => {
                    return Err(running.refuse(&*dependencies.answers, Problem::invalid_fields(errors)).await);
                }
            };
            match made {
                Ok(draft) => draft,
                Err(refused) => {
                    let problem = match refused {
                        NotMade::Fields(errors) => {
                            Problem::invalid_fields(EnvelopeRequest::errors_of_copy(&source, &factors, errors))
                        }
                        NotMade::Problem(problem) => problem,
                    };
                    return Err(running.refuse(&*dependencies.answers, problem).await);
                }
            }
        }
    };
    // After the draft is there: the store tells of each file that arrives, and its check asks for the envelope. Whoever died in
    // between left it to the one who is asked again.
    let arrived = copy_uploads(&dependencies, &source, &draft).await;
    read::respond_with(&dependencies, &call.caller, &draft, &arrived, StatusCode::CREATED).await
}

/// Copies what is not there yet. A file that the store does not copy is awaited, as the answer says: the draft stands.
async fn copy_uploads(dependencies: &Dependencies, source: &Envelope, draft: &Envelope) -> BTreeSet<DocumentNumber> {
    if draft.state != EnvelopeState::Draft {
        return BTreeSet::new();
    }
    let pairs = source.documents.iter().zip((1..).map(DocumentNumber));
    let pairs = pairs.filter_map(|(from, number)| Some((from, draft.document(number)?)));
    // Another document may have been put in the place of one since.
    let pairs = pairs.filter(|(from, to)| from.upload.sha256 == to.upload.sha256);
    let copies: Vec<_> = pairs.map(|(from, to)| copy_one(dependencies, draft.id, from, to)).collect();
    let copied: Vec<Option<DocumentNumber>> = stream::iter(copies).buffer_unordered(SIDE_BY_SIDE).collect().await;
    copied.into_iter().flatten().collect()
}

/// Gives the document's number if its file is there then.
async fn copy_one(
    dependencies: &Dependencies,
    id: EnvelopeId,
    from: &Document,
    to: &Document,
) -> Option<DocumentNumber> {
    match copy_unless_there(dependencies, &from.upload.object, &to.upload.object).await {
        Ok(is_there) => is_there.then_some(to.number),
        Err(error) => {
            let reason = lambda::telemetry::chain(&error);
            tracing::error!(envelope = %id, document = %to.number, reason, "an upload was not copied");
            None
        }
    }
}

async fn copy_unless_there(dependencies: &Dependencies, from: &ObjectKey, to: &ObjectKey) -> Result<bool, PortError> {
    match dependencies.documents.size(to).await? {
        Some(_) => Ok(true),
        None => dependencies.documents.copy(from, to).await,
    }
}
