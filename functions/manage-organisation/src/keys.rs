//! `/v1/organisation/keys`: API keys.

use api::idempotency::{Begun, begin};
use api::problem::{Problem, kinds};
use api::v1::organisation::{KeyListView, KeyRequest, KeyView, MadeKeyView};
use api::{Call, Caller, json, routes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::authorisation::KeyTerms;
use domain::field_error::FieldError;
use domain::ids::KeyId;
use domain::language::Localized;
use domain::organisation::{ApiKey, Change, KeyHolder, ListedKey, Refusal};
use domain::ports::{About, ChangeError};

use crate::answers::json as answer_json;
use crate::{Dependencies, queries, refusals};

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    query: RawQuery,
) -> Result<Response, Problem> {
    let query = queries::page(query)?;
    let read = dependencies.registry.keys.page(&caller.sender.organisation, query.after, query.to_read()).await?;
    let (keys, next_cursor) = query.page(read, |key: &ListedKey| key.id);
    let keys = keys.into_iter().map(KeyView::from).collect();
    Ok(answer_json(StatusCode::OK, &KeyListView { keys, next_cursor }))
}

pub(crate) async fn make(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let request: KeyRequest = json::read(&call.body)?;
    let now = dependencies.registry.clock.now();
    let (terms, holder) = request.accept(now).map_err(Problem::invalid_fields)?;
    within_the_callers(&call.caller, &terms)?;
    let organisation = &call.caller.sender.organisation;
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let found = dependencies.registry.keys.key(organisation, KeyId::new(answered.subject)).await?;
            let listed = found.ok_or_else(|| Problem::of(&kinds::UNKNOWN_KEY))?;
            return Ok(made(&MadeKeyView { listed: listed.into(), key: None }));
        }
    };
    let id = KeyId::new(running.id);
    let secret = ApiKey::from_random(dependencies.randomness.bytes());
    let person = match &holder {
        KeyHolder::Person { person } => Some(*person),
        KeyHolder::Service { .. } => None,
    };
    let digest = secret.digest();
    let key = ListedKey { id, digest, holder, terms, made_at: now, last_used_at: None };
    let about = About { person, ..About::default() };
    let (stored, actor) = (running.answer(StatusCode::CREATED, id), &call.caller.principal.actor);
    let change = |_: &_, _: &_| Ok(Change::MakeKey(Box::new(key.clone())));
    match dependencies.registry.change(organisation, &about, actor, Some(&stored), change).await {
        Ok(_) => Ok(made(&MadeKeyView { listed: key.into(), key: Some(secret.reveal().to_owned()) })),
        Err(error) => Err(running.refuse(&*dependencies.answers, holder_problem(error)).await),
    }
}

pub(crate) async fn revoke(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    let id: KeyId = id.parse().map_err(|_| Problem::of(&kinds::UNKNOWN_KEY))?;
    let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
    let about = About { key: Some(id), ..About::default() };
    match dependencies.registry.change(organisation, &about, actor, None, |_, _| Ok(Change::RevokeKey)).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(refusals::problem(error)),
    }
}

/// Nobody makes a key by a key that is good for more, longer or from elsewhere than the first: what a stolen key could be made
/// to last by, or be used for from anywhere.
fn within_the_callers(caller: &Caller, terms: &KeyTerms) -> Result<(), Problem> {
    let Some(own) = &caller.principal.scopes else { return Ok(()) };
    if terms.scopes.is_subset(own) {
        return Ok(());
    }
    let detail = Localized::fixed(
        "呼び出しに使っているAPIキーにない権限は、新しいAPIキーに与えられません。",
        "A new key cannot have scopes that the key which makes it lacks.",
    );
    Err(Problem::invalid_fields(vec![FieldError::new("/scopes", "beyond-the-caller", detail)]))
}

/// Here a person who is not there is a wrong field.
fn holder_problem(error: ChangeError) -> Problem {
    let detail = match &error {
        ChangeError::Refused(Refusal::UnknownPerson) => {
            Localized::fixed("この利用者は登録されていません。", "There is no such person.")
        }
        ChangeError::Refused(Refusal::Deactivated) => Localized::fixed(
            "サインインしたことのある、利用中の利用者を指定してください。",
            "Give a person who has signed in and was not deactivated.",
        ),
        _ => return refusals::problem(error),
    };
    Problem::invalid_fields(vec![FieldError::new("/holder/person", "not-active", detail)])
}

fn made(view: &MadeKeyView) -> Response {
    let location = view.listed.id().to_string();
    let location = routes::REVOKE_KEY.path_of(&[&location]);
    let mut response = answer_json(StatusCode::CREATED, view);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
