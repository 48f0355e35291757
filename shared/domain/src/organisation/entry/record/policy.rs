//! What an organisation has set for its envelopes, as its log tells it. What is as it was before it could be set is left out.

use crate::mirror;
use crate::policy::MAX_DEADLINE_DAYS;
use crate::policy::{
    Accent, Brand, DeadlineEnd, FieldKind, KeepContacts, OwnFieldRule, Policy, TimeZoneName, TransactionPart,
};
use crate::retention::Retention;
use crate::transaction::{FieldKey, Tax};

mirror! {
    pub(super) struct PolicyRecord = Policy {
        two_factor_required: bool,
        #[serde(default = "yes", skip_serializing_if = "is_yes")]
        forwarding_allowed: bool,
        #[serde(default, skip_serializing_if = "is_default")]
        retention: RetentionRecord,
        #[serde(default = "most_days", skip_serializing_if = "is_most")]
        deadline_days: u8,
        #[serde(default, skip_serializing_if = "is_default")]
        deadline_end: DeadlineEndRecord,
        #[serde(default, skip_serializing_if = "is_default")]
        time_zone: TimeZoneName,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        required: Vec<TransactionPart>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tax: Option<TaxRecord>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        own_fields: Vec<OwnFieldRuleRecord>,
        #[serde(default, skip_serializing_if = "is_default")]
        keep_contacts: KeepContactsRecord,
        #[serde(default, skip_serializing_if = "is_default")]
        brand: BrandRecord,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quota: Option<u32>,
    }
}

mirror! {
    #[derive(Default)]
    enum RetentionRecord = Retention {
        #[default]
        #[serde(rename = "7y")]
        SevenYears,
        #[serde(rename = "10y")]
        TenYears,
        Unlimited,
    }
}

mirror! {
    #[derive(Default)]
    enum DeadlineEndRecord = DeadlineEnd {
        #[default]
        TimeOfSending,
        EndOfDay,
    }
}

mirror! {
    #[derive(Default)]
    enum KeepContactsRecord = KeepContacts {
        #[default]
        Own,
        Shared,
        Off,
    }
}

mirror! {
    enum TaxRecord = Tax { Included, Excluded }
}

mirror! {
    struct OwnFieldRuleRecord = OwnFieldRule {
        key: FieldKey,
        label: String,
        kind: FieldKindRecord,
        required: bool,
    }
}

mirror! {
    #[serde(tag = "type")]
    enum FieldKindRecord = FieldKind {
        Text,
        Number,
        Date,
        Choice { choices: Vec<String> },
    }
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    struct BrandRecord = Brand {
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

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_yes(value: &bool) -> bool {
    *value
}

const fn most_days() -> u8 {
    MAX_DEADLINE_DAYS
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_most(days: &u8) -> bool {
    *days == MAX_DEADLINE_DAYS
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
