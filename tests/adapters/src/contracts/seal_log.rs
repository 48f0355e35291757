//! Signatures that were begun and made.

use anyhow::{Result, ensure};
use domain::document::Sealer;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::ports::{SealIntent, SealLog, SealProgress};
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::{digest, envelope_id};

contract!(
    dyn SealLog: a_seal_that_was_begun_and_not_signed_is_begun_again, a_signature_is_told_to_whoever_begins_again,
    the_first_signature_stays, of_those_who_finish_at_once_all_learn_the_same_signature,
    a_seal_that_differs_in_anything_is_another, a_signature_is_kept_though_nobody_noted_its_beginning,
);

fn intent() -> SealIntent {
    SealIntent {
        envelope: envelope_id(),
        document: DocumentNumber(1),
        by: Sealer::Operator,
        reserve: 8192,
        base: digest(),
        digest: digest(),
        key_id: "arn:aws:kms:ap-northeast-1:000000000000:key/1".to_owned(),
    }
}

async fn a_seal_that_was_begun_and_not_signed_is_begun_again(log: &dyn SealLog) -> Result<()> {
    let seal = intent();
    for _ in 0..2 {
        ensure!(log.begin(&seal).await? == SealProgress::Begun);
    }
    Ok(())
}

async fn a_signature_is_told_to_whoever_begins_again(log: &dyn SealLog) -> Result<()> {
    let seal = intent();
    log.begin(&seal).await?;
    ensure!(log.finish(&seal, b"signature", None).await? == b"signature");
    ensure!(log.begin(&seal).await? == SealProgress::Signed(b"signature".to_vec()));
    Ok(())
}

async fn the_first_signature_stays(log: &dyn SealLog) -> Result<()> {
    let seal = intent();
    log.begin(&seal).await?;
    log.finish(&seal, b"first", None).await?;
    ensure!(log.finish(&seal, b"second", None).await? == b"first");
    ensure!(log.begin(&seal).await? == SealProgress::Signed(b"first".to_vec()));
    Ok(())
}

async fn of_those_who_finish_at_once_all_learn_the_same_signature(log: &dyn SealLog) -> Result<()> {
    let seal = intent();
    let finished = try_join_all((0..8_u8).map(|n| {
        let seal = &seal;
        async move {
            log.begin(seal).await?;
            log.finish(seal, &[n; 64], None).await
        }
    }))
    .await?;
    ensure!(finished.iter().all(|signature| *signature == finished[0]), "{finished:?}");
    Ok(())
}

async fn a_seal_that_differs_in_anything_is_another(log: &dyn SealLog) -> Result<()> {
    let seal = intent();
    log.finish(&seal, b"signature", None).await?;
    let others = [
        SealIntent { envelope: envelope_id(), ..seal.clone() },
        SealIntent { document: DocumentNumber(2), ..seal.clone() },
        SealIntent { by: Sealer::Recipient(RecipientNumber(1)), ..seal.clone() },
        SealIntent { reserve: 16384, ..seal.clone() },
        SealIntent { digest: digest(), ..seal.clone() },
        SealIntent { key_id: "another key".to_owned(), ..seal.clone() },
    ];
    for other in others {
        ensure!(log.begin(&other).await? == SealProgress::Begun, "{other:?}");
    }
    Ok(())
}

async fn a_signature_is_kept_though_nobody_noted_its_beginning(log: &dyn SealLog) -> Result<()> {
    let seal = intent();
    log.finish(&seal, b"signature", None).await?;
    ensure!(log.begin(&seal).await? == SealProgress::Signed(b"signature".to_vec()));
    Ok(())
}
