//! Making the draft of a new envelope.

use jiff::Timestamp;

use super::{DocumentSeeds, EnvelopeRequest};
use crate::apply::Change;
use crate::command::{Decision, Refusal};
use crate::envelope::{ChainHead, Envelope, Sender, State};
use crate::evidence::EventKind;
use crate::field_error::FieldError;
use crate::ids::{DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, ManagementNumber};
use crate::policy::Policy;
use crate::waiting::Waits;

/// Everything about a draft that has to come from outside: numbers, randomness, places.
#[derive(Clone, Debug)]
pub struct DraftSeeds {
    /// The new identifier.
    pub id: EnvelopeId,
    /// The next envelope number.
    pub number: EnvelopeNumber,
    /// Who sends.
    pub sender: Sender,
    /// What the sender's organisation has set.
    pub policy: Policy,
    /// The first of as many management numbers as there are documents.
    pub first_management_number: ManagementNumber,
    /// A random identifier for each document.
    pub document_ids: Vec<DocumentId>,
}

/// Why no draft was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Wrong fields.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldError>),
    /// The caller made too few document identifiers.
    #[error("{needed} document ids are needed, {given} were given")]
    Seeds {
        /// One for each document.
        needed: usize,
        /// What was given.
        given: usize,
    },
    /// See [`Refusal`].
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl EnvelopeRequest {
    /// Makes the draft, or tells every wrong field.
    pub fn draft(self, seeds: DraftSeeds, now: Timestamp) -> Result<Decision, DraftError> {
        let DraftSeeds { id, number, sender, policy, first_management_number, document_ids } = seeds;
        let accepted = self.accept(&policy).map_err(DraftError::Fields)?;
        if document_ids.len() != accepted.documents.len() {
            return Err(DraftError::Seeds { needed: accepted.documents.len(), given: document_ids.len() });
        }
        let documents = (1_u16..).zip(accepted.documents).zip(document_ids);
        let documents = documents.map(|((n, accepted), document_id)| {
            let management_number = ManagementNumber(first_management_number.0 + u64::from(n) - 1);
            accepted.into_document(id, DocumentNumber(n), DocumentSeeds { management_number, document_id })
        });
        let envelope = Envelope {
            id,
            number,
            sender,
            title: accepted.title,
            message: accepted.message,
            documents: documents.collect(),
            removed_documents: None,
            recipients: accepted.recipients,
            transaction: accepted.transaction,
            retention: self.retention.unwrap_or(policy.retention),
            deadline_days: accepted.deadline_days,
            deadline_rule: policy.deadline_rule(),
            may_forward: accepted.may_forward,
            folder: self.folder,
            brand: policy.brand,
            state: State::Draft,
            mails: Vec::new(),
            bounces: Vec::new(),
            downloads: Vec::new(),
            created_at: now,
            version: 0,
            evidence: ChainHead::START,
            sent_evidence: None,
            kept_deadline: None,
            last_event_at: None,
            waits: Waits::default(),
        };
        let mut change = Change::of(&envelope, now);
        change.record(EventKind::Drafted)?;
        Ok(change.into_decision())
    }
}
