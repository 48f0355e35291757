//! Wires the function `seal-document`.

use std::sync::Arc;

use aws::documents::S3Documents;
use aws::keys::KmsKeys;
use aws::stored::job::JobMessage;
use aws::table::Table;
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use seal_document::{Dependencies, handle};

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
        certificates: table.clone(),
        keys: Arc::new(KmsKeys::new(&config)),
        seal_log: table,
        clock: Arc::new(SystemClock),
    };
    lambda::batch::serve(async |job: JobMessage| handle(dependencies, job.into()).await.map(drop)).await
}
