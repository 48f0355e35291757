//! Who may use the API.

use std::sync::Arc;

use anyhow::{Result, ensure};
use domain::digest::Digest;
use domain::ports::{Account, ApiKeys};

use crate::contract::contract;
use crate::fixtures::digest;

/// Keys, one of which is known.
pub struct Accounts {
    /// The keys.
    pub keys: Arc<dyn ApiKeys>,
    /// The SHA-256 of one, and whose it is.
    pub known: (Digest, Account),
}

contract!(Accounts: a_key_is_known_by_its_digest_with_all_of_its_account, an_unknown_key_is_nobodys);

async fn a_key_is_known_by_its_digest_with_all_of_its_account(accounts: &Accounts) -> Result<()> {
    let (key, account) = &accounts.known;
    ensure!(accounts.keys.find(*key).await?.as_ref() == Some(account));
    Ok(())
}

async fn an_unknown_key_is_nobodys(accounts: &Accounts) -> Result<()> {
    ensure!(accounts.keys.find(digest()).await?.is_none());
    ensure!(accounts.keys.find(Digest::ZERO).await?.is_none());
    Ok(())
}
