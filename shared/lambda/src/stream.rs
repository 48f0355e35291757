//! Functions on a table's stream: the answer names the first record that failed.

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use lambda_runtime::{LambdaEvent, service_fn};

/// Runs a function on a stream. What it answers says from which record on the batch is brought again.
pub async fn serve(handle: impl AsyncFn(Event) -> DynamoDbEventResponse) -> Result<(), crate::Error> {
    let handle = &handle;
    lambda_runtime::run(service_fn(async |event: LambdaEvent<Event>| {
        let response = handle(event.payload).await;
        #[cfg(debug_assertions)]
        fail_as_a_whole(&response)?;
        Ok::<_, crate::Error>(response)
    }))
    .await
}

/// MiniStack reads no such answers of functions on streams, and would go on behind the failed record. `cargo local` sets
/// `KEIIN_LOCAL_WHOLE_BATCHES`, by which the invocation fails instead, so that the whole batch comes again.
#[cfg(debug_assertions)]
fn fail_as_a_whole(response: &DynamoDbEventResponse) -> Result<(), crate::Error> {
    let is_set = crate::environment::read("KEIIN_LOCAL_WHOLE_BATCHES").is_some();
    if is_set && !response.batch_item_failures.is_empty() {
        return Err("a record of the batch was not routed".into());
    }
    Ok(())
}
