//! Amounts as contracts write them: 金1,234,567円也, ￥1,234,567-, 金壱百万円也, 1,200万円（税込）.

use std::ops::Range;

use crate::numbers::number_at;
use crate::proposal::Tax;
use crate::text::Text;

/// An amount in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundMoney {
    pub(crate) yen: u64,
    pub(crate) letters: Range<usize>,
    /// Whether it is written as sums are that nobody shall change: 金…円, ￥.
    pub(crate) is_formal: bool,
}

/// The amount that begins here: its currency is named before or behind it.
pub(crate) fn money_at(text: &Text, start: usize) -> Option<FoundMoney> {
    let (prefix, at) = text.one_of_at(start, &["金", "一金", "¥", "金¥", "\\", "金\\"]).unwrap_or(("", start));
    let number = number_at(text, at)?;
    let yen = text.is_at(number.end, "円");
    let has_sign = prefix.ends_with(['¥', '\\']);
    if !yen && !has_sign {
        return None;
    }
    let mut end = if yen { number.end + 1 } else { number.end };
    end = text.one_of_at(end, &["也", ".-", "-", "ー", "―"]).map_or(end, |(_, end)| end);
    Some(FoundMoney { yen: number.value, letters: start..end, is_formal: !prefix.is_empty() })
}

/// All amounts of the text.
pub(crate) fn amounts(text: &Text) -> Vec<FoundMoney> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.chars().len() {
        match money_at(text, at) {
            Some(money) => {
                at = money.letters.end;
                found.push(money);
            }
            // Not from the middle of a number: what it begins with says what it is.
            None => at = number_at(text, at).map_or(at + 1, |number| number.end),
        }
    }
    found
}

const EXCLUDED: [&str; 21] = [
    "税抜",
    "税別",
    "税を含まない",
    "税を含まず",
    "税額を含まない",
    "税等を含まない",
    "税相当額を含まない",
    "税を除く",
    "税等を除く",
    "税は別途",
    "税等は別途",
    "税別途",
    "別途消費税",
    "税を別途",
    "税を加算",
    "税を加えた",
    "税額を加算",
    "税額を加えた",
    "税等を加算",
    "税相当額を加算",
    "税相当額を加えた",
];
const INCLUDED: [&str; 13] = [
    "税込",
    "内税",
    "税を含む",
    "税額を含む",
    "税等を含む",
    "税相当額を含む",
    "うち消費税",
    "うち取引に係る消費税",
    "内消費税",
    "消費税額を含む",
    "うち、消費税",
    "うち取引にかかる消費税",
    "税含む",
];

/// What some words say of consumption tax; nothing if they say both.
pub(crate) fn tax_in(words: &str) -> Option<Tax> {
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    match (says(&INCLUDED), says(&EXCLUDED)) {
        (true, false) => Some(Tax::Included),
        (false, true) => Some(Tax::Excluded),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yen(words: &str) -> Option<u64> {
        money_at(&Text::from_plain(words), 0).map(|money| money.yen)
    }

    #[test]
    fn amounts_are_read_in_every_way_that_contracts_write_them() {
        for (words, amount) in [
            ("金１２，３４５，６７８円也", 12_345_678),
            ("金壱百万円也", 1_000_000),
            ("￥1,234,567-", 1_234_567),
            ("1,200万円", 12_000_000),
            ("500円", 500),
        ] {
            assert_eq!(yen(words), Some(amount), "{words}");
        }
        for words in ["金　　　　円也", "1,234,567", "金5", "10名", "1.5万円"] {
            assert_eq!(yen(words), None, "{words}");
        }
    }

    #[test]
    fn words_about_tax_are_told_apart() {
        assert_eq!(tax_in("(うち取引に係る消費税及び地方消費税の額"), Some(Tax::Included));
        assert_eq!(tax_in("(消費税及び地方消費税を含む。)"), Some(Tax::Included));
        assert_eq!(tax_in("(消費税及び地方消費税を含まない。)"), Some(Tax::Excluded));
        assert_eq!(tax_in("(税抜)"), Some(Tax::Excluded));
        assert_eq!(tax_in("税抜100円、税込110円"), None);
    }
}
