//! Wires the function `verify-document`.

use std::sync::Arc;

use aws::table::Table;
use aws::temporary_uploads::S3TemporaryUploads;
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use lambda::random::SystemRandomness;
use verify_document::{Dependencies, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let (table, bucket) = (environment.required("KEIIN_TABLE"), environment.required("KEIIN_TEMPORARY_UPLOADS"));
    let site = web::Site::from_environment(&mut environment);
    environment.finish()?;
    let config = lambda::aws::config().await?;
    api::serve(router(Dependencies {
        temporary_uploads: Arc::new(S3TemporaryUploads::new(&config, bucket)),
        anchors: Arc::new(Table::new(&config, table)),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
        site: Arc::new(site),
    }))
    .await
}
