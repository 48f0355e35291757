//! `POST /v1/envelopes/{id}/recipients/{number}/request`: a new link for a recipient whose turn it is; the old ones are
//! dead (F11).

use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::ids::RecipientNumber;
use lambda::problem::Problem;

use crate::Dependencies;
use crate::api_key::Caller;
use crate::{idempotency, read};

pub(crate) async fn request_again(
    State(dependencies): State<Dependencies>,
    Caller(sender): Caller,
    Path((id, number)): Path<(String, String)>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &sender, &id).await?;
    let recipient = RecipientNumber(number.parse().unwrap_or_default());
    if envelope.recipient(recipient).is_none() {
        return Err(Refusal::UnknownRecipient(recipient).into());
    }
    let begun = idempotency::begin(&dependencies, &sender, &headers, &method, uri.path(), &body).await?;
    idempotency::carry_out(&dependencies, &sender, begun, envelope.id, Command::RequestAgain { recipient }).await
}
