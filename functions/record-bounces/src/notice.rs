//! What the mail service tells of a mail it took: Amazon SES, "Contents of event data that Amazon SES publishes".

use std::collections::HashMap;

use domain::mail::{Bounce, MailOrigin};
use serde::Deserialize;

/// Characters of the mail services' words that are kept: enough for any reply of a mail server (RFC 5321 §4.5.3.1.5).
const WORDS_KEPT: usize = 500;
/// Subtype where the address is on the suppression list of the account.
const SUPPRESSED: &str = "OnAccountSuppressionList";
/// What the service writes when a topic is made the destination of its events. It is no JSON.
const GREETING: &str = "Successfully validated SNS topic";

/// A message of the queue: the report itself, or an SNS notification around it, as the subscription is set.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Notice {
    /// An SNS notification.
    Wrapped {
        /// The report's JSON.
        #[serde(rename = "Message")]
        message: String,
    },
    /// The report.
    Raw(Box<Report>),
}

/// One event of one mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    event_type: String,
    mail: Mail,
    bounce: Option<BounceReport>,
    complaint: Option<Complaint>,
    reject: Option<Reject>,
    failure: Option<Failure>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    message_id: String,
    #[serde(default)]
    tags: HashMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BounceReport {
    bounce_type: String,
    #[serde(default)]
    bounce_sub_type: String,
    #[serde(default)]
    bounced_recipients: Vec<BouncedRecipient>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BouncedRecipient {
    diagnostic_code: Option<String>,
    status: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complaint_feedback_type: Option<String>,
    complaint_sub_type: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Reject {
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    error_message: String,
}

impl Notice {
    /// The report, without what may be around it. `None` for what the service says when it gets to know the topic.
    pub fn report(self) -> Result<Option<Report>, serde_json::Error> {
        match self {
            Self::Wrapped { message } if message.starts_with(GREETING) => Ok(None),
            Self::Wrapped { message } => serde_json::from_str(&message).map(Some),
            Self::Raw(report) => Ok(Some(*report)),
        }
    }
}

impl Report {
    /// What it tells of, in the mail service's words.
    pub fn kind(&self) -> &str {
        &self.event_type
    }

    /// The mail service's identifier of the mail.
    pub fn message_id(&self) -> &str {
        &self.mail.message_id
    }

    /// Which mail it was. `None` where the tags are not ours.
    pub fn origin(&self) -> Option<MailOrigin> {
        MailOrigin::from_tags(|name| self.mail.tags.get(name)?.first().map(String::as_str))
    }

    /// What happened, and the mail services' words. `None` where the mail is on its way or there.
    pub fn outcome(&self) -> Option<(Bounce, String)> {
        if let Some(bounce) = &self.bounce {
            return Some((bounce.kind(), bounce.words()));
        }
        if let Some(complaint) = &self.complaint {
            let kinds = complaint.complaint_feedback_type.iter().chain(&complaint.complaint_sub_type);
            // A complaint of long ago: this mail was not even sent.
            let is_old = complaint.complaint_sub_type.as_deref() == Some(SUPPRESSED);
            let bounce = if is_old { Bounce::Suppressed } else { Bounce::Complaint };
            return Some((bounce, joined(kinds.map(String::as_str))));
        }
        // The service itself did not send it, and never will: a virus in it, a template that does not fit. The address
        // is not to blame.
        let rejected = self.reject.as_ref().map(|reject| &reject.reason);
        let words = rejected.or_else(|| self.failure.as_ref().map(|failure| &failure.error_message))?;
        Some((Bounce::Unsent, joined([words.as_str()])))
    }
}

impl BounceReport {
    /// By type and subtype of Amazon SES ("Bounce types"). A kind that is not known yet is undetermined: the sender asks
    /// before correcting an address that is right.
    fn kind(&self) -> Bounce {
        match (self.bounce_type.as_str(), self.bounce_sub_type.as_str()) {
            (_, "Suppressed" | SUPPRESSED) => Bounce::Suppressed,
            ("Permanent", _) => Bounce::Permanent,
            ("Transient", "MessageTooLarge" | "ContentRejected" | "AttachmentRejected") => Bounce::Rejected,
            ("Transient", _) => Bounce::Transient,
            _ => Bounce::Undetermined,
        }
    }

    fn words(&self) -> String {
        let answers = self.bounced_recipients.iter().filter_map(|r| r.diagnostic_code.as_ref().or(r.status.as_ref()));
        let kind = Some(format!("({})", self.bounce_sub_type)).filter(|_| !self.bounce_sub_type.is_empty());
        joined(answers.map(String::as_str).chain(kind.as_deref()))
    }
}

/// On one line, and not too long.
fn joined<'t>(words: impl IntoIterator<Item = &'t str>) -> String {
    let words: Vec<&str> = words.into_iter().flat_map(str::split_whitespace).collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(WORDS_KEPT).collect()
}
