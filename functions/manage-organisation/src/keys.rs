//! `/v1/organisation/keys`: API keys.

use api::idempotency::{Begun, begin};
use api::problem::{Problem, kinds};
use api::routes::{self, Route};
use api::v1::organisation::{KeyListView, KeyRequest, KeyView, MadeKeyView};
use api::{Call, Caller, json};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::authorisation::{AddressRange, KeyTerms};
use domain::field_error::FieldError;
use domain::ids::{KeyId, PersonId};
use domain::language::Localized;
use domain::organisation::{ApiKey, Change, KeyHolder, ListedKey, Refusal};
use domain::ports::{About, ChangeError};

use crate::answers::json as answer_json;
use crate::{Dependencies, queries, refusals};

/// How many keys are in the name of one person at most. Two that are made at once may be one too many.
const MAX_OWN_KEYS: usize = 20;
/// How many keys are read at once where a person's are looked for.
const PAGE: u16 = 500;

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
    within_the_callers(&call.caller, &terms, &holder)?;
    make_with(&dependencies, &call, terms, holder, &routes::REVOKE_KEY).await
}

/// Makes a key that the caller may make. By the route it is revoked.
pub(crate) async fn make_with(
    dependencies: &Dependencies,
    call: &Call,
    terms: KeyTerms,
    holder: KeyHolder,
    revoked_by: &Route,
) -> Result<Response, Problem> {
    let now = dependencies.registry.clock.now();
    let organisation = &call.caller.sender.organisation;
    let running = match begin(dependencies.idempotency(), call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let found = dependencies.registry.keys.key(organisation, KeyId::new(answered.subject)).await?;
            let listed = found.ok_or_else(|| Problem::of(&kinds::UNKNOWN_KEY))?;
            return Ok(made(&MadeKeyView { listed: listed.into(), key: None }, revoked_by));
        }
    };
    let person = match &holder {
        KeyHolder::Person { person } => Some(*person),
        KeyHolder::Service { .. } => None,
    };
    if let Some(person) = person
        && of_person(dependencies, &call.caller, person).await?.len() >= MAX_OWN_KEYS
    {
        return Err(running.refuse(&*dependencies.answers, Problem::of(&kinds::TOO_MANY_OWN_KEYS)).await);
    }
    let id = KeyId::new(running.id);
    let secret = ApiKey::from_random(dependencies.randomness.bytes());
    let digest = secret.digest();
    let key = ListedKey { id, digest, holder, terms, made_at: now, last_used_at: None };
    let about = About { person, ..About::default() };
    let (stored, actor) = (running.answer(StatusCode::CREATED, id), &call.caller.principal.actor);
    let change = |_: &_, _: &_| Ok(Change::MakeKey(Box::new(key.clone())));
    match dependencies.registry.change(organisation, &about, actor, Some(&stored), change).await {
        Ok(_) => {
            let view = MadeKeyView { listed: key.into(), key: Some(secret.reveal().to_owned()) };
            Ok(made(&view, revoked_by))
        }
        Err(error) => Err(running.refuse(&*dependencies.answers, holder_problem(error)).await),
    }
}

pub(crate) async fn revoke(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    revoke_key(&dependencies, &caller, id_of(&id)?).await
}

/// What is no identifier is no key's.
pub(crate) fn id_of(text: &str) -> Result<KeyId, Problem> {
    text.parse().map_err(|_| Problem::of(&kinds::UNKNOWN_KEY))
}

/// The keys that are in the name of a person.
pub(crate) async fn of_person(
    dependencies: &Dependencies,
    caller: &Caller,
    person: PersonId,
) -> Result<Vec<ListedKey>, Problem> {
    let (organisation, mut own, mut after) = (&caller.sender.organisation, Vec::new(), None);
    loop {
        let page = dependencies.registry.keys.page(organisation, after, PAGE).await?;
        let is_last = page.len() < usize::from(PAGE);
        after = page.last().map(|key| key.id);
        own.extend(page.into_iter().filter(|key| is_of(key, person)));
        if is_last {
            return Ok(own);
        }
    }
}

pub(crate) fn is_of(key: &ListedKey, person: PersonId) -> bool {
    key.holder == KeyHolder::Person { person }
}

/// Revokes a key that the caller may revoke.
pub(crate) async fn revoke_key(dependencies: &Dependencies, caller: &Caller, id: KeyId) -> Result<Response, Problem> {
    let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
    let about = About { key: Some(id), ..About::default() };
    match dependencies.registry.change(organisation, &about, actor, None, |_, _| Ok(Change::RevokeKey)).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(refusals::problem(error)),
    }
}

/// Nobody makes a key by a key that is good for more, longer or from elsewhere than the first: what a stolen key could be made
/// to last by, or be used for from anywhere. And nobody makes a key in the name of another person; a person's key makes none at all,
/// since a service's would outlive the person.
fn within_the_callers(caller: &Caller, terms: &KeyTerms, holder: &KeyHolder) -> Result<(), Problem> {
    let refused = |pointer: &str, ja: &'static str, en: &'static str| {
        let error = FieldError::new(pointer, "beyond-the-caller", Localized::fixed(ja, en));
        Err(Problem::invalid_fields(vec![error]))
    };
    let own = caller.principal.member.as_ref().map(|member| member.id);
    let is_persons = matches!(holder, KeyHolder::Person { .. });
    if is_persons && own.is_none_or(|person| *holder != KeyHolder::Person { person }) {
        return refused(
            "/holder",
            "ほかの利用者名義のAPIキーは発行できません。ご本人がログインして発行してください。",
            "A key in the name of a person is made by that person, who has signed in.",
        );
    }
    let Some(by) = &caller.terms else { return Ok(()) };
    if own.is_some() {
        return refused(
            "/holder",
            "利用者名義のAPIキーで、新しいAPIキーは発行できません。ログインして発行してください。",
            "A person's key makes no other key. Sign in to make one.",
        );
    }
    if !terms.scopes.is_subset(&by.scopes) {
        return refused(
            "/scopes",
            "呼び出しに使っているAPIキーにない権限は、新しいAPIキーに与えられません。",
            "A new key cannot have scopes that the key which makes it lacks.",
        );
    }
    if by.expires_at.is_some_and(|end| terms.expires_at.is_none_or(|new| new > end)) {
        return refused(
            "/expires_at",
            "新しいAPIキーの有効期限は、呼び出しに使っているAPIキーの有効期限までにしてください。",
            "A new key cannot last longer than the key which makes it.",
        );
    }
    let is_within = |range: &AddressRange| by.addresses.iter().any(|own| own.holds(range));
    if !by.addresses.is_empty() && (terms.addresses.is_empty() || !terms.addresses.iter().all(is_within)) {
        return refused(
            "/addresses",
            "新しいAPIキーの接続元は、呼び出しに使っているAPIキーの接続元の範囲内にしてください。",
            "A new key cannot be good from elsewhere than the key which makes it.",
        );
    }
    Ok(())
}

/// Here a person who is not there is a wrong field.
fn holder_problem(error: ChangeError) -> Problem {
    let detail = match &error {
        ChangeError::Refused(Refusal::UnknownPerson) => {
            Localized::fixed("この利用者は登録されていません。", "There is no such person.")
        }
        ChangeError::Refused(Refusal::Deactivated) => Localized::fixed(
            "ログインしたことのある、利用中の利用者を指定してください。",
            "Give a person who has signed in and was not deactivated.",
        ),
        _ => return refusals::problem(error),
    };
    Problem::invalid_fields(vec![FieldError::new("/holder/person", "not-active", detail)])
}

fn made(view: &MadeKeyView, revoked_by: &Route) -> Response {
    let location = view.listed.id().to_string();
    let location = revoked_by.path_of(&[&location]);
    let mut response = answer_json(StatusCode::CREATED, view);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
