//! Signing in by OpenID Connect, in memory. Rows are kept as the table keeps them.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use aws::stored::Row;
use domain::digest::Digest;
use domain::ids::OrganisationId;
use domain::oidc::{KnownProvider, ProviderSecret, SignInAttempt};
use domain::ports::{KnownProviders, PortError, ProviderSecrets, SignInAttempts};

/// Sign-ins that have begun, documents of providers, and secrets. None in the beginning.
#[derive(Debug, Default)]
pub struct MemoryOidc(Mutex<Rows>);

#[derive(Debug, Default)]
struct Rows {
    attempts: BTreeMap<Digest, String>,
    providers: BTreeMap<String, String>,
    secrets: BTreeMap<OrganisationId, String>,
}

impl MemoryOidc {
    /// Stores an organisation's secret.
    pub fn put_secret(&self, organisation: &OrganisationId, secret: &ProviderSecret) {
        self.0.lock().unwrap().secrets.insert(organisation.clone(), secret.to_row().unwrap());
    }

    /// How many sign-ins have begun and not ended.
    pub fn attempts(&self) -> usize {
        self.0.lock().unwrap().attempts.len()
    }
}

#[async_trait]
impl SignInAttempts for MemoryOidc {
    async fn store(&self, attempt: &SignInAttempt) -> Result<(), PortError> {
        self.0.lock().unwrap().attempts.insert(attempt.state, attempt.to_row().unwrap());
        Ok(())
    }

    async fn take(&self, state: Digest) -> Result<Option<SignInAttempt>, PortError> {
        Ok(self.0.lock().unwrap().attempts.remove(&state).map(|row| SignInAttempt::from_row(&row).unwrap()))
    }
}

#[async_trait]
impl KnownProviders for MemoryOidc {
    async fn find(&self, issuer: &str) -> Result<Option<KnownProvider>, PortError> {
        Ok(self.0.lock().unwrap().providers.get(issuer).map(|row| KnownProvider::from_row(row).unwrap()))
    }

    async fn store(&self, provider: &KnownProvider) -> Result<(), PortError> {
        self.0.lock().unwrap().providers.insert(provider.issuer.clone(), provider.to_row().unwrap());
        Ok(())
    }
}

#[async_trait]
impl ProviderSecrets for MemoryOidc {
    async fn find(&self, organisation: &OrganisationId) -> Result<Option<ProviderSecret>, PortError> {
        Ok(self.0.lock().unwrap().secrets.get(organisation).map(|row| ProviderSecret::from_row(row).unwrap()))
    }
}
