//! Fonts as far as their text can be read: which letters a string shows, and how wide they are.

use encoding_rs::{EUC_JP, SHIFT_JIS};
use lopdf::{Dictionary, Document, Object, Stream};

use super::cmap::ToUnicode;
use super::widths::Widths;

/// What a font's map may unpack to.
const MAX_MAP: usize = 4 << 20;

/// A font of a page.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    widths: Widths,
}

/// How strings become letters.
#[derive(Debug)]
enum Codes {
    /// One byte each.
    Bytes(Vec<String>),
    /// Two bytes each.
    Pairs(ToUnicode),
    /// Shift_JIS (90ms-RKSJ-H), which older Japanese programs write.
    ShiftJis,
    /// EUC-JP (EUC-H).
    EucJp,
    /// JIS X 0208 in two bytes (H).
    Jis,
    /// UTF-16 (UniJIS-UTF16-H).
    Utf16,
    /// Nothing says which letters are meant, or they run downwards.
    Unreadable,
}

/// What one code shows.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) letters: String,
    /// In ems.
    pub(super) width: f32,
    /// Whether it is the byte to which word spacing applies (ISO 32000-2 §9.3.3).
    pub(super) is_space: bool,
}

impl Font {
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok().and_then(unpacked);
        let map = map.map(|map| ToUnicode::parse(&map));
        if font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0") {
            Self::composite(document, font, map)
        } else {
            Self { codes: Codes::Bytes(bytes(document, font, map.as_ref())), widths: Widths::simple(document, font) }
        }
    }

    fn composite(document: &Document, font: &Dictionary, map: Option<ToUnicode>) -> Self {
        let name = font.get_deref(b"Encoding", document).and_then(Object::as_name).unwrap_or_default();
        let codes = match (name, map) {
            (name, _) if name.ends_with(b"-V") || name == b"V" => Codes::Unreadable,
            (b"H", _) => Codes::Jis,
            (b"EUC-H", _) => Codes::EucJp,
            (name, _) if name.ends_with(b"-RKSJ-H") => Codes::ShiftJis,
            (name, _)
                if name.starts_with(b"UniJIS")
                    && (name.ends_with(b"UTF16-H") || name.ends_with(b"UCS2-H") || name.ends_with(b"UCS2-HW-H")) =>
            {
                Codes::Utf16
            }
            (_, Some(map)) if !map.is_of_bytes => Codes::Pairs(map),
            _ => Codes::Unreadable,
        };
        let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
        let descendant = descendants.ok().and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
        let widths = match (&codes, descendant) {
            (Codes::Pairs(_), Some(descendant)) => Widths::composite(document, descendant),
            _ => Widths::even(1.0),
        };
        Self { codes, widths }
    }

    /// What a string shows, code by code.
    pub(super) fn shown(&self, string: &[u8]) -> Vec<Shown> {
        match &self.codes {
            Codes::Bytes(letters) => {
                let one = |byte: &u8| Shown {
                    letters: letters[usize::from(*byte)].clone(),
                    width: self.widths.of(u32::from(*byte)),
                    is_space: *byte == b' ',
                };
                string.iter().map(one).collect()
            }
            Codes::Pairs(map) => {
                let pairs = string.as_chunks::<2>().0.iter().map(|pair| u32::from(u16::from_be_bytes(*pair)));
                let one = |code| Shown {
                    letters: map.get(code).unwrap_or("\u{fffd}").to_owned(),
                    width: self.widths.of(code),
                    is_space: false,
                };
                pairs.map(one).collect()
            }
            Codes::ShiftJis => plain(&SHIFT_JIS.decode_without_bom_handling(string).0),
            Codes::EucJp => plain(&EUC_JP.decode_without_bom_handling(string).0),
            Codes::Jis => {
                let high: Vec<u8> = string.iter().map(|byte| byte | 0x80).collect();
                plain(&EUC_JP.decode_without_bom_handling(&high).0)
            }
            Codes::Utf16 => {
                let units: Vec<u16> = string.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
                plain(&String::from_utf16_lossy(&units))
            }
            Codes::Unreadable => Vec::new(),
        }
    }
}

/// Letters of a Japanese font whose own widths go by other numbers: half an em for those that are half as wide.
fn plain(letters: &str) -> Vec<Shown> {
    let is_half = |c: char| c.is_ascii() || matches!(c, '｡'..='ﾟ');
    let one = |c: char| Shown { letters: c.into(), width: if is_half(c) { 0.5 } else { 1.0 }, is_space: c == ' ' };
    letters.chars().map(one).collect()
}

/// The letters of a simple font's 256 codes: by its map, otherwise by its encoding.
fn bytes(document: &Document, font: &Dictionary, map: Option<&ToUnicode>) -> Vec<String> {
    let encoding = font.get_font_encoding_with_limit(document, MAX_MAP).ok();
    let letters = |byte: u8| {
        let mapped = map.and_then(|map| map.get(u32::from(byte))).map(str::to_owned);
        mapped.or_else(|| encoding.as_ref()?.bytes_to_string(&[byte]).ok()).unwrap_or_default()
    };
    (0..=255).map(letters).collect()
}

fn unpacked(stream: &Stream) -> Option<Vec<u8>> {
    stream.get_plain_content_with_limit(MAX_MAP).ok()
}
