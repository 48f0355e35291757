//! `/v1/organisation/groups`: divisions and other groups of people.

use api::idempotency::{Begun, begin};
use api::precondition::IfMatch;
use api::problem::{Problem, kinds};
use api::v1::organisation::{GroupListView, GroupRequest, GroupView};
use api::{Call, Caller, json, routes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::field_error::FieldError;
use domain::ids::{GroupId, OrganisationId};
use domain::organisation::{Change, Directory, Refusal};
use domain::ports::{About, ChangeError};
use domain::text::TextRule;

use crate::answers::{demand_version, json as answer_json, version_of, versioned};
use crate::{Dependencies, refusals};

pub(crate) async fn list(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    let directory = dependencies.registry.directories.load(&caller.sender.organisation).await?;
    Ok(answer_json(StatusCode::OK, &GroupListView::from(directory)))
}

pub(crate) async fn read(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let name = known_name(&dependencies, &caller.sender.organisation, id).await?;
    Ok(answer(StatusCode::OK, &GroupView { id, name }))
}

pub(crate) async fn add(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let name = name_of(&call)?;
    let organisation = &call.caller.sender.organisation;
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let id = GroupId::new(answered.subject);
            let name = known_name(&dependencies, organisation, id).await?;
            return Ok(answer(StatusCode::CREATED, &GroupView { id, name }));
        }
    };
    let id = GroupId::new(running.id);
    let (stored, actor) = (running.answer(StatusCode::CREATED, id), &call.caller.principal.actor);
    let change = |_: &_, _: &_| Ok(Change::AddGroup { id, name: name.clone() });
    match dependencies.registry.change(organisation, &About::default(), actor, Some(&stored), change).await {
        Ok(_) => Ok(answer(StatusCode::CREATED, &GroupView { id, name })),
        Err(error) => Err(running.refuse(&*dependencies.answers, refusals::problem(error)).await),
    }
}

pub(crate) async fn rename(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, if_match) = (id_of(&id)?, IfMatch::required(&call.headers)?);
    let name = name_of(&call)?;
    let (organisation, actor) = (&call.caller.sender.organisation, &call.caller.principal.actor);
    let change = |directory: &Directory, _: &_| {
        demand_version(&row_of(directory, id)?, &if_match)?;
        Ok(Change::RenameGroup { id, name: name.clone() })
    };
    match dependencies.registry.change(organisation, &About::default(), actor, None, change).await {
        Ok(_) | Err(ChangeError::Refused(Refusal::Unchanged)) => Ok(answer(StatusCode::OK, &GroupView { id, name })),
        Err(error) => Err(refusals::problem(error)),
    }
}

pub(crate) async fn remove(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, if_match) = (id_of(&id)?, IfMatch::required(&call.headers)?);
    let (organisation, actor) = (&call.caller.sender.organisation, &call.caller.principal.actor);
    let change = |directory: &Directory, _: &_| {
        demand_version(&row_of(directory, id)?, &if_match)?;
        Ok(Change::RemoveGroup { id })
    };
    match dependencies.registry.change(organisation, &About::default(), actor, None, change).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(refusals::problem(error)),
    }
}

/// What the version of a group is made of.
fn row_of(directory: &Directory, id: GroupId) -> Result<(GroupId, &String), Refusal> {
    Ok((id, directory.groups.get(&id).ok_or(Refusal::UnknownGroup)?))
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

/// A group has no counted version: its entity tag is made of what it is.
fn answer(status: StatusCode, group: &GroupView) -> Response {
    let (version, location) =
        (version_of(&(group.id, &group.name)), routes::GET_GROUP.path_of(&[&group.id.to_string()]));
    let location = (status == StatusCode::CREATED).then_some(location);
    versioned(status, group, version, location.as_deref())
}
