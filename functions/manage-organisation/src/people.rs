//! `/v1/organisation/people`: who belongs to the organisation.

use api::idempotency::{Begun, begin};
use api::precondition::IfMatch;
use api::problem::{Problem, kinds};
use api::v1::organisation::{PersonChangeRequest, PersonListView, PersonRequest, PersonView};
use api::{Call, Caller, json, routes};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::PersonId;
use domain::organisation::{self, Change, Decision, Person, ProfileChange, Refusal};
use domain::ports::{About, ChangeError};

use crate::answers::{json as answer_json, versioned};
use crate::{Dependencies, queries, refusals};

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    query: RawQuery,
) -> Result<Response, Problem> {
    let query = queries::page(query)?;
    let read = dependencies.registry.people.page(&caller.sender.organisation, query.after, query.to_read()).await?;
    let (people, next_cursor) = query.page(read, |person: &Person| person.id);
    let people = people.into_iter().map(PersonView::from).collect();
    Ok(answer_json(StatusCode::OK, &PersonListView { people, next_cursor }))
}

pub(crate) async fn read(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Ok(answer(StatusCode::OK, person(&dependencies, &caller, id_of(&id)?).await?))
}

pub(crate) async fn invite(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let request: organisation::PersonRequest = json::read::<PersonRequest>(&call.body)?.into();
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let invited = person(&dependencies, &call.caller, PersonId::new(answered.subject)).await?;
            return Ok(answer(StatusCode::CREATED, invited));
        }
    };
    let id = PersonId::new(running.id);
    let about = About { person: Some(id), address: request.email.parse().ok(), ..About::default() };
    let (stored, actor) = (running.answer(StatusCode::CREATED, id), &call.caller.principal.actor);
    let decided = dependencies
        .registry
        .change(&call.caller.sender.organisation, &about, actor, Some(&stored), |directory, facts| {
            let organisation = facts.organisation.as_ref().ok_or(Refusal::UnknownOrganisation)?;
            let profile = request.accept(organisation, directory).map_err(ChangeError::Fields)?;
            Ok(Change::Invite { id, profile })
        })
        .await;
    match decided {
        Ok(decision) => after(StatusCode::CREATED, decision),
        Err(error) => Err(running.refuse(&*dependencies.answers, refusals::problem(error)).await),
    }
}

pub(crate) async fn change(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let if_match = IfMatch::required(&call.headers)?;
    let request: PersonChangeRequest = json::read(&call.body)?;
    let request = ProfileChange::from(request);
    let address = request.email.as_deref().and_then(|email| email.parse().ok());
    let about = About { person: Some(id), address, ..About::default() };
    let caller = &call.caller;
    let decided = dependencies
        .registry
        .change(&caller.sender.organisation, &about, &caller.principal.actor, None, |directory, facts| {
            let organisation = facts.organisation.as_ref().ok_or(Refusal::UnknownOrganisation)?;
            let before = facts.person.as_ref().ok_or(Refusal::UnknownPerson)?;
            let version = before.version;
            if !if_match.holds_for(version) {
                return Err(ChangeError::OtherVersion { version });
            }
            let after = request.accept(&before.profile, organisation, directory).map_err(ChangeError::Fields)?;
            Ok(Change::SetProfile(after))
        })
        .await;
    match decided {
        Ok(decision) => after(StatusCode::OK, decision),
        // Nothing to do is no mistake.
        Err(ChangeError::Refused(Refusal::Unchanged)) => {
            Ok(answer(StatusCode::OK, person(&dependencies, caller, id).await?))
        }
        Err(error) => Err(refusals::problem(error)),
    }
}

pub(crate) async fn invite_again(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    act(&dependencies, &id, &call, Change::InviteAgain).await
}

pub(crate) async fn deactivate(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    act(&dependencies, &id, &call, Change::Deactivate).await
}

pub(crate) async fn reactivate(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    act(&dependencies, &id, &call, Change::Reactivate).await
}

/// A change of a person about which nothing more is said.
async fn act(dependencies: &Dependencies, id: &str, call: &Call, change: Change) -> Result<Response, Problem> {
    let id = id_of(id)?;
    let running = match begin(dependencies.idempotency(), call).await? {
        Begun::Run(running) => running,
        Begun::Answered(_) => return Ok(answer(StatusCode::OK, person(dependencies, &call.caller, id).await?)),
    };
    let about = About { person: Some(id), ..About::default() };
    let (stored, actor) = (running.answer(StatusCode::OK, id), &call.caller.principal.actor);
    let organisation = &call.caller.sender.organisation;
    let decided =
        dependencies.registry.change(organisation, &about, actor, Some(&stored), |_, _| Ok(change.clone())).await;
    match decided {
        Ok(decision) => after(StatusCode::OK, decision),
        Err(error) => Err(running.refuse(&*dependencies.answers, refusals::problem(error)).await),
    }
}

/// The person of the caller's organisation.
pub(crate) async fn person(dependencies: &Dependencies, caller: &Caller, id: PersonId) -> Result<Person, Problem> {
    let found = dependencies.registry.people.person(&caller.sender.organisation, id).await?;
    found.ok_or_else(|| Problem::of(&kinds::UNKNOWN_PERSON))
}

/// What is no identifier is nobody's.
pub(crate) fn id_of(text: &str) -> Result<PersonId, Problem> {
    text.parse().map_err(|_| Problem::of(&kinds::UNKNOWN_PERSON))
}

fn after(status: StatusCode, decision: Decision) -> Result<Response, Problem> {
    let (_, person) = decision.person.ok_or_else(Problem::unavailable)?;
    Ok(answer(status, person))
}

fn answer(status: StatusCode, person: Person) -> Response {
    let (version, location) = (person.version, routes::GET_PERSON.path_of(&[&person.id.to_string()]));
    let location = (status == StatusCode::CREATED).then_some(location);
    versioned(status, &PersonView::from(person), version, location.as_deref())
}
