//! Sign-ins that have begun.

use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;
use crate::oidc::SignInAttempt;

/// Sign-ins that have begun, by the digest of their `state`. Each is cleaned up some time after its end.
#[async_trait]
pub trait SignInAttempts: Send + Sync {
    /// Stores an attempt.
    async fn store(&self, attempt: &SignInAttempt) -> Result<(), PortError>;

    /// Takes an attempt away and answers it: of several that ask at once one gets it.
    async fn take(&self, state: Digest) -> Result<Option<SignInAttempt>, PortError>;
}
