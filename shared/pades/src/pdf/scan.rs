//! Where a PDF token or object ends (ISO 32000-2 §7.2, §7.3). No recursion: depth cannot exhaust the stack.

/// Whether `byte` is PDF white space (ISO 32000-2 table 1).
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Whether `byte` ends a regular token (ISO 32000-2 table 2).
pub(crate) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// The position of the first byte at or after `at` that is neither white space nor in a comment.
pub(crate) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            while bytes.get(at).is_some_and(|b| !matches!(b, b'\r' | b'\n')) {
                at += 1;
            }
        } else if is_space(byte) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// One lexical token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    DictionaryOpen,
    DictionaryClose,
    ArrayOpen,
    ArrayClose,
    Name,
    String,
    Number,
    /// A keyword or anything else made of regular characters, also a stray delimiter.
    Word,
}

/// The token that starts at or after `at`: what it is, where it starts, where it ends. `None` at the end or in a
/// string that never closes.
pub(crate) fn token(bytes: &[u8], at: usize) -> Option<(Token, usize, usize)> {
    let start = skip_space(bytes, at);
    let next = bytes.get(start + 1).copied();
    let (kind, end) = match *bytes.get(start)? {
        b'<' if next == Some(b'<') => (Token::DictionaryOpen, start + 2),
        b'>' if next == Some(b'>') => (Token::DictionaryClose, start + 2),
        b'[' => (Token::ArrayOpen, start + 1),
        b']' => (Token::ArrayClose, start + 1),
        b'(' => (Token::String, literal_end(bytes, start)?),
        b'<' => (Token::String, start + memchr::memchr(b'>', bytes.get(start..)?)? + 1),
        b'/' => (Token::Name, regular_end(bytes, start + 1)),
        byte if is_delimiter(byte) => (Token::Word, start + 1),
        byte => {
            let numeric = byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
            (if numeric { Token::Number } else { Token::Word }, regular_end(bytes, start))
        }
    };
    Some((kind, start, end))
}

/// The span of the object (ISO 32000-2 §7.3) that starts at or after `at`; an indirect reference is one object.
pub(crate) fn object(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let (kind, start, mut end) = token(bytes, at)?;
    match kind {
        Token::DictionaryOpen | Token::ArrayOpen => {
            let mut open = vec![kind];
            while let Some(&innermost) = open.last() {
                let (kind, _, next) = token(bytes, end)?;
                end = next;
                match (kind, innermost) {
                    (Token::DictionaryOpen | Token::ArrayOpen, _) => open.push(kind),
                    (Token::DictionaryClose, Token::DictionaryOpen) | (Token::ArrayClose, Token::ArrayOpen) => {
                        open.pop();
                    }
                    (Token::DictionaryClose | Token::ArrayClose, _) => return None,
                    (Token::Word, _) if matches!(bytes.get(next - 1), Some(b')' | b'{' | b'}' | b'>')) => return None,
                    _ => {}
                }
            }
            Some((start, end))
        }
        Token::Number => Some((start, reference_end(bytes, start, end).unwrap_or(end))),
        Token::Name | Token::String => Some((start, end)),
        Token::Word => matches!(&bytes[start..end], b"true" | b"false" | b"null").then_some((start, end)),
        Token::DictionaryClose | Token::ArrayClose => None,
    }
}

/// The end of `n g R` whose first number is `bytes[start..end]`.
fn reference_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    unsigned(&bytes[start..end])?;
    let (Token::Number, start, end) = token(bytes, end)? else { return None };
    unsigned(&bytes[start..end])?;
    let (Token::Word, start, end) = token(bytes, end)? else { return None };
    (&bytes[start..end] == b"R").then_some(end)
}

/// A non-negative integer of digits only.
pub(crate) fn unsigned(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Reads an unsigned integer token at or after `at`: its value and its end.
pub(crate) fn unsigned_at(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (_, start, end) = token(bytes, at)?;
    Some((unsigned(&bytes[start..end])?, end))
}

/// The end of the keyword `word` if it is the token at or after `at`.
pub(crate) fn word_at(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    let (_, start, end) = token(bytes, at)?;
    (&bytes[start..end] == word).then_some(end)
}

/// The last position of `needle` in `bytes`.
pub(crate) fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, needle)
}

/// The first position of `needle` in `bytes`.
pub(crate) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, needle)
}

fn regular_end(bytes: &[u8], start: usize) -> usize {
    let regular = bytes[start..].iter().take_while(|&&b| !is_space(b) && !is_delimiter(b)).count();
    start + regular
}

/// The end of a literal string (ISO 32000-2 §7.3.4.2): balanced parentheses, backslash escapes.
fn literal_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = start;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// The position after the `EI` of the inline image whose data starts at `at` in contents (ISO 32000-2 §8.9.7).
pub(crate) fn image_end(data: &[u8], at: usize) -> Option<usize> {
    let is_end = |window: &[u8]| is_space(window[0]) && &window[1..3] == b"EI" && is_space(window[3]);
    data.get(at..)?.windows(4).position(is_end).map(|position| at + position + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Option<&str> {
        let (start, end) = object(text.as_bytes(), 0)?;
        Some(&text[start..end])
    }

    #[test]
    fn spans_of_objects() {
        assert_eq!(span(" 12 0 R /Next"), Some("12 0 R"));
        assert_eq!(span("12 0 obj"), Some("12"));
        assert_eq!(span("-1.50 0 R"), Some("-1.50"));
        assert_eq!(span("% note\n(a\\)(b)c) x"), Some("(a\\)(b)c)"));
        assert_eq!(span("<</A<</B[1 2<00>]>>/C(>>)>> >>"), Some("<</A<</B[1 2<00>]>>/C(>>)>>"));
        assert_eq!(span("/Na#20me/Other"), Some("/Na#20me"));
        assert_eq!(span("[1 2"), None);
        assert_eq!(span("<< /A ] >>"), None);
        assert_eq!(span("endobj"), None);
    }

    #[test]
    fn depth_does_not_exhaust_the_stack() {
        let deep = "[".repeat(1_000_000);
        assert_eq!(span(&deep), None);
    }
}
