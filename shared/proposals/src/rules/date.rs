//! The day on which the contract was made.

use std::ops::Range;

use jiff::civil::Date;

use crate::dates::{FoundDate, date_at, dates, is_blank_date};
use crate::proposal::{Confidence, Proposal, Rule};
use crate::text::Text;

use super::{Found, after, before, skip, unanimous};

const LABELS: [&str; 18] = [
    "契約締結日",
    "契約締結年月日",
    "契約年月日",
    "契約日",
    "締結日",
    "締結年月日",
    "協定締結日",
    "覚書締結日",
    "合意日",
    "発注日",
    "発注年月日",
    "注文日",
    "注文年月日",
    "契約の締結日",
    "協定年月日",
    "申込日",
    "申込年月日",
    "注文書発行日",
];
/// Before a label: it is about another contract.
const OF_ANOTHER: [&str; 8] = ["原", "当初", "変更前", "前回", "旧", "基本", "従前", "先の"];
const BETWEEN: [&str; 6] = [":", "は", "、", "(", "/", "・"];
/// With these a contract closes, before the day and the names.
const CLOSING: [&str; 14] = [
    "証する",
    "証として",
    "証すため",
    "通を作成",
    "通を保有",
    "通を所持",
    "記名押印",
    "記名捺印",
    "署名押印",
    "記名の上",
    "電磁的記録を作成",
    "電子署名を",
    "お請けします",
    "お請けいたします",
];
/// Documents of one side, which have their day at the head.
const LETTERS: [&str; 8] = ["請書", "注文書", "発注書", "誓約書", "申込書", "通知書", "承諾書", "委任状"];
/// So many lines behind the closing words the day may stand.
const CLOSING_LINES: usize = 8;
const HEAD_LINES: usize = 8;

pub(crate) fn date(text: &Text, title: Option<&str>) -> Option<Proposal<Date>> {
    let closing = closing(text);
    let mut labelled = labelled(text);
    if !labelled.is_empty() {
        labelled.extend(closing.as_ref().and_then(Alone::date).map(found)); // it must not be another
        return unanimous(labelled).map(|found| found.proposed(text, Rule::Label, Confidence::Certain));
    }
    if let Some(closing) = closing {
        return closing.date().map(|date| found(date).proposed(text, Rule::ClosingDate, Confidence::Certain));
    }
    let alone = alone(text);
    if alone.iter().any(|alone| matches!(alone, Alone::Blank)) {
        return None; // it is still to be filled in
    }
    let dates: Vec<&FoundDate> = alone.iter().filter_map(Alone::date).collect();
    if let [only] = dates[..] {
        let is_letter = title.is_some_and(|title| LETTERS.iter().any(|kind| title.contains(kind)));
        let line = text.line_of(only.letters.start);
        if is_letter && line < HEAD_LINES {
            return Some(found(only).proposed(text, Rule::HeadDate, Confidence::Certain));
        }
        if line < HEAD_LINES || line * 2 > text.lines().len() {
            return Some(found(only).proposed(text, Rule::OnlyDate, Confidence::Likely));
        }
    }
    if dates.is_empty() { preamble(text) } else { None }
}

fn found(date: &FoundDate) -> Found<Date> {
    Found { value: date.date, letters: date.letters.clone() }
}

fn labelled(text: &Text) -> Vec<Found<Date>> {
    let labels = text.all_of(&LABELS).into_iter();
    let own = labels.filter(|(_, label)| {
        let before = before(text, label.start, 4);
        !OF_ANOTHER.iter().any(|word| before.contains(word))
    });
    let dated = own.filter_map(|(_, label)| {
        let date = date_at(text, skip(text, label.end, &BETWEEN))?;
        Some(Found { value: date.date, letters: label.start..date.letters.end })
    });
    dated.collect()
}

/// A line that is a day, or the room for one.
enum Alone {
    Date(FoundDate),
    Blank,
}

impl Alone {
    fn of(text: &Text, line: Range<usize>) -> Option<Self> {
        if let Some(date) = date_at(text, line.start).filter(|date| date.letters.end == line.end) {
            return Some(Self::Date(date));
        }
        is_blank_date(&text.compact(line)).then_some(Self::Blank)
    }

    fn date(&self) -> Option<&FoundDate> {
        match self {
            Self::Date(date) => Some(date),
            Self::Blank => None,
        }
    }
}

fn alone(text: &Text) -> Vec<Alone> {
    text.lines().iter().filter_map(|line| Alone::of(text, line.clone())).collect()
}

/// The day, or the room for one, on the lines behind the last closing words.
fn closing(text: &Text) -> Option<Alone> {
    let (_, last) = text.all_of(&CLOSING).pop()?;
    let line = text.line_of(last.start);
    let lines = &text.lines()[line..(line + CLOSING_LINES).min(text.lines().len())];
    let first_cells = lines.iter().filter_map(|line| text.cells(line.clone()).into_iter().next());
    let mut found = first_cells.filter_map(|cell| Alone::of(text, cell));
    let whole_line = lines.iter().find_map(|line| Alone::of(text, line.clone()));
    whole_line.or_else(|| found.next())
}

/// 「甲と乙は、令和8年4月1日、次のとおり契約を締結する」, but not the day of a contract that was made before.
fn preamble(text: &Text) -> Option<Proposal<Date>> {
    let makes = |date: &FoundDate| {
        let sentence = after(text, date.letters.end, 60);
        let is_past = ["締結した", "締結され", "付", "変更", "から", "まで"].iter().any(|word| sentence.contains(word));
        let before = before(text, date.letters.start, 40);
        sentence.contains("締結する") && !is_past && (before.contains('は') || before.contains('と'))
    };
    let found: Vec<_> = dates(text).iter().filter(|date| makes(date)).map(found).collect();
    unanimous(found).map(|found| found.proposed(text, Rule::Preamble, Confidence::Likely))
}
