//! `Idempotency-Key`: reserved before anything runs; the answer is committed together with the effect.

use api::problem::Problem;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use domain::command::Command;
use domain::digest::Digest;
use domain::envelope::Sender;
use domain::ids::EnvelopeId;
use domain::ports::{IdempotentRequest, Reservation, StoredAnswer, decide};
use uuid::{Builder, Uuid};

use crate::Dependencies;
use crate::read;

const MAX_KEY: usize = 255;

/// A request whose key has been reserved, or that was answered before.
pub(crate) enum Begun {
    /// Carry it out.
    Run(Running),
    /// Give this answer again.
    Answered(StoredAnswer),
}

/// A request that is being carried out under its key.
pub(crate) struct Running {
    request: IdempotentRequest,
    /// What a new envelope is called, the same on every try.
    pub(crate) id: EnvelopeId,
}

impl Running {
    /// The answer that is to be committed with the effect.
    pub(crate) fn answer(&self, status: StatusCode, envelope: EnvelopeId) -> StoredAnswer {
        let IdempotentRequest { organisation, key, .. } = &self.request;
        StoredAnswer { organisation: organisation.clone(), key: key.clone(), status: status.as_u16(), envelope }
    }

    /// Gives the key back after a refusal, which changed nothing.
    pub(crate) async fn refuse(&self, dependencies: &Dependencies, problem: Problem) -> Problem {
        match dependencies.answers.release(&self.request).await {
            Ok(()) => problem,
            Err(error) => error.into(),
        }
    }
}

/// Reserves the request's key.
pub(crate) async fn begin(
    dependencies: &Dependencies,
    sender: &Sender,
    headers: &HeaderMap,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Result<Begun, Problem> {
    let key = headers.get("idempotency-key").map(|v| v.to_str().unwrap_or_default());
    let key = key.ok_or_else(key_missing)?;
    if !(1..=MAX_KEY).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(key_invalid());
    }
    let mut fingerprint = format!("{method} {path}\n").into_bytes();
    fingerprint.extend_from_slice(body);
    let request = IdempotentRequest {
        organisation: sender.organisation.clone(),
        key: key.to_owned(),
        fingerprint: Digest::of(&fingerprint),
        id: new_id(dependencies),
    };
    match dependencies.answers.reserve(&request, dependencies.clock.now()).await? {
        Reservation::Run { id } => Ok(Begun::Run(Running { request, id })),
        Reservation::Answered(answer) => Ok(Begun::Answered(answer)),
        Reservation::Running => Err(still_running()),
        Reservation::OtherRequest => Err(other_request()),
    }
}

/// Carries out a command that needs nothing beside the envelope, or gives its answer again.
pub(crate) async fn carry_out(
    dependencies: &Dependencies,
    sender: &Sender,
    begun: Begun,
    id: EnvelopeId,
    command: Command,
) -> Result<Response, Problem> {
    let running = match begun {
        Begun::Run(running) => running,
        Begun::Answered(answer) => return read::answer_again(dependencies, sender, &answer).await,
    };
    let answer = running.answer(StatusCode::OK, id);
    match decide(&dependencies.envelopes, &dependencies.clock, id, Some(&answer), |_| Ok(command.clone())).await {
        Ok((envelope, _)) => read::respond(dependencies, &envelope, StatusCode::OK).await,
        Err(error) => Err(running.refuse(dependencies, error.into()).await),
    }
}

fn new_id(dependencies: &Dependencies) -> EnvelopeId {
    let milliseconds = u64::try_from(dependencies.clock.now().as_millisecond()).unwrap_or_default();
    let random = lambda::random::bytes::<10>(dependencies.randomness.as_ref());
    let id: Uuid = Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid();
    EnvelopeId::new(id)
}

fn key_missing() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "idempotency-key-missing",
        "Idempotency-Keyが必要です",
        "An Idempotency-Key is needed",
    )
    .detail(
        "「Idempotency-Key」ヘッダーに、要求ごとに新しい値(UUIDなど)を指定してください。",
        "Send a header \"Idempotency-Key\" with a new value, such as a UUID, for each request.",
    )
}

fn key_invalid() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "idempotency-key-invalid",
        "Idempotency-Keyが正しくありません",
        "The Idempotency-Key is invalid",
    )
    .detail(
        "空白を含まない半角255文字以内で指定してください。",
        "Use 1 to 255 printable ASCII characters without spaces.",
    )
}

fn still_running() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "idempotency-key-in-use",
        "同じ要求を処理中です",
        "This request is still being carried out",
    )
    .detail("少し待ってから、同じ要求をもう一度送ってください。", "Wait a moment and send the same request again.")
    .retry_after(5)
}

fn other_request() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "idempotency-key-reused",
        "Idempotency-Keyが別の要求に使われています",
        "The Idempotency-Key was used for another request",
    )
    .detail("新しいIdempotency-Keyで送ってください。", "Use a new Idempotency-Key for a new request.")
}
