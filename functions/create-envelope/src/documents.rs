//! `/v1/envelopes/{id}/documents`: documents are added to a draft, read, and removed from it.

use api::idempotency::{Begun, Running, begin};
use api::precondition::IfMatch;
use api::problem::Problem;
use api::routes::GET_DOCUMENT;
use api::v1::DocumentView;
use api::{Call, Caller, entity_tag, json, v1};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::command::{Command, Refusal};
use domain::draft::{DocumentRequest, DocumentSeeds, limit_errors_of_another};
use domain::envelope::{Envelope, Status};
use domain::ids::{DocumentId, DocumentNumber};
use domain::ports::{DecideError, StoredAnswer, decide_by};

use crate::make::each_once;
use crate::read::{allowed, unknown_path};
use crate::view::around;
use crate::{Dependencies, progress, read};

/// So often a number is taken that another document got in between.
const TRIES: u32 = 20;

pub(crate) async fn add(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = allowed(&dependencies, &call.caller, &id).await?;
    let request: DocumentRequest = json::read::<v1::DocumentRequest>(&call.body)?.into();
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answer) => {
            let envelope = allowed(&dependencies, &call.caller, &answer.subject.to_string()).await?;
            // One that was removed since is not there.
            let number = answer.document.ok_or_else(Problem::unavailable)?;
            return respond(&dependencies, &call.caller, &envelope, number, StatusCode::CREATED).await;
        }
    };
    match add_now(&dependencies, &call, &envelope, &request, &running).await {
        Ok((envelope, number)) => respond(&dependencies, &call.caller, &envelope, number, StatusCode::CREATED).await,
        Err(problem) => Err(running.refuse(&*dependencies.answers, problem).await),
    }
}

async fn add_now(
    dependencies: &Dependencies,
    call: &Call,
    envelope: &Envelope,
    request: &DocumentRequest,
    running: &Running,
) -> Result<(Envelope, DocumentNumber), Problem> {
    let if_match = IfMatch::of(&call.headers);
    if_match.check(envelope)?;
    let limits = dependencies.envelopes.limits();
    let accept = |envelope: &Envelope| {
        let accepted = request.accept_into(envelope);
        let errors = accepted.as_ref().err().cloned().unwrap_or_default();
        let errors = each_once(errors, limit_errors_of_another(envelope, limits));
        accepted.ok().filter(|_| errors.is_empty()).ok_or(errors)
    };
    // Before a number is used up. Whatever is no draft any more is refused by whoever decides it.
    if envelope.status_at(dependencies.clock.now()) == Status::Draft {
        accept(envelope).map_err(Problem::invalid_fields)?;
    }
    let organisation = &envelope.sender.organisation;
    let seeds = DocumentSeeds {
        management_number: dependencies.numbers.next_management(organisation, 1).await?,
        document_id: DocumentId::new(dependencies.randomness.bytes()),
    };
    let mut newest = envelope.clone();
    for _ in 0..TRIES {
        let number = newest.next_document().ok_or(Refusal::TooManyDocuments)?;
        let answer = StoredAnswer { document: Some(number), ..running.answer(StatusCode::CREATED, envelope.id) };
        let command = |envelope: &Envelope| {
            if_match.check(envelope)?;
            // The answer that is kept names the number, which another document may have got in between.
            if envelope.next_document() != Some(number) {
                return Err(Refusal::OutOfStep);
            }
            Ok(Command::AddDocument { document: accept(envelope).map_err(Refusal::Fields)?, seeds })
        };
        match decide_by(
            Some(&call.caller.principal.actor),
            &dependencies.envelopes,
            &dependencies.clock,
            &newest,
            Some(&answer),
            command,
        )
        .await
        {
            Ok((envelope, _)) => return Ok((envelope, number)),
            Err(DecideError::Refused(Refusal::OutOfStep)) => {
                newest = call.caller.may(dependencies.envelopes.load(envelope.id).await?)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(DecideError::Contention.into())
}

pub(crate) async fn document(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let envelope = allowed(&dependencies, &caller, &id).await?;
    respond(&dependencies, &caller, &envelope, number_of(&number)?, StatusCode::OK).await
}

pub(crate) async fn remove(
    State(dependencies): State<Dependencies>,
    Path((id, number)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = allowed(&dependencies, &call.caller, &id).await?;
    let document = number_of(&number)?;
    let if_match = IfMatch::required(&call.headers)?;
    let command = |envelope: &Envelope| if_match.check(envelope).map(|()| Command::RemoveDocument { document });
    let (envelope, _) = decide_by(
        Some(&call.caller.principal.actor),
        &dependencies.envelopes,
        &dependencies.clock,
        &envelope,
        None,
        command,
    )
    .await?;
    read::respond(&dependencies, &call.caller, &envelope, StatusCode::OK).await
}

/// The number in a path; what is none is a path that there is not.
pub(crate) fn number_of(number: &str) -> Result<DocumentNumber, Problem> {
    number.parse().map(DocumentNumber).map_err(|_| unknown_path())
}

/// The document as the API shows it. The tag is the envelope's: a change of the document is one of that.
async fn respond(
    dependencies: &Dependencies,
    caller: &Caller,
    envelope: &Envelope,
    number: DocumentNumber,
    status: StatusCode,
) -> Result<Response, Problem> {
    let document = envelope.document(number).ok_or(Refusal::UnknownDocument(number))?;
    let progress = progress::of(&*dependencies.progress, envelope).await?.remove(&number);
    let view = DocumentView::of(document, around(document, envelope, dependencies, caller, progress).await?);
    let mut response = (status, Json(view)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::ETAG, entity_tag(envelope.version));
    if status == StatusCode::CREATED {
        let path = GET_DOCUMENT.path_of(&[&envelope.id.to_string(), &number.to_string()]);
        headers.extend(HeaderValue::from_str(&path).ok().map(|location| (header::LOCATION, location)));
    }
    Ok(response)
}
