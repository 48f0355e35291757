//! The text that an appearance stream shows (ISO 32000-2 §9.4, §12.7.4.3), to compare it with the value of its field.

use std::collections::BTreeMap;

use super::equal::Budget;
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::scan::{self, Token};
use crate::pdf::value::{Dictionary, Value};

/// Stands for a character that cannot be told.
const ANY: char = char::REPLACEMENT_CHARACTER;
/// A character map larger than this many entries is not read on.
const MOST_ENTRIES: usize = 100_000;

/// What an appearance shows.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) characters: String,
    /// Whether all of it could be told.
    pub(super) is_readable: bool,
    pub(super) fonts: Vec<ObjectId>,
}

/// What a field may draw: text, its colours, and a box that cuts it off (ISO 32000-2 table A.1).
const OPERATORS: [&[u8]; 35] = [
    b"q", b"Q", b"cm", b"BT", b"ET", b"BMC", b"BDC", b"EMC", b"MP", b"DP", b"Tf", b"Td", b"TD", b"Tm", b"T*", b"Tj",
    b"TJ", b"'", b"\"", b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"g", b"rg", b"k", b"G", b"RG", b"K", b"re", b"W", b"W*",
    b"n", b"true",
];

/// The text of the stream; `None` if there is none, or it draws something besides text.
pub(super) fn text<'r>(file: &PdfFile<'r>, stream: Value<'r>, budget: &Budget) -> Option<Text> {
    let id = stream.reference()?;
    let object = file.object(id)?;
    let content = file.stream(id).filter(|content| budget.spend(content.len() / 16))?;
    let resources = object.value.dictionary().and_then(|it| file.entry(it, b"Resources")?.dictionary());
    let fonts = resources.and_then(|resources| file.entry(resources, b"Font")?.dictionary());
    let form = crate::pdf::form::acro_form(file).and_then(|form| file.entry(form, b"DR")?.dictionary());
    let form = form.and_then(|resources| file.entry(resources, b"Font")?.dictionary());
    let mut shown = Text { is_readable: true, ..Text::default() };
    let mut known: BTreeMap<Vec<u8>, Font> = BTreeMap::new();
    let mut font: Option<Vec<u8>> = None;
    let mut strings: Vec<Vec<u8>> = Vec::new();
    let mut name = None;
    let mut at = 0;
    while let Some((kind, start, end)) = scan::token(&content, at) {
        at = end;
        match kind {
            Token::String => strings.extend(Value::parse(&content, start).and_then(Value::string)),
            Token::Name => name = Value::parse(&content, start).and_then(Value::name),
            Token::Word => {
                match &content[start..end] {
                    b"Tf" => {
                        font = name.take();
                        if let Some(name) = font.clone()
                            && !known.contains_key(&name)
                        {
                            let value = [fonts, form].into_iter().flatten().find_map(|fonts| fonts.get(&name));
                            shown.fonts.extend(value.and_then(Value::reference));
                            known.insert(name, Font::of(file, value));
                        }
                    }
                    b"Tj" | b"TJ" | b"'" | b"\"" => {
                        let font = font.as_ref().and_then(|name| known.get(name));
                        for string in &strings {
                            match font.and_then(|font| font.decode(string)) {
                                Some(text) => shown.characters.push_str(&text),
                                None => shown.is_readable = false,
                            }
                        }
                    }
                    // Paths, images, other forms and shadings can show anything.
                    operator if !OPERATORS.contains(&operator) => return None,
                    _ => {}
                }
                strings.clear();
            }
            _ => {}
        }
    }
    Some(shown)
}

/// Whether `shown` is `value`, white space apart; if not `is_exact` it may be among other text.
pub(super) fn same(shown: &str, value: &str, is_exact: bool) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\0').collect::<Vec<char>>();
    let (shown, value) = (plain(shown), plain(value));
    // Codes where the usual encodings differ, or outside them, match anything.
    let is_odd = |c: char| {
        c == ANY
            || matches!(c, '\u{18}'..='\u{1F}' | '\u{80}'..='\u{A0}' | '\u{2010}'..='\u{20FF}' | '\u{FB01}' | '\u{FB02}')
    };
    let equal =
        |a: &[char]| a.len() == value.len() && a.iter().zip(&value).all(|(a, b)| a == b || (is_odd(*a) && is_odd(*b)));
    if is_exact { equal(&shown) } else { value.is_empty() || shown.windows(value.len()).any(equal) }
}

/// How a font's codes are read.
enum Font {
    /// One byte is one character of Latin-1 but for these.
    Simple(BTreeMap<u8, char>),
    /// By a `/ToUnicode` map, with codes of this many bytes.
    Mapped(BTreeMap<u32, String>, usize),
    /// The codes are UTF-16BE.
    Utf16,
    Unknown,
}

impl Font {
    fn of<'r>(file: &PdfFile<'r>, value: Option<Value<'r>>) -> Self {
        let dictionary = value.and_then(|value| file.resolve(value)).and_then(Value::dictionary);
        let Some(dictionary) = dictionary else { return Self::Simple(BTreeMap::new()) };
        let is_composite = dictionary.get(b"Subtype").is_some_and(|kind| kind.is_name(b"Type0"));
        if dictionary.get(b"Subtype").is_some_and(|kind| kind.is_name(b"Type3")) {
            return Self::Unknown;
        }
        let map = dictionary.get(b"ToUnicode").and_then(Value::reference).and_then(|id| file.stream(id));
        if let Some(map) = map {
            return Self::Mapped(character_map(&map), if is_composite { 2 } else { 1 });
        }
        let encoding = file.entry(dictionary, b"Encoding");
        if is_composite {
            let name = encoding.and_then(Value::name).unwrap_or_default();
            let is_unicode = name.starts_with(b"Uni")
                && [b"UCS2".as_slice(), b"UTF16"].iter().any(|part| scan::find(&name, part).is_some());
            return if is_unicode { Self::Utf16 } else { Self::Unknown };
        }
        Self::Simple(
            encoding.and_then(Value::dictionary).map(|encoding| differences(file, encoding)).unwrap_or_default(),
        )
    }

    fn decode(&self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Simple(odd) => {
                Some(bytes.iter().map(|byte| odd.get(byte).copied().unwrap_or(char::from(*byte))).collect())
            }
            Self::Mapped(map, width) => {
                let codes =
                    bytes.chunks(*width).map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)));
                codes.map(|code| map.get(&code).map(String::as_str)).collect()
            }
            Self::Utf16 => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                Some(String::from_utf16_lossy(&units))
            }
            Self::Unknown => None,
        }
    }
}

/// The codes for which an encoding names a glyph (§9.6.5.1).
fn differences<'r>(file: &PdfFile<'r>, encoding: Dictionary<'r>) -> BTreeMap<u8, char> {
    let mut found = BTreeMap::new();
    let mut code: i64 = 0;
    for one in file.entry(encoding, b"Differences").and_then(Value::array).unwrap_or_default() {
        if let Some(first) = one.integer() {
            code = first;
        } else if let (Some(name), Ok(at)) = (one.name(), u8::try_from(code)) {
            found.insert(at, glyph(&name).unwrap_or(ANY));
            code += 1;
        }
    }
    found
}

/// The character of a glyph name (Adobe Glyph List), as far as values are made of them.
fn glyph(name: &[u8]) -> Option<char> {
    const NAMES: [(&[u8], char); 42] = [
        (b"zero", '0'),
        (b"one", '1'),
        (b"two", '2'),
        (b"three", '3'),
        (b"four", '4'),
        (b"five", '5'),
        (b"six", '6'),
        (b"seven", '7'),
        (b"eight", '8'),
        (b"nine", '9'),
        (b"space", ' '),
        (b"period", '.'),
        (b"comma", ','),
        (b"colon", ':'),
        (b"semicolon", ';'),
        (b"hyphen", '-'),
        (b"minus", '-'),
        (b"slash", '/'),
        (b"parenleft", '('),
        (b"parenright", ')'),
        (b"at", '@'),
        (b"ampersand", '&'),
        (b"percent", '%'),
        (b"plus", '+'),
        (b"equal", '='),
        (b"underscore", '_'),
        (b"exclam", '!'),
        (b"question", '?'),
        (b"dollar", '$'),
        (b"numbersign", '#'),
        (b"asterisk", '*'),
        (b"quotedbl", '"'),
        (b"quotesingle", '\''),
        (b"less", '<'),
        (b"greater", '>'),
        (b"bracketleft", '['),
        (b"bracketright", ']'),
        (b"braceleft", '{'),
        (b"braceright", '}'),
        (b"bar", '|'),
        (b"backslash", '\\'),
        (b"asciitilde", '~'),
    ];
    match name {
        [letter] if letter.is_ascii_alphabetic() => Some(char::from(*letter)),
        [b'u', b'n', b'i', digits @ ..] if digits.len() == 4 => {
            char::from_u32(u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?)
        }
        name => NAMES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character),
    }
}

/// The entries of a `/ToUnicode` map (§9.10.3): `bfchar` pairs and `bfrange` triples.
fn character_map(source: &[u8]) -> BTreeMap<u32, String> {
    let mut map = BTreeMap::new();
    let code = |bytes: &[u8]| bytes.iter().fold(0u32, |code, byte| code << 8 | u32::from(*byte));
    let characters = |bytes: &[u8]| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let mut operands: Vec<Value<'_>> = Vec::new();
    let mut at = 0;
    while let Some((kind, start, end)) = scan::token(source, at) {
        at = end;
        if let Some(value) = Value::parse(source, start).filter(|_| kind != Token::Word) {
            operands.push(value);
            at = start + value.raw().len();
            continue;
        }
        match &source[start..end] {
            b"endbfchar" => {
                for pair in operands.chunks_exact(2) {
                    if let (Some(from), Some(to)) = (pair[0].string(), pair[1].string()) {
                        map.insert(code(&from), characters(&to));
                    }
                }
            }
            b"endbfrange" => {
                for triple in operands.chunks_exact(3) {
                    let (Some(first), Some(last)) = (triple[0].string(), triple[1].string()) else { continue };
                    let list = triple[2].array();
                    for (index, from) in
                        (code(&first)..=code(&last)).take(MOST_ENTRIES - map.len().min(MOST_ENTRIES)).enumerate()
                    {
                        let to = match &list {
                            Some(list) => list.get(index).and_then(|value| value.string()).map(|to| characters(&to)),
                            None => triple[2].string().map(|to| following(&characters(&to), index)),
                        };
                        map.extend(to.map(|to| (from, to)));
                    }
                }
            }
            _ => {}
        }
        operands.clear();
    }
    map
}

/// `text` with its last character moved on by `index`.
fn following(text: &str, index: usize) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    if let Some(last) = characters.last_mut() {
        let next =
            u32::try_from(index).ok().and_then(|index| (*last as u32).checked_add(index)).and_then(char::from_u32);
        *last = next.unwrap_or(ANY);
    }
    characters.into_iter().collect()
}
