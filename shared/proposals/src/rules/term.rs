//! The term: its first and its last day.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::dates::date_at;
use crate::numbers::number_at;
use crate::proposal::{Confidence, Proposal, Rule};
use crate::text::Text;

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
const FROM: [&str; 8] = ["から", "より", "~", "〜", "-", "至", "ー", "―"];

/// What was read of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    start: Start,
    end: Option<(Date, Rule)>,
    letters: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Day(Date),
    ContractDate,
    DayAfterContract,
    Unsaid,
}

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
        proposed(date, rule, confidence)
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

/// The term of which a label stands between the two lines, in the middle of a table's row.
fn around(text: &Text, label: &Range<usize>) -> Option<Term> {
    let line = text.line_of(label.start);
    if text.lines()[line] != *label {
        return None;
    }
    let before = text.lines().get(line.checked_sub(1)?)?;
    let after = text.lines().get(line + 1)?;
    let start = date_at(text, skip(text, before.start, &["自", "着手", "着工", "開始", ":"]))?;
    let start_end = skip(text, start.letters.end, &FROM);
    let end = date_at(text, skip(text, after.start, &["至", "完成", "完了", "竣工", "終了", ":"]))?;
    let end_end = skip(text, end.letters.end, &["まで"]);
    let are_whole = start_end == before.end && end_end == after.end && start.date <= end.date;
    let letters = before.start..after.end;
    are_whole.then_some(Term { start: Start::Day(start.date), end: Some((end.date, Rule::Label)), letters })
}

fn range_at(text: &Text, at: usize) -> Option<Term> {
    let begun = text.one_of_at(at, &["着手", "着工", "着手日", "開始日", "開始"]);
    if let Some(begin) = begun.and_then(|(_, end)| date_at(text, skip(text, end, &[":"])))
        && let Some((_, done)) =
            text.one_of_at(begin.letters.end, &["完成", "完了", "竣工", "しゅん工", "終了日", "終了", "完了日"])
        && let Some(end) = date_at(text, skip(text, done, &[":"]))
    {
        let letters = at..end.letters.end;
        return Some(Term { start: Start::Day(begin.date), end: Some((end.date, Rule::Label)), letters });
    }
    let (start, from) = match date_at(text, at) {
        Some(date) => (Start::Day(date.date), date.letters.end),
        None => contract_date_at(text, at)?,
    };
    if let Start::Day(date) = start
        && text.is_at(from, "まで")
    {
        return Some(Term { start: Start::Unsaid, end: Some((date, Rule::Label)), letters: at..from + 2 });
    }
    let (_, after_from) = text.one_of_at(from, &FROM)?;
    let end_at = skip(text, after_from, &["、", "至", "起算して", "(", ":"]);
    if let Some(end) = date_at(text, end_at) {
        let is_range = !matches!(start, Start::Day(first) if first > end.date);
        let term = Term { start, end: Some((end.date, Rule::Label)), letters: at..end.letters.end };
        return is_range.then_some(term);
    }
    let counted = match start {
        Start::Day(first) => last_day(text, end_at, first),
        Start::ContractDate | Start::DayAfterContract | Start::Unsaid => None,
    };
    let letters = at..counted.map_or(after_from, |(_, end)| end);
    Some(Term { start, end: counted.map(|(date, _)| (date, Rule::Duration)), letters })
}

/// 契約締結の日, or the day after it.
fn contract_date_at(text: &Text, at: usize) -> Option<(Start, usize)> {
    let names =
        ["契約締結日", "契約締結の日", "契約の締結日", "契約の締結の日", "締結日", "締結の日", "契約日", "契約の日"];
    let at = skip(text, at, &["本", "この", "本件"]);
    let (_, end) = text.one_of_at(at, &names)?;
    if let Some(date) = text.is_at(end, "(").then(|| date_at(text, end + 1)).flatten()
        && text.is_at(date.letters.end, ")")
    {
        return Some((Start::Day(date.date), date.letters.end + 1));
    }
    let day_after = text.one_of_at(end, &["の翌日", "翌日"]);
    Some(day_after.map_or((Start::ContractDate, end), |(_, end)| (Start::DayAfterContract, end)))
}

/// The last day of so many years or months from a first one: 「から1年間」.
fn last_day(text: &Text, at: usize, first: Date) -> Option<(Date, usize)> {
    let number =
        number_at(text, skip(text, at, &["満", "向こう"])).filter(|number| (1..=600).contains(&number.value))?;
    let count = i64::try_from(number.value).ok()?;
    let (unit, end) = text.one_of_at(
        number.end,
        &["年間", "年", "か月間", "ヶ月間", "カ月間", "箇月間", "か月", "ヶ月", "カ月", "箇月"],
    )?;
    let span = if unit.starts_with('年') { count.years() } else { count.months() };
    let after = first.checked_add(span).ok()?;
    Some((after.yesterday().ok()?, end))
}

fn limit_at(text: &Text, at: usize) -> Option<Term> {
    let date = date_at(text, at)?;
    let goes_on = text.one_of_at(date.letters.end, &FROM).is_some();
    (!goes_on).then_some(Term { start: Start::Unsaid, end: Some((date.date, Rule::Label)), letters: date.letters })
}
