//! Who may sign with registered seals, which is changed and recorded like people; and the list of all certificates.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use domain::email_address::EmailAddress;
use domain::organisation::{Actor, Change, Entry, EntryKind, Refusal};
use domain::ports::{About, ChangeError, ListedCertificates, Registry};
use domain::registered_seal::RegisteredSeal;

use super::certificates::CertificateStore;
use crate::contract::contract;
use crate::fixtures::organisation;

/// Where seals are kept, and what is said of them.
pub struct Seals {
    /// Where certificates are set up.
    pub store: Box<dyn CertificateStore>,
    /// Their list.
    pub listed: Arc<dyn ListedCertificates>,
    /// Changes.
    pub registry: Registry,
}

contract!(
    Seals: who_may_sign_is_who_was_named_last, the_certificates_row_counts_until_somebody_is_named,
    nobody_is_named_for_a_seal_that_is_not_there, who_was_named_is_told_without_a_certificate, all_certificates_are_listed,
    who_may_sign_with_one_seal_is_not_who_may_with_another,
);

fn persons(addresses: &[&str]) -> Vec<EmailAddress> {
    addresses.iter().map(|address| address.parse().expect("an address")).collect()
}

impl Seals {
    async fn name(&self, seal: &RegisteredSeal, by: &Actor, named: &[&str]) -> Result<(), ChangeError> {
        let about = About { seal: Some(seal.clone()), ..About::default() };
        let change = |_: &_, _: &_| Ok(Change::SetSealPersons { seal: seal.clone(), persons: persons(named) });
        self.registry.change(seal.owner(), &about, by, None, change).await.map(drop)
    }

    async fn named(&self, seal: &RegisteredSeal) -> Result<Vec<EmailAddress>> {
        let found = self.store.certificates().find(Some(seal)).await?;
        Ok(found.context("a certificate")?.persons)
    }
}

async fn who_may_sign_is_who_was_named_last(s: &Seals) -> Result<()> {
    let seal = RegisteredSeal::of(organisation());
    s.store.put(Some(&seal), Some(fakes::certificate(&["first@city.example"], &["sorachi"]))).await?;
    for named in [&["mayor@city.example", "deputy@city.example"][..], &[], &["deputy@city.example"]] {
        s.name(&seal, &Actor::Operator, named).await?;
        ensure!(s.named(&seal).await? == persons(named), "{named:?}");
    }
    // What is set up anew says nothing of who may sign.
    s.store.put(Some(&seal), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(s.named(&seal).await? == persons(&["deputy@city.example"]));
    let entries = s.registry.directories.entries(seal.owner(), 0, 10).await?;
    let last = Entry::from_json(entries.last().context("an entry")?)?;
    let (before, after) = (Vec::new(), persons(&["deputy@city.example"]));
    ensure!(last.kind == EntryKind::SealPersonsChanged { seal: None, before, after }, "{last:?}");
    Ok(())
}

async fn the_certificates_row_counts_until_somebody_is_named(s: &Seals) -> Result<()> {
    let seal = RegisteredSeal::of(organisation());
    s.store.put(Some(&seal), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(s.named(&seal).await? == persons(&["first@city.example"]));
    let same = s.name(&seal, &Actor::Operator, &["first@city.example"]).await;
    ensure!(matches!(same, Err(ChangeError::Refused(Refusal::Unchanged))), "{same:?}");
    Ok(())
}

async fn nobody_is_named_for_a_seal_that_is_not_there(s: &Seals) -> Result<()> {
    let seal = RegisteredSeal::of(organisation());
    let key = Actor::Key { key: None, label: "a key".to_owned() };
    let refused = s.name(&seal, &key, &["me@city.example"]).await;
    ensure!(matches!(refused, Err(ChangeError::Refused(Refusal::UnknownSeal))), "{refused:?}");
    s.store.put(Some(&seal), Some(fakes::certificate(&[], &[]))).await?;
    ensure!(s.named(&seal).await?.is_empty());
    // The operator takes back what was said of a certificate that was there before.
    s.store.put(Some(&seal), None).await?;
    s.name(&seal, &Actor::Operator, &[]).await?;
    s.store.put(Some(&seal), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(s.named(&seal).await?.is_empty());
    Ok(())
}

async fn who_was_named_is_told_without_a_certificate(s: &Seals) -> Result<()> {
    let seal = RegisteredSeal::of(organisation());
    let told = || s.registry.certificates.persons(seal.owner());
    ensure!(told().await?.is_empty());
    s.store.put(Some(&seal), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(told().await? == [(seal.clone(), persons(&["first@city.example"]))], "as long as nothing else was said");
    s.name(&seal, &Actor::Operator, &["mayor@city.example"]).await?;
    ensure!(told().await? == [(seal.clone(), persons(&["mayor@city.example"]))]);
    s.store.put(Some(&seal), None).await?;
    ensure!(told().await? == [(seal.clone(), persons(&["mayor@city.example"]))]);
    Ok(())
}

async fn all_certificates_are_listed(s: &Seals) -> Result<()> {
    let (first, second) = (RegisteredSeal::of(organisation()), RegisteredSeal::of(organisation()));
    let further = |id: &str| {
        let id = id.to_owned().try_into()?;
        Ok::<_, anyhow::Error>(RegisteredSeal::new(first.owner().clone(), Some(id)))
    };
    let seals = [further("hospital")?, further("water")?, first, second];
    for seal in &seals {
        s.store.put(Some(seal), Some(fakes::readable_certificate(&[], &[]))).await?;
    }
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = s.listed.page(after.as_deref()).await?;
        ensure!(page.unreadable.is_empty(), "{page:?}");
        all.extend(page.certificates);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    for seal in seals {
        let listed: Vec<_> = all.iter().filter(|(of, _)| of.as_ref() == Some(&seal)).collect();
        ensure!(matches!(listed[..], [(_, found)] if found.chain_pem.contains("BEGIN CERTIFICATE")), "{listed:?}");
    }
    Ok(())
}

async fn who_may_sign_with_one_seal_is_not_who_may_with_another(s: &Seals) -> Result<()> {
    let first = RegisteredSeal::of(organisation());
    let water = RegisteredSeal::new(first.owner().clone(), Some("water".to_owned().try_into()?));
    s.store.put(Some(&first), Some(fakes::certificate(&["mayor@city.example"], &[]))).await?;
    s.store.put(Some(&water), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    s.name(&water, &Actor::Operator, &["water@city.example"]).await?;
    ensure!(s.named(&first).await? == persons(&["mayor@city.example"]));
    ensure!(s.named(&water).await? == persons(&["water@city.example"]));
    let told = s.registry.certificates.persons(first.owner()).await?;
    let expected =
        [(first.clone(), persons(&["mayor@city.example"])), (water.clone(), persons(&["water@city.example"]))];
    ensure!(told == expected, "{told:?}");
    let entries = s.registry.directories.entries(first.owner(), 0, 10).await?;
    let last = Entry::from_json(entries.last().context("an entry")?)?;
    let EntryKind::SealPersonsChanged { seal, .. } = last.kind else { anyhow::bail!("{last:?}") };
    ensure!(seal.as_ref() == water.further(), "{seal:?}");
    Ok(())
}
