//! How many graphics states a page's contents leave open (ISO 32000-2 §8.4.2), so that what comes after starts clean.

use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::scan::{self, Token};

/// More than this is no honest page; the mark is then put at the depth reached.
const DEEPEST: usize = 10_000;

/// What must be put around a page's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Balance {
    /// Number of `q` in front: one for ourselves and one for each `Q` too many.
    pub(super) before: usize,
    /// Number of `Q` behind.
    pub(super) after: usize,
    /// Whether a text object is left open.
    pub(super) in_text: bool,
}

/// Reads the contents; a stream that cannot be decoded counts as balanced.
pub(super) fn measure(file: &PdfFile<'_>, contents: &[ObjectId]) -> Balance {
    let mut data = Vec::new();
    for &id in contents {
        data.extend(file.stream(id).unwrap_or_default());
        data.push(b'\n');
    }
    measure_data(&data)
}

fn measure_data(data: &[u8]) -> Balance {
    let (mut depth, mut missing, mut in_text) = (0usize, 0usize, false);
    let mut at = 0;
    while let Some((kind, start, end)) = scan::token(data, at) {
        at = end;
        if kind != Token::Word {
            continue;
        }
        match &data[start..end] {
            b"q" => depth += 1,
            b"Q" if depth > 0 => depth -= 1,
            b"Q" => missing += 1,
            b"BT" => in_text = true,
            b"ET" => in_text = false,
            b"ID" => at = image_end(data, end),
            _ => {}
        }
    }
    let before = 1 + missing.min(DEEPEST);
    Balance { before, after: 1 + depth.min(DEEPEST), in_text }
}

/// The position after the `EI` of the inline image whose data starts at `at` (§8.9.7).
fn image_end(data: &[u8], at: usize) -> usize {
    let found = data[at..]
        .windows(4)
        .position(|window| scan::is_space(window[0]) && &window[1..3] == b"EI" && scan::is_space(window[3]));
    found.map_or(data.len(), |position| at + position + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_states() {
        let measured = |data: &[u8]| {
            let balance = measure_data(data);
            (balance.before, balance.after, balance.in_text)
        };
        assert_eq!(measured(b"q 1 0 0 1 0 0 cm Q"), (1, 1, false));
        assert_eq!(measured(b"Q q q BT (q Q) Tj"), (2, 3, true));
        assert_eq!(measured(b"BI /W 1 ID q q EIq \nEI Q"), (2, 1, false));
        assert_eq!(measured(b"q (never closed"), (1, 2, false));
    }
}
