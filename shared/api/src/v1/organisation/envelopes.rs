//! What an organisation demands of envelopes, and what holds for them where a request says nothing.

use std::collections::BTreeSet;

use domain::field_error::FieldError;
use domain::language::Localized;
use domain::mirror;
use domain::mirror::Convert;
use domain::policy::MAX_DEADLINE_DAYS;
use domain::policy::{
    DeadlineEnd as DomainDeadlineEnd, FieldKind, KeepContacts as DomainKeepContacts, MAX_CHOICES, MAX_OWN_FIELDS,
    OwnFieldRule, Policy, TransactionPart,
};
use domain::text::TextRule;
use domain::transaction::FieldKey;
use serde::{Deserialize, Serialize};

use super::super::draft::given;
#[cfg(feature = "schema")]
use super::super::limits;
use super::super::values::{Retention, Tax};

/// What is demanded of envelopes, and what holds for them where a request says nothing.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct EnvelopesView {
    /// Whether senders may let recipients forward their task.
    forwarding_allowed: bool,
    /// How long finished documents are kept where a request says nothing.
    retention: Retention,
    /// Days to the deadline where a request says nothing.
    deadline_days: u8,
    deadline_end: DeadlineEnd,
    /// Which of the usual data for the archive must be there before an envelope is sent.
    required: Vec<TransactionPart>,
    /// Whether consumption tax is in all amounts or in none; each amount says it for itself where nothing is said.
    tax: Option<Tax>,
    /// The organisation's own fields, in the order in which they are shown.
    own_fields: Vec<OwnFieldRuleView>,
    keep_contacts: KeepContacts,
}

impl From<Policy> for EnvelopesView {
    fn from(policy: Policy) -> Self {
        Self {
            forwarding_allowed: policy.forwarding_allowed,
            retention: policy.retention.convert(),
            deadline_days: policy.deadline_days,
            deadline_end: policy.deadline_end.convert(),
            required: policy.required.convert(),
            tax: policy.tax.convert(),
            own_fields: policy.own_fields.into_iter().map(OwnFieldRuleView::from).collect(),
            keep_contacts: policy.keep_contacts.convert(),
        }
    }
}

mirror! {
    /// At what time of its day a deadline is: so many times 24 hours after sending (`time_of_sending`), or at 23:59 in the
    /// organisation's time zone (`end_of_day`).
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    enum DeadlineEnd = DomainDeadlineEnd {
        TimeOfSending,
        EndOfDay,
    }
}

mirror! {
    /// In which address book the recipients of completed envelopes are kept: in that of the person who sent the envelope (`own`;
    /// nowhere where a program sent it by the key of a service), in the organisation's (`shared`), or nowhere (`off`). Contacts that
    /// are in the book already stay as they are.
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    enum KeepContacts = DomainKeepContacts {
        Own,
        Shared,
        Off,
    }
}

/// A field of the organisation's own.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OwnFieldRuleView {
    key: FieldKey,
    /// What people call it.
    label: String,
    r#type: FieldType,
    /// What may stand in it, where `type` is `choice`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<String>,
    /// Whether it must be filled in before an envelope is sent.
    required: bool,
}

impl From<OwnFieldRule> for OwnFieldRuleView {
    fn from(OwnFieldRule { key, label, kind, required }: OwnFieldRule) -> Self {
        let (r#type, choices) = match kind {
            FieldKind::Text => (FieldType::Text, Vec::new()),
            FieldKind::Number => (FieldType::Number, Vec::new()),
            FieldKind::Date => (FieldType::Date, Vec::new()),
            FieldKind::Choice { choices } => (FieldType::Choice, choices),
        };
        Self { key, label, r#type, choices, required }
    }
}

/// What may stand in a field: a line of text, a number such as -12.5, a day as 2026-04-01, or one of `choices`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum FieldType {
    Text,
    Number,
    Date,
    Choice,
}

/// What is to be demanded of envelopes, and to hold for them where a request says nothing. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(super) struct EnvelopesChangeRequest {
    /// Whether senders may let recipients forward their task.
    forwarding_allowed: Option<bool>,
    /// How long finished documents are kept where a request says nothing.
    retention: Option<Retention>,
    /// Days to the deadline where a request says nothing.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = limits::DEADLINE_DAYS)))]
    deadline_days: Option<u64>,
    deadline_end: Option<DeadlineEnd>,
    /// All of the usual data for the archive that must be there before an envelope is sent.
    required: Option<Vec<TransactionPart>>,
    /// Whether consumption tax is in all amounts or in none; null where each amount says it for itself.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Tax>"))]
    tax: Option<Option<Tax>>,
    /// All of the organisation's own fields, in the order in which they are shown. A field that is taken away stays in envelopes
    /// that have it.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::OWN_FIELDS)))]
    own_fields: Option<Vec<OwnFieldRuleRequest>>,
    keep_contacts: Option<KeepContacts>,
}

/// A field of the organisation's own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct OwnFieldRuleRequest {
    /// What programs call it: 1 to 40 characters of `a-z 0-9 _`, the first a letter.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[a-z][a-z0-9_]{0,39}$")))]
    key: String,
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::FIELD_LABEL)))]
    label: String,
    r#type: FieldType,
    /// What may stand in it, where `type` is `choice`, and only there.
    #[serde(default)]
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = limits::CHOICES), inner(length(min = 1, max = limits::OWN_FIELD)))
    )]
    choices: Vec<String>,
    /// Whether it must be filled in before an envelope is sent.
    #[serde(default)]
    required: bool,
}

impl EnvelopesChangeRequest {
    pub(super) fn accept(&self, policy: &mut Policy, errors: &mut Vec<FieldError>) {
        policy.forwarding_allowed = self.forwarding_allowed.unwrap_or(policy.forwarding_allowed);
        policy.retention = self.retention.map_or(policy.retention, Convert::convert);
        policy.deadline_end = self.deadline_end.map_or(policy.deadline_end, Convert::convert);
        policy.keep_contacts = self.keep_contacts.map_or(policy.keep_contacts, Convert::convert);
        if let Some(days) = self.deadline_days {
            match u8::try_from(days).ok().filter(|days| (1..=MAX_DEADLINE_DAYS).contains(days)) {
                Some(days) => policy.deadline_days = days,
                None => errors.push(FieldError::new(
                    "/envelopes/deadline_days",
                    "out-of-range",
                    Localized::new(
                        format!("期限は1～{MAX_DEADLINE_DAYS}日で指定してください。"),
                        format!("Give 1 to {MAX_DEADLINE_DAYS} days."),
                    ),
                )),
            }
        }
        if let Some(required) = &self.required {
            policy.required = required.iter().copied().collect();
        }
        if let Some(tax) = self.tax {
            policy.tax = tax.convert();
        }
        if let Some(fields) = &self.own_fields {
            policy.own_fields = own_fields(fields, errors);
        }
    }
}

fn own_fields(asked: &[OwnFieldRuleRequest], errors: &mut Vec<FieldError>) -> Vec<OwnFieldRule> {
    if asked.len() > MAX_OWN_FIELDS {
        let detail = Localized::new(
            format!("独自項目は{MAX_OWN_FIELDS}件までです。"),
            format!("Give at most {MAX_OWN_FIELDS} fields."),
        );
        errors.push(FieldError::new("/envelopes/own_fields", "too-many", detail));
        return Vec::new();
    }
    let (mut keys, mut labels) = (BTreeSet::new(), BTreeSet::new());
    let mut fields = Vec::new();
    for (at, field) in asked.iter().enumerate() {
        let pointer = format!("/envelopes/own_fields/{at}");
        if !keys.insert(&field.key) || !labels.insert(field.label.trim()) {
            let detail = Localized::fixed(
                "独自項目のkeyとlabelは、それぞれ重複しないように指定してください。",
                "Give each field a key and a label that no other has.",
            );
            errors.push(FieldError::new(&pointer, "duplicate", detail));
        }
        fields.extend(own_field(field, &pointer, errors));
    }
    fields
}

fn own_field(asked: &OwnFieldRuleRequest, pointer: &str, errors: &mut Vec<FieldError>) -> Option<OwnFieldRule> {
    let key = asked.key.parse::<FieldKey>().map_err(|_| {
        let detail = Localized::fixed(
            "keyは、半角の英小文字・数字・「_」で、英小文字から始まる40文字以内で指定してください。",
            "Give a key of at most 40 characters of a-z 0-9 _, the first a letter.",
        );
        errors.push(FieldError::new(format!("{pointer}/key"), "invalid", detail));
    });
    let label = TextRule::FIELD_LABEL.accept(&asked.label).map_err(|fault| {
        errors.push(fault.at(format!("{pointer}/label")));
    });
    let kind = match asked.r#type {
        FieldType::Choice => choices(&asked.choices, pointer, errors).map(|choices| FieldKind::Choice { choices }),
        _ if !asked.choices.is_empty() => {
            let detail = Localized::fixed(
                "choicesは、typeがchoiceの項目にだけ指定してください。",
                "Give choices only for a field of the type choice.",
            );
            errors.push(FieldError::new(format!("{pointer}/choices"), "not-a-choice", detail));
            None
        }
        FieldType::Text => Some(FieldKind::Text),
        FieldType::Number => Some(FieldKind::Number),
        FieldType::Date => Some(FieldKind::Date),
    };
    Some(OwnFieldRule { key: key.ok()?, label: label.ok()?, kind: kind?, required: asked.required })
}

fn choices(asked: &[String], pointer: &str, errors: &mut Vec<FieldError>) -> Option<Vec<String>> {
    let pointer = format!("{pointer}/choices");
    let distinct: BTreeSet<&str> = asked.iter().map(|choice| choice.trim()).collect();
    if asked.is_empty() || asked.len() > MAX_CHOICES || distinct.len() < asked.len() {
        let detail = Localized::new(
            format!("選択肢は1～{MAX_CHOICES}件を、重複しないように指定してください。"),
            format!("Give 1 to {MAX_CHOICES} choices, each once."),
        );
        errors.push(FieldError::new(pointer, "invalid", detail));
        return None;
    }
    let mut choices = Vec::new();
    for (at, choice) in asked.iter().enumerate() {
        match TextRule::OWN_FIELD.accept(choice) {
            Ok(choice) => choices.push(choice),
            Err(fault) => errors.push(fault.at(format!("{pointer}/{at}"))),
        }
    }
    (choices.len() == asked.len()).then_some(choices)
}
