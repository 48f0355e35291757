//! Access links.

use anyhow::{Result, ensure};
use domain::ids::RecipientNumber;
use domain::link::{AccessLink, Purpose};
use domain::mail::Addressee;
use domain::ports::Links;

use crate::contract::contract;
use crate::fixtures::{at, digest, envelope_id};

contract!(
    dyn Links: an_unknown_token_finds_nothing, a_link_comes_back_as_it_was_stored,
    a_link_stays_after_its_end_so_that_its_page_can_say_so, a_link_is_never_replaced_by_another,
);

fn link(purpose: Purpose) -> AccessLink {
    let addressee = Addressee::Recipient(RecipientNumber(1));
    AccessLink { digest: digest(), envelope: envelope_id(), addressee, purpose, expires_at: at(3600) }
}

async fn an_unknown_token_finds_nothing(links: &dyn Links) -> Result<()> {
    ensure!(links.find(digest()).await?.is_none());
    Ok(())
}

async fn a_link_comes_back_as_it_was_stored(links: &dyn Links) -> Result<()> {
    for purpose in [Purpose::Act { generation: 3 }, Purpose::Download, Purpose::Status] {
        for addressee in [Addressee::Sender, Addressee::Recipient(RecipientNumber(50))] {
            let link = AccessLink { addressee, ..link(purpose) };
            links.store(&link).await?;
            ensure!(links.find(link.digest).await? == Some(link.clone()), "{link:?}");
        }
    }
    Ok(())
}

async fn a_link_stays_after_its_end_so_that_its_page_can_say_so(links: &dyn Links) -> Result<()> {
    let link = AccessLink { expires_at: "2020-01-01T00:00:00Z".parse()?, ..link(Purpose::Download) };
    links.store(&link).await?;
    ensure!(links.find(link.digest).await? == Some(link));
    Ok(())
}

async fn a_link_is_never_replaced_by_another(links: &dyn Links) -> Result<()> {
    let first = link(Purpose::Download);
    links.store(&first).await?;
    let forged = AccessLink { envelope: envelope_id(), ..first.clone() };
    ensure!(links.store(&forged).await.is_err(), "it was taken");
    ensure!(links.find(first.digest).await? == Some(first));
    Ok(())
}
