//! `POST /v1/envelopes` as a form (`multipart/form-data`, RFC 7578): small files come with the request, and where that is wanted
//! it is sent at once.
//!
//! The draft is committed first, then its files are put, then it is sent. Whoever dies on the way leaves the rest to the same
//! request under the same key.

use api::idempotency::{Begun, begin_with};
use api::problem::{Problem, kinds};
use api::v1::EnvelopeWithFilesRequest;
use api::{Call, Caller, FormRequest, json};
use axum::RequestExt as _;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::authorisation::Scope;
use domain::digest::Digest;
use domain::draft::{MAX_DOCUMENTS, ReceivedFile, documents_of_files};
use domain::envelope::{Envelope, State};
use domain::ids::EnvelopeId;
use domain::language::Localized;
use domain::ports::{PortError, StoredAnswer};

use crate::make::make;
use crate::quota::{self, Counted};
use crate::send::{demand_policy, request_sending};
use crate::{Dependencies, read};

/// Bytes of all files together. A function's request has at most 6 MB (AWS Lambda, "Quotas"), in which a form is Base64: four
/// bytes for three.
pub(crate) const MAX_FILES: usize = 4 << 20;
/// Bytes of the part `envelope`.
const MAX_ENVELOPE: usize = 128 << 10;
/// Bytes of a request: with the heads of a hundred parts.
pub(crate) const MAX_BODY: usize = MAX_FILES + MAX_ENVELOPE + (64 << 10);

/// Whether a request is a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// What came.
struct Form {
    envelope: Bytes,
    files: Vec<(ReceivedFile, Bytes)>,
}

pub(crate) async fn create(dependencies: &Dependencies, call: Call) -> Result<Response, Problem> {
    let form = Form::read(&call).await?;
    let request: FormRequest = json::read::<EnvelopeWithFilesRequest>(&form.envelope)?.into();
    if request.send {
        call.caller.must_have(Scope::EnvelopesSend)?;
    }
    // A program that sends it again chooses another boundary: what stands between the boundaries counts.
    let (id, running) = match begin_with(dependencies.idempotency(), &call, &form.content()).await? {
        Begun::Run(running) => (running.id, Some(running)),
        Begun::Answered(answer) => (answer.subject, None),
    };
    let answer = running.as_ref().map(|running| running.answer(StatusCode::CREATED, id));
    match carry_out(dependencies, &call.caller, request, &form.files, id.into(), answer.as_ref()).await {
        Ok(envelope) => read::respond(dependencies, &call.caller, &envelope, StatusCode::CREATED).await,
        Err(problem) => Err(match running {
            Some(running) => running.refuse(&*dependencies.answers, problem).await,
            None => problem,
        }),
    }
}

/// Does what is not done yet. `answer` is what is still to be kept of it.
async fn carry_out(
    dependencies: &Dependencies,
    caller: &Caller,
    request: FormRequest,
    files: &[(ReceivedFile, Bytes)],
    id: EnvelopeId,
    answer: Option<&StoredAnswer>,
) -> Result<Envelope, Problem> {
    let FormRequest { mut envelope, documents, send } = request;
    let is_to_send = send && answer.is_some();
    let stands = match (send, answer) {
        // Made by an earlier try that died before it was sent, or answered before.
        (true, _) | (false, None) => dependencies.envelopes.load(id).await?,
        (false, Some(_)) => None,
    };
    let draft = match (stands, answer) {
        (stands @ Some(_), _) | (stands @ None, None) => caller.may(stands)?,
        (None, Some(answer)) => {
            let received: Vec<ReceivedFile> = files.iter().map(|(file, _)| file.clone()).collect();
            envelope.documents =
                documents_of_files(documents.as_deref(), &received).map_err(Problem::invalid_fields)?;
            // The answer is kept with the last commit.
            make(dependencies, caller, envelope, id, Some(answer).filter(|_| !send)).await?
        }
    };
    put(dependencies, &draft, files).await?;
    if !is_to_send {
        return Ok(draft);
    }
    let mut counted = Counted::NOTHING;
    if draft.state == State::Draft {
        // An earlier try may have made it long ago.
        demand_policy(caller, &draft)?;
        counted = quota::take(dependencies, caller, &draft).await?;
    }
    let command = |envelope: &Envelope| request_sending(caller, envelope);
    Ok(quota::request_counted(dependencies, caller, &draft, counted, answer, command).await?)
}

/// Puts the files that are not there yet, as long as it is a draft: after the draft, since the store tells of each that arrives,
/// and its check asks for the envelope.
async fn put(dependencies: &Dependencies, draft: &Envelope, files: &[(ReceivedFile, Bytes)]) -> Result<(), PortError> {
    if draft.state != State::Draft {
        return Ok(());
    }
    for document in &draft.documents {
        let upload = &document.upload;
        let Some((_, bytes)) = files.iter().find(|(file, _)| file.sha256 == upload.sha256) else { continue };
        if dependencies.documents.size(&upload.object).await?.is_none() {
            dependencies.documents.put(&upload.object, bytes.to_vec()).await?;
        }
    }
    Ok(())
}

impl Form {
    async fn read(call: &Call) -> Result<Self, Problem> {
        let mut request = Request::new(Body::from(call.body.clone()));
        *request.headers_mut() = call.headers.clone();
        // All of it is here already.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut parts: Multipart = request.extract().await.map_err(|_| unreadable())?;
        let (mut envelope, mut files) = (None, Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
            match part.name() {
                Some("envelope") if envelope.is_none() => envelope = Some(content(part).await?),
                Some("document") if files.len() < MAX_DOCUMENTS => files.push(file(part).await?),
                _ => return Err(unreadable()),
            }
        }
        let total: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let envelope = envelope.ok_or_else(unreadable)?;
        if total > MAX_FILES || envelope.len() > MAX_ENVELOPE {
            return Err(too_large());
        }
        Ok(Self { envelope, files })
    }

    /// What makes the request what it is.
    fn content(&self) -> Vec<u8> {
        let mut content = format!("{}\n", Digest::of(&self.envelope)).into_bytes();
        for (ReceivedFile { name, sha256, .. }, _) in &self.files {
            content.extend_from_slice(format!("{sha256} {}\n", Digest::of(name.as_bytes())).as_bytes());
        }
        content
    }
}

async fn content(part: Field<'_>) -> Result<Bytes, Problem> {
    part.bytes().await.map_err(|_| unreadable())
}

async fn file(part: Field<'_>) -> Result<(ReceivedFile, Bytes), Problem> {
    // Some programs send the folders as well (RFC 7578 §4.2).
    let name = part.file_name().and_then(|name| name.rsplit(['/', '\\']).next()).unwrap_or_default().to_owned();
    let bytes = content(part).await?;
    Ok((ReceivedFile { name, size: bytes.len() as u64, sha256: Digest::of(&bytes) }, bytes))
}

fn unreadable() -> Problem {
    Problem::of(&kinds::UNREADABLE_REQUEST).detail(Localized::fixed(
        "multipart/form-dataとして読み取れません。JSONのパート「envelope」を1つ、PDFのパート「document」を1～100個送ってください。",
        "This cannot be read as multipart/form-data: send one part \"envelope\" with JSON, and 1 to 100 parts \"document\" with PDFs.",
    ))
}

fn too_large() -> Problem {
    Problem::of(&kinds::BODY_TOO_LARGE).detail(Localized::fixed(
        "1回のリクエストで送れるファイルは合計4MBまでです。JSONで下書きを作成し、アップロード用URLへ送ってください。",
        "The files of a request have at most 4 MB together. Make the draft in JSON, and put the files to the upload URLs.",
    ))
}
