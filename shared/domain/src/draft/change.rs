//! What a sender changes of a draft.

use super::errors::Errors;
use super::{Extent, RecipientRequest, TransactionRequest, deadline_days, of_policy, recipient};
use crate::envelope::Envelope;
use crate::envelope_limits::EnvelopeLimits;
use crate::evidence::DraftPart;
use crate::factor::Factor;
use crate::field_error::FieldError;
use crate::ids::{DocumentNumber, SecretId};
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::retention::Retention;
use crate::text::TextRule;
use crate::transaction::Transaction;

/// What is to be changed of a draft: what is `None` stays, and `Some(None)` is what a new envelope has where nothing is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeRequest {
    /// The subject.
    pub title: Option<String>,
    /// Words to the recipients.
    pub message: Option<Option<String>>,
    /// All recipients: they take the place of those before.
    pub recipients: Option<Vec<RecipientRequest>>,
    /// Data for the archive: all of it.
    pub transaction: Option<TransactionRequest>,
    /// How long to keep the finished documents.
    pub retention: Option<Option<Retention>>,
    /// Days to the deadline.
    pub deadline_days: Option<Option<u64>>,
    /// Whether recipients may forward their task to somebody else.
    pub may_forward: Option<Option<bool>>,
}

/// A change that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftChange {
    title: Option<String>,
    message: Option<Option<String>>,
    recipients: Option<Vec<Recipient>>,
    transaction: Option<Transaction>,
    retention: Option<Retention>,
    deadline_days: Option<u8>,
    may_forward: Option<bool>,
}

impl ChangeRequest {
    /// What is more than the store takes of one envelope.
    pub fn limit_errors(&self, envelope: &Envelope, limits: EnvelopeLimits) -> Vec<FieldError> {
        let extent = self.recipients.as_deref().map(|all| Extent::of_requests(envelope.documents.len(), all));
        extent.map(|extent| extent.errors("/recipients", limits)).unwrap_or_default()
    }

    /// Reads it for this draft. `secrets` is under which what the new recipients' factors are checked against is stored.
    ///
    /// # Errors
    /// Every wrong field, in the order of a new envelope's.
    pub fn accept(
        &self,
        envelope: &Envelope,
        policy: &Policy,
        secrets: SecretId,
    ) -> Result<DraftChange, Vec<FieldError>> {
        let mut errors = Errors::default();
        let documents: Vec<DocumentNumber> = envelope.documents.iter().map(|document| document.number).collect();
        let with_secret = |mut recipient: Recipient| {
            let has_secret = recipient.factor.as_ref().is_some_and(Factor::has_secret);
            recipient.secret = has_secret.then_some(secrets);
            recipient
        };
        let change = DraftChange {
            title: self.title.as_deref().map(|title| errors.text("/title", &TextRule::TITLE, title)),
            message: self
                .message
                .as_ref()
                .map(|message| errors.optional_text("/message", &TextRule::MESSAGE, message.as_deref())),
            recipients: self
                .recipients
                .as_deref()
                .map(|all| recipient::accept(all, &documents, &mut errors).into_iter().map(with_secret).collect()),
            deadline_days: self.deadline_days.map(|days| deadline_days(days, policy, &mut errors)),
            transaction: self.transaction.as_ref().map(|transaction| transaction.accept(policy, &mut errors)),
            retention: self.retention.map(|retention| retention.unwrap_or(policy.retention)),
            may_forward: self.may_forward.map(|asked| of_policy::forwarding(asked, policy, &mut errors)),
        };
        of_policy::factors(self.recipients.as_deref().unwrap_or_default(), policy, &mut errors);
        if errors.0.is_empty() { Ok(change) } else { Err(errors.0) }
    }
}

impl DraftChange {
    /// Makes the change, and tells which parts are others now.
    pub(crate) fn make(self, envelope: &mut Envelope) -> Vec<DraftPart> {
        let mut parts = Vec::new();
        let mut note = |part, is_changed: bool| parts.extend(is_changed.then_some(part));
        note(DraftPart::Title, set(&mut envelope.title, self.title));
        note(DraftPart::Message, set(&mut envelope.message, self.message));
        note(DraftPart::Recipients, set(&mut envelope.recipients, self.recipients));
        note(DraftPart::Transaction, set(&mut envelope.transaction, self.transaction));
        note(DraftPart::Retention, set(&mut envelope.retention, self.retention));
        note(DraftPart::Deadline, set(&mut envelope.deadline_days, self.deadline_days));
        note(DraftPart::Forwarding, set(&mut envelope.may_forward, self.may_forward));
        parts
    }
}

/// Gives whether it is another one now.
fn set<T: PartialEq>(place: &mut T, value: Option<T>) -> bool {
    let Some(value) = value else { return false };
    let is_another = *place != value;
    *place = value;
    is_another
}
