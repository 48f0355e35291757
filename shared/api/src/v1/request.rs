//! What a sender asks for. Missing texts are read as empty, so that every wrong field is reported at once; the domain says
//! which are wrong, by the pointers of these fields.

use std::collections::BTreeMap;

use domain::command::Correction;
use domain::draft;
use domain::factor::Secret;
use domain::field_error::FieldError;
use domain::ids::{FolderId, OrganisationId, SealId};
use domain::mirror::Convert;
use domain::recipient::SealType;
use domain::visible_seal::SealPolicy;
use serde::{Deserialize, Deserializer, de};

#[cfg(feature = "schema")]
use super::limits;
use super::placement::Placement;
use super::values::{Language, PlacedBy, Retention, Tax};

/// A new envelope: `POST /v1/envelopes`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["title", "documents", "recipients"])))]
#[serde(default, deny_unknown_fields)]
pub struct EnvelopeRequest {
    /// The subject.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::TITLE)))]
    title: String,
    /// Words to the recipients.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::MESSAGE)))]
    message: Option<String>,
    /// The documents to be uploaded, together no larger than 200 MB.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::DOCUMENTS)))]
    documents: Vec<DocumentRequest>,
    /// The recipients, among them at least one signer.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::RECIPIENTS)))]
    recipients: Vec<RecipientRequest>,
    /// In which folder it is to be; in none where nothing is said. It takes the right to change what is in there.
    folder: Option<FolderId>,
    /// Data for the archive.
    transaction: TransactionRequest,
    /// How long to keep the finished documents; as the organisation has set where nothing is said.
    retention: Option<Retention>,
    /// Days to the deadline; as the organisation has set where nothing is said.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = limits::DEADLINE_DAYS)))]
    deadline_days: Option<u64>,
    /// Whether recipients may forward their task to somebody else; where nothing is said they may if the organisation lets them.
    may_forward: Option<bool>,
}

impl From<EnvelopeRequest> for draft::EnvelopeRequest {
    fn from(request: EnvelopeRequest) -> Self {
        let EnvelopeRequest {
            title,
            message,
            documents,
            recipients,
            folder,
            transaction,
            retention,
            deadline_days,
            may_forward,
        } = request;
        Self {
            title,
            message,
            documents: documents.into_iter().map(Into::into).collect(),
            recipients: recipients.into_iter().map(Into::into).collect(),
            folder,
            transaction: transaction.into(),
            retention: retention.convert(),
            deadline_days,
            may_forward,
        }
    }
}

/// A document to be uploaded.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["name", "size", "sha256"])))]
#[serde(default, deny_unknown_fields)]
pub struct DocumentRequest {
    /// Its name (文書名), without a path; `.pdf` at its end is left out.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::DOCUMENT_NAME)))]
    name: String,
    /// Its size in bytes.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = limits::DOCUMENT_BYTES)))]
    size: u64,
    /// SHA-256 of the file, 64 hexadecimal characters.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9A-Fa-f]{64}$")))]
    sha256: String,
}

impl From<DocumentRequest> for draft::DocumentRequest {
    fn from(DocumentRequest { name, size, sha256 }: DocumentRequest) -> Self {
        Self { name, size, sha256 }
    }
}

/// A recipient.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["name", "email"])))]
#[serde(default, deny_unknown_fields)]
pub struct RecipientRequest {
    /// signer, viewer or copy.
    kind: RecipientKind,
    /// Signing order from 1; 1 where nothing is said.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    order: Option<u16>,
    /// The person's name.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::PERSON_NAME)))]
    name: String,
    /// The person's company.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::COMPANY_NAME)))]
    company: Option<String>,
    /// The person's address, as it was typed.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    email: String,
    /// A signer's seal, the contract seal (契約印タイプ) where nothing is said.
    seal: Option<SealRequest>,
    /// The language of pages and mails, Japanese where nothing is said.
    language: Language,
    /// What the person has to show besides the mailed link (F10).
    factor: Option<FactorRequest>,
    /// That the signer may sign visibly (F4), and where.
    seal_policy: Option<SealPolicyRequest>,
    /// Of which group one acts for all: recipients with the same name here are asked side by side, and once one of them has signed or
    /// confirmed, the others are not needed. Where all are to sign, leave it out.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::GROUP_NAME)))]
    one_of: Option<String>,
}

impl From<RecipientRequest> for draft::RecipientRequest {
    fn from(request: RecipientRequest) -> Self {
        let RecipientRequest { kind, order, name, company, email, seal, language, factor, seal_policy, one_of } =
            request;
        Self {
            kind: match kind {
                RecipientKind::Signer => draft::RecipientKind::Signer,
                RecipientKind::Viewer => draft::RecipientKind::Viewer,
                RecipientKind::Copy => draft::RecipientKind::Copy,
            },
            order,
            name,
            company,
            email,
            seal: seal.map(Into::into),
            language: language.convert(),
            factor: factor.map(Into::into),
            seal_policy: seal_policy.map(Into::into),
            one_of,
        }
    }
}

/// What a recipient is to do (F2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum RecipientKind {
    #[default]
    Signer,
    Viewer,
    Copy,
}

/// A signer's seal.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(tag = "type", rename_all = "snake_case", deny_unknown_fields)
)]
enum SealRequest {
    /// An organisation's registered seal (実印タイプ).
    Registered {
        /// Whose.
        organisation: OrganisationId,
        /// Which of its seals. Without it, the seal that has the organisation's identifier is meant, or else the only one.
        seal: Option<SealId>,
    },
    /// The contract seal (契約印タイプ).
    Contract,
}

impl From<SealRequest> for SealType {
    fn from(seal: SealRequest) -> Self {
        match seal {
            SealRequest::Registered { organisation, seal } => Self::Registered { organisation, seal },
            SealRequest::Contract => Self::Contract,
        }
    }
}

/// Read field by field: see [`FactorRequest`]'s reader.
impl<'de> Deserialize<'de> for SealRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Kind {
            Registered,
            Contract,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            r#type: Kind,
            organisation: Option<OrganisationId>,
            seal: Option<SealId>,
        }
        let Fields { r#type, organisation, seal } = Fields::deserialize(deserializer)?;
        match (r#type, organisation, seal) {
            (Kind::Registered, Some(organisation), seal) => Ok(Self::Registered { organisation, seal }),
            (Kind::Registered, None, _) => Err(de::Error::missing_field("organisation")),
            (Kind::Contract, None, None) => Ok(Self::Contract),
            (Kind::Contract, Some(_), _) => Err(de::Error::unknown_field("organisation", &["type"])),
            (Kind::Contract, None, Some(_)) => Err(de::Error::unknown_field("seal", &["type"])),
        }
    }
}

/// What a recipient is to show besides the mailed link.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(tag = "type", rename_all = "snake_case", deny_unknown_fields)
)]
pub enum FactorRequest {
    /// A code that the sender tells the person by another way.
    AccessCode {
        /// 4 to 40 half-width characters without spaces.
        #[cfg_attr(
            feature = "schema",
            schemars(
                with = "String",
                length(min = limits::ACCESS_CODE.0, max = limits::ACCESS_CODE.1),
                regex(pattern = "^[!-~]+$")
            )
        )]
        code: Secret,
    },
    /// An authenticator (RFC 6238: SHA-1, 6 digits, 30 s) that the person has set up with the sender.
    Totp {
        /// Its key: Base32 (RFC 4648 §6), 16 to 64 bytes.
        #[cfg_attr(
            feature = "schema",
            schemars(
                with = "String",
                length(min = limits::AUTHENTICATOR_KEY.0, max = limits::AUTHENTICATOR_KEY.1),
                regex(pattern = "^[A-Za-z2-7]+=*$")
            )
        )]
        key: Secret,
    },
    /// A code by SMS.
    Sms {
        /// The person's telephone: a Japanese number, or one with + and country code.
        phone: String,
    },
    /// A code by mail on devices that have not proved the address before.
    EmailCode,
}

impl From<FactorRequest> for draft::FactorRequest {
    fn from(request: FactorRequest) -> Self {
        match request {
            FactorRequest::AccessCode { code } => Self::AccessCode { code },
            FactorRequest::Totp { key } => Self::Totp { key },
            FactorRequest::Sms { phone } => Self::Sms { phone },
            FactorRequest::EmailCode => Self::EmailCode,
        }
    }
}

/// Read field by field, so that a wrong one is told by its own name: a derived reader of a tagged enum tells only that
/// something in it is wrong.
impl<'de> Deserialize<'de> for FactorRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Kind {
            AccessCode,
            Totp,
            Sms,
            EmailCode,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            r#type: Kind,
            code: Option<Secret>,
            key: Option<Secret>,
            phone: Option<String>,
        }
        let Fields { r#type, code, key, phone } = Fields::deserialize(deserializer)?;
        let (factor, allowed): (_, &'static [&'static str]) = match r#type {
            Kind::AccessCode => {
                let code = code.clone().ok_or_else(|| de::Error::missing_field("code"))?;
                (Self::AccessCode { code }, &["type", "code"])
            }
            Kind::Totp => {
                let key = key.clone().ok_or_else(|| de::Error::missing_field("key"))?;
                (Self::Totp { key }, &["type", "key"])
            }
            Kind::Sms => {
                let phone = phone.clone().ok_or_else(|| de::Error::missing_field("phone"))?;
                (Self::Sms { phone }, &["type", "phone"])
            }
            Kind::EmailCode => (Self::EmailCode, &["type"]),
        };
        let given = [("code", code.is_some()), ("key", key.is_some()), ("phone", phone.is_some())];
        match given.into_iter().find(|(name, is_given)| *is_given && !allowed.contains(name)) {
            Some((name, _)) => Err(de::Error::unknown_field(name, allowed)),
            None => Ok(factor),
        }
    }
}

/// That a signer may sign visibly, and who says where. Without it the signature is invisible.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SealPolicyRequest {
    /// Who says where.
    by: PlacedBy,
    /// Where; a proposal if the signer may say.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::DOCUMENTS)))]
    #[serde(default)]
    placements: Vec<Placement>,
}

impl From<SealPolicyRequest> for SealPolicy {
    fn from(SealPolicyRequest { by, placements }: SealPolicyRequest) -> Self {
        Self { by: by.convert(), placements: placements.convert() }
    }
}

/// Data by which the archive is searched (F5). All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TransactionRequest {
    /// 取引年月日, `YYYY-MM-DD`.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date")))]
    date: Option<String>,
    /// 取引先.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::COUNTERPARTY)))]
    counterparty: Option<String>,
    /// 取引金額.
    amount: Option<AmountRequest>,
    /// Free words.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::TAGS), inner(length(min = 1, max = limits::TAG))))]
    tags: Vec<String>,
    /// The contract's term.
    term: TermRequest,
    /// The organisation's own fields, by their keys (`GET /v1/organisation`). One that is empty is as one that is left out.
    #[cfg_attr(feature = "schema", schemars(extend("maxProperties" = limits::OWN_FIELDS)))]
    own_fields: BTreeMap<String, String>,
}

impl From<TransactionRequest> for draft::TransactionRequest {
    fn from(request: TransactionRequest) -> Self {
        let TransactionRequest { date, counterparty, amount, tags, term, own_fields } = request;
        Self { date, counterparty, amount: amount.map(Into::into), tags, term: term.into(), own_fields }
    }
}

/// The term of a contract.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TermRequest {
    /// 契約開始日, the first day.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date")))]
    start: Option<String>,
    /// 契約終了日, the last day.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date")))]
    end: Option<String>,
    /// 解約通知期限, the last day on which notice can be given.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date")))]
    notice: Option<String>,
    /// 自動更新, whether it goes on unless notice was given.
    renews: Option<bool>,
}

impl From<TermRequest> for draft::TermRequest {
    fn from(TermRequest { start, end, notice, renews }: TermRequest) -> Self {
        Self { start, end, notice, renews }
    }
}

/// An amount.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AmountRequest {
    /// In the currency's smallest unit; negative where it is a reduction, and nowhere else.
    #[cfg_attr(feature = "schema", schemars(range(min = -limits::AMOUNT, max = limits::AMOUNT)))]
    value: i64,
    /// ISO 4217 code, yen where nothing is said.
    #[serde(default = "yen")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[A-Z]{3}$")))]
    currency: String,
    /// Whether it reduces an earlier amount (減額変更).
    #[serde(default)]
    reduction: bool,
    /// Whether consumption tax is in it (税込, 税抜).
    #[serde(default)]
    tax: Option<Tax>,
}

fn yen() -> String {
    "JPY".to_owned()
}

impl From<AmountRequest> for draft::AmountRequest {
    fn from(AmountRequest { value, currency, reduction, tax }: AmountRequest) -> Self {
        Self { value, currency, reduction, tax: tax.convert() }
    }
}

/// Why an envelope is taken back: `POST /v1/envelopes/{id}/void`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["reason"])))]
#[serde(default, deny_unknown_fields)]
pub struct VoidRequest {
    /// In the sender's words.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::REASON)))]
    pub reason: String,
}

/// What is tried again: `POST /v1/envelopes/{id}/retry`. There is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RetryRequest {}

/// Where an envelope is to be: `POST /v1/envelopes/{id}/move`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["folder"])))]
#[serde(deny_unknown_fields)]
pub struct MoveRequest {
    /// The folder; null for none.
    #[serde(deserialize_with = "Option::deserialize")]
    pub folder: Option<FolderId>,
}

/// What was wrong with a recipient who is asked again: `POST /v1/envelopes/{id}/recipients/{number}/request`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionRequest {
    /// The corrected address, where the old one was wrong.
    email: Option<String>,
    /// The corrected telephone number, where codes by SMS went to a wrong one.
    phone: Option<String>,
}

impl TryFrom<CorrectionRequest> for Correction {
    type Error = Vec<FieldError>;

    fn try_from(CorrectionRequest { email, phone }: CorrectionRequest) -> Result<Self, Vec<FieldError>> {
        match (email.map(|email| email.parse()).transpose(), phone.map(|phone| phone.parse()).transpose()) {
            (Ok(email), Ok(phone)) => Ok(Self { email, phone }),
            (email, phone) => {
                let email = email.err().map(|fault: domain::email_address::EmailAddressFault| fault.at("/email"));
                let phone = phone.err().map(|fault: domain::factor::InvalidPhoneNumber| fault.at("/phone"));
                Err(email.into_iter().chain(phone).collect())
            }
        }
    }
}
