//! Hands each recorded event's jobs to the functions whose they are.
//!
//! The event row is the outbox row: what is committed is delivered by the table's stream, at least once and in the
//! envelope's order. A record that cannot be routed fails the invocation: the stream brings the batch again (halved, so
//! that one bad record ends up alone), and jobs that were handed over before are safe to do twice.

use std::sync::Arc;

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use domain::evidence::Event;
use domain::job::jobs_of;
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

/// Routes every record of the batch, in order.
pub async fn handle(dependencies: &Dependencies, batch: &StreamEvent) -> Result<(), RouteError> {
    for body in batch.records.iter().filter_map(event_body) {
        let event = Event::from_json(body).map_err(RouteError::Unreadable)?;
        for job in jobs_of(&event) {
            tracing::info!(envelope = %event.envelope, sequence = event.sequence, ?job, "job");
            dependencies.jobs.enqueue(&job).await?;
        }
    }
    Ok(())
}

/// The event's JSON, where the record is the insertion of an event row.
fn event_body(record: &EventRecord) -> Option<&str> {
    let text = |name| match record.change.new_image.inner().get(name) {
        Some(AttributeValue::S(text)) => Some(text.as_str()),
        _ => None,
    };
    let inserted = record.event_name == "INSERT" && text("SK").is_some_and(|sk| sk.starts_with("EVENT#"));
    text("body").filter(|_| inserted)
}
