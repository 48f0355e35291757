//! Wires the function `collect-signature`.

use std::sync::Arc;

use aws::documents::S3Documents;
use aws::table::Table;
use collect_signature::{Dependencies, router};
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use lambda::random::SystemRandomness;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let (table, bucket) = (environment.required("KEIIN_TABLE"), environment.required("KEIIN_BUCKET"));
    let site = Arc::new(web::Site::from_environment(&mut environment));
    let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let router = router(Dependencies {
        envelopes: table.clone(),
        links: table.clone(),
        link_rules: table.clone(),
        factors: table.clone(),
        sign_ins: table.clone(),
        certificates: table,
        documents: Arc::new(S3Documents::new(&config, bucket)),
        randomness: Arc::new(SystemRandomness),
        clock: Arc::new(SystemClock),
        site: site.clone(),
    });
    api::serve(web::entrance(&site, router, firewall)).await
}
