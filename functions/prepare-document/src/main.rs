//! Wires the function `prepare-document`.

use std::sync::Arc;

use aws::documents::S3Documents;
use aws::table::Table;
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use prepare_document::{Dependencies, Message, handle};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let (table, bucket) = (environment.required("KEIIN_TABLE"), environment.required("KEIIN_BUCKET"));
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let dependencies = &Dependencies {
        envelopes: table.clone(),
        documents: Arc::new(S3Documents::new(&config, bucket)),
        progress: table.clone(),
        quota: table,
        clock: Arc::new(SystemClock),
    };
    lambda::batch::serve(async |message: Message| handle(dependencies, message).await).await
}
