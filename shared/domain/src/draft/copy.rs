//! A new envelope that asks for the same as an earlier one.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::errors::Errors;
use super::{
    AmountRequest, DocumentRequest, EnvelopeRequest, FactorRequest, RecipientKind, RecipientRequest, TermRequest,
    TransactionRequest,
};
use crate::envelope::Envelope;
use crate::factor::Factor;
use crate::field_error::FieldError;
use crate::ids::{DocumentNumber, RecipientNumber, SealId};
use crate::policy::Policy;
use crate::recipient::{Recipient, Role, SealType};
use crate::transaction::{Money, OwnField, Term, Transaction};
use crate::visible_seal::{Placement, SealPolicy};

/// A factor of a copy: access codes and authenticators' keys are never copied, and so they are given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorAgain {
    /// The recipient's number in the envelope that is copied.
    pub recipient: RecipientNumber,
    /// What this person is to show.
    pub factor: FactorRequest,
}

impl EnvelopeRequest {
    /// Asks for the same as this envelope: those who were asked first, and not to whom they forwarded it.
    ///
    /// # Errors
    /// What is wrong with `factors`, which have to be given for every recipient with an access code or an authenticator.
    pub fn copy_of(envelope: &Envelope, factors: &[FactorAgain], policy: &Policy) -> Result<Self, Vec<FieldError>> {
        let mut errors = Errors::default();
        let mut again = BTreeMap::new();
        for (i, FactorAgain { recipient, factor }) in factors.iter().enumerate() {
            let is_known = copied(envelope).any(|known| known.number == *recipient);
            if !is_known || again.insert(*recipient, factor).is_some() {
                errors.add(
                    format!("/factors/{i}/recipient"),
                    if is_known { "duplicate" } else { "unknown" },
                    "コピー元の封筒の宛先番号を、1回ずつ指定してください。",
                    "Give the number of a recipient of the envelope that is copied, each once.",
                );
            }
        }
        for recipient in copied(envelope).filter(|recipient| has_secret(recipient)) {
            if !again.contains_key(&recipient.number) {
                let (number, name) = (recipient.number, &recipient.name);
                errors.add(
                    "/factors",
                    "missing",
                    format!("{number}番の宛先（{name}）の認証情報はコピーされません。factorsに改めて指定してください。"),
                    format!(
                        "The code or key of recipient {number} ({name}) is not copied: give the factor again in factors."
                    ),
                );
            }
        }
        if !errors.0.is_empty() {
            return Err(errors.0);
        }
        let numbers: BTreeMap<DocumentNumber, DocumentNumber> =
            envelope.documents.iter().map(|document| document.number).zip((1..).map(DocumentNumber)).collect();
        Ok(Self {
            title: envelope.title.clone(),
            message: envelope.message.clone(),
            documents: envelope.documents.iter().map(document).collect(),
            recipients: copied(envelope).map(|r| request(r, again.remove(&r.number), &numbers)).collect(),
            // Whoever copies it may not be let put anything there.
            folder: None,
            transaction: transaction(&envelope.transaction, policy),
            retention: Some(envelope.retention),
            deadline_days: Some(u64::from(envelope.deadline_days)),
            may_forward: Some(envelope.may_forward && policy.forwarding_allowed),
        })
    }

    /// The errors of a copy, by the pointers of what was asked for: a recipient's factor is one of `factors`, and of all else
    /// nothing was said.
    pub fn errors_of_copy(envelope: &Envelope, factors: &[FactorAgain], errors: Vec<FieldError>) -> Vec<FieldError> {
        let place = |pointer: &str| {
            let (place, rest) = pointer.strip_prefix("/recipients/")?.split_once('/')?;
            let recipient = copied(envelope).nth(place.parse().ok()?)?;
            let rest = rest.strip_prefix("factor")?;
            let given = factors.iter().position(|again| again.recipient == recipient.number);
            Some(given.map_or_else(|| "/factors".to_owned(), |i| format!("/factors/{i}/factor{rest}")))
        };
        let moved = |error: FieldError| FieldError { pointer: place(&error.pointer).unwrap_or_default(), ..error };
        errors.into_iter().map(moved).collect()
    }
}

fn copied(envelope: &Envelope) -> impl Iterator<Item = &Recipient> {
    envelope.recipients.iter().filter(|recipient| recipient.stands_for.is_none())
}

fn has_secret(recipient: &Recipient) -> bool {
    recipient.factor.as_ref().is_some_and(Factor::has_secret)
}

fn document(document: &crate::document::Document) -> DocumentRequest {
    let upload = &document.upload;
    DocumentRequest { name: document.name.clone(), size: upload.size, sha256: upload.sha256.to_string() }
}

/// The same seal by its identifier: where no seal is named, it might be another one by now.
fn named(seal: &SealType) -> SealType {
    match seal {
        SealType::Registered { organisation, seal: None } => {
            SealType::Registered { organisation: organisation.clone(), seal: Some(SealId::from(organisation)) }
        }
        SealType::Registered { .. } | SealType::Contract => seal.clone(),
    }
}

fn request(
    recipient: &Recipient,
    again: Option<&FactorRequest>,
    numbers: &BTreeMap<DocumentNumber, DocumentNumber>,
) -> RecipientRequest {
    let (kind, seal) = match &recipient.role {
        Role::Signer { seal } => (RecipientKind::Signer, Some(named(seal))),
        Role::Viewer => (RecipientKind::Viewer, None),
        Role::Copy => (RecipientKind::Copy, None),
    };
    let factor = again.cloned().or_else(|| match recipient.factor.as_ref()? {
        Factor::Sms { phone } => Some(FactorRequest::Sms { phone: phone.as_str().to_owned() }),
        Factor::EmailCode => Some(FactorRequest::EmailCode),
        // Asked for before.
        Factor::AccessCode | Factor::Totp => None,
    });
    let seal_policy = recipient.seal_policy.as_ref().map(|policy| {
        let moved = |p: &Placement| Some(Placement { document: *numbers.get(&p.document)?, ..*p });
        SealPolicy { by: policy.by, placements: policy.placements.iter().filter_map(moved).collect() }
    });
    RecipientRequest {
        kind,
        order: Some(recipient.order),
        name: recipient.name.clone(),
        company: recipient.company.clone(),
        email: recipient.email.to_string(),
        seal,
        language: recipient.language,
        factor,
        seal_policy,
        one_of: recipient.one_of.clone(),
    }
}

/// What the organisation would not take any more is left out: fields that it has no more or that may not hold that any more, and
/// whether tax is in an amount.
fn transaction(transaction: &Transaction, policy: &Policy) -> TransactionRequest {
    let Transaction { date, counterparty, amount, tags, term, own_fields } = transaction.clone();
    let amount = amount.map(|Money { value, currency, reduction, tax }| AmountRequest {
        value,
        currency,
        reduction,
        tax: tax.filter(|tax| policy.tax.is_none_or(|all| all == *tax)),
    });
    let text = |date: Option<Date>| date.map(|date| date.to_string());
    let Term { start, end, notice, renews } = term;
    let term = TermRequest { start: text(start), end: text(end), notice: text(notice), renews };
    let is_taken = |field: &OwnField| {
        policy.own_fields.iter().any(|rule| rule.key == field.key && rule.accept(&field.value).is_ok())
    };
    let own_fields = own_fields.into_iter().filter(is_taken).map(|field| (field.key.into(), field.value)).collect();
    TransactionRequest { date: text(date), counterparty, amount, tags, term, own_fields }
}
