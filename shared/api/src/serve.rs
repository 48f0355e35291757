//! HTTP functions: an axum router behind API Gateway (HTTP API, payload 2.0).

use lambda_http::lambda_runtime::{self, LambdaEvent, service_fn};
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, Service as _};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::entrance::Entrance;

/// Serves a router, behind its entrance, until the runtime ends it.
pub async fn serve(entrance: Entrance) -> Result<(), lambda_http::Error> {
    lambda_http::run(entrance.into_router()).await
}

/// The same for a function that a schedule calls as well, with what it asks for. An error fails that invocation alone.
pub async fn serve_with_schedule(
    entrance: Entrance,
    scheduled: impl AsyncFn(&str) -> Result<(), lambda_http::Error>,
) -> Result<(), lambda_http::Error> {
    let (router, scheduled) = (entrance.into_router(), &scheduled);
    lambda_runtime::run(service_fn(async |event: LambdaEvent<Box<RawValue>>| {
        let (event, context) = event.into_parts();
        if let Some(task) = task_of(event.get()) {
            scheduled(&task)
                .await
                .inspect_err(|error| tracing::error!(reason = %error, task, "the invocation failed"))?;
            return Ok(RawValue::NULL.to_owned());
        }
        let request: LambdaRequest = serde_json::from_str(event.get())?;
        let answer = Adapter::from(router.clone()).call(LambdaEvent::new(request, context)).await?;
        Ok::<_, lambda_http::Error>(serde_json::value::to_raw_value(&answer)?)
    }))
    .await
}

/// What a schedule asks for. Requests that come by the gateway say nothing at this place: what people send lies deeper.
pub fn task_of(event: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Scheduled {
        source: String,
        task: String,
    }
    let Scheduled { source, task } = serde_json::from_str(event).ok()?;
    (source == "schedule").then_some(task)
}

#[cfg(test)]
mod tests {
    use super::task_of;

    #[test]
    fn a_schedule_is_told_from_requests_by_what_the_event_itself_says() {
        let task = r#"{"source":"schedule","task":"provider-keys"}"#;
        assert_eq!(task_of(task).as_deref(), Some("provider-keys"));
        let request = include_str!("../../../events/sign-in-person/begin.json");
        assert_eq!(task_of(request), None);
        // Whatever a person sends is a text within the event.
        let mut sent: serde_json::Value = serde_json::from_str(request).expect("JSON");
        sent["body"] = task.into();
        sent["isBase64Encoded"] = false.into();
        assert_eq!(task_of(&sent.to_string()), None);
    }
}
