//! The transaction data of a new envelope, as a sender gives it.

use std::collections::BTreeMap;

use iso_currency::Currency;
use jiff::civil::Date;

use super::errors::Errors;
use crate::policy::Policy;
use crate::text::TextRule;
use crate::transaction::{Money, OwnField, Tax, Term, Transaction};

/// Digits of an amount: beyond every contract, and exact in the numbers of JSON (RFC 8259 §6: below 2^53).
const MAX_DIGITS: u32 = 15;
/// The largest amount, up or down, in the currency's smallest unit.
pub const MAX_AMOUNT: i64 = 10_i64.pow(MAX_DIGITS) - 1;
/// Free words.
pub const MAX_TAGS: usize = 20;
/// From the first year of Meiji, of which there are contracts in archives, to what four digits hold.
const YEARS: std::ops::RangeInclusive<i16> = 1868..=9999;

/// Data by which the archive is searched (F5). All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TransactionRequest {
    /// 取引年月日, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// 取引先.
    pub counterparty: Option<String>,
    /// 取引金額.
    pub amount: Option<AmountRequest>,
    /// Free words.
    pub tags: Vec<String>,
    /// The contract's term.
    pub term: TermRequest,
    /// The organisation's own fields, by their keys.
    pub own_fields: BTreeMap<String, String>,
}

/// The contract's term, days as `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermRequest {
    /// 契約開始日.
    pub start: Option<String>,
    /// 契約終了日.
    pub end: Option<String>,
    /// 解約通知期限.
    pub notice: Option<String>,
    /// 自動更新.
    pub renews: Option<bool>,
}

/// An amount.
#[derive(Clone, Debug, PartialEq)]
pub struct AmountRequest {
    /// In the currency's smallest unit; negative where it is a reduction, and nowhere else.
    pub value: i64,
    /// ISO 4217 code, yen where nothing is said.
    pub currency: String,
    /// Whether it reduces an earlier amount (減額変更).
    pub reduction: bool,
    /// Whether consumption tax is in it.
    pub tax: Option<Tax>,
}

impl TransactionRequest {
    /// Reads it.
    pub(super) fn accept(&self, policy: &Policy, errors: &mut Errors) -> Transaction {
        let date = optional_date("/transaction/date", "取引年月日", self.date.as_deref(), errors);
        let counterparty =
            errors.optional_text("/transaction/counterparty", &TextRule::COUNTERPARTY, self.counterparty.as_deref());
        let amount = self.amount.as_ref().map(|amount| amount.accept(policy, errors));
        if self.tags.len() > MAX_TAGS {
            errors.add(
                "/transaction/tags",
                "too-many",
                format!("タグは{MAX_TAGS}件以内で指定してください。"),
                format!("Give at most {MAX_TAGS} tags."),
            );
            return Transaction::default();
        }
        let tags = self.tags.iter().enumerate();
        let tags = tags.map(|(i, tag)| errors.text(&format!("/transaction/tags/{i}"), &TextRule::TAG, tag)).collect();
        let term = self.term.accept(errors);
        let own_fields = self.own_fields(policy, errors);
        Transaction { date, counterparty, amount, tags, term, own_fields }
    }

    /// In the organisation's order. A field that is left empty is none.
    fn own_fields(&self, policy: &Policy, errors: &mut Errors) -> Vec<OwnField> {
        for key in self.own_fields.keys().filter(|key| policy.own_fields.iter().all(|rule| rule.key.as_str() != **key))
        {
            // A pointer names it as it was typed (RFC 6901 §3).
            let named: String = key.chars().take(40).collect();
            let pointer = format!("/transaction/own_fields/{}", key.replace('~', "~0").replace('/', "~1"));
            errors.add(
                pointer,
                "unknown-field",
                format!("組織の独自項目に「{named}」はありません。"),
                format!("Your organisation has no field \u{201c}{named}\u{201d}."),
            );
        }
        let mut fields = Vec::new();
        for rule in &policy.own_fields {
            let value =
                self.own_fields.get(rule.key.as_str()).map(|value| value.trim()).filter(|value| !value.is_empty());
            let Some(value) = value else { continue };
            match rule.accept(value) {
                Ok(value) => fields.push(OwnField { key: rule.key.clone(), label: rule.label.clone(), value }),
                Err(fault) => errors.own_value(&format!("/transaction/own_fields/{}", rule.key), rule, fault),
            }
        }
        fields
    }
}

impl TermRequest {
    fn accept(&self, errors: &mut Errors) -> Term {
        let start = optional_date("/transaction/term/start", "契約開始日", self.start.as_deref(), errors);
        let end = optional_date("/transaction/term/end", "契約終了日", self.end.as_deref(), errors);
        let notice = optional_date("/transaction/term/notice", "解約通知期限", self.notice.as_deref(), errors);
        if start.zip(end).is_some_and(|(start, end)| end < start) {
            errors.add(
                "/transaction/term/end",
                "before-start",
                "契約終了日は、契約開始日以後の日付を指定してください。",
                "Give a last day that is not before the first.",
            );
        }
        if notice.zip(end).is_some_and(|(notice, end)| notice > end) {
            errors.add(
                "/transaction/term/notice",
                "after-end",
                "解約通知期限は、契約終了日以前の日付を指定してください。",
                "Give a day for notice that is not after the contract's last day.",
            );
        }
        Term { start, end, notice, renews: self.renews }
    }
}

fn optional_date(pointer: &str, label: &str, text: Option<&str>, errors: &mut Errors) -> Option<Date> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    accept_date(pointer, label, text, errors)
}

fn accept_date(pointer: &str, label: &str, text: &str, errors: &mut Errors) -> Option<Date> {
    let is_written_so = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let Some(date) = text.parse::<Date>().ok().filter(|_| is_written_so) else {
        errors.add(
            pointer,
            "invalid",
            format!("{label}は、実在する日付を2026-04-01の形で指定してください。"),
            "Give a date that there is, as 2026-04-01.",
        );
        return None;
    };
    if !YEARS.contains(&date.year()) {
        errors.add(
            pointer,
            "out-of-range",
            format!("{label}は{}年から{}年までの日付を指定してください。", YEARS.start(), YEARS.end()),
            format!("Give a date between the years {} and {}.", YEARS.start(), YEARS.end()),
        );
        return None;
    }
    Some(date)
}

impl AmountRequest {
    fn accept(&self, policy: &Policy, errors: &mut Errors) -> Money {
        const VALUE: &str = "/transaction/amount/value";
        let &Self { value, ref currency, reduction, tax } = self;
        if value.unsigned_abs() > MAX_AMOUNT.unsigned_abs() {
            errors.add(
                VALUE,
                "too-large",
                format!("取引金額は{MAX_DIGITS}桁以内で指定してください。"),
                format!("Give an amount of at most {MAX_DIGITS} digits."),
            );
        }
        if value < 0 && !reduction {
            errors.add(
                VALUE,
                "negative",
                "取引金額は0以上で指定してください。減額の場合は「\"reduction\": true」を付けてください。",
                "Give an amount that is not negative, or mark it as a reduction: \"reduction\": true.",
            );
        }
        if value >= 0 && reduction {
            errors.add(
                VALUE,
                "not-negative",
                "減額の場合、取引金額は負の値で指定してください。減額でない場合は「reduction」を省略してください。",
                "Give a negative amount for a reduction, or leave \"reduction\" out.",
            );
        }
        if tax.is_some() && policy.tax.is_some_and(|all| tax != Some(all)) {
            errors.tax_not_uniform();
        }
        let is_in_use =
            |currency: Currency| !currency.is_special() && !currency.is_fund() && currency.is_superseded().is_none();
        if !Currency::from_code(currency).is_some_and(is_in_use) {
            errors.add(
                "/transaction/amount/currency",
                "invalid",
                "通貨はISO 4217の英大文字3文字（JPYなど）で指定してください。",
                "Give a currency by its three capital letters of ISO 4217, such as JPY.",
            );
        }
        Money { value, currency: currency.clone(), reduction, tax: tax.or(policy.tax) }
    }
}
