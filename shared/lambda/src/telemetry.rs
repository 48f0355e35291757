//! Logs: one JSON object a line, as CloudWatch Logs reads them. No secret goes in: tokens never reach a log call.

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts logging. `KEIIN_LOG` sets the filter, `info` where it says nothing.
pub fn start() {
    let filter = crate::environment::read("KEIIN_LOG").unwrap_or_else(|| "info".to_owned());
    if subscriber(&filter, std::io::stdout).try_init().is_err() {
        tracing::debug!("logging was started before");
    }
}

/// What writes the logs: an event's fields stand beside `timestamp`, `level` and `target`, its text under `message`. Alarms
/// read numbers there.
pub fn subscriber<W>(filter: &str, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false).with_ansi(false);
    lines.with_env_filter(EnvFilter::new(filter)).with_writer(writer).finish()
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
