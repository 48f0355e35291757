//! How much memory a file would take if all of it were loaded, which is done only to repair it: lopdf makes an object of
//! every number and name, at up to 300 times the size.

use super::filter;
use super::scan;

/// What lopdf takes for an array while it loads and saves it (bytes, measured).
const ARRAY: usize = 1300;
/// What it takes for any other object (bytes, measured).
const OBJECT: usize = 350;
/// Streams that hold objects are not unpacked to more than this (bytes) to be repaired.
pub(crate) const LARGEST_STREAM: usize = 4 << 20;
/// `/ObjStm` stands within this many bytes before `stream`.
const LONGEST_HEAD: usize = 400;

/// Whether loading takes no more memory than `most` (bytes).
pub(crate) fn is_within(bytes: &[u8], most: usize) -> bool {
    weigh(bytes, most).is_some_and(|weight| weight <= most)
}

/// An upper bound for what loading takes; `None` as soon as that is too much.
fn weigh(bytes: &[u8], most: usize) -> Option<usize> {
    let mut weight = 0usize;
    let mut at = 0;
    let mut after_space = true;
    while let Some(&byte) = bytes.get(at) {
        let is_delimiter = scan::is_delimiter(byte);
        if byte == b'[' {
            weight += ARRAY;
        } else if matches!(byte, b'(' | b'<' | b'/') || (after_space && !is_delimiter && !scan::is_space(byte)) {
            weight += OBJECT;
        }
        at += 1;
        if after_space && bytes[at - 1..].starts_with(b"stream") {
            let data = at + b"stream".len();
            let length = scan::find(bytes.get(data..)?, b"endstream").unwrap_or(bytes.len() - data);
            weight = weight.checked_add(packed(bytes, at, data, length)?).filter(|&weight| weight <= most)?;
            at = data + length;
        }
        after_space = is_delimiter || scan::is_space(byte);
    }
    Some(weight)
}

/// What the objects in a stream take.
fn packed(bytes: &[u8], keyword: usize, data: usize, length: usize) -> Option<usize> {
    let head = &bytes[keyword.saturating_sub(LONGEST_HEAD)..keyword];
    if scan::find(head, b"ObjStm").is_none() {
        return Some(0);
    }
    let data = bytes[data..data + length].trim_ascii_start();
    let data = filter::inflate(data, LARGEST_STREAM).unwrap_or_else(|| data.to_vec());
    let tokens = data.split(|&byte| scan::is_space(byte) || scan::is_delimiter(byte)).count();
    let arrays = data.iter().filter(|&&byte| byte == b'[').count();
    tokens.checked_mul(OBJECT)?.checked_add(arrays.checked_mul(ARRAY)?)
}
