//! What an appearance stream draws (ISO 32000-2 §9.4, §12.7.4.3), to compare it with the value of its field.

use std::collections::BTreeMap;

use super::glyphs::glyph;
use crate::pdf::scan;
use crate::strict::view::{Indirect, View};
use crate::strict::{Operand, Value, operations};

/// Stands for a character that cannot be told.
pub(super) const ANY: char = char::REPLACEMENT_CHARACTER;
/// A character map larger than this many entries is not read on.
const MOST_ENTRIES: u32 = 100_000;

/// The look of a field that takes more than this to be written down (bytes) is none that a program makes.
const MOST_WRITTEN: usize = 1 << 22;

/// What a field's look may say of itself (table 93).
const KEYS: [&[u8]; 12] = [
    b"Type",
    b"Subtype",
    b"FormType",
    b"BBox",
    b"Matrix",
    b"Resources",
    b"Length",
    b"Filter",
    b"DecodeParms",
    b"Name",
    b"LastModified",
    b"Group",
];

/// What an appearance shows.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) characters: String,
    /// Whether all of it could be told.
    pub(super) is_readable: bool,
    /// Each line and area that it draws, with the colours and the place that it has.
    pub(super) painted: Vec<String>,
    /// Whether its text is in the font of marks alone (ZapfDingbats, §9.6.2.2).
    pub(super) is_of_marks: bool,
}

/// What a field may draw: text, its colours, and a box that cuts it off (ISO 32000-2 table A.1).
const TEXT: [&[u8]; 32] = [
    b"q", b"Q", b"cm", b"BT", b"ET", b"BMC", b"BDC", b"EMC", b"Tf", b"Td", b"TD", b"Tm", b"T*", b"Tj", b"TJ", b"'",
    b"\"", b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"g", b"rg", b"k", b"G", b"RG", b"K", b"re", b"W", b"W*", b"n",
];
/// What lines and areas are made of, and how they look.
const PATHS: [&[u8]; 11] = [b"m", b"l", b"c", b"v", b"y", b"h", b"w", b"J", b"j", b"M", b"d"];
/// What draws them.
const PAINTS: [&[u8]; 9] = [b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"];
/// What lies in `TEXT` and decides of a line or an area where and how it is seen.
const LOOKS: [&[u8]; 8] = [b"cm", b"g", b"rg", b"k", b"G", b"RG", b"K", b"re"];

/// What the stream draws; `None` if there is none, or it draws something besides text, lines and areas. `before` is the
/// revision whose fonts were there already.
pub(super) fn drawn<'r>(view: View<'r>, before: View<'r>, stream: Indirect<'r>) -> Option<Drawn> {
    // Anything else, as a layer that it belongs to, could hide it.
    if !stream.value.entries().all(|(key, _)| KEYS.contains(&key)) {
        return None;
    }
    let content = view.stream(stream)?;
    let resources = view.entry(stream.value, b"Resources").and_then(Value::dictionary);
    let fonts = resources.and_then(|resources| view.entry(resources, b"Font")?.dictionary());
    let form = view.form().and_then(|form| view.entry(form, b"DR")?.dictionary());
    let form = form.and_then(|resources| view.entry(resources, b"Font")?.dictionary());
    let mut drawn = Drawn { is_readable: true, is_of_marks: true, ..Drawn::default() };
    let mut known: BTreeMap<Vec<u8>, Font> = BTreeMap::new();
    let mut font: Option<Vec<u8>> = None;
    // What was said since the last line or area, in the state that `Q` takes back or for good.
    let mut path = String::new();
    let mut kept: Vec<String> = Vec::new();
    let mut written = 0;
    for operation in operations(&content)? {
        if [PATHS.as_slice(), &LOOKS, &PAINTS].iter().any(|some| some.contains(&operation.name.as_slice())) {
            path.push_str(&format!("{:?}{} ", operation.operands, String::from_utf8_lossy(&operation.name)));
        }
        written += path.len();
        if written > MOST_WRITTEN {
            return None;
        }
        match operation.name.as_slice() {
            // Of a layer: it can be hidden.
            b"BMC" | b"BDC" if matches!(operation.operands.first(), Some(Operand::Name(tag)) if tag == b"OC") => {
                return None;
            }
            b"Tf" => {
                let name = operation.operands.iter().find_map(|operand| match operand {
                    Operand::Name(name) => Some(name.clone()),
                    _ => None,
                });
                if let Some(name) = name.clone()
                    && !known.contains_key(&name)
                {
                    let value = [fonts, form].into_iter().flatten().find_map(|fonts| view.get(fonts, &name));
                    known.insert(name, Font::of(view, before, value));
                }
                font = name;
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                let font = font.as_ref().and_then(|name| known.get(name));
                drawn.is_of_marks &= matches!(font, Some(Font::Marks));
                for operand in &operation.operands {
                    let Operand::Strings(strings) = operand else { continue };
                    for string in strings {
                        match font.and_then(|font| font.decode(string)) {
                            Some(text) => drawn.characters.push_str(&text),
                            None => drawn.is_readable &= string.is_empty(),
                        }
                    }
                }
            }
            b"q" => kept.push(path.clone()),
            b"Q" => path = kept.pop().unwrap_or_default(),
            operator if PAINTS.contains(&operator) => drawn.painted.push(path.clone()),
            operator if TEXT.contains(&operator) || PATHS.contains(&operator) => {}
            // Images, other forms and shadings can show anything.
            _ => return None,
        }
    }
    Some(drawn)
}

/// A text without its white space, to compare what is shown with what should be.
pub(super) fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\0').collect()
}

/// Whether two texts are the same as far as can be told: codes where the usual encodings differ, or outside them, match
/// one another.
pub(super) fn is_same(shown: &[char], value: &[char]) -> bool {
    let is_odd = |c: char| {
        c == ANY
            || matches!(c, '\u{18}'..='\u{1F}' | '\u{80}'..='\u{A0}' | '\u{2010}'..='\u{20FF}' | '\u{FB01}' | '\u{FB02}')
    };
    shown.len() == value.len() && shown.iter().zip(value).all(|(a, b)| a == b || (is_odd(*a) && is_odd(*b)))
}

/// How a font's codes are read.
enum Font {
    /// One byte is one character of Latin-1 but for these.
    Simple(BTreeMap<u8, char>),
    /// By a `/ToUnicode` map, with codes of this many bytes.
    Mapped(BTreeMap<u32, String>, usize),
    /// The codes are UTF-16BE.
    Utf16,
    /// Check marks, crosses, arrows: none of them is a letter or a digit of a contract's text.
    Marks,
    Unknown,
}

impl Font {
    fn of<'r>(view: View<'r>, before: View<'r>, value: Option<Value<'r>>) -> Self {
        let Some(value) = value else { return Self::Simple(BTreeMap::new()) };
        let Some(dictionary) = view.dictionary(Some(value)) else { return Self::Unknown };
        let is_kind = |kind: &[u8]| view.entry(dictionary, b"Subtype").is_some_and(|subtype| subtype.is_name(kind));
        let (is_composite, is_simple) = (is_kind(b"Type0"), is_kind(b"Type1") || is_kind(b"TrueType"));
        let base = view.entry(dictionary, b"BaseFont").and_then(Value::name).unwrap_or_default();
        // Whose glyphs are in the file itself: who adds such a font draws what he likes, whatever it says.
        let is_embedded = view.get(dictionary, b"FontDescriptor").is_some_and(|descriptor| {
            let descriptor = view.dictionary(Some(descriptor));
            descriptor.is_none_or(|it| {
                [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| it.get(key).is_some())
            })
        });
        let is_old = value.reference().is_some_and(|id| before.numbered(id.number).is_some());
        if is_simple && !is_embedded && base == b"ZapfDingbats" {
            return Self::Marks;
        }
        if !is_old && (is_embedded || base == b"Symbol" || !(is_simple || is_composite)) {
            return Self::Unknown;
        }
        let map =
            view.get(dictionary, b"ToUnicode").and_then(Value::reference).and_then(|id| view.stream(view.object(id)?));
        if let Some(map) = map.filter(|_| is_old && (is_simple || is_composite)) {
            return Self::Mapped(character_map(&map), if is_composite { 2 } else { 1 });
        }
        let encoding = view.entry(dictionary, b"Encoding");
        if is_composite {
            let name = encoding.and_then(Value::name).unwrap_or_default();
            let is_unicode = name.starts_with(b"Uni")
                && [b"UCS2".as_slice(), b"UTF16"].iter().any(|part| scan::find(name, part).is_some());
            // A descendant with glyphs of its own maps codes to them as it likes.
            let descendants = view.list(view.get(dictionary, b"DescendantFonts"));
            let has_glyphs = descendants.iter().any(|descendant| {
                let descriptor = view.dictionary(Some(*descendant)).and_then(|it| view.entry(it, b"FontDescriptor"));
                descriptor.is_some_and(|it| it.entries().any(|(key, _)| key.starts_with(b"FontFile")))
            });
            return if is_unicode && (is_old || !has_glyphs) { Self::Utf16 } else { Self::Unknown };
        }
        if !is_simple || base == b"Symbol" {
            return Self::Unknown;
        }
        let differences = encoding.and_then(Value::dictionary).map(|encoding| differences(view, encoding));
        Self::Simple(differences.unwrap_or_default())
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
            Self::Marks => Some(bytes.iter().map(|_| ANY).collect()),
            Self::Unknown => None,
        }
    }
}

/// The codes for which an encoding names a glyph (§9.6.5.1).
fn differences<'r>(view: View<'r>, encoding: Value<'r>) -> BTreeMap<u8, char> {
    let mut found = BTreeMap::new();
    let mut code: i32 = 0;
    for one in view.list(view.get(encoding, b"Differences")) {
        if let Some(first) = one.integer() {
            code = first;
        } else if let (Some(name), Ok(at)) = (one.name(), u8::try_from(code)) {
            found.insert(at, glyph(name).unwrap_or(ANY));
            code += 1;
        }
    }
    found
}

/// The entries of a `/ToUnicode` map (§9.10.3): `bfchar` pairs and `bfrange` triples.
fn character_map(source: &[u8]) -> BTreeMap<u32, String> {
    let mut map = BTreeMap::new();
    let code = |bytes: &[u8]| bytes.iter().fold(0u32, |code, byte| code << 8 | u32::from(*byte));
    let characters = |bytes: &[u8]| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    // A map that is no sequence of tokens maps nothing.
    for operation in operations(source).unwrap_or_default() {
        let strings: Vec<&Vec<Vec<u8>>> = operation
            .operands
            .iter()
            .filter_map(|operand| match operand {
                Operand::Strings(strings) => Some(strings),
                _ => None,
            })
            .collect();
        match operation.name.as_slice() {
            b"endbfchar" => {
                for pair in strings.chunks_exact(2) {
                    if let ([from], [to]) = (pair[0].as_slice(), pair[1].as_slice()) {
                        map.insert(code(from), characters(to));
                    }
                }
            }
            b"endbfrange" => {
                for triple in strings.chunks_exact(3) {
                    let ([first], [last]) = (triple[0].as_slice(), triple[1].as_slice()) else { continue };
                    let (first, last) = (code(first), code(last));
                    let most = MOST_ENTRIES.saturating_sub(u32::try_from(map.len()).unwrap_or(u32::MAX));
                    for (index, from) in (first..=last).take(most as usize).enumerate() {
                        let to = match triple[2].as_slice() {
                            [one] if first == last || index == 0 => Some(characters(one)),
                            [one] => Some(following(&characters(one), index)),
                            list => list.get(index).map(|to| characters(to)),
                        };
                        map.extend(to.map(|to| (from, to)));
                    }
                }
            }
            _ => {}
        }
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
