//! `POST /v1/envelopes/{id}/send`: every document is checked and prepared, then the envelope is on its way.

use api::Call;
use api::idempotency::{Begun, Running, begin};
use api::problem::{Problem, kinds};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::digest::Digest;
use domain::document::{Document, Prepared, StoredFile};
use domain::draft::{FieldError, MAX_DOCUMENT_BYTES};
use domain::envelope::{Envelope, Status};
use domain::ports::decide;

use crate::Dependencies;
use crate::check::{self, Unsendable};
use crate::read;

pub(crate) async fn send(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &call.sender, &id).await?;
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answer) => return read::answer_again(&dependencies, &call.sender, &answer).await,
    };
    match send_now(&dependencies, &envelope, &running).await {
        Ok(sent) => read::respond(&dependencies, &sent, StatusCode::ACCEPTED).await,
        Err(problem) => Err(running.refuse(&*dependencies.answers, problem).await),
    }
}

async fn send_now(dependencies: &Dependencies, envelope: &Envelope, running: &Running) -> Result<Envelope, Problem> {
    // What cannot be sent is told before the work on its documents, in the words of whoever decides it.
    if envelope.status_at(dependencies.clock.now()) != Status::Draft {
        let refused = envelope.apply(Command::Send { prepared: Vec::new() }, dependencies.clock.now());
        return Err(refused.err().unwrap_or(Refusal::AlreadySent).into());
    }
    let mut prepared = Vec::new();
    let mut errors: Vec<FieldError> = Vec::new();
    // One after the other: memory holds one document at a time.
    for document in &envelope.documents {
        match prepare(dependencies, envelope, document).await? {
            Ok(file) => prepared.push(file),
            Err(unsendable) => errors.push(unsendable.into_field_error(document)),
        }
    }
    if !errors.is_empty() {
        return Err(Problem::of(&kinds::UNSENDABLE_DOCUMENTS).errors(errors));
    }
    let answer = running.answer(StatusCode::ACCEPTED, envelope.id);
    let command = |_: &Envelope| Ok(Command::Send { prepared: prepared.clone() });
    let (sent, _) = decide(&dependencies.envelopes, &dependencies.clock, envelope, Some(&answer), command).await?;
    Ok(sent)
}

async fn prepare(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
) -> Result<Result<Prepared, Unsendable>, Problem> {
    let key = &document.upload.object;
    match dependencies.documents.size(key).await? {
        None => return Ok(Err(Unsendable::not_uploaded())),
        Some(size) if size > MAX_DOCUMENT_BYTES => return Ok(Err(Unsendable::too_large())),
        Some(_) => {}
    }
    let Some(upload) = dependencies.documents.get(key).await? else { return Ok(Err(Unsendable::not_uploaded())) };
    let checked = match check::check(envelope, document, upload) {
        Ok(checked) => checked,
        Err(unsendable) => return Ok(Err(unsendable)),
    };
    let check::Checked { bytes, pages, sizes, origin, rewriting } = checked;
    let sha256 = Digest::of(&bytes);
    let object = document.object_key(envelope.id, 0, sha256);
    dependencies.documents.put(&object, bytes).await?;
    let file = StoredFile { object, sha256 };
    Ok(Ok(Prepared { file, pages, sizes, origin, rewriting }))
}
