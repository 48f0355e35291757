//! The transaction data of a new envelope, as a sender gives it.

use iso_currency::Currency;
use jiff::civil::Date;

use super::errors::Errors;
use crate::text::TextRule;
use crate::transaction::{Money, Transaction};

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
}

impl TransactionRequest {
    /// Reads it.
    pub(super) fn accept(&self, errors: &mut Errors) -> Transaction {
        let date = self.date.as_deref().map(str::trim).filter(|date| !date.is_empty());
        let date = date.and_then(|date| accept_date(date, errors));
        let counterparty =
            errors.optional_text("/transaction/counterparty", &TextRule::COUNTERPARTY, self.counterparty.as_deref());
        let amount = self.amount.as_ref().map(|amount| amount.accept(errors));
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
        Transaction { date, counterparty, amount, tags }
    }
}

fn accept_date(text: &str, errors: &mut Errors) -> Option<Date> {
    const POINTER: &str = "/transaction/date";
    let is_written_so = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let Some(date) = text.parse::<Date>().ok().filter(|_| is_written_so) else {
        errors.add(
            POINTER,
            "invalid",
            "取引年月日は、実在する日付を2026-04-01の形で指定してください。",
            "Give a date that there is, as 2026-04-01.",
        );
        return None;
    };
    if !YEARS.contains(&date.year()) {
        errors.add(
            POINTER,
            "out-of-range",
            format!("取引年月日は{}年から{}年までの日付を指定してください。", YEARS.start(), YEARS.end()),
            format!("Give a date between the years {} and {}.", YEARS.start(), YEARS.end()),
        );
        return None;
    }
    Some(date)
}

impl AmountRequest {
    fn accept(&self, errors: &mut Errors) -> Money {
        const VALUE: &str = "/transaction/amount/value";
        let &Self { value, ref currency, reduction } = self;
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
        Money { value, currency: currency.clone(), reduction }
    }
}
