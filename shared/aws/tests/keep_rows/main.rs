//! Keeps rows of the table, and messages of the queues, as the code of today writes them: an example of every kind, with every
//! kind of event and every state of envelopes and recipients. `rows.rs` reads what is kept for ever, so that no later code
//! forgets what lies in people's tables.
//!
//! `cargo test -p aws --features dynamodb --test keep_rows -- --ignored` writes the folder `rows/next`. Whoever changes what is
//! stored runs it before the change and gives the folder a name. Folders that have one stay as they are; what is in
//! `before-schemas` was written by the last code that had one type for the domain and the table.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "../../../domain/tests/common/mod.rs"]
mod common;
mod envelopes;
mod others;
mod table;

use std::path::Path;

use table::Recorded;

#[tokio::test(flavor = "current_thread")]
#[ignore = "writes files"]
async fn rows_are_kept_as_this_code_writes_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rows/next");
    std::fs::create_dir_all(&folder).unwrap();
    let recorded = Recorded::default();
    envelopes::all(&recorded, &folder).await;
    others::all(&recorded, &folder).await;
}
