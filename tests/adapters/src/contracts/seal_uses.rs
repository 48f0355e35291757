//! Uses of registered seals, which are stored with the signatures.

use std::sync::Arc;

use anyhow::{Result, ensure};
use domain::digest::Digest;
use domain::document::Sealer;
use domain::evidence::Identity;
use domain::ids::{DocumentNumber, EnvelopeNumber, RecipientNumber};
use domain::ports::{SealIntent, SealLog, SealProgress, SealUses};
use domain::registered_seal::RegisteredSeal;
use domain::seal_use::SealUseEntry;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::{at, digest, envelope_id, fresh, organisation};

/// A log of seals, and the list of uses that comes of it.
pub struct UsedSeals {
    /// Where signatures are stored.
    pub log: Arc<dyn SealLog>,
    /// What owners read.
    pub uses: Arc<dyn SealUses>,
}

contract!(
    UsedSeals: a_signature_is_stored_with_its_use, the_first_signature_and_its_use_stay,
    of_those_who_finish_at_once_one_use_is_left, a_seal_that_nobody_owns_leaves_no_use,
    uses_are_listed_the_newest_first_page_by_page, owners_see_their_own_uses, each_seal_of_an_owner_has_a_list_of_its_own,
);

fn intent(signed: Digest) -> SealIntent {
    SealIntent {
        envelope: envelope_id(),
        document: DocumentNumber(1),
        by: Sealer::Recipient(RecipientNumber(1)),
        reserve: 8192,
        base: digest(),
        digest: signed,
        key_id: "key".to_owned(),
    }
}

fn registered() -> RegisteredSeal {
    RegisteredSeal::of(organisation())
}

fn used(by: &RegisteredSeal, seal: &SealIntent, second: i64) -> SealUseEntry {
    SealUseEntry {
        owner: by.owner().clone(),
        seal: by.further().cloned(),
        at: at(second),
        sender: organisation(),
        sender_name: "空知総合振興局".to_owned(),
        envelope: seal.envelope,
        envelope_number: EnvelopeNumber::of_count(fresh()),
        title: "業務委託契約".to_owned(),
        document: seal.document,
        document_name: "契約書".to_owned(),
        recipient: RecipientNumber(1),
        name: "滝川 市長".to_owned(),
        email: "mayor@city.example".parse().expect("an address"),
        identity: Some(Identity::SmsCode),
        approved_at: Some(at(0)),
        signed: seal.digest,
        key_id: seal.key_id.clone(),
    }
}

async fn a_signature_is_stored_with_its_use(s: &UsedSeals) -> Result<()> {
    let (by, seal) = (registered(), intent(digest()));
    let entry = used(&by, &seal, 1);
    s.log.begin(&seal).await?;
    ensure!(s.uses.page(&by, None, 10).await?.is_empty(), "nothing is signed yet");
    ensure!(s.log.finish(&seal, b"signature", Some(&entry)).await? == b"signature");
    ensure!(s.uses.page(&by, None, 10).await? == [entry]);
    ensure!(s.log.begin(&seal).await? == SealProgress::Signed(b"signature".to_vec()));
    Ok(())
}

async fn the_first_signature_and_its_use_stay(s: &UsedSeals) -> Result<()> {
    let (by, seal) = (registered(), intent(digest()));
    let (first, second) = (used(&by, &seal, 1), used(&by, &seal, 2));
    s.log.finish(&seal, b"first", Some(&first)).await?;
    ensure!(s.log.finish(&seal, b"second", Some(&second)).await? == b"first");
    ensure!(s.uses.page(&by, None, 10).await? == [first]);
    Ok(())
}

async fn of_those_who_finish_at_once_one_use_is_left(s: &UsedSeals) -> Result<()> {
    let (by, seal) = (registered(), intent(digest()));
    s.log.begin(&seal).await?;
    let finished = try_join_all((0..4_u8).map(|n| {
        let (seal, entry) = (&seal, used(&by, &seal, i64::from(n)));
        async move { s.log.finish(seal, &[n; 64], Some(&entry)).await }
    }))
    .await?;
    ensure!(finished.iter().all(|signature| *signature == finished[0]), "{finished:?}");
    let uses = s.uses.page(&by, None, 10).await?;
    let [entry] = &uses[..] else { anyhow::bail!("one use: {uses:?}") };
    ensure!(entry.at == at(i64::from(finished[0][0])), "that of the signature that stands");
    Ok(())
}

async fn a_seal_that_nobody_owns_leaves_no_use(s: &UsedSeals) -> Result<()> {
    let (by, seal) = (registered(), intent(digest()));
    s.log.finish(&seal, b"signature", None).await?;
    ensure!(s.uses.page(&by, None, 10).await?.is_empty());
    Ok(())
}

async fn uses_are_listed_the_newest_first_page_by_page(s: &UsedSeals) -> Result<()> {
    let by = registered();
    // Two at the same moment are two.
    for second in [3, 1, 2, 2, 5] {
        let seal = intent(digest());
        s.log.finish(&seal, b"signature", Some(&used(&by, &seal, second))).await?;
    }
    let mut seen: Vec<SealUseEntry> = Vec::new();
    loop {
        let page = s.uses.page(&by, seen.last().map(SealUseEntry::place), 2).await?;
        ensure!(page.len() <= 2, "{page:?}");
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    let times: Vec<_> = seen.iter().map(|entry| entry.at).collect();
    ensure!(times == [5, 3, 2, 2, 1].map(at), "{times:?}");
    Ok(())
}

async fn owners_see_their_own_uses(s: &UsedSeals) -> Result<()> {
    let (by, other, seal) = (registered(), registered(), intent(digest()));
    s.log.finish(&seal, b"signature", Some(&used(&by, &seal, 1))).await?;
    ensure!(s.uses.page(&other, None, 10).await?.is_empty());
    Ok(())
}

async fn each_seal_of_an_owner_has_a_list_of_its_own(s: &UsedSeals) -> Result<()> {
    let (first, seal, other) = (registered(), intent(digest()), intent(digest()));
    let water = RegisteredSeal::new(first.owner().clone(), Some("water".to_owned().try_into()?));
    let (by_first, by_water) = (used(&first, &seal, 1), used(&water, &other, 2));
    s.log.finish(&seal, b"signature", Some(&by_first)).await?;
    s.log.finish(&other, b"signature", Some(&by_water)).await?;
    ensure!(s.uses.page(&first, None, 10).await? == [by_first]);
    ensure!(s.uses.page(&water, None, 10).await? == [by_water]);
    Ok(())
}
