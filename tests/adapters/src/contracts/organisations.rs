//! The organisations that a stack serves.

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::organisation::Organisation;
use domain::policy::Policy;
use domain::ports::Organisations;

use crate::contract::contract;
use crate::fixtures::{at, organisation};

/// Organisations, and how an operator changes them.
#[async_trait]
pub trait OrganisationStore: Send + Sync {
    /// What functions see of them.
    fn organisations(&self) -> &dyn Organisations;

    /// Adds one, or puts what it has become.
    async fn put(&self, organisation: Organisation) -> Result<()>;
}

contract!(dyn OrganisationStore: an_organisation_is_known_by_its_id_as_it_was_put_last, others_are_unknown);

fn added() -> Organisation {
    let policy = Policy { two_factor_required: true, ..Policy::default() };
    Organisation { policy, ..Organisation::new(organisation(), "滝川市".to_owned(), at(1)) }
}

async fn an_organisation_is_known_by_its_id_as_it_was_put_last(store: &dyn OrganisationStore) -> Result<()> {
    let mut one = added();
    store.put(one.clone()).await?;
    ensure!(store.organisations().find(&one.id).await?.as_ref() == Some(&one));
    one.closed_at = Some(at(2));
    one.policy.two_factor_required = false;
    store.put(one.clone()).await?;
    ensure!(store.organisations().find(&one.id).await? == Some(one));
    Ok(())
}

async fn others_are_unknown(store: &dyn OrganisationStore) -> Result<()> {
    let one = added();
    store.put(one.clone()).await?;
    let longer = format!("{}-b", one.id.as_str()).try_into()?;
    ensure!(store.organisations().find(&longer).await?.is_none());
    ensure!(store.organisations().find(&organisation()).await?.is_none());
    Ok(())
}
