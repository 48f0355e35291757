//! Wires the function `route-events`.

use std::sync::Arc;

use aws::jobs::{QueueUrls, SqsJobs};
use lambda::environment::Environment;
use route_events::{Dependencies, handle};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let urls = QueueUrls {
        prepare: Some(environment.required("KEIIN_QUEUE_PREPARE")),
        seal: Some(environment.required("KEIIN_QUEUE_SEAL")),
        timestamp: Some(environment.required("KEIIN_QUEUE_TIMESTAMP")),
        mail: Some(environment.required("KEIIN_QUEUE_MAIL")),
        retain: Some(environment.required("KEIIN_QUEUE_RETAIN")),
        contacts: Some(environment.required("KEIIN_QUEUE_CONTACTS")),
    };
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let dependencies = &Dependencies { jobs: Arc::new(SqsJobs::new(&config, urls)) };
    lambda::stream::serve(async |batch| handle(dependencies, &batch).await).await
}
