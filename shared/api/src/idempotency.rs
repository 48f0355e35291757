//! `Idempotency-Key`: reserved before anything runs; the answer is committed together with the effect.

use axum::http::StatusCode;
use domain::digest::Digest;
use domain::ids::uuid_of;
use domain::ports::{Clock, IdempotentAnswers, IdempotentRequest, Randomness, Reservation, StoredAnswer};
use uuid::Uuid;

use crate::authentication::Caller;
use crate::call::Call;
use crate::problem::{Problem, kinds};

/// Characters of a key at most.
pub const MAX_KEY: usize = 255;

/// A request whose key has been reserved, or that was answered before.
pub enum Begun {
    /// Carry it out.
    Run(Running),
    /// Give this answer again.
    Answered(StoredAnswer),
}

/// A request that is being carried out under its key.
pub struct Running {
    request: IdempotentRequest,
    /// What the request makes is called so, the same on every try.
    pub id: Uuid,
}

impl Running {
    /// The answer that is to be committed with the effect.
    pub fn answer(&self, status: StatusCode, subject: impl Into<Uuid>) -> StoredAnswer {
        let IdempotentRequest { organisation, key, .. } = &self.request;
        let (organisation, key, status) = (organisation.clone(), key.clone(), status.as_u16());
        StoredAnswer { organisation, key, status, subject: subject.into(), document: None }
    }

    /// Gives the key back after a refusal, which changed nothing.
    pub async fn refuse(&self, answers: &dyn IdempotentAnswers, problem: Problem) -> Problem {
        match answers.release(&self.request).await {
            Ok(()) => problem,
            Err(error) => error.into(),
        }
    }
}

/// What keys are reserved with.
#[derive(Clone, Copy)]
pub struct Idempotency<'a> {
    /// Where answers are kept.
    pub answers: &'a dyn IdempotentAnswers,
    /// The wall clock.
    pub clock: &'a dyn Clock,
    /// For the identifier of what is new.
    pub randomness: &'a dyn Randomness,
}

/// Reserves the call's key.
///
/// # Errors
///
/// A key that is missing, wrong, in use or used for another call.
pub async fn begin(idempotency: Idempotency<'_>, call: &Call) -> Result<Begun, Problem> {
    begin_with(idempotency, call, &call.body).await
}

/// The same for a call whose body is not the same by every byte when it is sent again: `content` is what stands in it.
///
/// # Errors
///
/// See [`begin`].
pub async fn begin_with(
    Idempotency { answers, clock, randomness }: Idempotency<'_>,
    call: &Call,
    content: &[u8],
) -> Result<Begun, Problem> {
    let Call { caller, method, path, headers, .. } = call;
    let key = headers.get("idempotency-key").map(|v| v.to_str().unwrap_or_default());
    let key = key.ok_or_else(|| Problem::of(&kinds::IDEMPOTENCY_KEY_MISSING))?;
    if !(1..=MAX_KEY).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Problem::of(&kinds::IDEMPOTENCY_KEY_INVALID));
    }
    let mut fingerprint = format!("{method} {path}\n").into_bytes();
    fingerprint.extend_from_slice(content);
    let request = IdempotentRequest {
        organisation: caller.sender.organisation.clone(),
        key: of_caller(caller, key),
        fingerprint: Digest::of(&fingerprint),
        id: uuid_of(clock.now(), &randomness.bytes()),
    };
    match answers.reserve(&request, clock.now()).await? {
        Reservation::Run { id } => Ok(Begun::Run(Running { request, id })),
        Reservation::Answered(answer) => Ok(Begun::Answered(answer)),
        Reservation::Running => Err(Problem::of(&kinds::IDEMPOTENCY_KEY_IN_USE)),
        Reservation::OtherRequest => Err(Problem::of(&kinds::IDEMPOTENCY_KEY_REUSED)),
    }
}

/// Two people of an organisation may choose the same key. Services are not told apart, so that what one key of a service has begun
/// another goes on with.
fn of_caller(caller: &Caller, key: &str) -> String {
    match &caller.principal.member {
        // No header can hold a blank within a key: what a service sends is nobody's here.
        Some(member) => format!("{} {key}", member.id),
        None => key.to_owned(),
    }
}
