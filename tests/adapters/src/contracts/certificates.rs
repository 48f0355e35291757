//! What seals are made with.

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::ids::OrganisationId;
use domain::ports::{SealingCertificate, SealingCertificates};
use domain::registered_seal::{RegisteredSeal, SealName};

use crate::contract::contract;
use crate::fixtures::organisation;

/// Certificates that an operator sets up.
#[async_trait]
pub trait CertificateStore: Send + Sync {
    /// What functions see of them.
    fn certificates(&self) -> &dyn SealingCertificates;

    /// Stores the certificate of a registered seal or of the operator's, or takes it away.
    async fn put(&self, seal: Option<&RegisteredSeal>, certificate: Option<SealingCertificate>) -> Result<()>;
}

contract!(
    dyn CertificateStore: an_organisation_without_a_certificate_has_none, a_certificate_comes_back_with_who_may_use_it,
    a_certificate_that_is_taken_away_is_gone, the_operators_is_not_that_of_an_organisation_called_operator,
    seals_of_one_organisation_have_a_certificate_each,
);

/// The seal that has the identifier of an organisation of its own.
fn seal() -> RegisteredSeal {
    RegisteredSeal::of(organisation())
}

fn certificate(key: &str) -> SealingCertificate {
    let certificate = fakes::certificate(&["mayor@city.example", "deputy@city.example"], &["takikawa-water"]);
    let chain_pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".to_owned();
    SealingCertificate { key_id: key.to_owned(), chain_pem, ..certificate }
}

async fn an_organisation_without_a_certificate_has_none(store: &dyn CertificateStore) -> Result<()> {
    ensure!(store.certificates().find(Some(&seal())).await?.is_none());
    ensure!(store.certificates().of_organisation(&organisation()).await?.is_empty());
    Ok(())
}

async fn a_certificate_comes_back_with_who_may_use_it(store: &dyn CertificateStore) -> Result<()> {
    let seal = seal();
    for key in ["key-1", "key-2"] {
        store.put(Some(&seal), Some(certificate(key))).await?;
        ensure!(store.certificates().find(Some(&seal)).await? == Some(certificate(key)));
    }
    Ok(())
}

async fn a_certificate_that_is_taken_away_is_gone(store: &dyn CertificateStore) -> Result<()> {
    let seal = seal();
    store.put(Some(&seal), Some(certificate("key"))).await?;
    store.put(Some(&seal), None).await?;
    ensure!(store.certificates().find(Some(&seal)).await?.is_none());
    Ok(())
}

async fn the_operators_is_not_that_of_an_organisation_called_operator(store: &dyn CertificateStore) -> Result<()> {
    let seal = RegisteredSeal::of("operator".to_owned().try_into()?);
    store.put(None, Some(certificate("the operator's key"))).await?;
    ensure!(store.certificates().find(Some(&seal)).await?.is_none());
    store.put(Some(&seal), Some(certificate("the organisation's key"))).await?;
    ensure!(store.certificates().find(None).await? == Some(certificate("the operator's key")));
    Ok(())
}

async fn seals_of_one_organisation_have_a_certificate_each(store: &dyn CertificateStore) -> Result<()> {
    let owner = organisation();
    let further =
        |id: &str| Ok::<_, anyhow::Error>(RegisteredSeal::new(owner.clone(), Some(id.to_owned().try_into()?)));
    let (first, hospital, water) = (RegisteredSeal::of(owner.clone()), further("hospital")?, further("water")?);
    let name = Some(SealName {
        ja: "水道事業管理者之印".to_owned(), en: Some("Seal of the Water Service".to_owned())
    });
    let of_water = SealingCertificate { name, ..certificate("water") };
    store.put(Some(&water), Some(of_water.clone())).await?;
    ensure!(
        store.certificates().find(Some(&first)).await?.is_none(),
        "the organisation has no seal of its own identifier"
    );
    store.put(Some(&first), Some(certificate("first"))).await?;
    store.put(Some(&hospital), Some(certificate("hospital"))).await?;
    // Of an organisation whose identifier begins with this one's, none is listed.
    let neighbour: OrganisationId = format!("{owner}-1").try_into()?;
    store.put(Some(&RegisteredSeal::of(neighbour)), Some(certificate("neighbour"))).await?;
    ensure!(store.certificates().find(Some(&water)).await? == Some(of_water.clone()));
    let all = store.certificates().of_organisation(&owner).await?;
    let expected =
        [(first, certificate("first")), (hospital.clone(), certificate("hospital")), (water.clone(), of_water.clone())];
    ensure!(all == expected, "{all:?}");
    store.put(Some(&hospital), None).await?;
    ensure!(store.certificates().find(Some(&hospital)).await?.is_none());
    ensure!(store.certificates().find(Some(&water)).await? == Some(of_water));
    Ok(())
}
