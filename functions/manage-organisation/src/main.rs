//! Wires the function `manage-organisation`.

use std::sync::Arc;

use api::{Authentication, TokenIssuers};
use aws::table::Table;
use domain::organisation::IdentityProvider;
use domain::ports::{AddressBooks, Registry};
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use lambda::random::SystemRandomness;
use manage_organisation::{Dependencies, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let table = environment.required("KEIIN_TABLE");
    let call_limit = environment.parsed("KEIIN_CALLS_PER_MINUTE");
    let site = Arc::new(web::Site::from_environment(&mut environment));
    let (issuer, client_id) = (environment.required("KEIIN_OIDC_ISSUER"), environment.required("KEIIN_OIDC_CLIENT_ID"));
    let second_factor = environment.parsed("KEIIN_OIDC_SECOND_FACTOR");
    let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");
    environment.finish()?;
    let provider = IdentityProvider { issuer, client_id, second_factor };
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let clock = Arc::new(SystemClock);
    let registry = Registry {
        organisations: table.clone(),
        people: table.clone(),
        keys: table.clone(),
        directories: table.clone(),
        certificates: table.clone(),
        clock: clock.clone(),
    };
    let router = router(Dependencies {
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
            clock,
        },
        list: table.clone(),
        seal_uses: table.clone(),
        books: AddressBooks { contacts: table.clone(), registry: registry.clone() },
        registry,
        answers: table,
        randomness: Arc::new(SystemRandomness),
        site: site.clone(),
    });
    api::serve(web::entrance(&site, router, firewall)).await
}
