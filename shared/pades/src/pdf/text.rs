//! Text strings and dates (ISO 32000-2 §7.9.2, §7.9.4).

use jiff::Zoned;

use super::scan;

/// Characters of a name that are told.
const MAX_TOLD: usize = 24;

/// A name out of a file as it is told to people: its beginning, without what could turn the sentence around it.
pub(crate) fn told(name: &str) -> String {
    let is_told = |character: &char| {
        !character.is_control()
            && !matches!(character, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    name.chars().filter(is_told).take(MAX_TOLD).collect()
}

/// Writes a name (ISO 32000-2 §7.3.5).
pub(crate) fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && byte != b'#' && !scan::is_delimiter(byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

/// `text` as a UTF-16BE text string with byte order mark, in hexadecimal: `<FEFF…>`.
pub(crate) fn utf16(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 4 + 6);
    out.push_str("<FEFF");
    for unit in text.encode_utf16() {
        out.push_str(&format!("{unit:04X}"));
    }
    out.push('>');
    out
}

/// `text` as a literal string when it is plain ASCII, else as UTF-16BE.
pub(crate) fn text_string(text: &str) -> String {
    let plain = text.bytes().all(|b| (b' '..=b'~').contains(&b) && !matches!(b, b'(' | b')' | b'\\'));
    if plain { format!("({text})") } else { utf16(text) }
}

/// A text string's characters: UTF-16 in either order, UTF-8 with mark (PDF 2.0), otherwise read as Latin-1.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let units = |bytes: &[u8], from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // PDFDocEncoding agrees with Latin-1 on letters and digits.
        _ => bytes.iter().copied().map(char::from).collect(),
    }
}

/// A date, `D:20260401090000+09'00'`, with the offset of `time`'s own zone.
pub(crate) fn date(time: &Zoned) -> String {
    let offset = time.offset().seconds() / 60;
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    format!("D:{}{sign}{hours:02}'{minutes:02}'", time.strftime("%Y%m%d%H%M%S"))
}

#[cfg(test)]
mod tests {
    use jiff::tz::{Offset, TimeZone};

    use super::*;

    #[test]
    fn strings() {
        assert_eq!(utf16("日𠮷"), "<FEFF65E5D842DFB7>");
        assert_eq!(text_string("Signature1"), "(Signature1)");
        assert_eq!(decode(b"\xFE\xFF\x65\xE5\xD8\x42\xDF\xB7"), "日𠮷");
    }

    #[test]
    fn dates() {
        let zoned: Zoned = "2026-04-01T09:05:07+09:00[Asia/Tokyo]".parse().unwrap();
        assert_eq!(date(&zoned), "D:20260401090507+09'00'");
        let west = zoned.with_time_zone(TimeZone::fixed(Offset::from_seconds(-12_600).unwrap()));
        assert_eq!(date(&west), "D:20260331203507-03'30'");
    }
}
