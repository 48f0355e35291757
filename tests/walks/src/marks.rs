//! Marks: words that stand in one thing of one organisation and nowhere else, so that an answer is known to tell of it by them.

/// Letters and digits of a mark behind its beginning.
const REST: usize = 7;
const BEGINNING: &str = "mark";

/// The mark with this number of an organisation's things of a kind.
pub(crate) fn mark(organisation: usize, kind: char, number: usize) -> String {
    let letter = ["a", "b", "c"][organisation];
    format!("{BEGINNING}{letter}{kind}{number:05}")
}

/// All marks in a text.
pub(crate) fn marks_in(text: &str) -> Vec<String> {
    let found = text.match_indices(BEGINNING).filter_map(|(at, _)| text.get(at..at + BEGINNING.len() + REST));
    found.filter(|mark| mark[BEGINNING.len() + 2..].bytes().all(|b| b.is_ascii_digit())).map(str::to_owned).collect()
}

/// All UUIDs in a text.
pub(crate) fn uuids_in(text: &str) -> Vec<String> {
    let is_uuid = |candidate: &str| {
        candidate.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let starts = text.match_indices('-').filter_map(|(at, _)| at.checked_sub(8));
    let found = starts.filter_map(|at| text.get(at..at + 36)).filter(|candidate| is_uuid(candidate));
    found.map(str::to_owned).collect()
}
