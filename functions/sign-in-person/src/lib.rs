//! Signing in of organisations' people by OpenID Connect: `/sign-in`, `/sign-out`, and the link of an invitation.
//!
//! A sign-in begins with a button and ends with another one, which a script presses: programs that check mails and links fetch
//! pages, and what they fetch changes nothing. In between the browser is at the provider. What it brings back is good once, in the
//! browser that began, and only the provider's signed ID token says who it is.

mod begin;
mod callback;
mod complete;
mod cookies;
mod invitation;
mod pages;
pub mod provider;
mod refusal;
mod renew;
mod session;

use std::sync::Arc;

use api::Served;
use api::routes::{self, Function};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use domain::organisation::{IdentityProvider, Organisation};
use domain::ports::{
    Invitations, KnownProviders, ProviderSecrets, ProviderTransport, Randomness, Registry, Sessions, SignInAttempts,
};
use provider::Reach;
pub use renew::{PROVIDER_KEYS, renew_providers};
use web::{Site, answer, method_not_allowed, not_found};

const MAX_BODY: usize = 16 << 10;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Organisations and their people.
    pub registry: Registry,
    /// Links of invitations.
    pub invitations: Arc<dyn Invitations>,
    /// Who has signed in.
    pub sessions: Arc<dyn Sessions>,
    /// Sign-ins that have begun.
    pub attempts: Arc<dyn SignInAttempts>,
    /// What is known of providers.
    pub known_providers: Arc<dyn KnownProviders>,
    /// Secrets by which providers know this service.
    pub provider_secrets: Arc<dyn ProviderSecrets>,
    /// Calls to providers.
    pub transport: Arc<dyn ProviderTransport>,
    /// Randomness for cookies, states and identifiers.
    pub randomness: Arc<dyn Randomness>,
    /// The stack's own provider.
    pub settings: Arc<Settings>,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
}

/// What the operator has set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where people sign in whose organisation has no provider of its own.
    pub provider: IdentityProvider,
    /// Where that provider's configuration is, if that is not below its issuer: an emulator is not where it says it is.
    pub configuration_at: Option<String>,
    /// How far calls may go.
    pub reach: Reach,
}

impl Settings {
    /// Below which address an issuer's configuration is.
    fn published_at<'s>(&'s self, issuer: &'s str) -> &'s str {
        let elsewhere = self.configuration_at.as_deref().filter(|_| issuer == self.provider.issuer);
        elsewhere.unwrap_or(issuer)
    }
}

impl Dependencies {
    /// Where an organisation's people sign in.
    fn provider_of<'o>(&'o self, organisation: &'o Organisation) -> &'o IdentityProvider {
        organisation.provider_or(&self.settings.provider)
    }
}

/// The routes of this function.
pub fn router(dependencies: Dependencies) -> Router {
    let site = Arc::clone(&dependencies.site);
    Served::by(Function::SignInPerson)
        .hiding_pages(not_found)
        .on(&routes::SIGN_IN_PAGE, pages::ask)
        .on(&routes::SIGN_IN_ORGANISATION, pages::organisation)
        .on(&routes::BEGIN_SIGN_IN, begin::begin)
        .on(&routes::SIGN_IN_CALLBACK, callback::of_stack)
        .on(&routes::SIGN_IN_OWN_CALLBACK, callback::of_organisation)
        .on(&routes::COMPLETE_SIGN_IN_BACK, pages::back)
        .on(&routes::COMPLETE_SIGN_IN, complete::complete)
        .on(&routes::SIGN_OUT, session::sign_out)
        .on(&routes::INVITATION_PAGE, invitation::page)
        .on(&routes::FOLLOW_INVITATION, invitation::follow)
        .router()
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(site, answer))
        .with_state(Arc::new(dependencies))
}
