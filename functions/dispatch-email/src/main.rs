//! Wires the function `dispatch-email`.

use std::sync::Arc;

use aws::mailer::SesMailer;
use aws::stored::job::JobMessage;
use aws::table::Table;
use aws::texts::SnsTexts;
use dispatch_email::{Dependencies, handle};
use lambda::clock::SystemClock;
use lambda::environment::Environment;
use lambda::random::SystemRandomness;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::telemetry::start();
    let mut environment = Environment::new();
    let (table, from_address) = (environment.required("KEIIN_TABLE"), environment.required("KEIIN_MAIL_FROM"));
    let configuration_set = environment.optional("KEIIN_CONFIGURATION_SET");
    let sender_id = environment.optional("KEIIN_SMS_SENDER_ID");
    let site = Arc::new(web::Site::from_environment(&mut environment));
    environment.finish()?;
    let from_address = from_address.parse().map_err(|fault| format!("correct KEIIN_MAIL_FROM: {fault}"))?;
    let config = lambda::aws::config().await?;
    let table = Arc::new(Table::new(&config, table));
    let dependencies = &Dependencies {
        envelopes: table.clone(),
        organisations: table.clone(),
        people: table.clone(),
        certificates: table.clone(),
        invitations: table.clone(),
        links: table.clone(),
        factors: table.clone(),
        mail_log: table,
        mailer: Arc::new(SesMailer::new(&config, configuration_set)),
        texts: Arc::new(SnsTexts::new(&config, sender_id)),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
        site,
        from_address,
    };
    lambda::batch::serve(async |job: JobMessage| handle(dependencies, &job.into()).await).await
}
