//! Signing in by OpenID Connect.

use domain::digest::Digest;
use domain::factor::Secret;
use domain::ids::OrganisationId;
use domain::mirror;
use domain::mirror::Convert;
use domain::oidc::{KnownProvider, ProviderSecret, ReturnPath, SignInAttempt};
use jiff::Timestamp;

use super::Row;

/// The `body` of `SIGNINATTEMPT#sha256`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StoredSignInAttempt {
    state: Digest,
    browser: Digest,
    organisation: OrganisationId,
    #[serde(deserialize_with = "Option::deserialize")]
    invitation: Option<Digest>,
    issuer: String,
    client_id: String,
    is_own_provider: bool,
    nonce: Secret,
    verifier: Secret,
    return_to: String,
    expires_at: Timestamp,
}

impl Row for SignInAttempt {
    type Stored = StoredSignInAttempt;
}

impl Convert<StoredSignInAttempt> for SignInAttempt {
    fn convert(self) -> StoredSignInAttempt {
        let Self { state, browser, organisation, invitation, issuer, client_id, .. } = self;
        let Self { is_own_provider, nonce, verifier, return_to, expires_at, .. } = self;
        let return_to = return_to.as_str().to_owned();
        StoredSignInAttempt {
            state,
            browser,
            organisation,
            invitation,
            issuer,
            client_id,
            is_own_provider,
            nonce,
            verifier,
            return_to,
            expires_at,
        }
    }
}

impl Convert<SignInAttempt> for StoredSignInAttempt {
    fn convert(self) -> SignInAttempt {
        let Self { state, browser, organisation, invitation, issuer, client_id, .. } = self;
        let Self { is_own_provider, nonce, verifier, return_to, expires_at, .. } = self;
        // What is no path of this service leads to its start.
        let return_to = ReturnPath::parse(&return_to).unwrap_or_default();
        SignInAttempt {
            state,
            browser,
            organisation,
            invitation,
            issuer,
            client_id,
            is_own_provider,
            nonce,
            verifier,
            return_to,
            expires_at,
        }
    }
}

mirror! {
    /// The `body` of `ISSUER#sha256`.
    pub struct StoredKnownProvider = KnownProvider {
        issuer: String,
        configuration: String,
        keys: String,
        fetched_at: Timestamp,
        keys_fetched_at: Timestamp,
    }
}

impl Row for KnownProvider {
    type Stored = StoredKnownProvider;
}

mirror! {
    /// The `body` of `PROVIDERSECRET#organisation`.
    pub struct StoredProviderSecret = ProviderSecret {
        issuer: String,
        client_id: String,
        secret: Secret,
    }
}

impl Row for ProviderSecret {
    type Stored = StoredProviderSecret;
}
