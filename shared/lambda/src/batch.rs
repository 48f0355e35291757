//! SQS batches: each message on its own, those that failed are reported and come again.

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use lambda_runtime::{LambdaEvent, service_fn};
use serde::de::DeserializeOwned;

use crate::telemetry;

/// Runs a function on a queue. `handle` gets each message's body; an error brings that message back later, and after
/// too many tries to the dead-letter queue.
pub async fn serve<J, E>(handle: impl AsyncFn(J) -> Result<(), E>) -> Result<(), crate::Error>
where
    J: DeserializeOwned,
    E: std::error::Error + 'static,
{
    let handle = &handle;
    lambda_runtime::run(service_fn(async |event: LambdaEvent<SqsEvent>| {
        Ok::<_, crate::Error>(each(event.payload, handle).await)
    }))
    .await
}

/// Hands every message of the batch to `handle` and collects those that failed.
pub async fn each<J, E>(batch: SqsEvent, handle: &impl AsyncFn(J) -> Result<(), E>) -> SqsBatchResponse
where
    J: DeserializeOwned,
    E: std::error::Error + 'static,
{
    let mut response = SqsBatchResponse::default();
    for message in batch.records {
        let id = message.message_id.unwrap_or_default();
        let body = message.body.unwrap_or_default();
        let failure = match serde_json::from_str(&body) {
            Ok(job) => handle(job).await.err().map(|e| telemetry::chain(&e)),
            Err(error) => Some(format!("the message cannot be read: {error}")),
        };
        if let Some(reason) = failure {
            tracing::error!(message = id, reason, "a job failed and will be tried again");
            let mut item = BatchItemFailure::default();
            item.item_identifier = id;
            response.batch_item_failures.push(item);
        }
    }
    response
}
