//! Keeps rows of the table, and messages of the queues, as the code of today writes them: an example of every kind, with every
//! kind of event and every state of envelopes and recipients. `tests/rows.rs` reads what is kept for ever, so that no later code
//! forgets what lies in people's tables.
//!
//! `cargo run -p aws --features dynamodb --example keep_rows` writes the folder `tests/rows/next`. Whoever changes what is
//! stored runs it before the change and gives the folder a name. Folders that have one stay as they are; what is in
//! `before-schemas` was written by the last code that had one type for the domain and the table.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "../../../domain/tests/suite/common/mod.rs"]
mod common;
mod contacts;
mod envelopes;
mod names;
mod organisations;
mod others;
mod table;

use std::path::Path;

use table::Recorded;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rows/next");
    std::fs::create_dir_all(&folder).unwrap();
    let recorded = Recorded::default();
    envelopes::all(&recorded, &folder).await;
    others::all(&recorded, &folder).await;
}
