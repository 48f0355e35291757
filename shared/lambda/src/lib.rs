//! What the main of every function needs: settings, telemetry, the clock, batches, events and delays. Nothing of HTTP or pages.

pub mod aws;
pub mod batch;
pub mod clock;
pub mod delay;
pub mod environment;
pub mod event;
#[cfg(debug_assertions)]
mod fault;
pub mod random;
pub mod stream;
pub mod telemetry;

pub use lambda_runtime::Error;

/// A place where a development build can be told to die, to show that nothing is lost when a function does: called
/// after each effect on the outside. Nothing in a build for AWS.
pub fn effect_done() {
    #[cfg(debug_assertions)]
    fault::point();
}
