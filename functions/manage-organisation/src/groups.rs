//! `/v1/organisation/groups`: divisions and other groups of people.

use api::idempotency::{Begun, begin};
use api::problem::{Problem, kinds};
use api::v1::organisation::{GroupListView, GroupRequest, GroupView};
use api::{Call, Caller, json, routes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::field_error::FieldError;
use domain::ids::{GroupId, OrganisationId};
use domain::organisation::{Change, Refusal};
use domain::ports::{About, ChangeError};
use domain::text::TextRule;

use crate::answers::json as answer_json;
use crate::{Dependencies, refusals};

pub(crate) async fn list(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    let directory = dependencies.registry.directories.load(&caller.sender.organisation).await?;
    Ok(answer_json(StatusCode::OK, &GroupListView::from(directory)))
}

pub(crate) async fn add(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let name = name_of(&call)?;
    let organisation = &call.caller.sender.organisation;
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let id = GroupId::new(answered.subject);
            return Ok(made(&GroupView { id, name: known_name(&dependencies, organisation, id).await? }));
        }
    };
    let id = GroupId::new(running.id);
    let (stored, actor) = (running.answer(StatusCode::CREATED, id), &call.caller.principal.actor);
    let change = |_: &_, _: &_| Ok(Change::AddGroup { id, name: name.clone() });
    match dependencies.registry.change(organisation, &About::default(), actor, Some(&stored), change).await {
        Ok(_) => Ok(made(&GroupView { id, name })),
        Err(error) => Err(running.refuse(&*dependencies.answers, refusals::problem(error)).await),
    }
}

pub(crate) async fn rename(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, name) = (id_of(&id)?, name_of(&call)?);
    let (organisation, actor) = (&call.caller.sender.organisation, &call.caller.principal.actor);
    let change = |_: &_, _: &_| Ok(Change::RenameGroup { id, name: name.clone() });
    match dependencies.registry.change(organisation, &About::default(), actor, None, change).await {
        Ok(_) | Err(ChangeError::Refused(Refusal::Unchanged)) => {
            Ok(answer_json(StatusCode::OK, &GroupView { id, name }))
        }
        Err(error) => Err(refusals::problem(error)),
    }
}

pub(crate) async fn remove(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
    let change = |_: &_, _: &_| Ok(Change::RemoveGroup { id });
    match dependencies.registry.change(organisation, &About::default(), actor, None, change).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(refusals::problem(error)),
    }
}

/// The group's name by now, where it is there still.
async fn known_name(
    dependencies: &Dependencies,
    organisation: &OrganisationId,
    id: GroupId,
) -> Result<String, Problem> {
    let mut directory = dependencies.registry.directories.load(organisation).await?;
    directory.groups.remove(&id).ok_or_else(|| Problem::of(&kinds::UNKNOWN_GROUP))
}

fn name_of(call: &Call) -> Result<String, Problem> {
    let request: GroupRequest = json::read(&call.body)?;
    let accepted = TextRule::GROUP_NAME.accept(&request.name);
    accepted.map_err(|fault| -> FieldError { fault.at("/name") }).map_err(|error| Problem::invalid_fields(vec![error]))
}

/// What is no identifier is no group's.
fn id_of(text: &str) -> Result<GroupId, Problem> {
    text.parse().map_err(|_| Problem::of(&kinds::UNKNOWN_GROUP))
}

fn made(view: &GroupView) -> Response {
    let location = routes::RENAME_GROUP.path_of(&[&view.id.to_string()]);
    let mut response = answer_json(StatusCode::CREATED, view);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
