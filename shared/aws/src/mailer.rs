//! Mails by SESv2.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::timeout::TimeoutConfig;
use aws_sdk_sesv2::error::{BuildError, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag};
use aws_types::SdkConfig;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::ports::{MailError, Mailer, OutgoingMail, PortError};

const ACTION: &str = "send the mail";

/// The mail service.
#[derive(Clone, Debug)]
pub struct SesMailer {
    client: Client,
    configuration_set: Option<String>,
}

impl SesMailer {
    /// Sends under this configuration set, if there is one.
    pub fn new(config: &SdkConfig, configuration_set: Option<String>) -> Self {
        // Well within the lease of a mail: whoever is given up on here is tried again by whoever takes over.
        let limit = TimeoutConfig::builder().operation_timeout(Duration::from_secs(8)).build();
        let config = aws_sdk_sesv2::config::Builder::from(config).timeout_config(limit).build();
        Self { client: Client::from_conf(config), configuration_set }
    }
}

#[async_trait]
impl Mailer for SesMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<String, MailError> {
        let content = content_of(mail).map_err(|e| MailError::Refused(e.to_string()))?;
        let from = format!("{} <{}>", encoded_word(&mail.from_name), mail.from_address.wire());
        let request = self.client.send_email().from_email_address(from).content(content);
        let request = request.destination(Destination::builder().to_addresses(mail.to.wire()).build());
        let tags = tags_of(mail).map_err(|e| MailError::Refused(e.to_string()))?;
        let request =
            request.set_email_tags(Some(tags)).set_reply_to_addresses(mail.reply_to.as_ref().map(|to| vec![to.wire()]));
        let answer = request.set_configuration_set_name(self.configuration_set.clone()).send().await;
        let error = match answer {
            Ok(answer) => return Ok(answer.message_id.unwrap_or_default()),
            Err(error) => error,
        };
        let is_not_taken = is_not_taken(&error);
        match error.into_service_error() {
            // `MessageRejected` is no matter of this mail: an identity that is not verified (any more), an account that may
            // not write to everybody yet. The mail waits until the operator has mended that.
            refused @ SendEmailError::BadRequestException(_) => Err(MailError::Refused(refused.to_string())),
            error if is_not_taken => Err(MailError::NotTaken(PortError::new(ACTION, error))),
            error => Err(PortError::new(ACTION, error).into()),
        }
    }
}

/// Whether the mail service itself says that it has not taken the mail: it asks for fewer, or does not send for us. After a
/// fault of its own (5xx), or without an answer, nobody knows.
fn is_not_taken(error: &SdkError<SendEmailError>) -> bool {
    match error {
        SdkError::ConstructionFailure(_) => true,
        SdkError::ServiceError(answer) => answer.raw().status().is_client_error(),
        _ => false,
    }
}

fn content_of(mail: &OutgoingMail) -> Result<EmailContent, BuildError> {
    let utf8 = |text: &str| Content::builder().data(text).charset("UTF-8").build();
    let body = Body::builder().text(utf8(&mail.text)?).html(utf8(&mail.html)?).build();
    // RFC 3834 §5: no holiday notice answers it.
    let automatic = MessageHeader::builder().name("Auto-Submitted").value("auto-generated").build()?;
    let message = Message::builder().subject(utf8(&mail.subject)?).body(body).headers(automatic).build();
    Ok(EmailContent::builder().simple(message).build())
}

/// They come back with every event about this mail.
fn tags_of(mail: &OutgoingMail) -> Result<Vec<MessageTag>, BuildError> {
    let tag = |(name, value)| MessageTag::builder().name(name).value(value).build();
    mail.id.to_tags().into_iter().map(tag).collect()
}

/// A display name as RFC 2047 §4.1 encoded words of at most 75 characters, cut between characters.
fn encoded_word(name: &str) -> String {
    const BYTES_PER_WORD: usize = 45;
    let mut words = vec![String::new()];
    for character in name.chars().filter(|c| !c.is_control()) {
        if words.last().is_some_and(|w| w.len() + character.len_utf8() > BYTES_PER_WORD) {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut() {
            last.push(character);
        }
    }
    let encode = |word: &String| format!("=?UTF-8?B?{}?=", BASE64.encode(word));
    words.iter().map(encode).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::encoded_word;

    #[test]
    fn a_display_name_becomes_short_encoded_words() {
        assert_eq!(encoded_word("電子印鑑Keiin"), "=?UTF-8?B?6Zu75a2Q5Y2w6ZGRS2VpaW4=?=");
        let long = encoded_word(&"契".repeat(40));
        assert!(long.split(' ').all(|word| word.len() <= 75), "{long}");
        assert!(!encoded_word("a\r\nBcc: x").contains(['\r', '\n']));
    }
}
