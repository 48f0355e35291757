//! Where a revision's allowed changes can be seen: the rectangles of the fields that they name.

use std::collections::BTreeSet;

use super::field::Field;
use super::finding::{Change, Place, Verdict};
use super::links::Links;
use super::placement::corners;
use crate::strict::Value;
use crate::strict::view::View;

/// Annotation flag NoRotate (table 167).
const NO_ROTATE: i32 = 16;

/// The widgets of every field that an allowed change names, in the revision that made it, page by page. What the budget did
/// not suffice for is missing; then the file is called too complex.
pub(super) fn places(view: View<'_>, links: &Links, changes: &[Change]) -> Vec<Place> {
    let allowed = changes.iter().filter(|change| change.verdict != Verdict::Forbidden && change.field.is_some());
    let named: BTreeSet<u32> = allowed.filter_map(|change| change.object).collect();
    let mut places = Vec::new();
    for (widget, field) in named.into_iter().flat_map(|number| widgets(view, number)) {
        if let Some(rectangle) = rectangle(view, field.dictionary) {
            let pages = links.pages_listing(view, &[], widget).into_iter();
            places.extend(pages.map(|page| Place { page, field: field.name.clone(), rectangle }));
        }
    }
    places.sort_unstable_by(|a, b| (a.page, &a.field, a.rectangle).cmp(&(b.page, &b.field, b.rectangle)));
    places.dedup();
    places
}

/// A field that is its own widget, or the widgets below it, whichever of them it is that is named.
fn widgets(view: View<'_>, number: u32) -> Vec<(u32, Field<'_>)> {
    let Some(field) = Field::of(view, number) else { return Vec::new() };
    let kids = view.numbered(field.terminal).and_then(|field| view.get(field.value, b"Kids"));
    let kids = view.list(kids).into_iter().filter_map(Value::reference).map(|id| id.number);
    let all: BTreeSet<u32> = kids.chain([number, field.terminal]).collect();
    all.into_iter().filter_map(|number| Some((number, Field::of(view, number)?))).collect()
}

/// The widget's rectangle if it has an area, rounded outwards. What does not turn with its page keeps its upper left corner
/// where that is and may lie on any side of it (ISO 32000-2 §12.5.3).
fn rectangle<'r>(view: View<'r>, widget: Value<'r>) -> Option<[i64; 4]> {
    let [left, bottom, right, top] = corners(view, view.get(widget, b"Rect"))?;
    let (width, height) = (right - left, top - bottom);
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let flags = view.entry(widget, b"F").and_then(Value::integer).unwrap_or(0);
    let reach = width.max(height);
    let [left, bottom, right, top] = if flags & NO_ROTATE == 0 {
        [left, bottom, right, top]
    } else {
        [left - reach, top - reach, left + reach, top + reach]
    };
    let whole = [left.floor(), bottom.floor(), right.ceil(), top.ceil()];
    #[expect(clippy::cast_possible_truncation, reason = "whole, and saturating where nothing is drawn")]
    Some(whole.map(|number| number as i64))
}
