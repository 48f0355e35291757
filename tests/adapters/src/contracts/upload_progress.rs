//! How far the work on uploads has come.

use anyhow::{Result, ensure};
use domain::document::Origin;
use domain::ids::DocumentNumber;
use domain::ports::{Beginning, UploadProgress};
use domain::preparation::{CheckedUpload, PREPARATION_LEASE, Progress, Stage, UploadTask};
use domain::unsendable::Unsendable;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::{at, envelope_id};

contract!(
    dyn UploadProgress: of_those_who_begin_at_once_one_is_at_it, whoever_died_is_counted_when_the_lease_ends,
    what_was_given_up_is_not_counted, a_result_is_told_to_whoever_begins_again,
    a_refused_check_is_begun_anew_and_a_refused_preparation_is_not, every_stage_and_try_is_told_apart,
);

/// After this second whoever began in second 0 is taken for dead.
const LEASE: i64 = PREPARATION_LEASE.as_secs();

fn check() -> UploadTask {
    UploadTask { envelope: envelope_id(), document: DocumentNumber(1), stage: Stage::Check }
}

fn checked() -> Progress {
    Progress::Checked(CheckedUpload { pages: 3, origin: Origin::Unsigned, rewriting: Vec::new() })
}

async fn of_those_who_begin_at_once_one_is_at_it(progress: &dyn UploadProgress) -> Result<()> {
    let task = check();
    let begun = try_join_all((0..8).map(|_| progress.begin(&task, at(0)))).await?;
    ensure!(begun.iter().filter(|begun| **begun == Beginning::Begun { times: 1 }).count() == 1, "{begun:?}");
    ensure!(begun.iter().filter(|begun| **begun == Beginning::Leased).count() == 7, "{begun:?}");
    ensure!(progress.all(task.envelope, task.stage).await? == [(task.document, Progress::Begun)]);
    Ok(())
}

async fn whoever_died_is_counted_when_the_lease_ends(progress: &dyn UploadProgress) -> Result<()> {
    let task = check();
    ensure!(progress.begin(&task, at(0)).await? == Beginning::Begun { times: 1 });
    ensure!(progress.begin(&task, at(LEASE - 1)).await? == Beginning::Leased);
    ensure!(progress.begin(&task, at(LEASE)).await? == Beginning::Begun { times: 2 });
    Ok(())
}

async fn what_was_given_up_is_not_counted(progress: &dyn UploadProgress) -> Result<()> {
    let task = check();
    progress.begin(&task, at(0)).await?;
    for _ in 0..2 {
        progress.give_up(&task).await?;
    }
    ensure!(progress.all(task.envelope, task.stage).await?.is_empty());
    ensure!(progress.begin(&task, at(1)).await? == Beginning::Begun { times: 1 });
    Ok(())
}

async fn a_result_is_told_to_whoever_begins_again(progress: &dyn UploadProgress) -> Result<()> {
    let task = check();
    progress.begin(&task, at(0)).await?;
    progress.finish(&task, &checked()).await?;
    ensure!(progress.begin(&task, at(1)).await? == Beginning::Known(checked()));
    progress.give_up(&task).await?;
    ensure!(progress.all(task.envelope, task.stage).await? == [(task.document, checked())]);
    Ok(())
}

async fn a_refused_check_is_begun_anew_and_a_refused_preparation_is_not(progress: &dyn UploadProgress) -> Result<()> {
    let task = check();
    let refused = Progress::Refused(Unsendable::too_large());
    progress.begin(&task, at(0)).await?;
    progress.finish(&task, &refused).await?;
    ensure!(progress.begin(&task, at(1)).await? == Beginning::Begun { times: 1 }, "another file may lie there");
    ensure!(progress.begin(&task, at(2)).await? == Beginning::Leased);
    let preparation = UploadTask { stage: Stage::Preparation { request: 2 }, ..task };
    progress.finish(&preparation, &refused).await?;
    ensure!(progress.begin(&preparation, at(3)).await? == Beginning::Known(refused));
    Ok(())
}

async fn every_stage_and_try_is_told_apart(progress: &dyn UploadProgress) -> Result<()> {
    let first = check();
    let stages = [Stage::Check, Stage::Preparation { request: 2 }, Stage::Preparation { request: 20 }];
    for (pages, stage) in (1..).zip(stages) {
        let checked = CheckedUpload { pages, origin: Origin::Signed, rewriting: Vec::new() };
        for number in [2, 1] {
            let task = UploadTask { document: DocumentNumber(number), stage, ..first };
            progress.finish(&task, &Progress::Checked(checked.clone())).await?;
        }
    }
    for (pages, stage) in (1..).zip(stages) {
        let all = progress.all(first.envelope, stage).await?;
        let found: Vec<_> = all.iter().map(|(document, _)| document.0).collect();
        ensure!(found == [1, 2], "{all:?}");
        let is_its_own = |progress: &Progress| matches!(progress, Progress::Checked(checked) if checked.pages == pages);
        ensure!(all.iter().all(|(_, progress)| is_its_own(progress)), "{all:?}");
    }
    Ok(())
}
