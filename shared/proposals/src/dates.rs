//! Days as contracts write them: 令和8年4月1日, R8.4.1, 2026/4/1, 令和八年四月一日, 2026年（令和8年）4月1日.

use std::ops::Range;

use jiff::civil::Date;

use crate::numbers::{Number, is_of_number, number_at};
use crate::text::{Gap, Text};

/// Names of eras, and the year before their first.
const ERAS: [(&str, u64); 9] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
    ("r", 2018),
    ("h", 1988),
    ("西暦", 0),
];

/// A day in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundDate {
    pub(crate) date: Date,
    pub(crate) letters: Range<usize>,
}

/// All days of the text.
pub(crate) fn dates(text: &Text) -> Vec<FoundDate> {
    let mut found: Vec<FoundDate> = Vec::new();
    let mut at = 0;
    while at < text.chars().len() {
        let date = date_at(text, at);
        at = date.as_ref().map_or(at + 1, |date| date.letters.end);
        found.extend(date);
    }
    found
}

/// The day that begins here.
pub(crate) fn date_at(text: &Text, start: usize) -> Option<FoundDate> {
    let before = start.checked_sub(1).map(|at| text.chars()[at]);
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || is_of_number(c)) && text.gap(start) < Gap::Wide {
        return None;
    }
    let (year, after) = year_at(text, start)?;
    let (separators, month_at) = match text.chars().get(after)? {
        '年' => (['月', '日'], skip_other_year(text, after + 1, year)?),
        '.' => (['.', ' '], after + 1),
        '/' => (['/', ' '], after + 1),
        '-' => (['-', ' '], after + 1),
        _ => return None,
    };
    let month = two_digits(text, month_at)?;
    if text.chars().get(month.end) != Some(&separators[0]) {
        return None;
    }
    let day = two_digits(text, month.end + 1)?;
    let end = if separators[1] == '日' {
        if text.chars().get(day.end) != Some(&'日') {
            return None;
        }
        day.end + 1
    } else {
        let goes_on = text.chars().get(day.end).is_some_and(|c| c.is_ascii_alphanumeric() || "./-".contains(*c));
        if goes_on && text.gap(day.end) == Gap::None {
            return None;
        }
        day.end
    };
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month.value).ok()?, i8::try_from(day.value).ok()?);
    date.ok().map(|date| FoundDate { date, letters: start..skip_weekday(text, end) })
}

/// Behind a day of the week in brackets: (水), (水曜日).
fn skip_weekday(text: &Text, at: usize) -> usize {
    let inside = |end: usize| {
        ["曜日)", "曜)", ")"].iter().find(|rest| text.is_at(end, rest)).map(|rest| end + rest.chars().count())
    };
    let is_weekday = text.is_at(at, "(") && text.chars().get(at + 1).is_some_and(|c| "月火水木金土日".contains(*c));
    is_weekday.then(|| inside(at + 2)).flatten().unwrap_or(at)
}

/// A year of our time, and where it ends.
fn year_at(text: &Text, start: usize) -> Option<(u64, usize)> {
    let (before_first, at) = match ERAS.iter().find(|(name, _)| text.is_at(start, name)) {
        Some((name, before_first)) => (*before_first, start + name.chars().count()),
        None => (0, start),
    };
    if before_first > 0 && text.is_at(at, "元年") {
        return Some((before_first + 1, at + 1));
    }
    let number = number_at(text, at)?;
    let year = before_first + number.value;
    let is_sensible = if before_first > 0 { (1..=99).contains(&number.value) } else { number.end >= at + 4 };
    (is_sensible && (1900..=2199).contains(&year)).then_some((year, number.end))
}

/// Behind a year in brackets that is the same: 2026年（令和8年）. Nothing if it is another.
fn skip_other_year(text: &Text, at: usize, year: u64) -> Option<usize> {
    if !text.is_at(at, "(") {
        return Some(at);
    }
    let (other, end) = year_at(text, at + 1)?;
    let end = if text.is_at(end, "年") { end + 1 } else { end };
    (other == year && text.is_at(end, ")")).then_some(end + 1)
}

fn two_digits(text: &Text, at: usize) -> Option<Number> {
    number_at(text, at).filter(|number| (1..=31).contains(&number.value) && number.end <= at + 3)
}

/// Whether a day is left to be filled in here: 令和　年　月　日, 令和8年　月　日, 2026年__月__日.
pub(crate) fn is_blank_date(words: &str) -> bool {
    let written: String = words.chars().filter(|c| !c.is_ascii_digit() && !"元○〇_＿.・".contains(*c)).collect();
    let eras = ["令和", "平成", "西暦", ""];
    eras.iter().any(|era| written.strip_prefix(era) == Some("年月日"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Option<String> {
        date_at(&Text::from_plain(words), 0).map(|found| found.date.to_string())
    }

    #[test]
    fn days_are_read_in_every_way_that_contracts_write_them() {
        for (words, date) in [
            ("令和８年４月１日", "2026-04-01"),
            ("令和　８年　４月　１日", "2026-04-01"),
            ("令和元年5月1日", "2019-05-01"),
            ("平成31年4月30日", "2019-04-30"),
            ("令和八年十二月二十三日", "2026-12-23"),
            ("二〇二六年四月一日", "2026-04-01"),
            ("R8.4.1", "2026-04-01"),
            ("R8/4/1", "2026-04-01"),
            ("2026-04-01", "2026-04-01"),
            ("２０２６．１０．３１", "2026-10-31"),
            ("西暦2026年4月1日", "2026-04-01"),
            ("2026年（令和8年）4月1日", "2026-04-01"),
            ("令和8年（2026年）4月1日", "2026-04-01"),
            ("令和8年4月1日（水曜日）", "2026-04-01"),
        ] {
            assert_eq!(read(words).as_deref(), Some(date), "{words}");
        }
    }

    #[test]
    fn what_is_no_day_of_the_calendar_is_none() {
        for words in [
            "令和　年　月　日",
            "令和8年　月　日",
            "令和8年2月30日",
            "2026年（令和7年）4月1日",
            "2026.4.1.2",
            "令和8年4月",
            "8年4月1日",
            "令和0年4月1日",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
    }

    #[test]
    fn a_day_to_be_filled_in_is_told_from_a_day() {
        for words in ["令和年月日", "令和8年月日", "年月日", "20__年月日", "令和○年○月○日"] {
            assert!(is_blank_date(words), "{words}");
        }
        assert!(!is_blank_date("令和年度"));
    }
}
