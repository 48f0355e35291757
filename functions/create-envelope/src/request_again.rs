//! `POST /v1/envelopes/{id}/recipients/{number}/request`: a new link for a recipient whose turn it is; the old ones are
//! dead (F11). A body `{"email": "…", "phone": "…"}` corrects the address, or the number that codes by SMS go to.

use api::Call;
use api::idempotency::{Begun, begin};
use api::json;
use api::problem::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::{Command, Correction, Refusal};
use domain::email_address::EmailAddress;
use domain::factor::PhoneNumber;
use domain::ids::RecipientNumber;
use serde::Deserialize;

use crate::Dependencies;
use crate::carry_out::carry_out_begun;
use crate::{read, registered_seal};

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Request {
    /// The corrected address, where the old one was wrong.
    email: Option<String>,
    /// The corrected telephone number, where codes by SMS went to a wrong one.
    phone: Option<String>,
}

pub(crate) async fn request_again(
    State(dependencies): State<Dependencies>,
    Path((id, number)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &call.sender, &id).await?;
    let Ok(number) = number.parse() else { return Err(read::unknown_path()) };
    let recipient = RecipientNumber(number);
    let asked = envelope.recipient(recipient).ok_or(Refusal::UnknownRecipient(recipient))?;
    let correction = json::read_or_default::<Request>(&call.body)?.correction()?;
    let begun = begin(dependencies.idempotency(), &call).await?;
    if let Begun::Run(running) = &begun {
        let errors = registered_seal::correction_errors(&dependencies, &envelope, asked, &correction).await?;
        if !errors.is_empty() {
            return Err(running.refuse(&*dependencies.answers, Problem::invalid_fields(errors)).await);
        }
    }
    let command = Command::RequestAgain { recipient, correction };
    carry_out_begun(&dependencies, &call, begun, envelope.id, command).await
}

impl Request {
    fn correction(self) -> Result<Correction, Problem> {
        let email = self.email.map(|email| email.parse::<EmailAddress>()).transpose();
        let phone = self.phone.map(|phone| phone.parse::<PhoneNumber>()).transpose();
        match (email, phone) {
            (Ok(email), Ok(phone)) => Ok(Correction { email, phone }),
            (email, phone) => {
                let errors = [email.err().map(|fault| fault.at("/email")), phone.err().map(|fault| fault.at("/phone"))];
                Err(Problem::invalid_fields(errors.into_iter().flatten().collect()))
            }
        }
    }
}
