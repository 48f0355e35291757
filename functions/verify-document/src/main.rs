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
    let site = Arc::new(web::Site::from_environment(&mut environment));
    let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let router = router(Dependencies {
        temporary_uploads: Arc::new(S3TemporaryUploads::new(&config, bucket)),
        anchors: table.clone(),
        known_seals: table,
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
        site: site.clone(),
    });
    api::serve(web::entrance(&site, router, firewall)).await
}
