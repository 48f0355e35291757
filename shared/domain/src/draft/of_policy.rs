//! What the sender's organisation demands of envelopes: of a request at once, and of a draft before it is sent, whatever the
//! organisation demanded when that was made.

use super::errors::Errors;
use super::{FieldError, RecipientKind, RecipientRequest};
use crate::envelope::Envelope;
use crate::factor::Factor;
use crate::policy::Policy;
use crate::recipient::{Recipient, Role};

/// Signers of a request without the second factor that is demanded.
pub(super) fn factors(recipients: &[RecipientRequest], policy: &Policy, errors: &mut Errors) {
    let lacks = |r: &RecipientRequest| {
        let second = r.factor.as_ref().is_some_and(|factor| factor.identity().is_second_factor());
        policy.two_factor_required && r.kind == RecipientKind::Signer && !second
    };
    for (i, _) in recipients.iter().enumerate().filter(|(_, r)| lacks(r)) {
        errors.missing_factor(i);
    }
}

/// Whether recipients may forward: what is not said is what the organisation lets them.
pub(super) fn forwarding(asked: Option<bool>, policy: &Policy, errors: &mut Errors) -> bool {
    if asked == Some(true) && !policy.forwarding_allowed {
        errors.forwarding_not_allowed();
    }
    asked.unwrap_or(policy.forwarding_allowed)
}

impl Policy {
    /// What it misses in a draft that is to be sent.
    pub fn errors_of_draft(&self, draft: &Envelope) -> Vec<FieldError> {
        let mut errors = Errors::default();
        let lacks = |r: &Recipient| {
            let second = r.factor.as_ref().is_some_and(Factor::is_second);
            self.two_factor_required && matches!(r.role, Role::Signer { .. }) && !second
        };
        for (i, _) in draft.recipients.iter().enumerate().filter(|(_, r)| lacks(r)) {
            errors.missing_factor(i);
        }
        for part in self.required.iter().filter(|part| !part.is_in(&draft.transaction)) {
            let (ja, en) = part.labels();
            errors.demanded(part.pointer(), ja, en);
        }
        for rule in self.own_fields.iter().filter(|rule| rule.required) {
            let pointer = format!("/transaction/own_fields/{}", rule.key);
            let filled = draft.transaction.own_fields.iter().find(|field| field.key == rule.key);
            match filled.map(|field| rule.accept(&field.value)) {
                Some(Ok(_)) => {}
                Some(Err(fault)) => errors.own_value(&pointer, rule, fault),
                None => errors.demanded(
                    &pointer,
                    &format!("「{}」", rule.label),
                    &format!("\u{201c}{}\u{201d}", rule.label),
                ),
            }
        }
        let tax = draft.transaction.amount.as_ref().map(|amount| amount.tax);
        if tax.is_some_and(|tax| self.tax.is_some() && tax != self.tax) {
            errors.tax_not_uniform();
        }
        if draft.may_forward && !self.forwarding_allowed {
            errors.forwarding_not_allowed();
        }
        errors.0
    }
}
