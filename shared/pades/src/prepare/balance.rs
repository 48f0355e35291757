//! How many graphics states a page's contents leave open (ISO 32000-2 §8.4.2), so that what comes after starts clean.

use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::scan::{self, Token};

/// More than this is no honest page; the mark is then put at the depth reached.
const MAX_DEPTH: usize = 10_000;

/// What must be put around a page's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Balance {
    /// Number of `q` in front: one for ourselves and one for each `Q` too many.
    pub(crate) before: usize,
    /// Number of `Q` behind.
    pub(crate) after: usize,
    /// Whether a text object is left open.
    pub(crate) in_text: bool,
}

/// Reads the contents, one stream after the other, as no token continues in the next (§7.8.2); a stream that cannot be
/// decoded counts as balanced.
pub(super) fn measure(file: &PdfFile<'_>, contents: &[ObjectId]) -> Balance {
    measure_data(contents.iter().map(|id| file.stream(*id).unwrap_or_default()))
}

/// The same of contents that are decoded already.
pub(crate) fn measure_data(contents: impl Iterator<Item = Vec<u8>>) -> Balance {
    let mut measured = Measured::default();
    for data in contents {
        measured.read(&data);
    }
    measured.balance()
}

/// What was counted so far.
#[derive(Default)]
struct Measured {
    depth: usize,
    missing: usize,
    in_text: bool,
}

impl Measured {
    fn read(&mut self, data: &[u8]) {
        let mut at = 0;
        while let Some((kind, start, end)) = scan::token(data, at) {
            at = end;
            if kind != Token::Word {
                continue;
            }
            match &data[start..end] {
                b"q" => self.depth += 1,
                b"Q" if self.depth > 0 => self.depth -= 1,
                b"Q" => self.missing += 1,
                b"BT" => self.in_text = true,
                b"ET" => self.in_text = false,
                b"ID" => at = scan::image_end(data, end).unwrap_or(data.len()),
                _ => {}
            }
        }
    }

    fn balance(self) -> Balance {
        let before = 1 + self.missing.min(MAX_DEPTH);
        Balance { before, after: 1 + self.depth.min(MAX_DEPTH), in_text: self.in_text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_states() {
        let measured = |data: &[u8]| {
            let mut measured = Measured::default();
            measured.read(data);
            let balance = measured.balance();
            (balance.before, balance.after, balance.in_text)
        };
        assert_eq!(measured(b"q 1 0 0 1 0 0 cm Q"), (1, 1, false));
        assert_eq!(measured(b"Q q q BT (q Q) Tj"), (2, 3, true));
        assert_eq!(measured(b"BI /W 1 ID q q EIq \nEI Q"), (2, 1, false));
        assert_eq!(measured(b"q (never closed"), (1, 2, false));
    }
}
