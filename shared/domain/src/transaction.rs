//! Transaction data (F5; 電子帳簿保存法施行規則2条6項): what the archive is searched by. Blank is allowed.

use jiff::civil::Date;

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
}
