//! Sessions: a person's own, and those of others for whoever administers them.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::organisation::{SessionListView, SessionView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::ids::PersonId;
use domain::organisation::{Change, Session};
use domain::ports::About;

use crate::answers::json;
use crate::people::{id_of, person};
use crate::{Dependencies, refusals};

pub(crate) async fn list_own(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    match &caller.principal.member {
        Some(member) => listed(&dependencies, &caller, member.id).await,
        // A service does not sign in.
        None => Ok(json(StatusCode::OK, &SessionListView { sessions: Vec::new() })),
    }
}

pub(crate) async fn end_own(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    let unknown = || Problem::of(&kinds::UNKNOWN_SESSION);
    let (member, digest) = (caller.principal.member.as_ref().ok_or_else(unknown)?, digest_of(&id)?);
    let organisation = &caller.sender.organisation;
    dependencies.authentication.sessions.find(organisation, member.id, digest).await?.ok_or_else(unknown)?;
    dependencies.authentication.sessions.end(organisation, member.id, digest).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    listed(&dependencies, &caller, id_of(&id)?).await
}

pub(crate) async fn end_all(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    let about = About { person: Some(id_of(&id)?), ..About::default() };
    let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
    match dependencies.registry.change(organisation, &about, actor, None, |_, _| Ok(Change::EndSessions)).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(refusals::problem(error)),
    }
}

/// The sessions of a person that are good: those that ended lie about until they are cleaned up.
async fn listed(dependencies: &Dependencies, caller: &Caller, id: PersonId) -> Result<Response, Problem> {
    let person = person(dependencies, caller, id).await?;
    let now = dependencies.registry.clock.now();
    let is_good = |session: &Session| {
        person.is_active() && session.generation == person.session_generation && now < session.ends_at()
    };
    let found = dependencies.authentication.sessions.list(&caller.sender.organisation, id).await?;
    let mut good: Vec<Session> = found.into_iter().filter(is_good).collect();
    good.sort_by_key(|session| std::cmp::Reverse(session.began_at));
    Ok(json(StatusCode::OK, &SessionListView { sessions: good.into_iter().map(SessionView::from).collect() }))
}

/// What is no digest is no session's.
fn digest_of(text: &str) -> Result<Digest, Problem> {
    text.parse().map_err(|_| Problem::of(&kinds::UNKNOWN_SESSION))
}
