//! Sessions: a person's own, and those of others for whoever administers them.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::organisation::{SessionListView, SessionView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::ids::PersonId;
use domain::organisation::{Change, Refusal, Session};
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
    let member = caller.principal.member.as_ref().ok_or_else(|| Problem::of(&kinds::UNKNOWN_SESSION))?;
    ended(&dependencies, &caller, member.id, digest_of(&id)?).await
}

pub(crate) async fn end(
    State(dependencies): State<Dependencies>,
    Path((id, session)): Path<(String, String)>,
    caller: Caller,
) -> Result<Response, Problem> {
    let person = person(&dependencies, &caller, id_of(&id)?).await?;
    ended(&dependencies, &caller, person.id, digest_of(&session)?).await
}

/// Ends one session of a person of the caller's organisation.
async fn ended(
    dependencies: &Dependencies,
    caller: &Caller,
    person: PersonId,
    session: Digest,
) -> Result<Response, Problem> {
    let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
    let found = dependencies.authentication.sessions.find(organisation, person, session).await?;
    if found.is_none() {
        return Err(Problem::of(&kinds::UNKNOWN_SESSION));
    }
    let end = |_: &_, _: &_| Ok(Change::EndSession { person, session });
    match dependencies.registry.change(organisation, &About::default(), actor, None, end).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(refusals::problem(error)),
    }
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
    let organisation = dependencies.registry.organisations.find(&caller.sender.organisation).await?;
    let organisation = organisation.ok_or_else(|| refusals::problem(Refusal::UnknownOrganisation.into()))?;
    let issuer = &organisation.provider_or(&dependencies.authentication.issuers.stack).issuer;
    let is_good = |session: &Session| {
        person.is_active()
            && person.state.is_of(issuer)
            && session.generation == person.session_generation
            && now < session.ends_at()
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
