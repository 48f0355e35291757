//! What seals are made with.

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::ids::OrganisationId;
use domain::ports::{SealingCertificate, SealingCertificates};

use crate::contract::contract;
use crate::fixtures::organisation;

/// Certificates that an operator sets up.
#[async_trait]
pub trait CertificateStore: Send + Sync {
    /// What functions see of them.
    fn certificates(&self) -> &dyn SealingCertificates;

    /// Stores an owner's certificate, or takes it away.
    async fn put(&self, owner: Option<&OrganisationId>, certificate: Option<SealingCertificate>) -> Result<()>;
}

contract!(
    dyn CertificateStore: an_organisation_without_a_certificate_has_none, a_certificate_comes_back_with_who_may_use_it,
    a_certificate_that_is_taken_away_is_gone, the_operators_is_not_that_of_an_organisation_called_operator,
);

fn certificate(key: &str) -> SealingCertificate {
    let certificate = fakes::certificate(&["mayor@city.example", "deputy@city.example"], &["takikawa-water"]);
    let chain_pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".to_owned();
    SealingCertificate { key_id: key.to_owned(), chain_pem, ..certificate }
}

async fn an_organisation_without_a_certificate_has_none(store: &dyn CertificateStore) -> Result<()> {
    ensure!(store.certificates().find(Some(&organisation())).await?.is_none());
    Ok(())
}

async fn a_certificate_comes_back_with_who_may_use_it(store: &dyn CertificateStore) -> Result<()> {
    let owner = organisation();
    for key in ["key-1", "key-2"] {
        store.put(Some(&owner), Some(certificate(key))).await?;
        ensure!(store.certificates().find(Some(&owner)).await? == Some(certificate(key)));
    }
    Ok(())
}

async fn a_certificate_that_is_taken_away_is_gone(store: &dyn CertificateStore) -> Result<()> {
    let owner = organisation();
    store.put(Some(&owner), Some(certificate("key"))).await?;
    store.put(Some(&owner), None).await?;
    ensure!(store.certificates().find(Some(&owner)).await?.is_none());
    Ok(())
}

async fn the_operators_is_not_that_of_an_organisation_called_operator(store: &dyn CertificateStore) -> Result<()> {
    let organisation: OrganisationId = "operator".to_owned().try_into()?;
    store.put(None, Some(certificate("the operator's key"))).await?;
    ensure!(store.certificates().find(Some(&organisation)).await?.is_none());
    store.put(Some(&organisation), Some(certificate("the organisation's key"))).await?;
    ensure!(store.certificates().find(None).await? == Some(certificate("the operator's key")));
    Ok(())
}
