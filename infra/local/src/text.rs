//! The text messages that an emulator's service was given.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::deploy::REGION;
use crate::emulator::{Emulator, Kind};

/// A text message as the service has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Text {
    /// The service's identifier.
    #[serde(rename = "MessageId")]
    pub id: String,
    /// The telephone number.
    #[serde(rename = "PhoneNumber")]
    pub to: String,
    /// What it says.
    #[serde(rename = "Message")]
    pub text: String,
}

/// Every text message that an emulator's service was given: by number, oldest first.
pub async fn all(emulator: &Emulator, http: &reqwest::Client) -> Result<Vec<Text>> {
    let path = match emulator.kind() {
        Kind::MiniStack => "/_ministack/sns/sms-messages",
        Kind::LocalStack => "/_aws/sns/sms-messages",
    };
    // LocalStack tells those of us-east-1, where it is not told which.
    let url = format!("{}{path}?region={REGION}", emulator.endpoint());
    let answer = http.get(url).send().await?.error_for_status()?;
    read(&answer.bytes().await?)
}

/// Reads the service's list: by number, oldest first. Both emulators write it alike, and neither tells the time.
fn read(answer: &[u8]) -> Result<Vec<Text>> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        sms_messages: BTreeMap<String, Vec<Text>>,
    }
    let answer: Answer = serde_json::from_slice(answer).context("reading the text message service's list")?;
    Ok(answer.sms_messages.into_values().flatten().collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_list_is_read() {
        let message = |id: &str, text: &str| {
            json!({"PhoneNumber": "+819012345678", "TopicArn": null, "MessageId": id,
            "Message": text, "MessageAttributes": {}, "Subject": null})
        };
        let answer = json!({"region": "ap-northeast-1",
            "sms_messages": {"+819012345678": [message("1", "一"), message("2", "二")]}});
        let texts = read(answer.to_string().as_bytes()).expect("read");
        assert_eq!(texts.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["一", "二"]);
        assert_eq!((texts[0].id.as_str(), texts[0].to.as_str()), ("1", "+819012345678"));
        assert!(read(b"{}").expect("read").is_empty());
    }
}
