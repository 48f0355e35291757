//! `POST /v1/envelopes`: a draft with presigned uploads, or one whose files come with the request ([`with_files`]).

use api::idempotency::{Begun, begin};
use api::problem::{Problem, kinds};
use api::{Call, json, v1};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::draft::EnvelopeRequest;

use crate::make::make;
use crate::{Dependencies, read, with_files};

/// Bytes of a request in JSON.
const MAX_JSON: usize = 2 << 20;

pub(crate) async fn create(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    if with_files::is_form(&call.headers) {
        return with_files::create(&dependencies, call).await;
    }
    if call.body.len() > MAX_JSON {
        return Err(Problem::of(&kinds::BODY_TOO_LARGE));
    }
    let request: EnvelopeRequest = json::read::<v1::EnvelopeRequest>(&call.body)?.into();
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answer) => return read::answer_again(&dependencies, &call.caller, &answer).await,
    };
    let answer = running.answer(StatusCode::CREATED, running.id);
    let made = make(&dependencies, &call.caller, request, running.id.into(), Some(&answer)).await;
    match made {
        Ok(draft) => read::respond(&dependencies, &call.caller, &draft, StatusCode::CREATED).await,
        Err(refused) => Err(running.refuse(&*dependencies.answers, refused.into()).await),
    }
}
