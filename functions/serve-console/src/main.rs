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
    let site = web::Site::from_environment(&mut environment);
    environment.finish()?;
    let config = lambda::aws::config().await?;
    api::serve(router(Dependencies {
        functions: Arc::new(LambdaFunctions::new(&config, prefix)),
        randomness: Arc::new(SystemRandomness),
        clock: Arc::new(SystemClock),
        site: Arc::new(site),
    }))
    .await
}
