//! What is proposed, and from which words.

use jiff::civil::Date;

/// What a document's text says of the transaction. A field about which it is silent, or says two things, is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposals {
    /// The document's name for itself (業務委託契約書).
    pub title: Option<Proposal<String>>,
    /// The day on which the contract was made (契約締結日).
    pub date: Option<Proposal<Date>>,
    /// The only party that is not the sender's own organisation.
    pub counterparty: Option<Proposal<Party>>,
    /// The contract's amount as a whole, in yen.
    pub amount: Option<Proposal<Amount>>,
    /// The first day of its term.
    pub start: Option<Proposal<Date>>,
    /// The last day of its term.
    pub end: Option<Proposal<Date>>,
}

/// A value that was read from a document, for a person to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal<T> {
    /// What the words mean.
    pub value: T,
    /// The words from which it was read.
    pub words: String,
    /// Where they stand.
    pub place: Place,
    /// The rule that read them.
    pub rule: Rule,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// Where words stand in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page's number, from 1.
    pub page: u32,
    /// Around the words on the first line that they take; nothing for plain text.
    pub rectangle: Option<Rectangle>,
}

/// A part of a page in the coordinates of the file (ISO 32000-2 §8.3.2.3), in whole points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// From the left.
    pub left: i32,
    /// From below.
    pub bottom: i32,
    /// From the left.
    pub right: i32,
    /// From below.
    pub top: i32,
}

impl Rectangle {
    /// The smallest rectangle around both.
    pub(crate) fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }
}

/// How sure a rule is of what it read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// The document names it by the word that stands for it, or says it twice.
    Certain,
    /// It follows from where it stands, or from something else.
    Likely,
}

/// How a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A line at the document's beginning that ends like the name of a kind of document.
    TitleLine,
    /// Behind a word that stands for it: 契約締結日, 契約金額, 工期.
    Label,
    /// Alone on its line behind the closing words (以上、本契約の成立を証するため…).
    ClosingDate,
    /// Alone on its line above the addressee of a letter.
    HeadDate,
    /// The only day that stands alone on a line.
    OnlyDate,
    /// Before 「契約を締結する」.
    Preamble,
    /// The only 金…円也.
    OnlyAmount,
    /// The total of which the document tells the parts too: without tax, and the tax.
    Sum,
    /// Counted from the first day by 「から3年間」.
    Duration,
    /// The contract's own day, to which the term's beginning refers.
    FromContractDate,
    /// The sentence that says who is meant by 甲 and 乙.
    Definition,
    /// The place where the parties sign.
    SignatureBlock,
    /// To whom a letter is addressed.
    Addressee,
}

/// A party as the document names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The organisation, or the person.
    pub name: String,
    /// Where it is, if that is told beside the name.
    pub address: Option<String>,
    /// Who acts for it, with the office.
    pub representative: Option<String>,
}

/// An amount in yen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Whole yen.
    pub yen: u64,
    /// Whether consumption tax is in it. Nothing where nothing is said.
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
