//! Wires the function `sign-in-person`.

use std::sync::Arc;

use aws::table::Table;
use domain::organisation::IdentityProvider;
use domain::ports::Registry;
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use lambda::random::SystemRandomness;
use sign_in_person::provider::Reach;
use sign_in_person::provider::transport::HttpTransport;
use sign_in_person::{Dependencies, PROVIDER_KEYS, Settings, renew_providers, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let table = environment.required("KEIIN_TABLE");
    let site = Arc::new(web::Site::from_environment(&mut environment));
    let (issuer, client_id) = (environment.required("KEIIN_OIDC_ISSUER"), environment.required("KEIIN_OIDC_CLIENT_ID"));
    let second_factor = environment.parsed("KEIIN_OIDC_SECOND_FACTOR");
    let configuration_at = environment.optional("KEIIN_OIDC_CONFIGURATION_AT");
    let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");
    environment.finish()?;
    let provider = IdentityProvider { issuer, client_id, second_factor };
    let settings = Settings { provider, configuration_at, reach: Reach::of(&site.public_url) };
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let registry = Registry {
        organisations: table.clone(),
        people: table.clone(),
        keys: table.clone(),
        directories: table.clone(),
        certificates: table.clone(),
        clock: Arc::new(SystemClock),
    };
    let dependencies = Dependencies {
        registry,
        invitations: table.clone(),
        sessions: table.clone(),
        attempts: table.clone(),
        known_providers: table.clone(),
        provider_secrets: table.clone(),
        transport: Arc::new(HttpTransport::new()?),
        randomness: Arc::new(SystemRandomness),
        settings: Arc::new(settings),
        site: site.clone(),
    };
    let entrance = web::entrance(&site, router(dependencies.clone()), firewall);
    api::serve_with_schedule(entrance, async |task| match task {
        PROVIDER_KEYS => Ok(renew_providers(&dependencies, &*table).await?),
        other => Err(format!("nothing is known of the task {other}").into()),
    })
    .await
}
