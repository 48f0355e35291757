//! Breaking Japanese text into lines (禁則処理), in em.

use super::font::Glyph;

/// Never at the start of a line.
const NOT_FIRST: &str = "、。，．・）」』】〕：；！？ー々％)]%,.";
/// Never at the end of one.
const NOT_LAST: &str = "（「『【〔([";

/// Breaks a text into lines. The first one has `first` of width, the others `rest`.
pub(super) fn lines(glyphs: &[Glyph], first: f32, rest: f32) -> Vec<&[Glyph]> {
    let mut lines = Vec::new();
    let mut left = glyphs;
    let mut width = first;
    while !left.is_empty() {
        let fitting = fitting(left, width);
        let at = if fitting < left.len() { good_break(left, fitting) } else { fitting };
        let (line, after) = left.split_at(at);
        lines.push(line);
        left = after;
        width = rest;
    }
    lines
}

/// How many glyphs fit; one at least, so that it always goes on.
fn fitting(glyphs: &[Glyph], width: f32) -> usize {
    let mut used = 0.0;
    // Sums of widths are not exact.
    let count = glyphs.iter().take_while(|glyph| {
        used += glyph.advance;
        used <= width + 0.01
    });
    count.count().max(1)
}

/// The last allowed break up to `at`; what comes before it is moved down to the next line (追い出し).
fn good_break(glyphs: &[Glyph], at: usize) -> usize {
    (1..=at).rev().find(|at| may_break(glyphs[at - 1].character, glyphs[*at].character)).unwrap_or(at)
}

fn may_break(before: char, after: char) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || ('０'..='９').contains(&c) || ",.-".contains(c);
    let is_bound = NOT_LAST.contains(before) || NOT_FIRST.contains(after) || (is_word(before) && is_word(after));
    !is_bound
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, width: f32) -> Vec<String> {
        let glyph = |(at, character): (usize, char)| {
            let advance = if character.is_ascii() { 0.5 } else { 1.0 };
            Glyph { id: 0, character, advance, range: at..at + character.len_utf8() }
        };
        let glyphs: Vec<_> = text.char_indices().map(glyph).collect();
        lines(&glyphs, width, width).iter().map(|line| line.iter().map(|glyph| glyph.character).collect()).collect()
    }

    #[test]
    fn punctuation_and_numbers_stay_together() {
        assert_eq!(broken("甲乙丙丁戊", 3.0), ["甲乙丙", "丁戊"]);
        assert_eq!(broken("甲乙丙、丁", 3.0), ["甲乙", "丙、丁"]);
        assert_eq!(broken("甲乙「丙」", 3.0), ["甲乙", "「丙」"]);
        assert_eq!(broken("甲乙1,000円", 3.0), ["甲乙", "1,000", "円"]);
        assert_eq!(broken("、、、、", 2.0), ["、、", "、、"]);
    }
}
