//! Terms as contracts write them: から…まで, 自…至…, 着手…完成…, から3年間, 納期.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::dates::date_at;
use crate::numbers::number_at;
use crate::proposal::Rule;
use crate::text::Text;

use super::skip;

const FROM: [&str; 8] = ["から", "より", "~", "〜", "-", "至", "ー", "―"];

/// What was read of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) start: Start,
    pub(super) end: Option<(Date, Rule)>,
    pub(super) letters: Range<usize>,
    /// Where the words about the last day begin.
    pub(super) end_from: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Day(Date),
    ContractDate,
    DayAfterContract,
    Unsaid,
}

pub(super) fn range_at(text: &Text, at: usize) -> Option<Term> {
    let begun = text.one_of_at(at, &["着手", "着工", "着手日", "開始日", "開始"]);
    if let Some(begin) = begun.and_then(|(_, end)| date_at(text, skip(text, end, &[":"])))
        && let Some((_, done)) =
            text.one_of_at(begin.letters.end, &["完成", "完了", "竣工", "しゅん工", "終了日", "終了", "完了日"])
        && let Some(end) = date_at(text, skip(text, done, &[":"]))
    {
        let (letters, end_from) = (at..end.letters.end, begin.letters.end);
        let term = Term { start: Start::Day(begin.date), end: Some((end.date, Rule::Label)), letters, end_from };
        return (begin.date <= end.date).then_some(term);
    }
    let (start, from) = match date_at(text, at) {
        Some(date) => (Start::Day(date.date), date.letters.end),
        None => contract_date_at(text, at)?,
    };
    if let Start::Day(date) = start
        && text.is_at(from, "まで")
    {
        return Some(Term {
            start: Start::Unsaid,
            end: Some((date, Rule::Label)),
            letters: at..from + 2,
            end_from: at,
        });
    }
    let (_, after_from) = text.one_of_at(from, &FROM)?;
    let end_at = skip(text, after_from, &["、", "至", "起算して", "(", ":"]);
    if let Some(end) = date_at(text, end_at) {
        let is_range = !matches!(start, Start::Day(first) if first > end.date);
        let term = Term {
            start,
            end: Some((end.date, Rule::Label)),
            letters: at..end.letters.end,
            end_from: end.letters.start,
        };
        return is_range.then_some(term);
    }
    let counted = match start {
        Start::Day(first) => last_day(text, end_at, first),
        Start::ContractDate | Start::DayAfterContract | Start::Unsaid => None,
    };
    let letters = at..counted.map_or(after_from, |(_, end)| end);
    Some(Term {
        start,
        end: counted.map(|(date, _)| (date, Rule::Duration)),
        letters,
        end_from: end_at.min(after_from),
    })
}

/// The term of which a label stands between the two lines, in the middle of a table's row.
pub(super) fn around(text: &Text, label: &Range<usize>) -> Option<Term> {
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
    are_whole.then_some(Term {
        start: Start::Day(start.date),
        end: Some((end.date, Rule::Label)),
        letters,
        end_from: after.start,
    })
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

pub(super) fn limit_at(text: &Text, at: usize) -> Option<Term> {
    let date = date_at(text, at)?;
    let goes_on = text.one_of_at(date.letters.end, &FROM).is_some();
    (!goes_on).then_some(Term {
        start: Start::Unsaid,
        end: Some((date.date, Rule::Label)),
        end_from: date.letters.start,
        letters: date.letters,
    })
}
