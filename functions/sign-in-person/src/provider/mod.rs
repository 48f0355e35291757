//! What is asked of identity providers, and what is believed of their answers (OpenID Connect Core 1.0, Discovery 1.0).

mod authorization;
mod configuration;
mod documents;
mod published;
mod token;
pub mod transport;
mod urls;

use domain::ports::PortError;

pub(crate) use authorization::{AuthorizationRequest, challenge_of};
pub use configuration::Untrusted;
pub(crate) use documents::{Failed, for_provider, renew};
pub(crate) use oidc::{Expected, IdToken};
pub use published::Published;
pub(crate) use token::{Exchange, exchange};
pub use urls::Reach;

/// Why a provider's answer leads nobody in.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer as it should.
    #[error("the identity provider does not answer: {0}")]
    Unavailable(#[source] PortError),
    /// Its documents are not believed.
    #[error("the identity provider's documents are not believed: {0}")]
    Documents(#[from] Untrusted),
    /// It gives no token for the code: somebody has used it, or it is too old.
    #[error("the identity provider refuses the code")]
    CodeRefused,
    /// It answers the request for a token with an error.
    #[error("the identity provider refuses the request for a token: {status} {error}")]
    TokenRefused {
        /// HTTP status.
        status: u16,
        /// Its code (RFC 6749 §5.2).
        error: String,
    },
    /// The ID token is not believed.
    #[error("the ID token is not believed: {0}")]
    IdToken(#[from] oidc::Fault),
}
