//! `POST /v1/envelopes/{id}/recipients/{number}/request`: a new link for a recipient whose turn it is; the old ones are
//! dead (F11). A body `{"email": "…", "phone": "…"}` corrects the address, or the number that codes by SMS go to.

use api::v1::CorrectionRequest;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use domain::command::{Command, Correction, Refusal};
use domain::ids::RecipientNumber;
use lambda::json;
use lambda::problem::Problem;

use crate::Dependencies;
use crate::api_key::Caller;
use crate::idempotency::{self, Begun};
use crate::{read, registered_seal};

pub(crate) async fn request_again(
    State(dependencies): State<Dependencies>,
    Caller(sender, _): Caller,
    Path((id, number)): Path<(String, String)>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &sender, &id).await?;
    let Ok(number) = number.parse() else { return Err(read::unknown_path().await) };
    let recipient = RecipientNumber(number);
    let asked = envelope.recipient(recipient).ok_or(Refusal::UnknownRecipient(recipient))?;
    let correction = json::read_or_default::<CorrectionRequest>(&body)?;
    let correction = Correction::try_from(correction).map_err(Problem::invalid_fields)?;
    let begun = idempotency::begin(&dependencies, &sender, &headers, &method, uri.path(), &body).await?;
    if let Begun::Run(running) = &begun {
        let errors = registered_seal::correction_errors(&dependencies, &envelope, asked, &correction).await?;
        if !errors.is_empty() {
            return Err(running.refuse(&dependencies, Problem::invalid_fields(errors)).await);
        }
    }
    let command = Command::RequestAgain { recipient, correction };
    idempotency::carry_out(&dependencies, &sender, begun, envelope.id, command).await
}
