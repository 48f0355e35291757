//! Other functions of the stack on Lambda.

use async_trait::async_trait;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;
use aws_types::SdkConfig;
use domain::ports::{Functions, PortError};

/// Functions whose names are a prefix, which is the stack's, and their package.
#[derive(Clone, Debug)]
pub struct LambdaFunctions {
    client: Client,
    prefix: String,
}

impl LambdaFunctions {
    /// Calls the functions of the stack whose names begin so.
    pub fn new(config: &SdkConfig, prefix: String) -> Self {
        Self { client: Client::new(config), prefix }
    }
}

#[async_trait]
impl Functions for LambdaFunctions {
    async fn invoke(&self, package: &str, event: Vec<u8>) -> Result<Vec<u8>, PortError> {
        const ACTION: &str = "call a function of the stack";
        let name = format!("{}{package}", self.prefix);
        let answer = self.client.invoke().function_name(&name).payload(Blob::new(event)).send().await;
        let answer = answer.map_err(|e| PortError::new(ACTION, e))?;
        if let Some(error) = answer.function_error() {
            return Err(PortError::new(ACTION, format!("{name} ended by an error ({error})")));
        }
        answer.payload.map(Blob::into_inner).ok_or_else(|| PortError::new(ACTION, format!("{name} answered nothing")))
    }
}
