//! A new envelope: what a sender asks for, checked field by field.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::apply::Change;
use crate::command::{Decision, Delegate, Refusal};
use crate::deadline::MAX_DEADLINE_DAYS;
use crate::digest::Digest;
use crate::document::{Document, ObjectKey, TIMESTAMP_RESERVE, Upload};
use crate::envelope::{ChainHead, Envelope, Sender, State};
use crate::evidence::{EventKind, Identity};
use crate::factor::{Attempts, Factor, FactorSecret, PhoneNumber, Secret};
use crate::ids::{DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, ManagementNumber, RecipientNumber};
use crate::language::Language;
use crate::mark::{self, Marking};
use crate::recipient::{Recipient, RecipientState, Role, SealType};
use crate::retention::Retention;
use crate::transaction::Transaction;
use crate::waiting::Waits;

/// Documents in an envelope (F12).
pub const MAX_DOCUMENTS: usize = 100;
/// Bytes in a document (F12: 50 MB).
pub const MAX_DOCUMENT_BYTES: u64 = 50 << 20;
/// Bytes in an envelope (F12: 200 MB).
pub const MAX_ENVELOPE_BYTES: u64 = 200 << 20;
/// Seals in an envelope, the operator's on each document included: what fits into one item of the store.
const MAX_SEALS: usize = 600;
/// Documents on which signers may have visible seals, counted for each of them: for the same reason.
const MAX_PLACES: usize = 200;
const MAX_RECIPIENTS: usize = 50;
const MAX_NAME: usize = 200;
const MAX_MESSAGE: usize = 2000;

/// What a sender asks for. Missing texts are read as empty, so that every wrong field is reported at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EnvelopeRequest {
    /// The subject.
    pub title: String,
    /// Words to the recipients.
    pub message: Option<String>,
    /// The documents to be uploaded.
    pub documents: Vec<DocumentRequest>,
    /// The recipients.
    pub recipients: Vec<RecipientRequest>,
    /// Data for the archive.
    pub transaction: Transaction,
    /// How long to keep the finished documents.
    pub retention: Retention,
    /// Days to the deadline, 30 where nothing is said.
    pub deadline_days: Option<u8>,
    /// Whether recipients may forward their task to somebody else; they may where nothing is said.
    pub may_forward: Option<bool>,
}

/// A document to be uploaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentRequest {
    /// Its name (文書名), without a path and without `.pdf`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of the file, 64 hexadecimal characters.
    pub sha256: String,
}

/// A recipient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecipientRequest {
    /// signer, viewer or copy.
    pub kind: RecipientKind,
    /// Signing order from 1; 1 where nothing is said.
    pub order: Option<u16>,
    /// The person's name.
    pub name: String,
    /// The person's company.
    pub company: Option<String>,
    /// The person's address.
    pub email: String,
    /// A signer's seal, the contract seal (契約印タイプ) where nothing is said.
    pub seal: Option<SealType>,
    /// The language of pages and mails, Japanese where nothing is said.
    pub language: Language,
    /// What the person has to show besides the mailed link (F10).
    pub factor: Option<FactorRequest>,
    /// That the signer may sign visibly (F4), and where.
    pub marking: Option<Marking>,
}

/// What a recipient is to show besides the mailed link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum FactorRequest {
    /// A code that the sender tells the person by another way.
    AccessCode {
        /// 4 to 40 half-width characters without spaces.
        code: Secret,
    },
    /// An authenticator (RFC 6238: SHA-1, 6 digits, 30 s) that the person has set up with the sender.
    Totp {
        /// Its key: Base32 (RFC 4648 §6), 16 to 64 bytes.
        key: Secret,
    },
    /// A code by SMS.
    Sms {
        /// The person's telephone.
        phone: String,
    },
    /// A code by mail on devices that have not proved the address before.
    EmailCode,
}

/// What the sender's organisation demands of every envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Everybody who signs shows a second factor that is not the mailbox (L3).
    pub two_factor_required: bool,
}

/// What a recipient is to do (F2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientKind {
    /// Signs.
    #[default]
    Signer,
    /// Confirms before the next in order.
    Viewer,
    /// Gets a copy.
    Copy,
}

/// A wrong field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) to the field.
    pub pointer: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do, English.
    pub detail: String,
    /// The same in Japanese.
    pub detail_ja: String,
}

impl FieldError {
    /// What should be a telephone number is none.
    pub fn telephone(pointer: String) -> Self {
        Self {
            pointer,
            code: "invalid",
            detail: "give a telephone number such as 090-1234-5678 or +81 90 1234 5678".to_owned(),
            detail_ja: "電話番号を090-1234-5678または+81 90 1234 5678の形で指定してください。".to_owned(),
        }
    }
}

/// Everything about a draft that has to come from outside: numbers, randomness, places.
#[derive(Clone, Debug)]
pub struct DraftSeeds {
    /// The new identifier.
    pub id: EnvelopeId,
    /// The next envelope number.
    pub number: EnvelopeNumber,
    /// Who sends.
    pub sender: Sender,
    /// The first of as many management numbers as there are documents.
    pub first_management_number: ManagementNumber,
    /// A random identifier for each document.
    pub document_ids: Vec<DocumentId>,
}

impl EnvelopeRequest {
    /// What the organisation's policy misses in it.
    pub fn policy_errors(&self, policy: Policy) -> Vec<FieldError> {
        let mut errors = Errors::default();
        let lacks = |r: &RecipientRequest| {
            let second = !matches!(r.factor, None | Some(FactorRequest::EmailCode));
            policy.two_factor_required && r.kind == RecipientKind::Signer && !second
        };
        for (i, _) in self.recipients.iter().enumerate().filter(|(_, r)| lacks(r)) {
            errors.add(
                format!("/recipients/{i}/factor"),
                "missing",
                "your organisation demands a second factor of every signer: access_code, totp or sms",
                "組織の設定により、署名者には追加認証（access_code、totp、smsのいずれか）が必要です。",
            );
        }
        errors.0
    }

    /// Every wrong field, in the request's order; empty when a draft can be made of it.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Errors::default();
        errors.text("/title", "件名", &self.title, 1, MAX_NAME);
        errors.text("/message", "メッセージ", self.message.as_deref().unwrap_or_default(), 0, MAX_MESSAGE);
        self.document_errors(&mut errors);
        self.recipient_errors(&mut errors);
        let days = self.deadline_days.unwrap_or(MAX_DEADLINE_DAYS);
        if !(1..=MAX_DEADLINE_DAYS).contains(&days) {
            errors.add(
                "/deadline_days",
                "out-of-range",
                format!("give 1 to {MAX_DEADLINE_DAYS} days"),
                format!("1～{MAX_DEADLINE_DAYS}日で指定してください。"),
            );
        }
        if let Some(amount) = &self.transaction.amount {
            let code = amount.currency.as_bytes();
            if code.len() != 3 || !code.iter().all(u8::is_ascii_uppercase) {
                errors.add(
                    "/transaction/amount/currency",
                    "invalid",
                    "give an ISO 4217 code such as JPY",
                    "通貨はISO 4217のコード(JPYなど)で指定してください。",
                );
            }
        }
        errors.0
    }

    fn document_errors(&self, errors: &mut Errors) {
        if self.documents.is_empty() {
            errors.add("/documents", "missing", "add at least one PDF document", "PDF文書を1件以上指定してください。");
        }
        if self.documents.len() > MAX_DOCUMENTS {
            errors.add(
                "/documents",
                "too-many",
                format!("an envelope holds {MAX_DOCUMENTS} documents, split it"),
                format!("1つの封筒に入れられる文書は{MAX_DOCUMENTS}件までです。封筒を分けてください。"),
            );
            return;
        }
        let mut names = HashSet::new();
        for (i, document) in self.documents.iter().enumerate() {
            let at = |field: &str| format!("/documents/{i}/{field}");
            errors.text(&at("name"), "文書名", &document.name, 1, MAX_NAME);
            if document.name.contains(['/', '\\']) {
                errors.add(at("name"), "invalid", "give the name without a path", "文書名に「/」「\\」は使えません。");
            }
            if !names.insert(document.name.trim()) {
                errors.add(at("name"), "duplicate", "another document has this name", "同じ文書名が重複しています。");
            }
            if document.size == 0 {
                errors.add(at("size"), "empty", "the file is empty", "ファイルが空です。");
            }
            if document.size > MAX_DOCUMENT_BYTES {
                errors.add(
                    at("size"),
                    "too-large",
                    "a document has at most 50 MB",
                    "1文書の上限は50MBです。ファイルを小さくするか分割してください。",
                );
            }
            if document.sha256.parse::<Digest>().is_err() {
                errors.add(
                    at("sha256"),
                    "invalid",
                    "give the file's SHA-256 as 64 hexadecimal characters",
                    "ファイルのSHA-256を16進数64文字で指定してください。",
                );
            }
        }
        let total: u64 = self.documents.iter().map(|d| d.size.min(MAX_DOCUMENT_BYTES)).sum();
        if total > MAX_ENVELOPE_BYTES {
            errors.add(
                "/documents",
                "too-large",
                "an envelope has at most 200 MB, split it",
                "1つの封筒の上限は200MBです。封筒を分けてください。",
            );
        }
    }

    fn recipient_errors(&self, errors: &mut Errors) {
        if !self.recipients.iter().any(|r| r.kind == RecipientKind::Signer) {
            errors.add("/recipients", "no-signer", "add at least one signer", "署名者を1名以上指定してください。");
        }
        if self.recipients.len() > MAX_RECIPIENTS {
            errors.add(
                "/recipients",
                "too-many",
                format!("an envelope has at most {MAX_RECIPIENTS} recipients"),
                format!("宛先は{MAX_RECIPIENTS}名までです。"),
            );
            return;
        }
        let signers = self.recipients.iter().filter(|r| r.kind == RecipientKind::Signer).count();
        if self.documents.len() * (signers + 1) > MAX_SEALS {
            errors.add(
                "/recipients",
                "too-many",
                format!("documents times signers may be {MAX_SEALS} at most; split the envelope"),
                format!("文書数×署名者数の上限は{MAX_SEALS}です。封筒を分けてください。"),
            );
        }
        let marked = self.recipients.iter().filter(|r| r.marking.is_some()).count();
        if self.documents.len() * marked > MAX_PLACES {
            errors.add(
                "/recipients",
                "too-many-seals",
                format!("documents times signers with visible seals may be {MAX_PLACES} at most; split the envelope"),
                format!("文書数×可視署名の署名者数の上限は{MAX_PLACES}です。封筒を分けてください。"),
            );
        }
        for (i, recipient) in self.recipients.iter().enumerate() {
            let at = |field: &str| format!("/recipients/{i}/{field}");
            errors.text(&at("name"), "氏名", &recipient.name, 1, MAX_NAME);
            errors.text(&at("company"), "会社名", recipient.company.as_deref().unwrap_or_default(), 0, MAX_NAME);
            if recipient.email.trim().is_empty() {
                errors.add(
                    at("email"),
                    "missing",
                    "give the recipient's e-mail address",
                    "メールアドレスを指定してください。",
                );
            } else if !is_address(recipient.email.trim()) {
                errors.add(
                    at("email"),
                    "invalid",
                    "this is not an e-mail address",
                    "メールアドレスの形式が正しくありません。",
                );
            }
            if recipient.order == Some(0) {
                errors.add(at("order"), "out-of-range", "the order starts at 1", "署名順は1以上で指定してください。");
            }
            recipient.factor_errors(&at("factor"), errors);
            if let Some(marking) = &recipient.marking {
                let is_good = recipient.kind == RecipientKind::Signer
                    && mark::are_good(&marking.placements, |number| {
                        (1..=self.documents.len()).contains(&usize::from(number.0)).then_some(None)
                    });
                if !is_good {
                    errors.add(
                        at("marking"),
                        "invalid",
                        "only a signer has a visible seal: at most one on each document, 5 to 100 mm each way, in tenths of a millimetre",
                        "可視署名は署名者だけに、1文書に1か所、1辺5～100mm（0.1mm単位）で指定してください。",
                    );
                }
            }
            if recipient.seal.is_some() && recipient.kind != RecipientKind::Signer {
                errors.add(
                    at("seal"),
                    "not-allowed",
                    "only a signer has a seal",
                    "印の種類は署名者だけに指定できます。",
                );
            }
        }
    }

    /// Makes the draft, or tells every wrong field.
    pub fn draft(self, seeds: DraftSeeds, now: Timestamp) -> Result<Decision, DraftError> {
        let errors = self.errors();
        if !errors.is_empty() {
            return Err(DraftError::Fields(errors));
        }
        let DraftSeeds { id, number, sender, first_management_number, document_ids } = seeds;
        if document_ids.len() != self.documents.len() {
            return Err(DraftError::Seeds { needed: self.documents.len(), given: document_ids.len() });
        }
        let documents = (1_u16..).zip(self.documents).zip(document_ids).map(|((n, document), document_id)| {
            let sha256 = document.sha256.parse().unwrap_or(Digest::ZERO);
            Document {
                number: DocumentNumber(n),
                name: document.name.trim().to_owned(),
                management_number: ManagementNumber(first_management_number.0 + u64::from(n) - 1),
                document_id,
                upload: Upload { object: ObjectKey(format!("uploads/{id}/{n:03}.pdf")), size: document.size, sha256 },
                prepared: None,
                revisions: Vec::new(),
                timestamp_reserve: TIMESTAMP_RESERVE,
                retained_until: None,
            }
        });
        let documents = documents.collect();
        let envelope = Envelope {
            id,
            number,
            sender,
            title: self.title.trim().to_owned(),
            message: self.message.map(|m| m.trim().to_owned()).filter(|m| !m.is_empty()),
            documents,
            recipients: (1_u16..).zip(self.recipients).map(|(n, r)| r.into_recipient(RecipientNumber(n))).collect(),
            transaction: self.transaction,
            retention: self.retention,
            deadline_days: self.deadline_days.unwrap_or(MAX_DEADLINE_DAYS),
            may_forward: self.may_forward.unwrap_or(true),
            state: State::Draft,
            mails: Vec::new(),
            bounces: Vec::new(),
            created_at: now,
            version: 0,
            evidence: ChainHead::START,
            last_event_at: None,
            waits: Waits::default(),
        };
        let mut change = Change::of(&envelope, now);
        change.record(EventKind::Drafted)?;
        Ok(change.into_decision())
    }
}

impl RecipientRequest {
    fn into_recipient(self, number: RecipientNumber) -> Recipient {
        Recipient {
            number,
            role: match self.kind {
                RecipientKind::Signer => Role::Signer { seal: self.seal.unwrap_or(SealType::Contract) },
                RecipientKind::Viewer => Role::Viewer,
                RecipientKind::Copy => Role::Copy,
            },
            order: self.order.unwrap_or(1),
            name: self.name.trim().to_owned(),
            company: self.company.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()),
            email: self.email.trim().to_owned(),
            asked_by: 0,
            language: self.language,
            factor: self.factor.and_then(FactorRequest::into_factor),
            attempts: Attempts::default(),
            marking: self.marking,
            mark: None,
            approval: None,
            stands_for: None,
            state: RecipientState::Waiting,
            link_generation: 0,
            reminders: 0,
        }
    }

    fn factor_errors(&self, at: &str, errors: &mut Errors) {
        let Some(factor) = &self.factor else { return };
        if self.kind == RecipientKind::Copy {
            errors.add(at, "not-allowed", "a copy needs no factor", "受領者には追加認証を指定できません。");
        }
        match factor {
            FactorRequest::AccessCode { code } => {
                let code = code.reveal();
                if !(4..=40).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_graphic()) {
                    errors.add(
                        format!("{at}/code"),
                        "invalid",
                        "give 4 to 40 half-width characters without spaces",
                        "アクセスコードは半角4～40文字（空白を除く）で指定してください。",
                    );
                }
            }
            FactorRequest::Totp { key } => {
                let key = key.reveal().trim_end_matches('=');
                let is_base32 = key.bytes().all(|b| matches!(b.to_ascii_uppercase(), b'A'..=b'Z' | b'2'..=b'7'));
                if !(26..=103).contains(&key.len()) || !is_base32 {
                    errors.add(
                        format!("{at}/key"),
                        "invalid",
                        "give a Base32 key of 16 to 64 bytes",
                        "認証アプリの鍵はBase32（16～64バイト）で指定してください。",
                    );
                }
            }
            FactorRequest::Sms { phone } => {
                if phone.parse::<PhoneNumber>().is_err() {
                    errors.0.push(FieldError::telephone(format!("{at}/phone")));
                }
            }
            FactorRequest::EmailCode => {}
        }
    }
}

impl FactorRequest {
    /// What will have been shown once this factor was.
    pub const fn identity(&self) -> Identity {
        match self {
            Self::AccessCode { .. } => Identity::AccessCode,
            Self::Totp { .. } => Identity::Totp,
            Self::Sms { .. } => Identity::SmsCode,
            Self::EmailCode => Identity::EmailCode,
        }
    }

    /// What the envelope knows of it.
    fn into_factor(self) -> Option<Factor> {
        Some(match self {
            Self::AccessCode { .. } => Factor::AccessCode,
            Self::Totp { .. } => Factor::Totp,
            Self::Sms { phone } => Factor::Sms { phone: phone.parse().ok()? },
            Self::EmailCode => Factor::EmailCode,
        })
    }

    /// What it is checked against, if that is set now. `hash` makes a PHC string of an access code.
    pub fn secret<E>(&self, hash: impl FnOnce(&str) -> Result<String, E>) -> Result<Option<FactorSecret>, E> {
        Ok(match self {
            Self::AccessCode { code } => Some(FactorSecret::AccessCode { phc: Secret::new(hash(code.reveal())?) }),
            Self::Totp { key } => {
                let key = key.reveal().trim_end_matches('=').to_ascii_uppercase();
                Some(FactorSecret::Totp { key: Secret::new(key) })
            }
            Self::Sms { .. } | Self::EmailCode => None,
        })
    }
}

impl Delegate {
    /// Every wrong field, for a form.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Errors::default();
        errors.text("/name", "氏名", &self.name, 1, MAX_NAME);
        errors.text("/company", "会社名", self.company.as_deref().unwrap_or_default(), 0, MAX_NAME);
        if !is_address(self.email.trim()) {
            errors.add(
                "/email",
                "invalid",
                "this is not an e-mail address",
                "メールアドレスの形式が正しくありません。",
            );
        }
        errors.0
    }

    pub(crate) fn trimmed(self) -> Self {
        Self {
            name: self.name.trim().to_owned(),
            company: self.company.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()),
            email: self.email.trim().to_owned(),
            language: self.language,
        }
    }
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

#[derive(Default)]
struct Errors(Vec<FieldError>);

impl Errors {
    fn add(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
        detail_ja: impl Into<String>,
    ) {
        self.0.push(FieldError { pointer: pointer.into(), code, detail: detail.into(), detail_ja: detail_ja.into() });
    }

    /// A text of `least` to `most` characters without control characters (a line break in a name would end a mail
    /// header). The message may have several lines.
    fn text(&mut self, pointer: &str, label: &str, text: &str, least: usize, most: usize) {
        let length = text.trim().chars().count();
        if length < least {
            self.add(pointer, "missing", "this is needed", format!("{label}を指定してください。"));
        } else if length > most {
            self.add(
                pointer,
                "too-long",
                format!("give at most {most} characters"),
                format!("{label}は{most}文字以内で指定してください。"),
            );
        }
        if text.chars().any(|c| c.is_control() && !(most == MAX_MESSAGE && matches!(c, '\n' | '\r' | '\t'))) {
            self.add(
                pointer,
                "invalid",
                "control characters are not allowed",
                format!("{label}に制御文字は使えません。"),
            );
        }
    }
}

/// An address that the mail service can take: ASCII, one `@`, a dotted domain. Whether it exists, only a mail can tell.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_ok = (1..=64).contains(&local.len())
        && local.bytes().all(|b| b.is_ascii_graphic() && !br#"()<>[]:;@\,""#.contains(&b));
    let label_ok = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    local_ok && text.len() <= 254 && domain.contains('.') && domain.split('.').all(label_ok)
}
