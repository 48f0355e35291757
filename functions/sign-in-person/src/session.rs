//! Sessions: how one begins, and how its owner ends it.

use std::sync::Arc;

use api::problem::Problem;
use api::routes::{SIGN_IN_ORGANISATION, SIGN_IN_PAGE};
use api::{ClientIp, SessionCookie};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::link::SecretToken;
use domain::organisation::{Organisation, Person, Session};
use domain::ports::PortError;
use web::{Rejection, redirect};

use crate::begin::Visit;
use crate::{Dependencies, cookies};

/// What a browser calls itself, cut off after so many characters.
const MAX_USER_AGENT: usize = 200;

/// Begins a session, and answers its secret.
pub(crate) async fn begin(
    deps: &Dependencies,
    organisation: &Organisation,
    person: &Person,
    second_factor: bool,
    visit: &Visit,
) -> Result<SecretToken, PortError> {
    let (secret, now) = (SecretToken::from_random(deps.randomness.bytes()), deps.registry.clock.now());
    let user_agent = visit.headers.get(header::USER_AGENT).map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes());
        text.chars().filter(|c| !c.is_control()).take(MAX_USER_AGENT).collect()
    });
    let session = Session {
        digest: secret.digest(),
        person: person.id,
        generation: person.session_generation,
        began_at: now,
        used_at: now,
        second_factor,
        address: visit.client.map(|ClientIp(address)| address),
        user_agent: user_agent.unwrap_or_default(),
    };
    deps.sessions.begin(&organisation.id, &session).await?;
    Ok(secret)
}

/// Ends the browser's session, and has the browser forget it.
pub(crate) async fn sign_out(State(deps): State<Arc<Dependencies>>, headers: HeaderMap) -> Result<Response, Rejection> {
    let path = match SessionCookie::sent(&headers) {
        Some(SessionCookie { organisation, person, token }) => {
            deps.sessions.end(&organisation, person, token.digest()).await?;
            SIGN_IN_ORGANISATION.path_of(&[organisation.as_str()])
        }
        None => SIGN_IN_PAGE.path.to_owned(),
    };
    let mut response = redirect(StatusCode::SEE_OTHER, &deps.site.path(&path))?;
    let cookie = cookies::clear_session().ok_or_else(Problem::unavailable)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
