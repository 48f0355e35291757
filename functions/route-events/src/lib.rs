//! Hands each recorded event's jobs to the functions whose they are.
//!
//! The event row is the outbox row: what is committed is delivered by the table's stream, at least once and in the
//! envelope's order. Of a batch that cannot be routed to its end the stream brings what follows the last good record again:
//! see "Reporting batch item failures for Lambda functions with a DynamoDB trigger" in the developer guide of AWS Lambda.
//! The jobs of a record that was routed by halves are handed over twice, which is safe.

use std::sync::Arc;

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use domain::evidence::Event;
use domain::job::jobs_of;
use domain::organisation::{Entry, jobs_of_entry};
use domain::ports::{Jobs, PortError};
use serde_dynamo::AttributeValue;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// The other functions' queues.
    pub jobs: Arc<dyn Jobs>,
}

/// Why a record was not routed.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// It is not an event.
    #[error("the stream's record is not an event of ours")]
    Unreadable(#[source] serde_json::Error),
    /// A queue did not take a job.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Routes the records of the batch, in order, and answers with the first one that failed: it and all after it come again.
pub async fn handle(dependencies: &Dependencies, batch: &StreamEvent) -> DynamoDbEventResponse {
    let mut response = DynamoDbEventResponse::default();
    for record in &batch.records {
        if let Err(error) = route(dependencies, record).await {
            let number = record.change.sequence_number.clone();
            tracing::error!(
                number,
                reason = lambda::telemetry::chain(&error),
                "a record was not routed and comes again"
            );
            let mut failure = DynamoDbBatchItemFailure::default();
            failure.item_identifier = number;
            response.batch_item_failures.push(failure);
            break;
        }
    }
    response
}

async fn route(dependencies: &Dependencies, record: &EventRecord) -> Result<(), RouteError> {
    if let Some(body) = inserted(record, "EVENT#") {
        let event = Event::from_json(body).map_err(RouteError::Unreadable)?;
        for job in jobs_of(&event) {
            tracing::info!(envelope = %event.envelope, sequence = event.sequence, ?job, "job");
            dependencies.jobs.enqueue(&job).await?;
        }
    }
    if let Some(body) = inserted(record, "ENTRY#") {
        let entry = Entry::from_json(body).map_err(RouteError::Unreadable)?;
        for job in jobs_of_entry(&entry) {
            tracing::info!(organisation = %entry.organisation, sequence = entry.sequence, ?job, "job");
            dependencies.jobs.enqueue(&job).await?;
        }
    }
    Ok(())
}

/// The JSON of a row, where the record is the insertion of one whose key begins so.
fn inserted<'a>(record: &'a EventRecord, prefix: &str) -> Option<&'a str> {
    let text = |name| match record.change.new_image.inner().get(name) {
        Some(AttributeValue::S(text)) => Some(text.as_str()),
        _ => None,
    };
    let inserted = record.event_name == "INSERT" && text("SK").is_some_and(|sk| sk.starts_with(prefix));
    text("body").filter(|_| inserted)
}
