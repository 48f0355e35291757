//! What an appearance stream draws (ISO 32000-2 §9.4, §12.7.4.3), to compare it with the value of its field.

use std::collections::BTreeMap;

use super::font::{ANY, Font};
use super::placement::{Place, Placement};
use crate::strict::view::{Indirect, View};
use crate::strict::{Operand, Operation, Piece, Value, operations};

/// A gap within a line that looks like a blank (thousandths of the font's size, to the right).
const BLANK_GAP: f64 = -150.0;
/// Letters are moved together by no more than this (thousandths of the font's size, to the left).
const MAX_KERNING: f64 = 150.0;

/// The look of a field that takes more than this (bytes) is none that a program makes, and neither is one of which the lines
/// and areas take more to be written down.
const MAX_CONTENT: usize = 1 << 19;
const MAX_WRITTEN: usize = 1 << 21;
/// Bytes of content that are followed for one unit of work.
const BYTES_PER_UNIT: usize = 2;

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
    /// Width and height as it stands in its field.
    pub(super) size: (f64, f64),
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

/// What the stream draws, in a field that is turned by so many degrees; `None` if there is nothing to be drawn, or
/// something besides text, lines and areas. `before` is the revision whose fonts were there already.
pub(super) fn drawn<'r>(view: View<'r>, before: View<'r>, stream: Indirect<'r>, turn: i32) -> Option<Drawn> {
    // Anything else, as a layer that it belongs to, could hide it.
    if !stream.value.entries().all(|(key, _)| KEYS.contains(&key)) {
        return None;
    }
    let mut placement = Placement::of(view, stream.value, turn)?;
    let content = view.stream(stream)?;
    if content.len() > MAX_CONTENT || !view.budget.spend(content.len() / BYTES_PER_UNIT) {
        return None;
    }
    let resources = view.entry(stream.value, b"Resources").and_then(Value::dictionary);
    if resources.is_some_and(|resources| !has_plain_colours(view, resources)) {
        return None;
    }
    let fonts = resources.and_then(|resources| view.entry(resources, b"Font")?.dictionary());
    let form = view.form().and_then(|form| view.entry(form, b"DR")?.dictionary());
    let form = form.and_then(|resources| view.entry(resources, b"Font")?.dictionary());
    let mut drawn = Drawn { is_readable: true, is_of_marks: true, size: placement.size, ..Drawn::default() };
    let mut known: BTreeMap<Vec<u8>, Font> = BTreeMap::new();
    let mut font: Option<Vec<u8>> = None;
    // What was said since the last line or area, in the state that `Q` takes back or for good.
    let mut path = String::new();
    let mut kept: Vec<(String, Option<Vec<u8>>)> = Vec::new();
    let mut written = 0;
    for operation in operations(&content)? {
        if [PATHS.as_slice(), &LOOKS, &PAINTS].iter().any(|some| some.contains(&operation.name.as_slice())) {
            path.push_str(&format!("{:?}{} ", operation.operands, String::from_utf8_lossy(&operation.name)));
        }
        written += path.len();
        if written > MAX_WRITTEN {
            return None;
        }
        placement.follow(&operation);
        match operation.name.as_slice() {
            // Of a layer: it can be hidden.
            b"BMC" if matches!(operation.operands.first(), Some(Operand::Name(tag)) if tag == b"OC") => return None,
            // What is marked can be read aloud as something else, or belong to a layer.
            b"BDC" => return None,
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
                text(&operation, font, &mut placement, &mut drawn);
            }
            b"q" => kept.push((path.clone(), font.clone())),
            b"Q" => (path, font) = kept.pop().unwrap_or_default(),
            operator if PAINTS.contains(&operator) => drawn.painted.push(path.clone()),
            operator if TEXT.contains(&operator) || PATHS.contains(&operator) => {}
            // Images, other forms and shadings can show anything.
            _ => return None,
        }
    }
    drawn.is_readable &= placement.ends_well();
    Some(drawn)
}

/// Whether gray, RGB and CMYK are what they are everywhere (§8.6.5.6).
fn has_plain_colours<'r>(view: View<'r>, resources: Value<'r>) -> bool {
    let spaces = view.entry(resources, b"ColorSpace");
    spaces.is_none_or(|spaces| {
        spaces.dictionary().is_some_and(|spaces| spaces.entries().all(|(name, _)| !name.starts_with(b"Default")))
    })
}

/// Adds what one operator shows to what is drawn.
fn text(operation: &Operation, font: Option<&Font>, placement: &mut Placement, drawn: &mut Drawn) {
    let strings = operation.operands.iter().filter_map(|operand| match operand {
        Operand::String(string) => Some(vec![Piece::Text(string.clone())]),
        Operand::Array(pieces) => Some(pieces.clone()),
        _ => None,
    });
    let (mut shown, mut advance) = (String::new(), 0.0);
    let mut is_readable = true;
    for piece in strings.flatten() {
        match piece {
            // A gap as wide as a blank is one.
            Piece::Gap(gap) => {
                advance -= gap / 1000.0;
                is_readable &= gap <= MAX_KERNING;
                if gap <= BLANK_GAP {
                    shown.push(' ');
                }
            }
            Piece::Text(string) => match font.and_then(|font| font.decode(&string)) {
                Some((text, width)) => {
                    shown.push_str(&text);
                    advance += width;
                }
                None => is_readable &= string.is_empty(),
            },
            Piece::Other => is_readable = false,
        }
    }
    match placement.show(&shown, advance) {
        // Blanks can stand anywhere.
        _ if shown.trim().is_empty() => {}
        Place::Unseen => is_readable = false,
        Place::Behind => {}
        Place::NewLine => drawn.characters.push('\n'),
    }
    drawn.characters.push_str(&shown);
    drawn.is_readable &= is_readable;
}

/// A text without its white space, to compare what is shown with what should be.
pub(super) fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\0').collect()
}

/// Whether two texts are the same as far as can be told: codes where the usual encodings differ, or outside them, match
/// one another.
pub(super) fn is_same(shown: &[char], value: &[char]) -> bool {
    shown.len() == value.len() && shown.iter().zip(value).all(|(a, b)| is_like(*a, *b))
}

fn is_like(shown: char, value: char) -> bool {
    let is_odd = |c: char| {
        c == ANY
            || matches!(c, '\u{18}'..='\u{1F}' | '\u{80}'..='\u{A0}' | '\u{2010}'..='\u{20FF}' | '\u{FB01}' | '\u{FB02}')
    };
    shown == value || (is_odd(shown) && is_odd(value))
}

/// Whether a text is shown as it is: blanks are where they are in it, for `1 1/2` is not `11/2`. A new line may stand for
/// a blank, or in the middle of a word that was too long.
pub(super) fn is_shown(shown: &str, value: &str) -> bool {
    let (shown, value) = (spaced(shown), spaced(value));
    let mut value = value.into_iter().peekable();
    for character in shown {
        let is_met = match character {
            '\n' => {
                value.next_if(|c| *c == ' ' || *c == '\n');
                true
            }
            ' ' => value.next_if(|c| *c == ' ' || *c == '\n').is_some(),
            c => value.next_if(|expected| is_like(c, *expected)).is_some(),
        };
        if !is_met {
            return false;
        }
    }
    value.next().is_none()
}

/// The text with every stretch of white space as one blank, or one new line if there is one in it, and none around it.
fn spaced(text: &str) -> Vec<char> {
    let mut spaced: Vec<char> = Vec::new();
    for character in text.trim().chars().filter(|c| *c != '\0') {
        let is_break = matches!(character, '\n' | '\r');
        match spaced.last_mut() {
            Some(last) if character.is_whitespace() && matches!(*last, ' ' | '\n') => {
                if is_break {
                    *last = '\n';
                }
            }
            _ if is_break => spaced.push('\n'),
            _ if character.is_whitespace() => spaced.push(' '),
            _ => spaced.push(character),
        }
    }
    spaced
}
