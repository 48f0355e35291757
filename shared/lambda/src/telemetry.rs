//! Logs: one JSON object a line, as CloudWatch Logs reads them. No secret goes in: tokens never reach a log call.

use tracing_subscriber::EnvFilter;

/// Starts logging. `KEIIN_LOG` sets the filter, `info` where it says nothing.
pub fn start() {
    let filter = crate::environment::read("KEIIN_LOG").unwrap_or_else(|| "info".to_owned());
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_ansi(false)
        .with_env_filter(EnvFilter::new(filter));
    if subscriber.try_init().is_err() {
        tracing::debug!("logging was started before");
    }
}

/// An error and all its causes, each once: `commit the envelope: timeout: …`.
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}
