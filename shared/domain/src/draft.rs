//! A new envelope: what a sender asks for, checked field by field.

mod change;
mod copy;
mod document;
mod errors;
mod factor;
mod file;
mod make;
mod of_policy;
mod recipient;
mod transaction;

use crate::envelope::Envelope;
use crate::envelope_limits::EnvelopeLimits;
pub use crate::field_error::FieldError;
use crate::ids::{DocumentNumber, FolderId};
use crate::policy::MAX_DEADLINE_DAYS;
use crate::policy::Policy;
use crate::recipient::{Recipient, Role};
use crate::retention::Retention;
use crate::text::TextRule;
use crate::transaction::Transaction;
pub use change::{ChangeRequest, DraftChange};
pub use copy::FactorAgain;
pub use document::{AcceptedDocument, DocumentRequest, DocumentSeeds};
use errors::Errors;
pub use errors::too_large;
pub use factor::{ACCESS_CODE_LENGTHS, AUTHENTICATOR_KEY_BYTES, FactorRequest};
pub use file::{FileRequest, ReceivedFile, documents_of_files};
pub use make::{DraftError, DraftSeeds};
pub use recipient::{RecipientKind, RecipientRequest};
pub use transaction::{AmountRequest, MAX_AMOUNT, MAX_TAGS, TermRequest, TransactionRequest};

/// Documents in an envelope (F12).
pub const MAX_DOCUMENTS: usize = 100;
/// Bytes in an envelope (F12: 200 MB).
pub const MAX_ENVELOPE_BYTES: u64 = 200 << 20;
/// Recipients in an envelope.
pub const MAX_RECIPIENTS: usize = 50;

/// What a sender asks for. Missing texts are read as empty, so that every wrong field is reported at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnvelopeRequest {
    /// The subject.
    pub title: String,
    /// Words to the recipients.
    pub message: Option<String>,
    /// The documents to be uploaded.
    pub documents: Vec<DocumentRequest>,
    /// The recipients.
    pub recipients: Vec<RecipientRequest>,
    /// In which folder it is to be. Whether the sender may put it there is asked by whoever makes the draft.
    pub folder: Option<FolderId>,
    /// Data for the archive.
    pub transaction: TransactionRequest,
    /// How long to keep the finished documents; as the organisation has set where nothing is said.
    pub retention: Option<Retention>,
    /// Days to the deadline; as the organisation has set where nothing is said.
    pub deadline_days: Option<u64>,
    /// Whether recipients may forward their task to somebody else; they may where nothing is said and the organisation lets them.
    pub may_forward: Option<bool>,
}

/// How much an envelope asks of the store.
#[derive(Clone, Copy, Debug)]
struct Extent {
    documents: usize,
    signers: usize,
    /// Signers with visible seals.
    sealing: usize,
}

impl Extent {
    fn of_requests(documents: usize, recipients: &[RecipientRequest]) -> Self {
        let signers = recipients.iter().filter(|r| r.kind == RecipientKind::Signer).count();
        Self { documents, signers, sealing: recipients.iter().filter(|r| r.seal_policy.is_some()).count() }
    }

    fn of_recipients(documents: usize, recipients: &[Recipient]) -> Self {
        let signers = recipients.iter().filter(|r| matches!(r.role, Role::Signer { .. })).count();
        Self { documents, signers, sealing: recipients.iter().filter(|r| r.seal_policy.is_some()).count() }
    }

    /// What is more than the store takes, told of this field.
    fn errors(self, at: &str, limits: EnvelopeLimits) -> Vec<FieldError> {
        let Self { documents, signers, sealing } = self;
        let EnvelopeLimits { seals, placed_seals } = limits;
        let mut errors = Errors::default();
        if documents * (signers + 1) > seals {
            errors.add(
                at,
                "too-many",
                format!("文書数×（署名者数＋1）の上限は{seals}です。封筒を分けてください。"),
                format!("Documents times (signers plus one) may be {seals} at most: split the envelope."),
            );
        }
        if documents * sealing > placed_seals {
            errors.add(
                at,
                "too-many-seals",
                format!("文書数×可視署名の署名者数の上限は{placed_seals}です。封筒を分けてください。"),
                format!(
                    "Documents times signers with visible seals may be {placed_seals} at most: split the envelope."
                ),
            );
        }
        errors.0
    }
}

/// What is more than the store takes of this draft with another document.
pub fn limit_errors_of_another(envelope: &Envelope, limits: EnvelopeLimits) -> Vec<FieldError> {
    Extent::of_recipients(envelope.documents.len() + 1, &envelope.recipients).errors("", limits)
}

fn deadline_days(days: Option<u64>, policy: &Policy, errors: &mut Errors) -> u8 {
    let Some(days) = days else { return policy.deadline_days };
    let days = u8::try_from(days).ok().filter(|days| (1..=MAX_DEADLINE_DAYS).contains(days));
    days.unwrap_or_else(|| {
        errors.add(
            "/deadline_days",
            "out-of-range",
            format!("期限は1～{MAX_DEADLINE_DAYS}日で指定してください。"),
            format!("Give 1 to {MAX_DEADLINE_DAYS} days."),
        );
        MAX_DEADLINE_DAYS
    })
}

impl EnvelopeRequest {
    /// What is more than the store takes of one envelope.
    pub fn limit_errors(&self, limits: EnvelopeLimits) -> Vec<FieldError> {
        Extent::of_requests(self.documents.len(), &self.recipients).errors("/recipients", limits)
    }

    /// Every wrong field, in the request's order; empty when a draft can be made of it.
    pub fn errors(&self, policy: &Policy) -> Vec<FieldError> {
        self.accept(policy).err().unwrap_or_default()
    }

    fn accept(&self, policy: &Policy) -> Result<Accepted, Vec<FieldError>> {
        let mut errors = Errors::default();
        let accepted = Accepted {
            title: errors.text("/title", &TextRule::TITLE, &self.title),
            message: errors.optional_text("/message", &TextRule::MESSAGE, self.message.as_deref()),
            documents: document::accept(&self.documents, &mut errors),
            recipients: recipient::accept(&self.recipients, &self.document_numbers(), &mut errors),
            deadline_days: deadline_days(self.deadline_days, policy, &mut errors),
            may_forward: of_policy::forwarding(self.may_forward, policy, &mut errors),
            transaction: self.transaction.accept(policy, &mut errors),
        };
        of_policy::factors(&self.recipients, policy, &mut errors);
        if errors.0.is_empty() { Ok(accepted) } else { Err(errors.0) }
    }

    /// The numbers that its documents will have.
    fn document_numbers(&self) -> Vec<DocumentNumber> {
        (1..).map(DocumentNumber).take(self.documents.len()).collect()
    }
}

/// What is read from a request without a wrong field.
struct Accepted {
    title: String,
    message: Option<String>,
    documents: Vec<AcceptedDocument>,
    recipients: Vec<Recipient>,
    deadline_days: u8,
    may_forward: bool,
    transaction: Transaction,
}
