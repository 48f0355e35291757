//! Whose seals certificates make.

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::digest::Digest;
use domain::ports::{KnownSeals, SealHolder};
use domain::registered_seal::RegisteredSeal;

use crate::contract::contract;
use crate::fixtures::{digest, organisation};

/// Certificates that are known, and how an operator makes them so.
#[async_trait]
pub trait KnownSealStore: Send + Sync {
    /// What functions see of them.
    fn known(&self) -> &dyn KnownSeals;

    /// Notes whose seal a certificate makes.
    async fn note(&self, certificate: Digest, holder: &SealHolder) -> Result<()>;
}

contract!(
    dyn KnownSealStore: of_a_certificate_that_was_never_noted_nothing_is_known,
    a_certificate_is_its_holders_and_stays_so_when_another_is_noted,
);

async fn of_a_certificate_that_was_never_noted_nothing_is_known(store: &dyn KnownSealStore) -> Result<()> {
    store.note(digest(), &SealHolder::Operator).await?;
    ensure!(store.known().holder(digest()).await?.is_none());
    Ok(())
}

async fn a_certificate_is_its_holders_and_stays_so_when_another_is_noted(store: &dyn KnownSealStore) -> Result<()> {
    let further = RegisteredSeal::new(organisation(), Some("water".to_owned().try_into()?));
    let holders = [
        SealHolder::Operator,
        SealHolder::Registered(RegisteredSeal::of(organisation())),
        SealHolder::Registered(further),
    ];
    let mut noted = Vec::new();
    for holder in holders {
        let (earlier, renewed) = (digest(), digest());
        for certificate in [earlier, renewed] {
            store.note(certificate, &holder).await?;
            noted.push((certificate, holder.clone()));
        }
    }
    for (certificate, holder) in noted {
        ensure!(store.known().holder(certificate).await? == Some(holder));
    }
    Ok(())
}
