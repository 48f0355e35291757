//! Who may sign with registered seals, which is changed and recorded like people; and the list of all certificates.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::organisation::{Actor, Change, Entry, EntryKind, Refusal};
use domain::ports::{About, ChangeError, ListedCertificates, Registry};

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
);

fn persons(addresses: &[&str]) -> Vec<EmailAddress> {
    addresses.iter().map(|address| address.parse().expect("an address")).collect()
}

impl Seals {
    async fn name(&self, owner: &OrganisationId, by: &Actor, named: &[&str]) -> Result<(), ChangeError> {
        let about = About { seal: true, ..About::default() };
        let change = |_: &_, _: &_| Ok(Change::SetSealPersons(persons(named)));
        self.registry.change(owner, &about, by, None, change).await.map(drop)
    }

    async fn named(&self, owner: &OrganisationId) -> Result<Vec<EmailAddress>> {
        let found = self.store.certificates().find(Some(owner)).await?;
        Ok(found.context("a certificate")?.persons)
    }
}

async fn who_may_sign_is_who_was_named_last(s: &Seals) -> Result<()> {
    let owner = organisation();
    s.store.put(Some(&owner), Some(fakes::certificate(&["first@city.example"], &["sorachi"]))).await?;
    for named in [&["mayor@city.example", "deputy@city.example"][..], &[], &["deputy@city.example"]] {
        s.name(&owner, &Actor::Operator, named).await?;
        ensure!(s.named(&owner).await? == persons(named), "{named:?}");
    }
    // What is set up anew says nothing of who may sign.
    s.store.put(Some(&owner), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(s.named(&owner).await? == persons(&["deputy@city.example"]));
    let entries = s.registry.directories.entries(&owner, 0, 10).await?;
    let last = Entry::from_json(entries.last().context("an entry")?)?;
    let (before, after) = (Vec::new(), persons(&["deputy@city.example"]));
    ensure!(last.kind == EntryKind::SealPersonsChanged { before, after }, "{last:?}");
    Ok(())
}

async fn the_certificates_row_counts_until_somebody_is_named(s: &Seals) -> Result<()> {
    let owner = organisation();
    s.store.put(Some(&owner), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(s.named(&owner).await? == persons(&["first@city.example"]));
    let same = s.name(&owner, &Actor::Operator, &["first@city.example"]).await;
    ensure!(matches!(same, Err(ChangeError::Refused(Refusal::Unchanged))), "{same:?}");
    Ok(())
}

async fn nobody_is_named_for_a_seal_that_is_not_there(s: &Seals) -> Result<()> {
    let owner = organisation();
    let key = Actor::Key { key: None, label: "a key".to_owned() };
    let refused = s.name(&owner, &key, &["me@city.example"]).await;
    ensure!(matches!(refused, Err(ChangeError::Refused(Refusal::UnknownSeal))), "{refused:?}");
    s.store.put(Some(&owner), Some(fakes::certificate(&[], &[]))).await?;
    ensure!(s.named(&owner).await?.is_empty());
    // The operator takes back what was said of a certificate that was there before.
    s.store.put(Some(&owner), None).await?;
    s.name(&owner, &Actor::Operator, &[]).await?;
    s.store.put(Some(&owner), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(s.named(&owner).await?.is_empty());
    Ok(())
}

async fn who_was_named_is_told_without_a_certificate(s: &Seals) -> Result<()> {
    let owner = organisation();
    let told = || s.registry.certificates.persons(&owner);
    ensure!(told().await?.is_empty());
    s.store.put(Some(&owner), Some(fakes::certificate(&["first@city.example"], &[]))).await?;
    ensure!(told().await? == persons(&["first@city.example"]), "as long as nothing else was said");
    s.name(&owner, &Actor::Operator, &["mayor@city.example"]).await?;
    ensure!(told().await? == persons(&["mayor@city.example"]));
    s.store.put(Some(&owner), None).await?;
    ensure!(told().await? == persons(&["mayor@city.example"]));
    Ok(())
}

async fn all_certificates_are_listed(s: &Seals) -> Result<()> {
    let owners = [organisation(), organisation(), organisation()];
    for owner in &owners {
        s.store.put(Some(owner), Some(fakes::readable_certificate(&[], &[]))).await?;
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
    for owner in owners {
        let listed: Vec<_> = all.iter().filter(|(of, _)| of.as_ref() == Some(&owner)).collect();
        ensure!(matches!(listed[..], [(_, seal)] if seal.chain_pem.contains("BEGIN CERTIFICATE")), "{listed:?}");
    }
    Ok(())
}
