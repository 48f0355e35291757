//! The beginning of a sign-in: what has to be known when the browser is back is stored, and the browser goes to the provider.

use std::sync::Arc;

use api::ClientIp;
use api::problem::Problem;
use api::routes::{SIGN_IN_CALLBACK, SIGN_IN_OWN_CALLBACK};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::digest::Digest;
use domain::factor::Secret;
use domain::link::SecretToken;
use domain::oidc::{ATTEMPT_LIFETIME, SignInAttempt};
use domain::organisation::{Organisation, SecondFactorProof};
use web::form::FormFields;
use web::{Language, ReaderLanguage, Rejection, redirect};

use crate::pages::{SignInOptions, known};
use crate::provider::{AuthorizationRequest, challenge_of, for_provider};
use crate::refusal::{Refusal, refused};
use crate::{Dependencies, cookies};

/// Begins a sign-in to an organisation.
pub(crate) async fn begin(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    Path(id): Path<String>,
    client: Option<Extension<ClientIp>>,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, Rejection> {
    let organisation = known(&deps, id).await?;
    let visit = Visit { language, headers, client: client.map(|Extension(client)| client) };
    leave(&deps, &organisation, None, SignInOptions::of(&fields), &visit).await
}

/// Who comes.
pub(crate) struct Visit {
    pub(crate) language: Language,
    pub(crate) headers: HeaderMap,
    pub(crate) client: Option<ClientIp>,
}

/// Sends the browser to the organisation's provider.
pub(crate) async fn leave(
    deps: &Dependencies,
    organisation: &Organisation,
    invitation: Option<Digest>,
    options: SignInOptions,
    visit: &Visit,
) -> Result<Response, Rejection> {
    let language = visit.language;
    let refuse = |refusal: Refusal| Ok(refusal.page(&deps.site, language, Some(organisation)));
    if organisation.closed_at.is_some() {
        return refuse(Refusal::Closed);
    }
    if !organisation.admits(visit.client.map(|ClientIp(address)| address)) {
        return refuse(Refusal::Address);
    }
    let (provider, now) = (deps.provider_of(organisation), deps.registry.clock.now());
    let documents = match for_provider(deps, provider, now).await {
        Ok(documents) => documents,
        Err(failed) => return refuse(refused(failed, organisation)?),
    };
    // A browser that begins in two windows at once comes back to both.
    let browser = cookies::browser_of(&visit.headers).unwrap_or_else(|| token(deps));
    let (state, nonce, verifier) = (token(deps), token(deps), token(deps));
    let attempt = SignInAttempt {
        state: state.digest(),
        browser: browser.digest(),
        organisation: organisation.id.clone(),
        invitation,
        issuer: provider.issuer.clone(),
        client_id: provider.client_id.clone(),
        is_own_provider: organisation.provider.is_some(),
        nonce: Secret::new(nonce.reveal().to_owned()),
        verifier: Secret::new(verifier.reveal().to_owned()),
        return_to: options.return_to.unwrap_or_default(),
        expires_at: now.checked_add(ATTEMPT_LIFETIME).unwrap_or(now),
    };
    let request = AuthorizationRequest {
        client_id: &provider.client_id,
        redirect_uri: &redirect_uri(deps, &attempt),
        state: state.reveal(),
        nonce: nonce.reveal(),
        challenge: &challenge_of(verifier.reveal()),
        language,
        wants_second_factor: (organisation.members.second_factor_required || options.second_factor)
            && provider.second_factor == SecondFactorProof::Claimed,
    };
    let url = request.url(&documents.configuration).ok_or_else(Problem::unavailable)?;
    deps.attempts.store(&attempt).await?;
    let mut response = redirect(StatusCode::SEE_OTHER, url.as_str())?;
    let cookie = cookies::set_browser(&browser).ok_or_else(Problem::unavailable)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// 256 random bits, as texts that are good for a `state`, a `nonce` and a verifier (RFC 7636 §4.1 asks for 43 characters).
fn token(deps: &Dependencies) -> SecretToken {
    SecretToken::from_random(deps.randomness.bytes())
}

/// Where the browser is sent back to: each provider has an address of its own (RFC 9700 §4.4.2.2).
pub(crate) fn redirect_uri(deps: &Dependencies, attempt: &SignInAttempt) -> String {
    let path = if attempt.is_own_provider {
        SIGN_IN_OWN_CALLBACK.path_of(&[attempt.organisation.as_str()])
    } else {
        SIGN_IN_CALLBACK.path.to_owned()
    };
    deps.site.url(&path)
}
