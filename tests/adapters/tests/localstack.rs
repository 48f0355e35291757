//! The adapters to what LocalStack's community edition has keep their contracts over it: `cargo task localstack`.
//!
//! Where LocalStack 4.9.2 is known to differ from AWS, the difference is listed beside the contract.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::LazyLock;

use adapters::contracts::document_removal::Archive;
use adapters::stage::Stage;
use adapters::{Difference, contracts, keeps};
use anyhow::{Context, Result};
use domain::ports::Documents;
use local::emulator::localstack_tools;
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use workspace::RunFolder;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static FOLDER: LazyLock<RunFolder> = LazyLock::new(|| RunFolder::create("adapters").expect("a folder"));
/// Tried once, with what went wrong: a download that failed is not tried again by every test.
static STAGE: OnceCell<Result<Option<Stage>, String>> = OnceCell::const_new();

/// Without Docker its community edition knows nobody's rights.
const UNSIGNED: Difference = Difference {
    sentence: "without_a_signature_nothing_is_taken",
    instead: "whoever reaches it may write; only signatures that are there are checked",
};

/// Over a LocalStack that all tests share; over none where it cannot be installed.
fn run(body: impl AsyncFnOnce(&'static Stage)) {
    RUNTIME.block_on(async {
        let started = STAGE.get_or_init(async || start().await.map_err(|error| format!("{error:#}"))).await;
        if let Some(stage) = started.as_ref().expect("LocalStack starts") {
            body(stage).await;
        }
    });
}

async fn start() -> Result<Option<Stage>> {
    match localstack_tools(|_| {}) {
        Ok(tools) => Ok(Some(Stage::localstack(&tools, FOLDER.path()).await?)),
        Err(error) => {
            eprintln!("{error:#}");
            let untested = "the adapters to S3, KMS, SQS and SNS were not tested over it";
            let how = "`cargo task localstack` installs it from Python packages (500 MB), once, over the network";
            workspace::left_out("LocalStack", untested, how).context("LocalStack cannot be installed")?;
            Ok(None)
        }
    }
}

#[test]
#[ignore = "cargo task localstack"]
fn documents() {
    run(async |stage| {
        let documents: &dyn Documents = &stage.bucket().await.expect("a bucket").documents;
        keeps(documents, contracts::documents::CONTRACT, &[]).await;
    });
}

#[test]
#[ignore = "cargo task localstack"]
fn what_is_removed_from_the_documents() {
    run(async |stage| {
        let archive: &dyn Archive = &stage.bucket().await.expect("a bucket");
        keeps(archive, contracts::document_removal::CONTRACT, &[]).await;
    });
}

#[test]
#[ignore = "cargo task localstack"]
fn locks_on_documents() {
    run(async |stage| {
        keeps(&stage.bucket().await.expect("a bucket"), contracts::retention_lock::CONTRACT, &[]).await;
    });
}

#[test]
#[ignore = "cargo task localstack"]
fn uploads_of_documents() {
    run(async |stage| {
        let uploading = stage.uploads_of_documents().await.expect("a bucket");
        keeps(&uploading, contracts::presigned_uploads::CONTRACT, &[UNSIGNED]).await;
    });
}

#[test]
#[ignore = "cargo task localstack"]
fn views_of_documents() {
    run(async |stage| {
        keeps(&stage.bucket().await.expect("a bucket"), contracts::presigned_views::CONTRACT, &[]).await;
    });
}

#[test]
#[ignore = "cargo task localstack"]
fn temporary_uploads() {
    run(async |stage| {
        keeps(&stage.leaving().await.expect("a bucket"), contracts::temporary_uploads::CONTRACT, &[]).await;
        let uploading = stage.temporary_uploads().await.expect("a bucket");
        keeps(&uploading, contracts::presigned_uploads::CONTRACT, &[UNSIGNED]).await;
    });
}

#[test]
#[ignore = "cargo task localstack"]
fn sealing_keys() {
    run(async |stage| keeps(&stage.keys().await.expect("keys"), contracts::sealing_keys::CONTRACT, &[]).await);
}

#[test]
#[ignore = "cargo task localstack"]
fn jobs() {
    run(async |stage| keeps(&stage.queueing().await.expect("queues"), contracts::jobs::CONTRACT, &[]).await);
}

#[test]
#[ignore = "cargo task localstack"]
fn text_messages() {
    run(async |stage| {
        for sender_id in [None, Some("KEIIN")] {
            keeps(&stage.texting(sender_id), contracts::text_messages::CONTRACT, &[]).await;
        }
    });
}
