//! What is known of identity providers, and secrets by which they know the service.

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::ids::OrganisationId;
use domain::oidc::{KnownProvider, ProviderSecret};
use domain::organisation::{IdentityProvider, SecondFactorProof};
use domain::ports::{KnownProviders, ProviderSecrets};

use crate::contract::contract;
use crate::fixtures::{at, digest, organisation};

/// Providers, and how an operator sets secrets.
#[async_trait]
pub trait ProviderStore: Send + Sync {
    /// Their documents.
    fn known(&self) -> &dyn KnownProviders;

    /// What functions see of secrets.
    fn secrets(&self) -> &dyn ProviderSecrets;

    /// Stores a secret.
    async fn put_secret(&self, organisation: &OrganisationId, secret: &ProviderSecret) -> Result<()>;
}

contract!(dyn ProviderStore: documents_are_those_that_were_stored_last, a_secret_is_its_organisations_alone);

async fn documents_are_those_that_were_stored_last(store: &dyn ProviderStore) -> Result<()> {
    let issuer = format!("https://{}.example", digest());
    ensure!(store.known().find(&issuer).await?.is_none());
    let (configuration, keys) = ("{\"a\": \"契印\"}".to_owned(), "{}".to_owned());
    let first = KnownProvider { issuer, configuration, keys, fetched_at: at(1), keys_fetched_at: at(2) };
    store.known().store(&first).await?;
    ensure!(store.known().find(&first.issuer).await? == Some(first.clone()));
    let second = KnownProvider { keys: "{\"keys\": []}".to_owned(), keys_fetched_at: at(3), ..first };
    store.known().store(&second).await?;
    ensure!(store.known().find(&second.issuer).await? == Some(second));
    Ok(())
}

async fn a_secret_is_its_organisations_alone(store: &dyn ProviderStore) -> Result<()> {
    let (own, other) = (organisation(), organisation());
    let provider = IdentityProvider {
        issuer: "https://id.example".to_owned(),
        client_id: "keiin".to_owned(),
        second_factor: SecondFactorProof::Claimed,
    };
    let secret = ProviderSecret::new(&provider, "s3cret")?;
    store.put_secret(&own, &secret).await?;
    ensure!(store.secrets().find(&own).await? == Some(secret));
    ensure!(store.secrets().find(&other).await?.is_none());
    Ok(())
}
