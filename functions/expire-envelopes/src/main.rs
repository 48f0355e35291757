//! Wires the function `expire-envelopes`.

use std::sync::Arc;

use aws::jobs::{QueueUrls, SqsJobs};
use aws::table::Table;
use expire_envelopes::task::Task;
use expire_envelopes::{Dependencies, certificates, handle};
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
        mail: Some(environment.required("KEIIN_QUEUE_MAIL")),
        retain: Some(environment.required("KEIIN_QUEUE_RETAIN")),
        contacts: None,
    };
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let jobs = Arc::new(SqsJobs::new(&config, urls));
    let clock = Arc::new(SystemClock);
    let dependencies = &Dependencies { envelopes: table.clone(), jobs: jobs.clone(), clock: clock.clone() };
    let of_certificates = &certificates::Dependencies { certificates: table.clone(), directories: table, jobs, clock };
    lambda::event::serve(async |event: serde_json::Value| -> Result<(), lambda::Error> {
        match Task::of(&event) {
            Task::Envelopes => handle(dependencies).await?,
            Task::Certificates => certificates::handle(of_certificates).await?,
        }
        Ok(())
    })
    .await
}
