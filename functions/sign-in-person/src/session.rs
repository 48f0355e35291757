//! Sessions: how one begins, and how its owner ends it.

use std::sync::Arc;

use api::problem::Problem;
use api::routes::{SIGN_IN_ORGANISATION, SIGN_IN_PAGE};
use api::{ClientIp, SessionCookie};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::digest::Digest;
use domain::ids::{OrganisationId, PersonId};
use domain::link::SecretToken;
use domain::organisation::{Actor, Change, Organisation, Person, Refusal as NotChanged, Session};
use domain::ports::{About, ChangeError, PortError};
use web::{Rejection, redirect};

use crate::begin::Visit;
use crate::refusal::{Refusal, Stop};
use crate::{Dependencies, cookies};

/// What a browser calls itself, cut off after so many characters.
const MAX_USER_AGENT: usize = 200;

/// Begins a session, and answers its secret. The organisation's log says so, in the same transaction.
pub(crate) async fn begin(
    deps: &Dependencies,
    organisation: &Organisation,
    person: &Person,
    second_factor: bool,
    visit: &Visit,
) -> Result<SecretToken, Stop> {
    let (secret, now) = (SecretToken::from_random(deps.randomness.bytes()), deps.registry.clock.now());
    let user_agent = visit.headers.get(header::USER_AGENT).map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes());
        text.chars().filter(|c| !c.is_control()).take(MAX_USER_AGENT).collect()
    });
    let id = person.id;
    let session = Box::new(Session {
        digest: secret.digest(),
        person: id,
        generation: person.session_generation,
        began_at: now,
        used_at: now,
        second_factor,
        address: visit.client.map(|ClientIp(address)| address),
        user_agent: user_agent.unwrap_or_default(),
    });
    let about = About { person: Some(id), ..About::default() };
    let begin = |_: &_, _: &_| Ok(Change::BeginSession(session.clone()));
    let begun = deps.registry.change(&organisation.id, &about, &Actor::Person { person: id }, None, begin).await;
    match begun {
        Ok(_) => Ok(secret),
        // An administrator has deactivated the person since they left for the provider.
        Err(ChangeError::Refused(NotChanged::Deactivated)) => Err(Refusal::Deactivated.into()),
        Err(error) => Err(Stop::Failed(port_error(error))),
    }
}

/// The failure to begin or end a session. The organisation's rules refuse neither, except to those who were deactivated: where they do
/// so all the same, the service is at fault and not the person.
fn port_error(error: ChangeError) -> PortError {
    match error {
        ChangeError::Port(error) => error,
        other => PortError::new("record the session", other),
    }
}

/// Ends a session, if it is there: of what never was a session nothing is recorded.
async fn end(
    deps: &Dependencies,
    organisation: &OrganisationId,
    person: PersonId,
    session: Digest,
) -> Result<(), PortError> {
    if deps.sessions.find(organisation, person, session).await?.is_none() {
        return Ok(());
    }
    let end = |_: &_, _: &_| Ok(Change::EndSession { person, session });
    let ended = deps.registry.change(organisation, &About::default(), &Actor::Person { person }, None, end).await;
    ended.map(drop).map_err(port_error)
}

/// Ends the browser's session, and has the browser forget it.
pub(crate) async fn sign_out(State(deps): State<Arc<Dependencies>>, headers: HeaderMap) -> Result<Response, Rejection> {
    let path = match SessionCookie::sent(&headers) {
        Some(SessionCookie { organisation, person, token }) => {
            end(&deps, &organisation, person, token.digest()).await?;
            SIGN_IN_ORGANISATION.path_of(&[organisation.as_str()])
        }
        None => SIGN_IN_PAGE.path.to_owned(),
    };
    let mut response = redirect(StatusCode::SEE_OTHER, &deps.site.path(&path))?;
    let cookie = cookies::clear_session().ok_or_else(Problem::unavailable)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
