//! Wires the function `keep-contacts`.

use std::sync::Arc;

use aws::stored::job::JobMessage;
use aws::table::Table;
use domain::ports::{AddressBooks, Registry};
use keep_contacts::{Dependencies, handle};
use lambda::clock::SystemClock;
use lambda::environment::Environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let table = environment.required("KEIIN_TABLE");
    environment.finish()?;
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
    let books = AddressBooks { contacts: table.clone(), registry };
    let dependencies = &Dependencies { envelopes: table, books };
    lambda::batch::serve(async |job: JobMessage| handle(dependencies, job.into()).await).await
}
