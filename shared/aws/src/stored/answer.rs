//! Answers to be given again.

use domain::ids::OrganisationId;
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
    }
}

impl Row for StoredAnswer {
    type Stored = AnswerRow;
}
