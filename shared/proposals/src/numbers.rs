//! Numbers as contracts write them: 1,234, １２３４, 千二百三十四, 壱千弐百参拾四, 二〇二六, 1億2,000万.

use crate::text::{Gap, Text};

/// A number, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: u64,
    pub(crate) end: usize,
}

/// No amount is written with more, so that a page of noughts costs no more than others.
const MAX_LETTERS: usize = 40;

/// What a character is in a number.
#[derive(Clone, Copy)]
enum Part {
    Digit(u64),
    /// 十, 百, 千.
    Small(u64),
    /// 万, 億, 兆.
    Large(u64),
}

fn part(c: char) -> Option<Part> {
    Some(match c {
        '0'..='9' => Part::Digit(u64::from(c) - u64::from('0')),
        '〇' | '零' => Part::Digit(0),
        '一' | '壱' | '壹' => Part::Digit(1),
        '二' | '弐' | '貳' => Part::Digit(2),
        '三' | '参' | '參' => Part::Digit(3),
        '四' | '肆' => Part::Digit(4),
        '五' | '伍' => Part::Digit(5),
        '六' | '陸' => Part::Digit(6),
        '七' | '漆' => Part::Digit(7),
        '八' | '捌' => Part::Digit(8),
        '九' | '玖' => Part::Digit(9),
        '十' | '拾' => Part::Small(10),
        '百' | '佰' => Part::Small(100),
        '千' | '阡' => Part::Small(1000),
        '万' | '萬' => Part::Large(10_000),
        '億' => Part::Large(100_000_000),
        '兆' => Part::Large(1_000_000_000_000),
        _ => return None,
    })
}

/// Whether a character belongs to numbers.
pub(crate) fn is_of_number(c: char) -> bool {
    part(c).is_some()
}

/// A number that begins here. It ends at a gap as wide as between columns, and where letters with and without a space
/// between them meet it is none: `1 10,000` is two numbers, and nobody knows which is meant.
pub(crate) fn number_at(text: &Text, start: usize) -> Option<Number> {
    let mut reading = Reading::default();
    let mut is_spaced = None;
    let mut at = start;
    while let Some(c) = text.chars().get(at).copied() {
        let comma = c == ',' && is_thousand(text, at);
        if !comma && part(c).is_none() {
            break;
        }
        if at - start > MAX_LETTERS {
            return None;
        }
        if at > start {
            match text.gap(at) {
                Gap::Wide | Gap::Line => break,
                gap if *is_spaced.get_or_insert(gap == Gap::Space) != (gap == Gap::Space) => return None,
                Gap::None | Gap::Space => {}
            }
        }
        if let Some(part) = part(c) {
            reading.take(part)?;
        }
        at += 1;
    }
    (at > start).then(|| reading.value()).flatten().map(|value| Number { value, end: at })
}

/// Whether three digits and no fourth follow on a comma.
fn is_thousand(text: &Text, comma: usize) -> bool {
    let digit = |at: usize| text.chars().get(at).is_some_and(char::is_ascii_digit);
    digit(comma.wrapping_sub(1)) && (1..=3).all(|i| digit(comma + i)) && !digit(comma + 4)
}

/// What was read of a number so far.
#[derive(Default)]
struct Reading {
    total: u64,
    section: u64,
    digits: Option<u64>,
    least_small: Option<u64>,
    least_large: Option<u64>,
}

impl Reading {
    /// Nothing for what is no number: 十百, 万億, or more than sixteen digits.
    fn take(&mut self, part: Part) -> Option<()> {
        match part {
            Part::Digit(digit) => {
                let digits = self.digits.unwrap_or(0).checked_mul(10)?.checked_add(digit)?;
                self.digits = (digits < 10_000_000_000_000_000).then_some(digits);
                self.digits?;
            }
            Part::Small(unit) => {
                if self.least_small.is_some_and(|least| least <= unit) {
                    return None;
                }
                self.least_small = Some(unit);
                self.section += self.digits.take().unwrap_or(1).checked_mul(unit)?;
            }
            Part::Large(unit) => {
                let section = self.section + self.digits.take().unwrap_or(0);
                if section == 0 || self.least_large.is_some_and(|least| least <= unit) {
                    return None;
                }
                self.total = self.total.checked_add(section.checked_mul(unit)?)?;
                self.section = 0;
                self.least_small = None;
                self.least_large = Some(unit);
            }
        }
        Some(())
    }

    fn value(&self) -> Option<u64> {
        self.total.checked_add(self.section)?.checked_add(self.digits.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(words: &str) -> Option<u64> {
        number_at(&Text::from_plain(words), 0).map(|number| number.value)
    }

    #[test]
    fn numbers_are_read_in_every_way_that_contracts_write_them() {
        for (words, number) in [
            ("１，２３４，５６７円", 1_234_567),
            ("１ ２ ３ ４円", 1234),
            ("壱千弐百参拾四万五千六百七拾八円", 12_345_678),
            ("二〇二六年", 2026),
            ("十二月", 12),
            ("三十一日", 31),
            ("1億2,000万円", 120_000_000),
            ("123万4千円", 1_234_000),
            ("12,345千円", 12_345_000),
            ("百円", 100),
        ] {
            assert_eq!(value(words), Some(number), "{words}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_no_number() {
        for words in ["円", "1 10,000円", "十百円", "万円", "99999999999999999999円"] {
            assert_eq!(value(words), None, "{words}");
        }
        assert_eq!(value("1,2345円"), Some(1), "a comma that parts no thousands ends the number");
    }
}
