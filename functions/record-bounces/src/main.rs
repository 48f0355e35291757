//! Wires the function `record-bounces`.

use std::sync::Arc;

use aws::table::Table;
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use record_bounces::{Dependencies, handle};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let table = environment.required("KEIIN_TABLE");
    environment.finish()?;
    let config = lambda::aws::config().await?;
    let dependencies = &Dependencies { envelopes: Arc::new(Table::new(&config, table)), clock: Arc::new(SystemClock) };
    lambda::batch::serve(async |notice| handle(dependencies, notice).await).await
}
