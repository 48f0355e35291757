//! Where in the bytes of an upload the PDF starts and ends.

use crate::input::error::InputError;
use crate::pdf::scan;

/// Viewers look for the header in the first kilobyte; mails and forms put more in front.
const HEADER_WITHIN: usize = 64 << 10;

/// The part of an upload that is the PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether an end marker closes it; without one the offset of the last cross-reference must be right.
    pub(super) has_marker: bool,
}

/// Finds the header, and what closes the last revision. What follows there without any object is not the PDF's.
pub(super) fn find(bytes: &[u8]) -> Result<Frame, InputError> {
    if bytes.is_empty() {
        return Err(InputError::Empty);
    }
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    let start = scan::find(head, b"%PDF-").ok_or(InputError::NotPdf)?;
    let marker = scan::find_last(bytes, b"%%EOF").map(|at| at + b"%%EOF".len());
    let offset = scan::find_last(bytes, b"startxref")
        .and_then(|at| scan::unsigned_at(bytes, at + b"startxref".len()).map(|(_, end)| end));
    let end = [marker, offset].into_iter().flatten().max().filter(|&end| end > start);
    let end = end.ok_or(InputError::Truncated)?;
    // What follows the last readable byte is unknown: it may have been the revision that counts.
    if scan::find(&bytes[end..], b" obj").is_some() {
        return Err(InputError::Truncated);
    }
    Ok(Frame { start, end, has_marker: marker == Some(end) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(bytes: &str) -> Result<&str, InputError> {
        find(bytes.as_bytes()).map(|frame| &bytes[frame.start..frame.end])
    }

    #[test]
    fn what_stands_around_is_left_out() {
        let file = "%PDF-1.7\n1 0 obj null endobj\nstartxref\n5\n%%EOF";
        assert_eq!(framed(&format!("From: me\r\n\r\n{file}\n<html>{}", "\0".repeat(3000))), Ok(file));
        assert_eq!(framed("%PDF-1.7\nx\nstartxref\n5\n%EOF\n"), Ok("%PDF-1.7\nx\nstartxref\n5"));
    }

    #[test]
    fn a_revision_without_its_end_is_a_file_cut_off() {
        let cut = "%PDF-1.7\nstartxref\n5\n%%EOF\n1 0 obj <<";
        assert_eq!(framed(cut), Err(InputError::Truncated));
        assert_eq!(framed("%PDF-1.7\n1 0 obj <<"), Err(InputError::Truncated));
        assert_eq!(framed("%PDF-1.7\nx\ntrailer\n<</Root 1 0 R>>\n"), Err(InputError::Truncated));
        assert_eq!(framed("hello"), Err(InputError::NotPdf));
        assert_eq!(framed(""), Err(InputError::Empty));
    }
}
