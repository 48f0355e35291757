//! Transaction data (F5; 電子帳簿保存法施行規則2条6項): what the archive is searched by. Blank is allowed.

mod own_field;

use jiff::civil::Date;

pub use own_field::{FieldKey, InvalidFieldKey, OwnField};

/// 取引年月日, 取引先, 取引金額 and free tags. What is stored may be older than the rules of [`crate::draft::TransactionRequest`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transaction {
    /// 取引年月日.
    pub date: Option<Date>,
    /// 取引先.
    pub counterparty: Option<String>,
    /// 取引金額.
    pub amount: Option<Money>,
    /// Free words.
    pub tags: Vec<String>,
    /// The contract's term (F14).
    pub term: Term,
    /// The organisation's own fields, in their order (F14).
    pub own_fields: Vec<OwnField>,
}

/// The term of the contract, as integrators know it from CloudSign (F14).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// 契約開始日, the first day.
    pub start: Option<Date>,
    /// 契約終了日, the last day.
    pub end: Option<Date>,
    /// 解約通知期限, the last day on which notice can be given.
    pub notice: Option<Date>,
    /// 自動更新: whether it goes on after that unless notice was given. Nothing where nothing is said.
    pub renews: Option<bool>,
}

/// An amount in the currency's smallest unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Whole units of the currency's smallest unit; yen have no smaller one. Negative for a reduction.
    pub value: i64,
    /// ISO 4217 code, yen by default.
    pub currency: String,
    /// Whether it reduces an earlier amount (減額変更).
    pub reduction: bool,
    /// Whether consumption tax is in it (L21). Nothing where nothing is said.
    pub tax: Option<Tax>,
}

/// Whether consumption tax is in an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tax {
    /// 税込.
    Included,
    /// 税抜.
    Excluded,
}
