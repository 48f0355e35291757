//! The bytes of a file that spreadsheets open.

use api::v1::contacts::Encoding;
use encoding_rs::SHIFT_JIS;

/// By which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The file's bytes. Every letter is one of [`is_written`].
pub(super) fn bytes_of(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => [BYTE_ORDER_MARK, text.as_bytes()].concat(),
        Encoding::Cp932 => SHIFT_JIS.encode(text).0.into_owned(),
    }
}

/// Whether a letter is read again as it was: some are written as others that look alike (¥ as a backslash).
pub(super) fn is_written(encoding: Encoding, letter: char) -> bool {
    if encoding == Encoding::Utf8 || letter.is_ascii() {
        return true;
    }
    let mut buffer = [0; 4];
    let letter: &str = letter.encode_utf8(&mut buffer);
    let (bytes, _, is_replaced) = SHIFT_JIS.encode(letter);
    !is_replaced && SHIFT_JIS.decode_without_bom_handling(&bytes).0 == letter
}
