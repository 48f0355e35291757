//! A sign-in that has begun.

use jiff::{SignedDuration, Timestamp};

use super::ReturnPath;
use crate::digest::Digest;
use crate::factor::Secret;
use crate::ids::OrganisationId;

/// How long somebody has to sign in at the provider.
pub const ATTEMPT_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// A sign-in that has begun, and whose browser is at the provider. It is good once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInAttempt {
    /// SHA-256 of the parameter `state` (RFC 6749 §4.1.1).
    pub state: Digest,
    /// SHA-256 of the cookie of the browser that began it: nobody else can end it.
    pub browser: Digest,
    /// To which organisation.
    pub organisation: OrganisationId,
    /// The invitation that was followed, by the SHA-256 of its token.
    pub invitation: Option<Digest>,
    /// The issuer of the provider that was asked.
    pub issuer: String,
    /// As whom this service was known to it.
    pub client_id: String,
    /// Whether it is the organisation's own provider, whose answers come to an address of their own (RFC 9700 §4.4.2.2): no provider
    /// can have the answers of another brought before it.
    pub is_own_provider: bool,
    /// What the ID token must repeat (OpenID Connect Core 1.0 §3.1.2.1).
    pub nonce: Secret,
    /// What proves to the token endpoint that whoever began asks (RFC 7636 §4.1).
    pub verifier: Secret,
    /// Where the browser goes afterwards.
    pub return_to: ReturnPath,
    /// From when on it is good for nothing.
    pub expires_at: Timestamp,
}
