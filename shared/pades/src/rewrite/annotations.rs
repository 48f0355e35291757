//! The annotations of the pages (ISO 32000-2 §12.5): those that are never seen go, form fields become part of the page,
//! what needs more than a page is refused.

use std::collections::BTreeSet;

use super::change::{Change, Embedded, RewriteError};
use super::draw::Canvas;
use super::fields::{self, Look};
use super::graph::Graph;
use super::layers::Layers;
use super::object::{Dictionary, Object};
use crate::pdf::ObjectId;
use crate::pdf::text::told;

/// Annotation flags (table 167).
const HIDDEN: i64 = 1 << 1;
const PRINT: i64 = 1 << 2;
const NO_ROTATE: i64 = 1 << 4;
const NO_VIEW: i64 = 1 << 5;
const READ_ONLY: i64 = 1 << 6;
const LOCKED: i64 = 1 << 7;
/// All that there are.
const FLAGS: i64 = (1 << 10) - 1;

/// What annotations were and are no more.
#[derive(Default)]
pub(super) struct Cleaned {
    /// The annotations that are gone: nothing may refer to them.
    pub(super) gone: BTreeSet<ObjectId>,
    unseen: usize,
    drawn: usize,
    had_fields: bool,
}

/// Where an annotation is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Everywhere,
    OnPaper,
    Nowhere,
}

/// Cleans all pages, then the form.
pub(super) fn clean(
    graph: &mut Graph<'_>,
    root: ObjectId,
    pages: &[ObjectId],
    layers: Option<&Layers>,
    changes: &mut Vec<Change>,
) -> Result<BTreeSet<ObjectId>, RewriteError> {
    let mut cleaned = Cleaned::default();
    let form = fields::Form::of(graph, root);
    let mut seen = BTreeSet::new();
    for (index, page) in pages.iter().enumerate() {
        clean_page(graph, *page, index + 1, &form, layers, &mut seen, &mut cleaned)?;
    }
    if form.is_there && (form.has_fields || cleaned.had_fields || form.is_to_be_drawn) {
        fields::remove_form(graph, root)?;
        cleaned.had_fields = true;
    }
    if cleaned.had_fields {
        changes.push(Change::Fields { count: cleaned.drawn });
    }
    if cleaned.unseen > 0 {
        changes.push(Change::UnseenAnnotations { count: cleaned.unseen });
    }
    Ok(cleaned.gone)
}

fn clean_page(
    graph: &mut Graph<'_>,
    page: ObjectId,
    number: usize,
    form: &fields::Form,
    layers: Option<&Layers>,
    seen: &mut BTreeSet<ObjectId>,
    cleaned: &mut Cleaned,
) -> Result<(), RewriteError> {
    let Some(Object::Dictionary(mut dictionary)) = graph.value(page) else { return Ok(()) };
    let Some(Object::Array(annotations)) = dictionary.get(b"Annots").cloned() else { return Ok(()) };
    let is_turned = graph.entry(&dictionary, b"Rotate").and_then(|turn| turn.as_integer()).unwrap_or(0) % 360 != 0;
    let mut kept = Vec::with_capacity(annotations.len());
    let mut canvas = Canvas::default();
    for value in annotations {
        let Some(mut annotation) = graph.dictionary(&value) else { continue };
        let is_popup = annotation.name(b"Subtype") == Some(b"Popup");
        let is_field = annotation.name(b"Subtype") == Some(b"Widget");
        let is_layered = annotation.get(b"OC").is_some();
        let is_layer_hidden =
            annotation.get(b"OC").is_some_and(|layer| layers.is_some_and(|layers| !layers.shows(graph, layer)));
        let shown = if is_layer_hidden { Shown::Nowhere } else { shown(graph, &annotation) };
        let id = value.as_reference();
        if shown == Shown::Nowhere && !is_popup || is_field {
            cleaned.gone.extend(id);
        }
        if is_field {
            cleaned.had_fields = true;
            if shown == Shown::Nowhere {
                continue;
            }
            let Some(look) = fields::look(graph, form, &annotation, number)? else { continue };
            let Look { appearance, matrix } = look;
            if shown == Shown::OnPaper {
                return Err(RewriteError::PrintedOnly { page: number, what: "a form field".to_owned() });
            }
            if !has_flag(graph, &annotation, PRINT) {
                // Part of the page it would be printed.
                let stamp = stamp(graph, &annotation, appearance);
                kept.push(Object::Reference(graph.add_value(Object::Dictionary(stamp))));
                cleaned.drawn += 1;
                continue;
            }
            if is_turned && has_flag(graph, &annotation, NO_ROTATE) {
                return Err(RewriteError::Embedded { page: number, what: Embedded::UprightField });
            }
            canvas.draw(appearance, matrix);
            cleaned.drawn += 1;
            continue;
        }
        if shown == Shown::Nowhere && !is_popup {
            cleaned.unseen += 1;
            continue;
        }
        check(graph, &annotation, number, shown)?;
        // Whoever refers to an annotation of another page would change both.
        let own = match id {
            Some(id) if seen.insert(id) => {
                if is_layered && layers.is_some() {
                    annotation.remove(b"OC");
                    graph.set(id, Object::Dictionary(annotation))?;
                }
                id
            }
            _ => {
                annotation.remove(b"OC");
                graph.add_value(Object::Dictionary(annotation))
            }
        };
        kept.push(Object::Reference(own));
    }
    if kept.is_empty() {
        dictionary.remove(b"Annots");
    } else {
        dictionary.set("Annots", Object::Array(kept));
    }
    canvas.put(graph, &mut dictionary);
    graph.set(page, Object::Dictionary(dictionary))?;
    Ok(())
}

/// An annotation that shows what a field shows, where and when the field does, and that nobody can fill in (§12.5.6.12).
fn stamp(graph: &Graph<'_>, field: &Dictionary, appearance: ObjectId) -> Dictionary {
    let mut stamp = Dictionary::default();
    stamp.set("Type", Object::name("Annot"));
    stamp.set("Subtype", Object::name("Stamp"));
    for key in ["Rect", "P"] {
        if let Some(value) = field.get(key.as_bytes()).cloned() {
            stamp.set(key, value);
        }
    }
    let flags = graph.entry(field, b"F").and_then(|flags| flags.as_integer()).unwrap_or(0) & FLAGS;
    stamp.set("F", Object::integer(usize::try_from(flags | READ_ONLY | LOCKED).unwrap_or_default()));
    let mut looks = Dictionary::default();
    looks.set("N", Object::Reference(appearance));
    stamp.set("AP", Object::Dictionary(looks));
    stamp
}

fn has_flag(graph: &Graph<'_>, annotation: &Dictionary, flag: i64) -> bool {
    graph.entry(annotation, b"F").and_then(|flags| flags.as_integer()).unwrap_or(0) & flag != 0
}

fn shown(graph: &Graph<'_>, annotation: &Dictionary) -> Shown {
    if has_flag(graph, annotation, HIDDEN) {
        Shown::Nowhere
    } else if has_flag(graph, annotation, NO_VIEW) {
        if has_flag(graph, annotation, PRINT) { Shown::OnPaper } else { Shown::Nowhere }
    } else {
        Shown::Everywhere
    }
}

/// Refuses what viewers do not show alike.
fn check(graph: &Graph<'_>, annotation: &Dictionary, page: usize, shown: Shown) -> Result<(), RewriteError> {
    let kind = annotation.name(b"Subtype").unwrap_or_default();
    let what = match kind {
        b"FileAttachment" => {
            let file = graph.entry_dictionary(annotation, b"FS").unwrap_or_default();
            let name = [b"UF".as_slice(), b"F"].into_iter().find_map(|key| graph.entry_text(&file, key));
            Embedded::File(told(&name.unwrap_or_default()))
        }
        b"Sound" => Embedded::Sound,
        b"Movie" | b"Screen" | b"RichMedia" => Embedded::Film,
        b"3D" => Embedded::Model,
        _ if shown == Shown::OnPaper => {
            let what = format!("an annotation of the kind {}", told(&String::from_utf8_lossy(kind)));
            return Err(RewriteError::PrintedOnly { page, what });
        }
        _ => return Ok(()),
    };
    Err(RewriteError::Embedded { page, what })
}
