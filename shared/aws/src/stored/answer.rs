//! Answers to be given again.

use domain::ids::{EnvelopeId, OrganisationId};
use domain::mirror;
use domain::ports::StoredAnswer;

use super::Row;

mirror! {
    /// The `answer` of `IDEMPOTENCY#organisation#key`.
    pub struct AnswerRow = StoredAnswer {
        organisation: OrganisationId,
        key: String,
        status: u16,
        envelope: EnvelopeId,
    }
}

impl Row for StoredAnswer {
    type Stored = AnswerRow;
}
