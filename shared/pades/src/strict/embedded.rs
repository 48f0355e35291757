//! What looks like an object or a trailer and is none.
//!
//! Readers that find something amiss rebuild a file: they look for `n g obj` and `trailer` anywhere in its bytes, in streams,
//! strings and comments as well. So nothing but objects and trailers may look like one, to whatever reader.

use std::collections::{BTreeSet, HashSet};

use super::fault::{Fault, SyntaxFault};
use super::walk::Walk;

/// How much is looked at at once (bytes).
const CHUNK: usize = 64 << 10;
/// What belongs to a word is no further away from it than this (bytes). Nobody writes it so; what might lie beyond counts.
const REACH: usize = 1 << 10;
/// Nor with more comments in between than this.
const MAX_COMMENTS: usize = 16;
const OBJECT: &[u8] = b"obj";
const TRAILER: &[u8] = b"trailer";

impl Walk<'_> {
    /// Notes the first thing that only looks like an object or a trailer. Every byte is looked at once.
    pub(super) fn find_embedded(&mut self) {
        let mut seen = HashSet::new();
        let mut next = 0;
        while next < self.bytes.len() {
            let start = next.saturating_sub(REACH);
            let bytes = self.bytes.copy(start, (next - start) + CHUNK + TRAILER.len() + REACH);
            let is_here = |at: &usize| (next..next + CHUNK).contains(&(start + at));
            let mut objects = memchr::memmem::find_iter(&bytes, OBJECT).filter(is_here);
            let object = objects.find(|at| {
                let from = at.saturating_sub(REACH);
                let headers = headers_before(&bytes[from..*at]);
                headers.is_none_or(|all| {
                    !all.is_empty() && all.iter().all(|header| !self.places.contains_key(&(start + from + header)))
                })
            });
            let mut trailers = memchr::memmem::find_iter(&bytes, TRAILER).filter(is_here);
            let trailer = trailers.find(|at| {
                let table = self.tables.iter().position(|table| table.contains(&(start + at)));
                // The first one of a table is its own.
                is_dictionary_next(&bytes[at + TRAILER.len()..]) && !table.is_some_and(|table| seen.insert(table))
            });
            if let Some(at) = object.into_iter().chain(trailer).min() {
                let offset = start + at;
                let revision = self.document.revisions.partition_point(|revision| revision.next <= offset);
                self.document.faults.push(Fault { kind: SyntaxFault::Embedded, offset, object: None, revision });
                return;
            }
            next += CHUNK;
        }
    }
}

/// Where the number of an object may start whose header ends with `obj` behind `before`: none if something else stands
/// there, several if there are signs of which it is not clear whether they begin a comment. `None` if that lies beyond
/// `before`.
fn headers_before(before: &[u8]) -> Option<Vec<usize>> {
    let digits = |end: usize| before[..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let mut headers = Vec::new();
    for end in ends_before(before, before.len())? {
        let generation = end - digits(end);
        if generation == end {
            continue;
        }
        let numbers = ends_before(before, generation)?.into_iter().filter(|number| *number < generation);
        headers.extend(numbers.map(|number| (number, number - digits(number))).filter(|(end, start)| start < end));
    }
    let starts: Vec<usize> = headers.into_iter().map(|(_, start)| start).collect();
    (before.len() < REACH || !starts.contains(&0)).then_some(starts)
}

/// Where the word may end that stands before `end`, behind which there are only blanks and comments. `None` if that lies
/// beyond `bytes`.
fn ends_before(bytes: &[u8], end: usize) -> Option<BTreeSet<usize>> {
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let is_whole = bytes.len() < REACH;
    let mut ends = BTreeSet::new();
    let mut open = vec![end];
    while let Some(end) = open.pop() {
        let text = bytes[..end].iter().rposition(|byte| !is_blank(*byte)).map_or(0, |last| last + 1);
        if (text == 0 && !is_whole) || ends.len() > MAX_COMMENTS {
            return None;
        }
        let is_new = ends.insert(text);
        if !is_new || !bytes[text..end].iter().any(is_line_end) {
            continue;
        }
        // A line ends behind it, and with the line perhaps a comment.
        let line = bytes[..text].iter().rposition(is_line_end);
        if line.is_none() && !is_whole {
            return None;
        }
        let line = line.map_or(0, |at| at + 1);
        open.extend((line..text).filter(|at| bytes[*at] == b'%'));
    }
    Some(ends)
}

/// Whether a dictionary comes next, behind blanks and comments.
fn is_dictionary_next(mut bytes: &[u8]) -> bool {
    loop {
        let blanks = bytes.iter().take_while(|byte| is_blank(**byte)).count();
        bytes = &bytes[blanks..];
        match bytes {
            [b'%', comment @ ..] => match comment.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
                Some(end) => bytes = &comment[end..],
                None => return true,
            },
            // What ends here goes on beyond what is looked at.
            [] | [b'<'] => return true,
            _ => return bytes.starts_with(b"<<"),
        }
    }
}

/// White space (ISO 32000-2 table 1), and what some readers take for it.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0B | 0x0C | 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_behind_blanks_and_comments() {
        let found = |text: &str| headers_before(text.as_bytes()).unwrap();
        for header in ["6 0 ", "6 0", "6\0 0\n", "6 0 %c\n", "6 %c\r0 ", "6 %a\n%b\n0 %c\n", "6 0 %\n\n%x%y\n \n"] {
            assert_eq!(found(header), [0], "{header:?}");
            assert_eq!(found(&format!("(%) ( {header}")), [6], "{header:?}");
        }
        assert!(found("(100%) 6 0\n").contains(&7));
        for other in ["", "6", "6 ", "60 ", "a 0 ", "6 b ", "6 0 x", "6 0 % c ", "% c\n", "6.0 ", "6 0 %c"] {
            assert_eq!(found(other), [0; 0], "{other:?}");
        }
        for beyond in
            [" ".repeat(REACH), "1".repeat(REACH), format!("{}\n", "x".repeat(REACH)), "%\n".repeat(REACH / 2)]
        {
            assert_eq!(headers_before(beyond.as_bytes()[beyond.len() - REACH..].as_ref()), None);
        }
    }

    #[test]
    fn dictionaries_are_found_behind_blanks_and_comments() {
        for next in ["<<", " \n<< /Root", "\0<<", "%c\n<<", "%c\r %d\n <<", "%", "", "<"] {
            assert!(is_dictionary_next(next.as_bytes()), "{next:?}");
        }
        for other in ["x<<", "< <", "<ab>", "park", "%c\nx"] {
            assert!(!is_dictionary_next(other.as_bytes()), "{other:?}");
        }
    }
}
