//! Wires the function `enforce-retention`: it is called by its queue and by a daily schedule.

use std::sync::Arc;

use aws::documents::S3Documents;
use aws::stored::job::JobMessage;
use aws::table::Table;
use domain::retention::RetentionMode;
use enforce_retention::{Dependencies, handle, sweep};
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let (table, bucket) = (environment.required("KEIIN_TABLE"), environment.required("KEIIN_BUCKET"));
    let mode: RetentionMode = environment.parsed("KEIIN_TRIAL_RETENTION_DAYS");
    let deletes_after_retention = environment.parsed("KEIIN_DELETE_AFTER_RETENTION");
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let documents = Arc::new(S3Documents::new(&config, bucket).locking(mode));
    let dependencies = &Dependencies {
        envelopes: Arc::new(Table::new(&config, table)),
        documents: documents.clone(),
        lock: documents.clone(),
        removal: documents,
        clock: Arc::new(SystemClock),
        mode,
        deletes_after_retention,
    };
    lambda::event::serve(async |event| run(dependencies, event).await).await
}

async fn run(dependencies: &Dependencies, event: Value) -> Result<Value, lambda::Error> {
    if event.get("Records").is_none() {
        sweep(dependencies).await?;
        return Ok(Value::Null);
    }
    let batch = serde_json::from_value(event)?;
    let answer = lambda::batch::each(batch, &async |job: JobMessage| handle(dependencies, job.into()).await).await;
    Ok(serde_json::to_value(answer)?)
}
