//! Wires the function `download-document`.

use std::sync::Arc;

use aws::documents::S3Documents;
use aws::table::Table;
use download_document::{Dependencies, router};
use lambda::clock::SystemClock;
use lambda::environment::Environment;

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
    let documents = Arc::new(S3Documents::new(&config, bucket));
    let clock = Arc::new(SystemClock);
    let router = router(Dependencies {
        envelopes: table.clone(),
        links: table.clone(),
        link_rules: table,
        documents,
        clock,
        site: site.clone(),
    });
    api::serve(web::entrance(&site, router, firewall)).await
}
