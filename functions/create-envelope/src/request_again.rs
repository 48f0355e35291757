//! `POST /v1/envelopes/{id}/recipients/{number}/request`: a new link for a recipient whose turn it is; the old ones are
//! dead (F11). A body `{"email": "…", "phone": "…"}` corrects the address, or the number that codes by SMS go to.

use api::idempotency::{Begun, begin};
use api::problem::Problem;
use api::v1::CorrectionRequest;
use api::{Call, json};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::{Command, Correction, Refusal};
use domain::ids::RecipientNumber;

use crate::Dependencies;
use crate::carry_out::carry_out_begun;
use crate::{read, registered_seal};

pub(crate) async fn request_again(
    State(dependencies): State<Dependencies>,
    Path((id, number)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    let Ok(number) = number.parse() else { return Err(read::unknown_path()) };
    let recipient = RecipientNumber(number);
    let asked = envelope.recipient(recipient).ok_or(Refusal::UnknownRecipient(recipient))?;
    let correction = json::read_or_default::<CorrectionRequest>(&call.body)?;
    let correction = Correction::try_from(correction).map_err(Problem::invalid_fields)?;
    let begun = begin(dependencies.idempotency(), &call).await?;
    if let Begun::Run(running) = &begun {
        let errors = registered_seal::correction_errors(&dependencies, &envelope, asked, &correction).await?;
        if !errors.is_empty() {
            return Err(running.refuse(&*dependencies.answers, Problem::invalid_fields(errors)).await);
        }
    }
    let command = Command::RequestAgain { recipient, correction };
    carry_out_begun(&dependencies, &call, begun, &envelope, command).await
}
