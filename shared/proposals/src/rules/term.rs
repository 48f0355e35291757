//! The term: its first and its last day.

use std::ops::Range;

use jiff::civil::Date;

use crate::proposal::{Confidence, Proposal, Rule};
use crate::text::Text;

use super::range::{Start, Term, around, limit_at, range_at};
use super::{Found, before, skip};

const LABELS: [&str; 31] = [
    "契約期間",
    "契約の期間",
    "履行期間",
    "履行の期間",
    "委託期間",
    "委託業務期間",
    "業務期間",
    "業務委託期間",
    "業務の期間",
    "実施期間",
    "有効期間",
    "協定期間",
    "協定の期間",
    "賃貸借期間",
    "賃貸借の期間",
    "貸付期間",
    "貸付けの期間",
    "使用期間",
    "利用期間",
    "工期",
    "工事期間",
    "派遣期間",
    "存続期間",
    "保守期間",
    "供給期間",
    "雇用期間",
    "適用期間",
    "指定期間",
    "リース期間",
    "期間",
    "指定の期間",
];
/// The last day alone.
const LIMITS: [&str; 9] =
    ["履行期限", "納入期限", "納品期限", "納期", "完成期限", "納入期日", "履行期日", "納品期日", "完了期限"];
const OF_ANOTHER: [&str; 9] = ["変更前", "当初", "原", "旧", "従前", "保証", "秘密保持", "瑕疵担保", "支払"];
const BETWEEN: [&str; 11] = [":", "は", "、", "自", "(", ")", "を", "/", "・", "として", "変更後"];

/// The first and the last day. The contract's own day is needed where the term begins with it.
pub(crate) fn term(
    text: &Text,
    title: Option<&str>,
    contract: Option<&Proposal<Date>>,
) -> (Option<Proposal<Date>>, Option<Proposal<Date>>) {
    let Some(term) = the_term(text, title) else { return (None, None) };
    let letters = term.letters;
    let proposed = |value, rule, confidence| Found { value, letters: letters.clone() }.proposed(text, rule, confidence);
    let start = match term.start {
        Start::Day(date) => Some(proposed(date, Rule::Label, Confidence::Certain)),
        Start::ContractDate => {
            contract.map(|contract| proposed(contract.value, Rule::FromContractDate, Confidence::Likely))
        }
        Start::DayAfterContract => contract.and_then(|contract| {
            Some(proposed(contract.value.tomorrow().ok()?, Rule::FromContractDate, Confidence::Likely))
        }),
        Start::Unsaid => None,
    };
    let end = term.end.map(|(date, rule)| {
        let confidence = if rule == Rule::Label { Confidence::Certain } else { Confidence::Likely };
        let place = text.place(term.end_from..letters.end);
        Proposal { place, ..proposed(date, rule, confidence) }
    });
    (start, end)
}

/// The term that all labels tell alike; a limit (納期) only where there is no term.
fn the_term(text: &Text, title: Option<&str>) -> Option<Term> {
    let mut found = changed(text);
    if found.is_empty() && title.is_some_and(|title| title.contains("変更")) {
        return None; // what it was is told as well
    }
    if found.is_empty() {
        found = labelled(text, &LABELS, range_at);
    }
    if found.is_empty() {
        found = labelled(text, &LIMITS, limit_at);
    }
    let first = found.first()?.clone();
    found.iter().all(|term| term.start == first.start && same_end(term, &first)).then_some(first)
}

/// 変更後の履行期間, or 変更後 under a heading.
fn changed(text: &Text) -> Vec<Term> {
    let read = |(_, word): (&str, Range<usize>)| {
        let at = skip(text, word.end, &["の"]);
        let label_end = text.one_of_at(at, &LABELS).map_or(at, |(_, end)| end);
        let term = range_at(text, skip(text, label_end, &BETWEEN))?;
        Some(Term { letters: word.start..term.letters.end, ..term })
    };
    text.all_of(&["変更後"]).into_iter().filter_map(read).collect()
}

fn same_end(one: &Term, other: &Term) -> bool {
    one.end.map(|end| end.0) == other.end.map(|end| end.0)
}

fn labelled(text: &Text, labels: &[&str], read: fn(&Text, usize) -> Option<Term>) -> Vec<Term> {
    let mut terms = Vec::new();
    for (_, label) in text.all_of(labels) {
        let said_before = before(text, label.start, 6);
        if OF_ANOTHER.iter().any(|word| said_before.contains(word)) {
            continue;
        }
        if let Some(term) = read(text, skip(text, label.end, &BETWEEN)) {
            let behind = skip(text, term.letters.end, &["まで", "」"]);
            if text.is_at(behind, "を") {
                continue; // 「…まで」を「…まで」に改める
            }
            terms.push(Term { letters: label.start..term.letters.end, ..term });
        } else {
            terms.extend(around(text, &label));
        }
    }
    terms
}
