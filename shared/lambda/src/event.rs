//! Functions that get one event at a time: a batch of a stream, a schedule's tick.

use lambda_runtime::{LambdaEvent, service_fn};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::telemetry;

/// Runs a function on such events. An error fails the invocation; whoever sent the event sends it again.
pub async fn serve<I, O, E>(handle: impl AsyncFn(I) -> Result<O, E>) -> Result<(), crate::Error>
where
    I: DeserializeOwned,
    O: Serialize,
    E: Into<crate::Error>,
{
    let handle = &handle;
    lambda_runtime::run(service_fn(async |event: LambdaEvent<I>| {
        handle(event.payload).await.map_err(|error| {
            let error: crate::Error = error.into();
            tracing::error!(reason = telemetry::chain(error.as_ref()), "the invocation failed");
            error
        })
    }))
    .await
}
