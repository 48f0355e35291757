//! Wires the function `serve-assets`.

use std::sync::Arc;

use lambda::environment::Environment;
use serve_assets::{Dependencies, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let site = Arc::new(web::Site::from_environment(&mut environment));
    let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");
    environment.finish()?;
    let router = router(Dependencies { site: site.clone() });
    api::serve(web::entrance(&site, router, firewall)).await
}
