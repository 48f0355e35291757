//! Wires the function `serve-console`.

use std::sync::Arc;

use aws::functions::LambdaFunctions;
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use lambda::random::SystemRandomness;
use serve_console::{Dependencies, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let prefix = environment.required("KEIIN_FUNCTION_PREFIX");
    let store = environment.required("KEIIN_DOCUMENT_STORE");
    let site = Arc::new(web::Site::from_environment(&mut environment));
    let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let router = router(Dependencies {
        functions: Arc::new(LambdaFunctions::new(&config, prefix)),
        randomness: Arc::new(SystemRandomness),
        clock: Arc::new(SystemClock),
        store,
        site: site.clone(),
    });
    api::serve(web::entrance(&site, router, firewall)).await
}
