//! Texts of people in mails.

/// The text without anything that would end a mail header or a line, or turn the direction of what follows.
pub(crate) fn one_line(text: &str) -> String {
    let ends_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let turns = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = text.chars().filter(|c| !turns(c)).map(|c| if ends_line(c) { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_ends_a_line_or_turns_it() {
        assert_eq!(one_line("契約\r\nBcc: x@example.jp"), "契約  Bcc: x@example.jp");
        assert_eq!(one_line("a\u{85}b\u{2028}c\u{2029}d\0e\n"), "a b c d e");
        assert_eq!(one_line("請求書\u{202e}fdp.exe"), "請求書fdp.exe");
        assert_eq!(one_line("滝川市　総務課"), "滝川市　総務課");
    }
}
