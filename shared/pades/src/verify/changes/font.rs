//! The fonts of fields (ISO 32000-2 §9.5 to §9.10): which characters their codes are, as far as that can be told from what
//! viewers draw.

use std::collections::BTreeMap;

use super::glyphs::glyph;
use crate::pdf::scan;
use crate::strict::view::View;
use crate::strict::{Operand, Operation, Piece, Value, operations};

/// Stands for a character that cannot be told.
pub(super) const ANY: char = char::REPLACEMENT_CHARACTER;
/// A character map larger than this many entries is not read on.
const MAX_ENTRIES: u32 = 100_000;
/// How wide a character is at least and at most (thousandths of the font's size): of others some could stand over, or out
/// of sight of, those before them.
const WIDTHS: std::ops::RangeInclusive<f64> = 150.0..=2_500.0;
/// Families of fonts with letters. Of any other that is not in the file nobody knows what its characters look like.
const FAMILIES: [&str; 28] = [
    "Arial",
    "Calibri",
    "Cambria",
    "Courier",
    "DejaVu",
    "Georgia",
    "Heisei",
    "Helvetica",
    "HGGothic",
    "HGMincho",
    "Hiragino",
    "IPA",
    "Koz",
    "Liberation",
    "Meiryo",
    "MinionPro",
    "MS-",
    "MSGothic",
    "MSMincho",
    "MyriadPro",
    "Noto",
    "Ryumin",
    "GothicBBB",
    "Segoe",
    "Tahoma",
    "Times",
    "Verdana",
    "Yu",
];
/// Encodings in which digits and Latin letters have their ASCII codes (annex D).
const ENCODINGS: [&[u8]; 4] = [b"WinAnsiEncoding", b"MacRomanEncoding", b"StandardEncoding", b"PDFDocEncoding"];

/// A font.
pub(super) enum Font {
    /// Letters.
    Text(Codes, Widths),
    /// Check marks, crosses, arrows: none of them is a letter or a digit of a contract's text.
    Marks,
    /// What it draws cannot be told.
    Unknown,
}

/// How its codes are read.
pub(super) enum Codes {
    /// One byte is one character of Latin-1 but for these.
    Simple(BTreeMap<u8, char>),
    /// By a `/ToUnicode` map, with codes of this many bytes.
    Mapped(BTreeMap<u32, String>, usize),
    /// The codes are UTF-16BE.
    Utf16,
}

/// How wide its characters are (thousandths of the font's size).
pub(super) enum Widths {
    /// As viewers know it.
    Known,
    /// By code: of this one and those that follow, and of all others.
    Listed(u32, Vec<f64>, f64),
    /// By the first code of a stretch, the last one and the widths of all in it, or the one that all have; and of all others.
    Stretches(BTreeMap<u32, (u32, Vec<f64>)>, f64),
}

impl Font {
    /// The font in `value`; `before` is the revision whose fonts were there already.
    pub(super) fn of<'r>(view: View<'r>, before: View<'r>, value: Option<Value<'r>>) -> Self {
        let Some(value) = value else { return Self::Unknown };
        let Some(dictionary) = view.dictionary(Some(value)) else { return Self::Unknown };
        let is_kind = |kind: &[u8]| view.entry(dictionary, b"Subtype").is_some_and(|subtype| subtype.is_name(kind));
        let base = view.entry(dictionary, b"BaseFont").and_then(Value::name).unwrap_or_default();
        let is_old = value.reference().is_some_and(|id| before.numbered(id.number).is_some());
        if is_kind(b"Type0") {
            return composite(view, dictionary, is_old).unwrap_or(Self::Unknown);
        }
        if !(is_kind(b"Type1") || is_kind(b"TrueType")) {
            return Self::Unknown;
        }
        // Whose glyphs are in the file itself: who adds such a font draws what he likes, whatever it says.
        let has_glyphs = view.get(dictionary, b"FontDescriptor").is_some_and(|value| has_glyphs(view, value));
        if !has_glyphs && base == b"ZapfDingbats" {
            return Self::Marks;
        }
        if (!is_old && has_glyphs) || (!has_glyphs && !is_of_letters(base)) {
            return Self::Unknown;
        }
        let Some(widths) = listed_widths(view, dictionary) else { return Self::Unknown };
        if let Some(map) = character_map_of(view, dictionary).filter(|_| is_old) {
            return Self::Text(Codes::Mapped(map, 1), widths);
        }
        match encoded(view, view.entry(dictionary, b"Encoding")) {
            Some(odd) => Self::Text(Codes::Simple(odd), widths),
            None => Self::Unknown,
        }
    }

    /// The text of a string that is shown, and how much of its line it takes up at the least (parts of the font's size);
    /// `None` if some of it cannot be told.
    pub(super) fn decode(&self, bytes: &[u8]) -> Option<(String, f64)> {
        let (codes, widths) = match self {
            Self::Text(codes, widths) => (codes, widths),
            Self::Marks => return Some((bytes.iter().map(|_| ANY).collect(), 0.0)),
            Self::Unknown => return None,
        };
        let mut advance = 0.0;
        let mut text = |code: u32, text: &str| {
            // What a control character looks like is up to the viewer.
            if text.chars().any(char::is_control) {
                return None;
            }
            let width = match widths.of(code) {
                Some(width) if !text.trim().is_empty() => Some(width).filter(|width| WIDTHS.contains(width))?,
                Some(width) => width.max(0.0),
                None => text.chars().map(least_width).sum(),
            };
            advance += width / 1000.0;
            Some(text.to_owned())
        };
        let shown: Option<String> = match codes {
            Codes::Simple(odd) => bytes
                .iter()
                .map(|byte| {
                    let character = odd.get(byte).copied().unwrap_or(char::from(*byte));
                    text(u32::from(*byte), character.encode_utf8(&mut [0; 4]))
                })
                .collect(),
            Codes::Mapped(map, length) => bytes
                .chunks(*length)
                .map(|code| {
                    let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
                    text(code, map.get(&code)?)
                })
                .collect(),
            Codes::Utf16 => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                text(0, &String::from_utf16_lossy(&units))
            }
        };
        Some((shown?, advance))
    }
}

/// The width of a character in the narrower of Helvetica and Times (thousandths of the font's size), for fonts that viewers
/// bring along; of what neither has, less than any font gives it.
fn least_width(character: char) -> f64 {
    const ASCII: [u16; 95] = [
        250, 278, 355, 500, 500, 833, 667, 180, 333, 333, 389, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
        500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 667, 667, 667, 722, 611, 556, 722, 722, 278, 389, 667,
        556, 833, 722, 722, 556, 722, 667, 556, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 500, 333, 444,
        500, 444, 500, 444, 278, 500, 500, 222, 222, 500, 222, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
        500, 500, 444, 334, 200, 334, 541,
    ];
    let index = (character as usize).checked_sub(0x20);
    match index.and_then(|index| ASCII.get(index)) {
        Some(width) => f64::from(*width),
        // Half as wide as high, from the CJK radicals on.
        None if character >= '\u{2E80}' => 500.0,
        None => *WIDTHS.start(),
    }
}

impl Widths {
    /// The width of a code; `None` if viewers know better.
    fn of(&self, code: u32) -> Option<f64> {
        let width = match self {
            Self::Known => return None,
            Self::Listed(first, all, others) => {
                let index = code.checked_sub(*first).and_then(|index| usize::try_from(index).ok());
                index.and_then(|index| all.get(index)).unwrap_or(others)
            }
            Self::Stretches(stretches, others) => {
                let stretch = stretches.range(..=code).next_back().filter(|(_, (last, _))| code <= *last);
                let width = stretch.and_then(|(first, (_, all))| match all.as_slice() {
                    [all] => Some(all),
                    each => each.get(usize::try_from(code - first).ok()?),
                });
                width.unwrap_or(others)
            }
        };
        Some(*width)
    }
}

/// A composite font whose codes are those of its characters, or have a map that was there when it was signed.
fn composite<'r>(view: View<'r>, dictionary: Value<'r>, is_old: bool) -> Option<Font> {
    let encoding = view.entry(dictionary, b"Encoding")?.name()?;
    // Written downwards, the widths are others.
    if encoding.ends_with(b"V") {
        return None;
    }
    let [descendant] = view.list(view.get(dictionary, b"DescendantFonts"))[..] else { return None };
    let descendant = view.dictionary(Some(descendant))?;
    let has_glyphs = view.get(descendant, b"FontDescriptor").is_some_and(|value| has_glyphs(view, value));
    let base = view.entry(descendant, b"BaseFont").and_then(Value::name).unwrap_or_default();
    let widths = stretches(view, descendant)?;
    if is_old && encoding == b"Identity-H" {
        return Some(Font::Text(Codes::Mapped(character_map_of(view, dictionary)?, 2), widths));
    }
    let is_unicode = encoding.starts_with(b"Uni")
        && [b"UCS2".as_slice(), b"UTF16"].iter().any(|part| scan::find(encoding, part).is_some());
    // A descendant with glyphs of its own maps codes to them as it likes. Which width belongs to which code only the
    // character collection says, so all of them must be usual.
    let Widths::Stretches(all, others) = &widths else { return None };
    let are_usual = all.values().flat_map(|(_, widths)| widths).chain([others]).all(|width| WIDTHS.contains(width));
    let is_known = if has_glyphs { is_old } else { is_of_letters(base) };
    (is_unicode && is_known && are_usual).then_some(Font::Text(Codes::Utf16, Widths::Known))
}

/// Whether a font descriptor holds the font itself.
fn has_glyphs<'r>(view: View<'r>, descriptor: Value<'r>) -> bool {
    let descriptor = view.dictionary(Some(descriptor));
    descriptor.is_none_or(|it| it.entries().any(|(key, _)| key.starts_with(b"FontFile")))
}

/// Whether viewers take a font of this name, which they have to bring along, for one with letters.
fn is_of_letters(base: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(base) else { return false };
    // A subset has six letters and a plus sign before its name (§9.9.2).
    let name = name.get(7..).filter(|_| name.as_bytes().get(6) == Some(&b'+')).unwrap_or(name);
    FAMILIES.iter().any(|family| name.starts_with(family))
}

/// The characters for which an encoding names something else than ASCII and its kin; `None` if it is an unknown one.
fn encoded<'r>(view: View<'r>, encoding: Option<Value<'r>>) -> Option<BTreeMap<u8, char>> {
    let Some(encoding) = encoding else { return Some(BTreeMap::new()) };
    let is_usual = |name: Value<'r>| name.name().is_some_and(|name| ENCODINGS.contains(&name));
    match encoding.dictionary() {
        None => is_usual(encoding).then(BTreeMap::new),
        Some(dictionary) => {
            let base = view.entry(dictionary, b"BaseEncoding");
            if base.is_none_or(is_usual) { differences(view, dictionary) } else { None }
        }
    }
}

/// The widths of a simple font (§9.6.2).
fn listed_widths<'r>(view: View<'r>, font: Value<'r>) -> Option<Widths> {
    let Some(widths) = view.get(font, b"Widths") else { return Some(Widths::Known) };
    let first = view.entry(font, b"FirstChar").and_then(Value::integer).and_then(|first| u32::try_from(first).ok())?;
    let all: Option<Vec<f64>> =
        view.list(Some(widths)).into_iter().map(|width| view.resolve(width)?.number()).collect();
    let descriptor = view.dictionary(view.get(font, b"FontDescriptor"));
    let others = descriptor.and_then(|it| view.entry(it, b"MissingWidth")).map_or(Some(0.0), Value::number)?;
    Some(Widths::Listed(first, all?, others))
}

/// The widths of a composite font's descendant (§9.7.4.3); `None` if they cannot be read, or a code has two.
fn stretches<'r>(view: View<'r>, descendant: Value<'r>) -> Option<Widths> {
    let number = |value: Value<'r>| view.resolve(value).and_then(Value::number);
    let code = |value: Value<'r>| u32::try_from(view.resolve(value)?.integer()?).ok();
    let others = view.get(descendant, b"DW").map_or(Some(1000.0), number)?;
    let mut stretches: BTreeMap<u32, (u32, Vec<f64>)> = BTreeMap::new();
    let mut left = view.list(view.get(descendant, b"W")).into_iter();
    while let Some(first) = left.next() {
        let (first, second) = (code(first)?, left.next()?);
        let (last, widths) = if view.resolve(second)?.is_array() {
            let all: Vec<f64> = view.list(Some(second)).into_iter().map(number).collect::<Option<_>>()?;
            (first.checked_add(u32::try_from(all.len()).ok()?)?.checked_sub(1)?, all)
        } else {
            (code(second)?, vec![number(left.next()?)?])
        };
        let before = stretches.range(..=last).next_back();
        if last < first || before.is_some_and(|(_, (end, _))| *end >= first) {
            return None;
        }
        stretches.insert(first, (last, widths));
    }
    Some(Widths::Stretches(stretches, others))
}

/// A font's `/ToUnicode` map.
fn character_map_of<'r>(view: View<'r>, font: Value<'r>) -> Option<BTreeMap<u32, String>> {
    let map = view.object(view.get(font, b"ToUnicode")?.reference()?)?;
    Some(character_map(&view.stream(map)?))
}

/// The codes for which an encoding names a glyph (§9.6.5.1); `None` if something else than integers and names is in it, which
/// viewers pass over or round.
fn differences<'r>(view: View<'r>, encoding: Value<'r>) -> Option<BTreeMap<u8, char>> {
    let mut found = BTreeMap::new();
    let mut code: i32 = 0;
    for one in view.list(view.get(encoding, b"Differences")) {
        let one = view.resolve(one)?;
        match (one.integer(), one.name()) {
            (Some(first), _) => code = first,
            (None, Some(name)) => {
                found.insert(u8::try_from(code).ok()?, glyph(name).unwrap_or(ANY));
                code += 1;
            }
            (None, None) => return None,
        }
    }
    Some(found)
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
        let strings = strings(&operation);
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
                    let most = MAX_ENTRIES.saturating_sub(u32::try_from(map.len()).unwrap_or(u32::MAX));
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

/// The strings that an operator works on, and the arrays of them.
fn strings(operation: &Operation) -> Vec<Vec<&Vec<u8>>> {
    let all = operation.operands.iter().filter_map(|operand| match operand {
        Operand::String(string) => Some(vec![string]),
        Operand::Array(pieces) => Some(
            pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Text(text) => Some(text),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    });
    all.collect()
}
