//! What a list tells of an envelope: the `summary` of `ENVELOPE#id`, `META`, which the indexes of lists carry.

use domain::email_address::EmailAddress;
use domain::envelope::Status;
use domain::ids::{EnvelopeId, EnvelopeNumber, FolderId};
use domain::mirror;
use domain::summary::{AwaitedPeople, EnvelopeSummary};
use jiff::Timestamp;

use super::Row;

mirror! {
    /// An envelope in a list.
    pub struct StoredSummary = EnvelopeSummary {
        id: EnvelopeId,
        number: EnvelopeNumber,
        title: String,
        sender_name: String,
        sender_email: EmailAddress,
        created_at: Timestamp,
        deadline: Option<Timestamp>,
        status: StatusRow,
        expires_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        folder: Option<FolderId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        awaited: Option<AwaitedRow>,
        version: u64,
    }
}

mirror! {
    /// Those who have been asked and have not acted.
    pub(super) struct AwaitedRow = AwaitedPeople {
        names: Vec<String>,
        count: u32,
        since: Timestamp,
        bounced: bool,
    }
}

impl Row for EnvelopeSummary {
    type Stored = StoredSummary;
}

mirror! {
    pub(super) enum StatusRow = Status {
        Draft,
        Sending,
        Sent,
        InProgress,
        Completed,
        Declined,
        Voided,
        Expired,
        Failed,
        Deleted,
    }
}
