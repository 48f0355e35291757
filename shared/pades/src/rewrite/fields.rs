//! How form fields look (ISO 32000-2 §12.7): by their appearance streams, which must be there where a field has a value,
//! and must show that value where viewers are asked to draw it anew (`/NeedAppearances`).

use super::change::RewriteError;
use super::graph::{Graph, Unreadable};
use super::object::{Dictionary, Object};
use crate::pdf::ObjectId;
use crate::pdf::scan::{self, Token};
use crate::pdf::text::told;
use crate::pdf::value::Value;

/// Fields nested deeper than this are not looked at.
const MAX_DEPTH: usize = 64;

/// The interactive form, as far as the look of its fields depends on it.
pub(super) struct Form {
    pub(super) is_there: bool,
    pub(super) has_fields: bool,
    /// Whether viewers are asked to draw all fields anew.
    pub(super) is_to_be_drawn: bool,
    resources: Option<Object>,
}

/// What a field shows: a form XObject, and the matrix that puts it into its place.
pub(super) struct Look {
    pub(super) appearance: ObjectId,
    pub(super) matrix: [f64; 6],
}

impl Form {
    pub(super) fn of(graph: &Graph<'_>, root: ObjectId) -> Self {
        let catalog = graph.dictionary(&Object::Reference(root)).unwrap_or_default();
        let form = graph.entry_dictionary(&catalog, b"AcroForm");
        let is_there = form.is_some();
        let form = form.unwrap_or_default();
        Self {
            is_there,
            has_fields: graph.entry_array(&form, b"Fields").is_some_and(|fields| !fields.is_empty()),
            is_to_be_drawn: matches!(graph.entry(&form, b"NeedAppearances"), Some(Object::Boolean(true))),
            resources: form.get(b"DR").cloned(),
        }
    }
}

/// Takes the form out of the catalog.
pub(super) fn remove_form(graph: &mut Graph<'_>, root: ObjectId) -> Result<(), Unreadable> {
    let mut catalog = graph.dictionary(&Object::Reference(root)).unwrap_or_default();
    catalog.remove(b"AcroForm");
    graph.set(root, Object::Dictionary(catalog))
}

/// The entry of a field, its own or of a field above it.
fn inherited(graph: &Graph<'_>, field: &Dictionary, key: &[u8]) -> Option<Object> {
    let mut field = field.clone();
    for _ in 0..MAX_DEPTH {
        if let Some(value) = graph.entry(&field, key) {
            return Some(value);
        }
        field = graph.entry_dictionary(&field, b"Parent")?;
    }
    None
}

/// The fully qualified name of a field.
fn full_name(graph: &Graph<'_>, field: &Dictionary) -> String {
    let mut parts = Vec::new();
    let mut field = Some(field.clone());
    while let Some(current) = field.filter(|_| parts.len() < MAX_DEPTH) {
        parts.extend(graph.entry_text(&current, b"T"));
        field = graph.entry_dictionary(&current, b"Parent");
    }
    parts.reverse();
    told(&parts.join("."))
}

/// How a widget looks; `None` if nothing of it is seen.
pub(super) fn look(
    graph: &mut Graph<'_>,
    form: &Form,
    widget: &Dictionary,
    page: usize,
) -> Result<Option<Look>, RewriteError> {
    let rectangle = graph.numbers::<4>(widget, b"Rect").unwrap_or_default();
    let [left, right] = sorted(rectangle[0], rectangle[2]);
    let [bottom, top] = sorted(rectangle[1], rectangle[3]);
    if right - left <= 0.0 || top - bottom <= 0.0 {
        return Ok(None);
    }
    let refused = || RewriteError::NoAppearance { page, field: full_name(graph, widget) };
    let kind = inherited(graph, widget, b"FT");
    let is = |name: &[u8]| kind.as_ref().is_some_and(|kind| kind.is_name(name));
    let value = inherited(graph, widget, b"V").filter(|value| !is_blank(value));
    let Some(appearance) = normal_appearance(graph, widget) else {
        let is_shown = if is(b"Btn") {
            let captions = graph.entry_dictionary(widget, b"MK").unwrap_or_default();
            let is_on = |state: &Object| state.as_name().is_some_and(|state| state != b"Off");
            let has_states = graph.entry_dictionary(widget, b"AP").is_some();
            // A state that has no appearance shows nothing; a button without any is drawn by some viewers.
            !has_states && (value.as_ref().is_some_and(is_on) || captions.get(b"CA").is_some())
        } else {
            value.is_some() && !is(b"Sig")
        };
        return if is_shown { Err(refused()) } else { Ok(None) };
    };
    if form.is_to_be_drawn && (is(b"Tx") || is(b"Ch")) {
        let shown = graph.decoded(appearance).map(|data| text_shown(&data)).ok_or_else(refused)?;
        let is_value_shown = match &value {
            None => shown.is_empty() || is(b"Ch"),
            Some(value) => shows(&shown, value),
        };
        if !is_value_shown {
            return Err(refused());
        }
    }
    let Some(Object::Dictionary(mut stream)) = graph.value(appearance) else { return Ok(None) };
    let bounds = graph.numbers::<4>(&stream, b"BBox").unwrap_or_default();
    let matrix = graph.numbers::<6>(&stream, b"Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let [x1, y1, x2, y2] = transformed(bounds, matrix);
    if x2 - x1 <= 0.0 || y2 - y1 <= 0.0 {
        return Ok(None);
    }
    let (across, up) = ((right - left) / (x2 - x1), (top - bottom) / (y2 - y1));
    stream.set("Type", Object::name("XObject"));
    stream.set("Subtype", Object::name("Form"));
    if graph.entry_dictionary(&stream, b"Resources").is_none() {
        let resources = form.resources.clone().unwrap_or(Object::Dictionary(Dictionary::default()));
        stream.set("Resources", resources);
    }
    graph.set(appearance, Object::Dictionary(stream))?;
    Ok(Some(Look { appearance, matrix: [across, 0.0, 0.0, up, left - x1 * across, bottom - y1 * up] }))
}

fn sorted(first: f64, second: f64) -> [f64; 2] {
    [first.min(second), first.max(second)]
}

/// The smallest upright rectangle around a rectangle that was transformed (§12.5.5, algorithm 8.1).
fn transformed([x1, y1, x2, y2]: [f64; 4], [a, b, c, d, e, f]: [f64; 6]) -> [f64; 4] {
    let corners = [(x1, y1), (x1, y2), (x2, y1), (x2, y2)].map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
    let least = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    [least(|corner| corner.0), least(|corner| corner.1), most(|corner| corner.0), most(|corner| corner.1)]
}

/// The stream of the normal appearance, in the state in which the widget is.
fn normal_appearance(graph: &Graph<'_>, widget: &Dictionary) -> Option<ObjectId> {
    let appearances = graph.entry_dictionary(widget, b"AP")?;
    let normal = appearances.get(b"N")?;
    let stream = |value: &Object| value.as_reference().filter(|id| graph.is_stream(*id));
    if let Some(stream) = stream(normal) {
        return Some(stream);
    }
    let states = graph.dictionary(normal)?;
    let state = graph.entry(widget, b"AS");
    stream(states.get(state.as_ref().and_then(Object::as_name).unwrap_or(b"Off"))?)
}

fn is_blank(value: &Object) -> bool {
    match value {
        Object::String(text) => text.is_empty() || matches!(text.as_slice(), [0xfe, 0xff]),
        Object::Array(items) => items.is_empty(),
        Object::Name(name) => name == b"Off" || name.is_empty(),
        _ => false,
    }
}

/// The strings that contents show, one after the other, without blanks.
fn text_shown(data: &[u8]) -> Vec<u8> {
    let mut shown = Vec::new();
    let mut strings = Vec::new();
    let mut at = 0;
    while let Some((kind, start, end)) = scan::token(data, at) {
        at = end;
        match kind {
            Token::String => strings.extend(Value::parse(data, start).and_then(Value::string).unwrap_or_default()),
            Token::Word => {
                if matches!(&data[start..end], b"Tj" | b"TJ" | b"'" | b"\"") {
                    shown.append(&mut strings);
                }
                strings.clear();
            }
            _ => {}
        }
    }
    without_blanks(&shown)
}

fn without_blanks(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

/// Whether contents show this value, as text in Latin letters or in UTF-16.
fn shows(shown: &[u8], value: &Object) -> bool {
    let texts: Vec<&[u8]> = match value {
        Object::String(text) => vec![text],
        Object::Array(items) => items
            .iter()
            .filter_map(|item| match item {
                Object::String(text) => Some(text.as_slice()),
                _ => None,
            })
            .collect(),
        _ => return false,
    };
    texts.iter().all(|text| {
        let text: String = crate::pdf::text::decode(text).split_whitespace().collect();
        let latin: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let holds = |needle: &[u8]| needle.is_empty() || memchr::memmem::find(shown, needle).is_some();
        latin.is_some_and(|latin| holds(&latin)) || holds(&without_blanks(&wide))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appearance_shows_a_value_or_does_not() {
        let shown = text_shown(b"/Tx BMC q BT /F 9 Tf (10 00) Tj [(0 y) -20 (en)] TJ ET Q EMC (not shown) x");
        assert_eq!(shown, b"10000yen");
        assert!(shows(&shown, &Object::String(b"10000 yen".to_vec())));
        assert!(!shows(&shown, &Object::String(b"99999 yen".to_vec())));
        assert!(!shows(&shown, &Object::String(b"\xfe\xff\x51\x86".to_vec())));
    }

    #[test]
    fn a_turned_appearance_has_an_upright_place() {
        assert_eq!(transformed([0.0, 0.0, 10.0, 20.0], [0.0, 1.0, -1.0, 0.0, 20.0, 0.0]), [0.0, 0.0, 20.0, 10.0]);
    }
}
