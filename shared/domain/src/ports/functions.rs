//! Other functions of the stack.

use async_trait::async_trait;

use super::PortError;

/// Calls functions of the stack, and waits for what they answer.
#[async_trait]
pub trait Functions: Send + Sync {
    /// What the function of this package, such as `create-envelope`, answers to an event. Both are JSON.
    ///
    /// # Errors
    /// Where the function could not be called, or ended without an answer. It may have done what it was asked for all the same.
    async fn invoke(&self, package: &str, event: Vec<u8>) -> Result<Vec<u8>, PortError>;
}
