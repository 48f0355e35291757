//! Answers to be given again.

use domain::ids::{DocumentNumber, OrganisationId};
use domain::mirror;
use domain::ports::StoredAnswer;
use uuid::Uuid;

use super::Row;

mirror! {
    /// The `answer` of `IDEMPOTENCY#organisation#key`.
    pub struct AnswerRow = StoredAnswer {
        organisation: OrganisationId,
        key: String,
        status: u16,
        #[serde(rename = "envelope")]
        subject: Uuid,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<DocumentNumber>,
    }
}

impl Row for StoredAnswer {
    type Stored = AnswerRow;
}
