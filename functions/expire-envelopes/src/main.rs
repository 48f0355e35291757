//! Wires the function `expire-envelopes`.

use std::sync::Arc;

use aws::jobs::{QueueUrls, SqsJobs};
use aws::table::Table;
use expire_envelopes::{Dependencies, handle};
use lambda::clock::SystemClock;
use lambda::environment::Environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let table = environment.required("KEIIN_TABLE");
    let urls = QueueUrls {
        prepare: Some(environment.required("KEIIN_QUEUE_PREPARE")),
        seal: Some(environment.required("KEIIN_QUEUE_SEAL")),
        timestamp: Some(environment.required("KEIIN_QUEUE_TIMESTAMP")),
        mail: None,
        retain: Some(environment.required("KEIIN_QUEUE_RETAIN")),
    };
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let dependencies = &Dependencies {
        envelopes: Arc::new(Table::new(&config, table)),
        jobs: Arc::new(SqsJobs::new(&config, urls)),
        clock: Arc::new(SystemClock),
    };
    lambda::event::serve(async |_: serde_json::Value| handle(dependencies).await).await
}
