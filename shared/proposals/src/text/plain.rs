//! Plain text as a document: a form feed between pages, three columns of spaces between the columns of a table.

use super::normal::{is_voicing, normal};
use super::{Gap, Letter, Text};

impl Text {
    /// Reads plain text.
    pub(crate) fn from_plain(text: &str) -> Self {
        let mut letters = Vec::new();
        for (page, lines) in (1..).zip(text.split('\u{c}')) {
            for line in lines.lines() {
                add_line(&mut letters, page, line);
            }
        }
        Self::new(letters)
    }
}

fn add_line(letters: &mut Vec<Letter>, page: u32, line: &str) {
    let mut spaces = 0;
    let mut is_first = true;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let width = if c.is_ascii() { 1 } else { 2 };
        if c.is_whitespace() {
            spaces += width;
        } else {
            let mut written = c.to_string();
            while let Some(mark) = rest.next_if(|next| is_voicing(*next)) {
                written.push(mark);
            }
            let gap = match spaces {
                _ if is_first => Gap::Line,
                0 => Gap::None,
                1..=5 => Gap::Space,
                _ => Gap::Wide,
            };
            for (i, normal) in normal(&written).chars().filter(|c| !c.is_whitespace()).enumerate() {
                let gap = if i == 0 { gap } else { Gap::None };
                letters.push(Letter { normal, gap, page, rectangle: None });
                is_first = false;
            }
            spaces = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_inside_words_are_left_out_and_told_as_gaps() {
        let text = Text::from_plain("契　約　書\n\n金額　　　　　１，０００円\u{c}甲");
        assert_eq!(text.compact(0..text.chars().len()), "契約書金額1,000円甲");
        assert_eq!(text.lines(), [0..3, 3..11, 11..12]);
        assert_eq!(text.words(0..3), "契 約 書");
        assert_eq!(text.cells(3..11), [3..5, 5..11]);
        assert_eq!(text.place(11..12).page, 2);
    }
}
