//! `/v1/me/keys`: a person's own API keys, whatever the person's roles are.

use api::problem::{Problem, kinds};
use api::v1::organisation::{KeyView, OwnKeyListView, OwnKeyRequest};
use api::{Call, Caller, json, routes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::PersonId;
use domain::organisation::KeyHolder;

use crate::Dependencies;
use crate::answers::json as answer_json;
use crate::keys::{id_of, is_of, make_with, of_person, revoke_key};

pub(crate) async fn list(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    let keys = match &caller.principal.member {
        Some(member) => of_person(&dependencies, &caller, member.id).await?,
        // A service is no person, and its keys are the organisation's.
        None => Vec::new(),
    };
    let keys = keys.into_iter().map(KeyView::from).collect();
    Ok(answer_json(StatusCode::OK, &OwnKeyListView { keys }))
}

pub(crate) async fn make(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let request: OwnKeyRequest = json::read(&call.body)?;
    let terms = request.accept(dependencies.registry.clock.now()).map_err(Problem::invalid_fields)?;
    let person = signed_in(&call.caller)?;
    make_with(&dependencies, &call, terms, KeyHolder::Person { person }, &routes::REVOKE_OWN_KEY).await
}

pub(crate) async fn revoke(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    // Of somebody else's key nothing is said.
    let unknown = || Problem::of(&kinds::UNKNOWN_KEY);
    let (id, own) = (id_of(&id)?, caller.principal.member.as_ref().map(|member| member.id).ok_or_else(unknown)?);
    let found = dependencies.registry.keys.key(&caller.sender.organisation, id).await?;
    found.filter(|key| is_of(key, own)).ok_or_else(unknown)?;
    signed_in(&caller)?;
    revoke_key(&dependencies, &caller, id).await
}

/// The person who calls by a session. A key makes no key that outlives it, and takes none away.
fn signed_in(caller: &Caller) -> Result<PersonId, Problem> {
    match (&caller.principal.member, &caller.terms) {
        (Some(member), None) => Ok(member.id),
        _ => Err(Problem::of(&kinds::SIGN_IN_NEEDED)),
    }
}
