//! Signing in by OpenID Connect: what is kept while a browser is at the provider, and what is known of providers.

mod attempt;
mod known_provider;
mod provider_secret;
mod return_path;

pub use attempt::{ATTEMPT_LIFETIME, SignInAttempt};
pub use known_provider::{Freshness, KnownProvider, MAX_STALE};
pub use provider_secret::{InvalidClientSecret, ProviderSecret};
pub use return_path::ReturnPath;
