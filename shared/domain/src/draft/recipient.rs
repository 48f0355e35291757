//! The recipients of a new envelope.

use super::errors::Errors;
use super::{FactorRequest, MAX_RECIPIENTS};
use crate::email_address::EmailAddress;
use crate::factor::Attempts;
use crate::ids::{DocumentNumber, RecipientNumber};
use crate::language::Language;
use crate::recipient::{Recipient, RecipientState, Role, SealType};
use crate::text::TextRule;
use crate::visible_seal::{self, SealPolicy};

/// A recipient.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecipientRequest {
    /// signer, viewer or copy.
    pub kind: RecipientKind,
    /// Signing order from 1; 1 where nothing is said.
    pub order: Option<u16>,
    /// The person's name.
    pub name: String,
    /// The person's company.
    pub company: Option<String>,
    /// The person's address, as it was typed.
    pub email: String,
    /// A signer's seal, the contract seal (契約印タイプ) where nothing is said.
    pub seal: Option<SealType>,
    /// The language of pages and mails, Japanese where nothing is said.
    pub language: Language,
    /// What the person has to show besides the mailed link (F10).
    pub factor: Option<FactorRequest>,
    /// That the signer may sign visibly (F4), and where.
    pub seal_policy: Option<SealPolicy>,
    /// Of which group one acts for all: recipients with the same name here, who are all asked side by side.
    pub one_of: Option<String>,
}

/// What a recipient is to do (F2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecipientKind {
    /// Signs.
    #[default]
    Signer,
    /// Confirms before the next in order.
    Viewer,
    /// Gets a copy.
    Copy,
}

/// Reads the recipients of an envelope with these documents.
pub(super) fn accept(
    recipients: &[RecipientRequest],
    documents: &[DocumentNumber],
    errors: &mut Errors,
) -> Vec<Recipient> {
    if !recipients.iter().any(|r| r.kind == RecipientKind::Signer) {
        errors.add("/recipients", "no-signer", "署名者を1名以上指定してください。", "Add at least one signer.");
    }
    if recipients.len() > MAX_RECIPIENTS {
        errors.add(
            "/recipients",
            "too-many",
            format!("宛先は{MAX_RECIPIENTS}名までです。封筒を分けてください。"),
            format!("An envelope has at most {MAX_RECIPIENTS} recipients: split it."),
        );
        return Vec::new();
    }
    groups(recipients, errors);
    let numbered = (1_u16..).map(RecipientNumber).zip(recipients).enumerate();
    numbered.filter_map(|(i, (number, r))| r.accept(number, &format!("/recipients/{i}"), documents, errors)).collect()
}

/// Whoever acts for a group does what any of it would have done, in the same field.
fn groups(recipients: &[RecipientRequest], errors: &mut Errors) {
    let name =
        |r: &RecipientRequest| r.one_of.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    for (i, recipient) in recipients.iter().enumerate() {
        let Some(group) = name(recipient) else { continue };
        let at = format!("/recipients/{i}/one_of");
        if recipient.kind == RecipientKind::Copy {
            errors.add(
                at,
                "not-allowed",
                "受領者はグループに入れられません。省略してください。",
                "Leave it out: nothing is asked of somebody who gets a copy.",
            );
            continue;
        }
        let members: Vec<&RecipientRequest> = recipients.iter().filter(|r| name(r).as_ref() == Some(&group)).collect();
        let is_alike = |other: &&RecipientRequest| {
            let of = |r: &RecipientRequest| {
                (r.kind, r.order.unwrap_or(1), r.seal.clone().unwrap_or(SealType::Contract), r.seal_policy.clone())
            };
            of(other) == of(recipient)
        };
        if members.len() < 2 {
            errors.add(
                at,
                "alone",
                "「いずれか1名が手続き」のグループには、2名以上の宛先を指定してください。",
                "Give at least two recipients of whom one is to act.",
            );
        } else if !members.iter().all(is_alike) {
            errors.add(
                at,
                "not-alike",
                "同じグループの宛先は、種類（署名・確認）、署名順、印の種類、可視署名の指定をそろえてください。",
                "Give the recipients of one group the same kind, order, seal and visible seal.",
            );
        }
    }
}

impl RecipientRequest {
    fn accept(
        &self,
        number: RecipientNumber,
        at: &str,
        documents: &[DocumentNumber],
        errors: &mut Errors,
    ) -> Option<Recipient> {
        let name = errors.text(&format!("{at}/name"), &TextRule::PERSON_NAME, &self.name);
        let company = errors.optional_text(&format!("{at}/company"), &TextRule::COMPANY_NAME, self.company.as_deref());
        let email = self.email.parse::<EmailAddress>();
        errors.0.extend(email.as_ref().err().map(|fault| fault.at(format!("{at}/email"))));
        if self.order == Some(0) {
            errors.add(
                format!("{at}/order"),
                "out-of-range",
                "署名順は1以上で指定してください。",
                "Give an order from 1.",
            );
        }
        let at_factor = format!("{at}/factor");
        if self.kind == RecipientKind::Copy && self.factor.is_some() {
            errors.add(
                &at_factor,
                "not-allowed",
                "受領者には追加認証を指定できません。省略してください。",
                "Leave the factor out: nothing is asked of somebody who gets a copy.",
            );
        }
        let one_of = errors.optional_text(&format!("{at}/one_of"), &TextRule::GROUP_NAME, self.one_of.as_deref());
        let factor = self.factor.as_ref().and_then(|factor| factor.accept(&at_factor, errors));
        if let Some(seal_policy) = &self.seal_policy {
            let is_good = self.kind == RecipientKind::Signer
                && visible_seal::are_good(&seal_policy.placements, |number| {
                    documents.contains(&number).then_some(None)
                });
            if !is_good {
                errors.add(
                    format!("{at}/seal_policy"),
                    "invalid",
                    "可視署名は署名者だけに、1文書に1か所、1辺5～100mm（0.1mm単位）で指定してください。",
                    "Give a visible seal only to a signer: at most one on each document, 5 to 100 mm each way, with at most \
                     one decimal place.",
                );
            }
        }
        if self.seal.is_some() && self.kind != RecipientKind::Signer {
            errors.add(
                format!("{at}/seal"),
                "not-allowed",
                "印の種類は署名者だけに指定できます。省略してください。",
                "Leave the seal out: only a signer has one.",
            );
        }
        Some(Recipient {
            number,
            role: match self.kind {
                RecipientKind::Signer => Role::Signer { seal: self.seal.clone().unwrap_or(SealType::Contract) },
                RecipientKind::Viewer => Role::Viewer,
                RecipientKind::Copy => Role::Copy,
            },
            order: self.order.unwrap_or(1),
            name,
            company,
            email: email.ok()?,
            request_event: 0,
            language: self.language,
            factor,
            secret: None,
            attempts: Attempts::default(),
            seal_policy: self.seal_policy.clone(),
            visible_seal: None,
            approval: None,
            one_of,
            stands_for: None,
            state: RecipientState::Waiting,
            link_generation: 0,
            reminders: 0,
            sender_reminders: 0,
            reminded_at: None,
        })
    }
}
