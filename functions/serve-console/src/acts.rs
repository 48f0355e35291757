//! What is done to an envelope from its page: each is a form, and one call of the API.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::routes::{CONSOLE_ENVELOPE, CONSOLE_ENVELOPES};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::EnvelopeId;
use serde::Deserialize;
use web::form::FormFields;
use web::{Rejection, redirect};

use crate::Dependencies;
use crate::act::Act;
use crate::client::Call;
use crate::envelope;
use crate::stop::Stop;
use crate::visitor::Visitor;

/// What an act answers: the envelope, or the copy.
#[derive(Debug, Deserialize)]
struct Done {
    id: EnvelopeId,
}

/// Does it, and leads to the envelope's page, which says how it stands now. Where it is refused the page says why.
pub(crate) async fn act(
    State(deps): State<Arc<Dependencies>>,
    Path((id, act)): Path<(String, String)>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, Stop> {
    let (Some(act), Ok(envelope)) = (Act::named(&act), id.parse::<EnvelopeId>()) else {
        return Err(Rejection::NotFound.into());
    };
    let (id, fields) = (envelope.to_string(), fields.into_iter().collect::<BTreeMap<_, _>>());
    let recipient = fields.get("recipient").filter(|number| number.parse::<u16>().is_ok());
    let values: Vec<&str> = match (act, recipient) {
        (Act::Request, Some(number)) => vec![&id, number],
        (Act::Request, None) => return Err(Rejection::NotFound.into()),
        _ => vec![&id],
    };
    let key = fields.get("key").map(String::as_str).unwrap_or_default();
    let call = Call::of(act.route(), &values).once_json(key, &act.body(&fields));
    // A draft is sent and deleted as it was shown: somebody else may have changed it since.
    let version = fields.get("version").and_then(|version| version.parse().ok());
    let call = match (act, version) {
        (Act::Send | Act::Delete, Some(version)) => call.if_version(version),
        _ => call,
    };
    let body = match deps.ask(&visitor, call).await? {
        Ok(body) => body,
        Err(problem) => return envelope::show(&deps, &visitor, &id, problem.status(), Some(&problem), None).await,
    };
    let path = match (act, serde_json::from_slice::<Done>(&body)) {
        (Act::Delete, _) => CONSOLE_ENVELOPES.path.to_owned(),
        (_, Ok(Done { id })) => CONSOLE_ENVELOPE.path_of(&[&id.to_string()]),
        (_, Err(_)) => CONSOLE_ENVELOPE.path_of(&[&id]),
    };
    Ok(redirect(StatusCode::SEE_OTHER, &format!("{}?done={}", deps.site.path(&path), act.as_str()))?)
}
