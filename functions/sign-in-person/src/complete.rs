//! The end of a sign-in: what the browser brings from the provider becomes a session.

use std::sync::Arc;

use api::problem::Problem;
use api::{ClientIp, SessionCookie};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::link::SecretToken;
use domain::oidc::SignInAttempt;
use domain::organisation::{Organisation, Person};
use jiff::Timestamp;
use web::form::FormFields;
use web::{ReaderLanguage, Rejection, redirect};

use crate::begin::{Visit, redirect_uri};
use crate::callback::OWN_PROVIDER_OF;
use crate::provider::{Exchange, Expected, IdToken, exchange, for_provider};
use crate::refusal::{Refusal, Stop, refused};
use crate::{Dependencies, cookies, invitation, session};

/// Codes are references, or encrypted by the provider: some have more than a thousand characters.
const MAX_CODE: usize = 4096;

/// Ends a sign-in.
pub(crate) async fn complete(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    client: Option<Extension<ClientIp>>,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, Rejection> {
    let visit = Visit { language, headers, client: client.map(|Extension(client)| client) };
    let answer = Answer::of(&fields);
    // Whatever happens next, this state is good no more.
    let attempt = match &answer.state {
        Some(state) => deps.attempts.take(state.digest()).await?,
        None => None,
    };
    let Some(attempt) = attempt else {
        return Ok(Refusal::Over.page(&deps.site, language, None));
    };
    let Some(organisation) = deps.registry.organisations.find(&attempt.organisation).await? else {
        return Ok(Refusal::Over.page(&deps.site, language, None));
    };
    match sign_in(&deps, &attempt, &organisation, &answer, &visit).await {
        Ok((person, token)) => {
            tracing::info!(organisation = %organisation.id, person = %person.id, "signed_in");
            let cookie = SessionCookie { organisation: organisation.id, person: person.id, token };
            let mut response = redirect(StatusCode::SEE_OTHER, &deps.site.path(attempt.return_to.as_str()))?;
            let cookie = cookies::set_session(&cookie).ok_or_else(Problem::unavailable)?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(Stop::Refused(refusal)) => {
            tracing::warn!(organisation = %organisation.id, reason = refusal.name(), "sign_in_refused");
            Ok(refusal.page(&deps.site, language, Some(&organisation)))
        }
        Err(Stop::Failed(error)) => Err(error.into()),
    }
}

/// What the browser brought.
struct Answer<'a> {
    state: Option<SecretToken>,
    code: Option<&'a str>,
    error: Option<&'a str>,
    issuer: Option<&'a str>,
    own_provider_of: Option<&'a str>,
}

impl<'a> Answer<'a> {
    fn of(fields: &'a [(String, String)]) -> Self {
        let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        Self {
            state: value("state").and_then(SecretToken::parse),
            code: value("code").filter(|code| !code.is_empty() && code.len() <= MAX_CODE),
            error: value("error"),
            issuer: value("iss"),
            own_provider_of: value(OWN_PROVIDER_OF),
        }
    }
}

async fn sign_in(
    deps: &Dependencies,
    attempt: &SignInAttempt,
    organisation: &Organisation,
    answer: &Answer<'_>,
    visit: &Visit,
) -> Result<(Person, SecretToken), Stop> {
    let now = deps.registry.clock.now();
    if now >= attempt.expires_at {
        return Err(Refusal::Over.into());
    }
    // Digests of 256 random bits: nothing can be learnt from the time that comparing them takes.
    if cookies::browser_of(&visit.headers).map(|browser| browser.digest()) != Some(attempt.browser) {
        return Err(Refusal::OtherBrowser.into());
    }
    let came_to = answer.own_provider_of;
    let expected = attempt.is_own_provider.then_some(attempt.organisation.as_str());
    if came_to != expected || answer.issuer.is_some_and(|issuer| issuer != attempt.issuer) {
        return Err(Refusal::NotBelieved.into());
    }
    if organisation.closed_at.is_some() {
        return Err(Refusal::Closed.into());
    }
    if !organisation.admits(visit.client.map(|ClientIp(address)| address)) {
        return Err(Refusal::Address.into());
    }
    if let Some(error) = answer.error {
        return Err(if error == "access_denied" { Refusal::Cancelled } else { Refusal::ProviderRefuses }.into());
    }
    let code = answer.code.ok_or(Refusal::Over)?;
    let token = id_token(deps, attempt, organisation, code, answer.issuer, now).await?;
    if organisation.members.second_factor_required && !token.second_factor {
        return Err(Refusal::SecondFactor.into());
    }
    let person = match attempt.invitation {
        Some(invitation) => invitation::accept(deps, organisation, invitation, &token).await?,
        None => known_person(deps, organisation, &token).await?,
    };
    let secret = session::begin(deps, organisation, &person, token.second_factor, visit).await?;
    Ok((person, secret))
}

async fn id_token(
    deps: &Dependencies,
    attempt: &SignInAttempt,
    organisation: &Organisation,
    code: &str,
    issuer: Option<&str>,
    now: Timestamp,
) -> Result<IdToken, Stop> {
    let provider = deps.provider_of(organisation);
    let is_same = (&provider.issuer, &provider.client_id) == (&attempt.issuer, &attempt.client_id);
    if !is_same || organisation.provider.is_some() != attempt.is_own_provider {
        return Err(Refusal::Over.into());
    }
    let secret = match attempt.is_own_provider {
        true => deps.provider_secrets.find(&organisation.id).await?.filter(|secret| secret.is_for(provider)),
        false => None,
    };
    let stop = |failed| match refused(failed, organisation) {
        Ok(refusal) => Stop::Refused(refusal),
        Err(error) => Stop::Failed(error),
    };
    let documents = for_provider(deps, provider, now).await.map_err(stop)?;
    if documents.configuration.authorization_response_iss_parameter_supported && issuer.is_none() {
        return Err(Refusal::NotBelieved.into());
    }
    let asked = Exchange {
        code,
        redirect_uri: &redirect_uri(deps, attempt),
        verifier: attempt.verifier.reveal(),
        client_id: &provider.client_id,
        secret: secret.as_ref(),
    };
    let token = exchange(&*deps.transport, &documents.configuration, &asked).await;
    let token = token.map_err(|error| stop(error.into()))?;
    // The clock is read again: the token may have been made since.
    let expected = Expected { provider, nonce: attempt.nonce.reveal(), now: deps.registry.clock.now() };
    documents.id_token(deps, &token, &expected).await.map_err(stop)
}

/// Who of the organisation signs in as this. Never by an address: addresses change hands.
async fn known_person(deps: &Dependencies, organisation: &Organisation, token: &IdToken) -> Result<Person, Stop> {
    let people = &deps.registry.people;
    let id = people.with_identity(&organisation.id, &token.identity).await?.ok_or(Refusal::UnknownPerson)?;
    let person = people.person(&organisation.id, id).await?.ok_or(Refusal::UnknownPerson)?;
    // The row says of whom it is, and is the one that counts.
    if person.state.identity() != Some(&token.identity) {
        return Err(Refusal::UnknownPerson.into());
    }
    if person.is_active() { Ok(person) } else { Err(Refusal::Deactivated.into()) }
}
