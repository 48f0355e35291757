//! Timestamp authorities and trust anchors: lists of the whole deployment, each with one promise, so that nobody sets them
//! while another looks.

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::ports::{TimestampAuthorities, TimestampAuthority, TrustAnchors};

use crate::contract::contract;

/// Lists that an operator sets up, empty in the beginning.
#[async_trait]
pub trait SettingsStore: Send + Sync {
    /// What functions see of the authorities.
    fn authorities(&self) -> &dyn TimestampAuthorities;

    /// What functions see of the anchors.
    fn anchors(&self) -> &dyn TrustAnchors;

    /// Sets both lists.
    async fn put(&self, authorities: Vec<TimestampAuthority>, anchors: Vec<String>) -> Result<()>;
}

contract!(dyn SettingsStore: lists_are_empty_until_they_are_set_and_keep_their_order);

fn authority(url: &str, policy: Option<&str>, accredited: bool) -> TimestampAuthority {
    let anchors_pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".to_owned();
    TimestampAuthority { url: url.to_owned(), policy: policy.map(str::to_owned), accredited, anchors_pem }
}

async fn lists_are_empty_until_they_are_set_and_keep_their_order(store: &dyn SettingsStore) -> Result<()> {
    ensure!(store.authorities().list().await?.is_empty() && store.anchors().list().await?.is_empty());
    let mut authorities = vec![
        authority("https://tsa.example/b", Some("1.2.392.1"), true),
        authority("https://tsa.example/a", None, false),
    ];
    let mut anchors = vec!["root b".to_owned(), "root a".to_owned()];
    for _ in 0..2 {
        store.put(authorities.clone(), anchors.clone()).await?;
        ensure!(store.authorities().list().await? == authorities && store.anchors().list().await? == anchors);
        authorities.reverse();
        anchors.reverse();
    }
    store.put(Vec::new(), Vec::new()).await?;
    ensure!(store.authorities().list().await?.is_empty() && store.anchors().list().await?.is_empty());
    Ok(())
}
