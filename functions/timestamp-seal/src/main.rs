//! Wires the function `timestamp-seal`.

use std::sync::Arc;

use aws::documents::S3Documents;
use aws::stored::job::JobMessage;
use aws::table::Table;
use lambda::clock::{MachineClock, SystemClock};
use lambda::environment::Environment;
use lambda::random::SystemRandomness;
use timestamp_seal::transport::HttpTransport;
use timestamp_seal::{Dependencies, handle};

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
        authorities: table,
        transport: Arc::new(HttpTransport::new()?),
        clock: Arc::new(SystemClock),
        machine_clock: Arc::new(MachineClock),
        randomness: Arc::new(SystemRandomness),
    };
    lambda::batch::serve(async |job: JobMessage| handle(dependencies, job.into()).await.map(drop)).await
}
