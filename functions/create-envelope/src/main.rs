//! Wires the function `create-envelope`.

use std::sync::Arc;

use api::{Authentication, TokenIssuers};
use aws::documents::S3Documents;
use aws::table::Table;
use create_envelope::{Dependencies, router};
use domain::organisation::IdentityProvider;
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use lambda::random::SystemRandomness;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let table = environment.required("KEIIN_TABLE");
    let bucket = environment.required("KEIIN_BUCKET");
    let call_limit = environment.parsed("KEIIN_CALLS_PER_MINUTE");
    let site = Arc::new(web::Site::from_environment(&mut environment));
    let (issuer, client_id) = (environment.required("KEIIN_OIDC_ISSUER"), environment.required("KEIIN_OIDC_CLIENT_ID"));
    let second_factor = environment.parsed("KEIIN_OIDC_SECOND_FACTOR");
    let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");
    environment.finish()?;
    let provider = IdentityProvider { issuer, client_id, second_factor };
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let documents = S3Documents::new(&config, bucket);
    let router = router(Dependencies {
        envelopes: table.clone(),
        list: table.clone(),
        links: table.clone(),
        link_rules: table.clone(),
        numbers: table.clone(),
        documents: Arc::new(documents),
        progress: table.clone(),
        authentication: Authentication {
            api_keys: table.clone(),
            organisations: table.clone(),
            people: table.clone(),
            folders: table.clone(),
            sessions: table.clone(),
            issuers: TokenIssuers { known: table.clone(), stack: provider },
            listed_keys: table.clone(),
            key_use: Arc::default(),
            call_counts: table.clone(),
            call_limit,
            clock: Arc::new(SystemClock),
        },
        answers: table.clone(),
        quota: table.clone(),
        factors: table.clone(),
        certificates: table,
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
        site: site.clone(),
    });
    api::serve(web::entrance(&site, router, firewall)).await
}
