//! The usual data for the archive, by the names under which an organisation may demand them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::transaction::Transaction;

/// A part of the data for the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TransactionPart {
    /// 取引年月日.
    Date,
    /// 取引先.
    Counterparty,
    /// 取引金額.
    Amount,
    /// The first day of the contract's term.
    TermStart,
    /// The last day of the contract's term.
    TermEnd,
    /// Until when notice has to be given.
    Notice,
}

/// A name that no part has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such part of the data for the archive")]
pub struct UnknownTransactionPart;

impl TransactionPart {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Date, Self::Counterparty, Self::Amount, Self::TermStart, Self::TermEnd, Self::Notice];

    /// Its name for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Counterparty => "counterparty",
            Self::Amount => "amount",
            Self::TermStart => "term_start",
            Self::TermEnd => "term_end",
            Self::Notice => "notice",
        }
    }

    /// The pointer of its field in an envelope (RFC 6901).
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Date => "/transaction/date",
            Self::Counterparty => "/transaction/counterparty",
            Self::Amount => "/transaction/amount",
            Self::TermStart => "/transaction/term/start",
            Self::TermEnd => "/transaction/term/end",
            Self::Notice => "/transaction/term/notice",
        }
    }

    /// What people call it, in Japanese and in English.
    pub const fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Date => ("取引年月日", "the date of the transaction"),
            Self::Counterparty => ("取引先", "the counterparty"),
            Self::Amount => ("取引金額", "the amount"),
            Self::TermStart => ("契約開始日", "the first day of the contract's term"),
            Self::TermEnd => ("契約終了日", "the last day of the contract's term"),
            Self::Notice => ("解約通知期限", "the day until which notice has to be given"),
        }
    }

    /// Whether these data have it.
    pub const fn is_in(self, transaction: &Transaction) -> bool {
        let term = &transaction.term;
        match self {
            Self::Date => transaction.date.is_some(),
            Self::Counterparty => transaction.counterparty.is_some(),
            Self::Amount => transaction.amount.is_some(),
            Self::TermStart => term.start.is_some(),
            Self::TermEnd => term.end.is_some(),
            Self::Notice => term.notice.is_some(),
        }
    }
}

impl FromStr for TransactionPart {
    type Err = UnknownTransactionPart;

    fn from_str(text: &str) -> Result<Self, UnknownTransactionPart> {
        Self::ALL.into_iter().find(|part| part.as_str() == text).ok_or(UnknownTransactionPart)
    }
}

impl fmt::Display for TransactionPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for TransactionPart {
    type Error = UnknownTransactionPart;

    fn try_from(text: String) -> Result<Self, UnknownTransactionPart> {
        text.parse()
    }
}

impl From<TransactionPart> for String {
    fn from(part: TransactionPart) -> Self {
        part.as_str().to_owned()
    }
}
