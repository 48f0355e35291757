//! Tokens of identity providers (OpenID Connect Core 1.0, RFC 7519, RFC 9068): what is believed of them, by keys and at a moment that
//! are given. Who fetches the keys is another matter: `sign-in-person` alone calls providers, and the API reads what it has kept.

mod bearer_token;
mod claims;
mod id_token;
mod keys;
mod second_factor;
mod signature;

pub use bearer_token::BearerToken;
pub use claims::Fault;
pub use id_token::{Expected, IdToken};
pub use keys::{Keys, UnreadableKeys};
pub use second_factor::SECOND_FACTOR_ACR;
