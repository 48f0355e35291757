//! Text messages by SNS.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sns::Client;
use aws_sdk_sns::config::timeout::TimeoutConfig;
use aws_sdk_sns::error::{BuildError, SdkError};
use aws_sdk_sns::operation::publish::PublishError;
use aws_sdk_sns::types::MessageAttributeValue;
use aws_types::SdkConfig;
use domain::factor::PhoneNumber;
use domain::ports::{MailError, PortError, TextMessages};

const ACTION: &str = "send the text message";

/// The text message service.
#[derive(Clone, Debug)]
pub struct SnsTexts {
    client: Client,
    sender_id: Option<String>,
}

impl SnsTexts {
    /// Sends under this sender ID (1 to 11 letters and digits) where there is one and the country knows such.
    pub fn new(config: &SdkConfig, sender_id: Option<String>) -> Self {
        // Within the same lease as a mail.
        let limit = TimeoutConfig::builder().operation_timeout(Duration::from_secs(8)).build();
        let config = aws_sdk_sns::config::Builder::from(config).timeout_config(limit).build();
        Self { client: Client::from_conf(config), sender_id }
    }
}

#[async_trait]
impl TextMessages for SnsTexts {
    async fn send(&self, to: &PhoneNumber, text: &str) -> Result<String, MailError> {
        let invalid = |error: BuildError| MailError::Refused(error.to_string());
        let request = self.client.publish().phone_number(to.as_str()).message(text);
        let request = request.message_attributes("AWS.SNS.SMS.SMSType", string("Transactional").map_err(invalid)?);
        let request = match &self.sender_id {
            Some(id) => request.message_attributes("AWS.SNS.SMS.SenderID", string(id).map_err(invalid)?),
            None => request,
        };
        let error = match request.send().await {
            Ok(answer) => return Ok(answer.message_id.unwrap_or_default()),
            Err(error) => error,
        };
        let is_not_taken = is_not_taken(&error);
        match error.into_service_error() {
            refused @ (PublishError::InvalidParameterException(_)
            | PublishError::InvalidParameterValueException(_)
            | PublishError::EndpointDisabledException(_)) => Err(MailError::Refused(refused.to_string())),
            error if is_not_taken => Err(MailError::NotTaken(PortError::new(ACTION, error))),
            error => Err(PortError::new(ACTION, error).into()),
        }
    }
}

/// Whether the service itself says that it has not taken the text: it asks for fewer, the month's limit of costs is
/// reached, or this function may not send. After a fault of its own (5xx), or without an answer, nobody knows.
fn is_not_taken(error: &SdkError<PublishError>) -> bool {
    match error {
        SdkError::ConstructionFailure(_) => true,
        SdkError::ServiceError(answer) => answer.raw().status().is_client_error(),
        _ => false,
    }
}

fn string(value: &str) -> Result<MessageAttributeValue, BuildError> {
    MessageAttributeValue::builder().data_type("String").string_value(value).build()
}
