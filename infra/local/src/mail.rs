//! The mails that an emulator's mail service was given.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::emulator::{Emulator, Kind};

/// A mail as the mail service has it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mail {
    /// The service's identifier.
    #[serde(rename = "MessageId")]
    pub id: String,
    /// Sender with display name, as given.
    #[serde(rename = "Source")]
    pub from: String,
    /// Addresses.
    #[serde(default)]
    pub to: Vec<String>,
    /// Subject.
    #[serde(default)]
    pub subject: String,
    /// Plain text.
    #[serde(rename = "BodyText", default)]
    pub text: String,
    /// HTML.
    #[serde(rename = "BodyHtml", default)]
    pub html: String,
    /// Seconds since 1970.
    #[serde(rename = "Timestamp")]
    pub at: f64,
}

/// Every mail that an emulator's mail service was given, oldest first.
pub async fn all(emulator: &Emulator, http: &reqwest::Client) -> Result<Vec<Mail>> {
    let path = match emulator.kind() {
        Kind::MiniStack => "/_ministack/ses/messages",
        Kind::LocalStack => "/_aws/ses",
    };
    let answer = http.get(format!("{}{path}", emulator.endpoint())).send().await?.error_for_status()?;
    read(emulator.kind(), &answer.bytes().await?)
}

/// Reads the service's list, oldest first.
fn read(kind: Kind, answer: &[u8]) -> Result<Vec<Mail>> {
    let mut mails = match kind {
        Kind::MiniStack => read_ministack(answer),
        Kind::LocalStack => read_localstack(answer),
    }
    .context("reading the mail service's list")?;
    mails.sort_by(|a, b| a.at.total_cmp(&b.at));
    Ok(mails)
}

fn read_ministack(answer: &[u8]) -> Result<Vec<Mail>> {
    #[derive(Deserialize)]
    struct Answer {
        /// By account.
        messages: BTreeMap<String, Vec<Mail>>,
    }
    let answer: Answer = serde_json::from_slice(answer)?;
    Ok(answer.messages.into_values().flatten().collect())
}

fn read_localstack(answer: &[u8]) -> Result<Vec<Mail>> {
    #[derive(Deserialize)]
    struct Answer {
        messages: Vec<Message>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Message {
        id: String,
        source: String,
        #[serde(default)]
        destination: Destination,
        subject: Option<String>,
        #[serde(default)]
        body: Body,
        timestamp: String,
    }
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "PascalCase", default)]
    struct Destination {
        to_addresses: Vec<String>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Body {
        text_part: Option<String>,
        html_part: Option<String>,
    }
    let answer: Answer = serde_json::from_slice(answer)?;
    let mail = |m: Message| -> Result<Mail> {
        // Its times carry no zone and are in UTC.
        let at: jiff::Timestamp = format!("{}Z", m.timestamp.trim_end_matches('Z')).parse()?;
        Ok(Mail {
            id: m.id,
            from: m.source,
            to: m.destination.to_addresses,
            subject: m.subject.unwrap_or_default(),
            text: m.body.text_part.unwrap_or_default(),
            html: m.body.html_part.unwrap_or_default(),
            at: at.as_duration().as_secs_f64(),
        })
    };
    answer.messages.into_iter().map(mail).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_emulators_lists_are_read() {
        let expected = Mail {
            id: "1".into(),
            from: "a@b.example".into(),
            to: vec!["c@d.example".into()],
            subject: "件名".into(),
            text: "本文".into(),
            html: "<p>本文</p>".into(),
            at: 1_795_309_200.0,
        };
        let ministack = json!({"messages": {"000000000000": [{"MessageId": "1", "Source": "a@b.example",
            "To": ["c@d.example"], "CC": [], "BCC": [], "Subject": "件名", "BodyText": "本文",
            "BodyHtml": "<p>本文</p>", "Timestamp": 1_795_309_200.0, "Type": "SendEmail"}]}});
        assert_eq!(
            read(Kind::MiniStack, ministack.to_string().as_bytes()).expect("read"),
            std::slice::from_ref(&expected)
        );
        let localstack = json!({"messages": [{"Id": "1", "Region": "ap-northeast-1", "Source": "a@b.example",
            "Destination": {"ToAddresses": ["c@d.example"]}, "Subject": "件名",
            "Body": {"text_part": "本文", "html_part": "<p>本文</p>"}, "Timestamp": "2026-11-22T01:00:00"}]});
        assert_eq!(read(Kind::LocalStack, localstack.to_string().as_bytes()).expect("read"), [expected]);
    }
}
