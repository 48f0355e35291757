//! What an organisation has set for its envelopes.

use domain::mirror;
use domain::mirror::Convert;
use domain::policy::{
    Accent, Brand, DeadlineEnd, DeadlineRule, FieldKind, KeepContacts, OwnFieldRule, Policy, TimeZoneName,
    TransactionPart,
};
use domain::transaction::FieldKey;

use super::parts::{RetentionRow, TaxRow};

mirror! {
    /// A part of `ORGANISATION#id`, `ORGANISATION`. All parts stand there, so that none is taken for "nothing is demanded" because
    /// it was lost.
    pub(super) struct PolicyRow = Policy {
        two_factor_required: bool,
        forwarding_allowed: bool,
        retention: RetentionRow,
        deadline_days: u8,
        deadline_end: DeadlineEndRow,
        time_zone: TimeZoneName,
        required: Vec<TransactionPart>,
        #[serde(deserialize_with = "Option::deserialize")]
        tax: Option<TaxRow>,
        own_fields: Vec<OwnFieldRuleRow>,
        // Organisations of before it could be set say nothing: their recipients were told of no address book.
        #[serde(default)]
        keep_contacts: KeepContactsRow,
        brand: BrandRow,
        #[serde(deserialize_with = "Option::deserialize")]
        quota: Option<u32>,
    }
}

/// What was demanded before there was more to set, and what API keys say of it: that counts only where their organisation has no
/// row of its own, and without one nothing else can be set.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(super) struct DemandsRow {
    two_factor_required: bool,
}

impl Convert<DemandsRow> for Policy {
    fn convert(self) -> DemandsRow {
        DemandsRow { two_factor_required: self.two_factor_required }
    }
}

impl Convert<Policy> for DemandsRow {
    fn convert(self) -> Policy {
        Policy { two_factor_required: self.two_factor_required, ..Policy::default() }
    }
}

mirror! {
    #[derive(Default)]
    enum DeadlineEndRow = DeadlineEnd {
        #[default]
        TimeOfSending,
        EndOfDay,
    }
}

mirror! {
    /// A part of an envelope; left out where it is the one that there was before it could be set.
    #[derive(Default)]
    #[serde(default)]
    pub(super) struct DeadlineRuleRow = DeadlineRule {
        end: DeadlineEndRow,
        time_zone: TimeZoneName,
    }
}

impl DeadlineRuleRow {
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

mirror! {
    #[derive(Default)]
    enum KeepContactsRow = KeepContacts {
        Own,
        Shared,
        #[default]
        Off,
    }
}

mirror! {
    struct OwnFieldRuleRow = OwnFieldRule {
        key: FieldKey,
        label: String,
        kind: FieldKindRow,
        required: bool,
    }
}

mirror! {
    #[serde(tag = "type")]
    enum FieldKindRow = FieldKind {
        Text,
        Number,
        Date,
        Choice { choices: Vec<String> },
    }
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    pub(super) struct BrandRow = Brand {
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        name_en: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        accent: Option<Accent>,
        #[serde(skip_serializing_if = "Option::is_none")]
        mail_sender: Option<String>,
    }
}

impl BrandRow {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
