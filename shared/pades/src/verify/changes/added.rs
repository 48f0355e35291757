//! New signature fields and the signatures in them (ISO 32000-2 §12.7.5.5).

use super::blending;
use super::field::Field;
use super::finding::{Change, ChangeKind, Detail, Verdict};
use super::judge::Judge;
use super::placement::{are_square, corners};
use super::standing::Standing;
use crate::strict::view::View;
use crate::strict::{Content, Value};

/// Annotation flag Hidden (table 167). What is not viewed may be printed, so no other flag hides.
const HIDDEN: i32 = 2;
/// What does not grow or turn with the page lies elsewhere than its rectangle says.
const NO_ZOOM: i32 = 8;
const NO_ROTATE: i32 = 16;
/// What a new signature field and its widget may have. Nothing of it acts, nothing draws outside its rectangle.
const FIELD_KEYS: [&[u8]; 33] = [
    b"Type",
    b"Subtype",
    b"FT",
    b"T",
    b"TU",
    b"TM",
    b"V",
    b"DV",
    b"Ff",
    b"F",
    b"P",
    b"Rect",
    b"AP",
    b"AS",
    b"MK",
    b"BS",
    b"Border",
    b"C",
    b"DA",
    b"DR",
    b"DS",
    b"Q",
    b"H",
    b"Lock",
    b"SV",
    b"Parent",
    b"Kids",
    b"M",
    b"NM",
    b"Contents",
    b"SM",
    b"StructParent",
    b"Lang",
];

/// A signature field or one of its widgets came in.
pub(super) fn field(judge: &mut Judge<'_, '_>, number: u32, page: Option<usize>) {
    if !judge.added.insert(number) {
        return;
    }
    let after = judge.pair.after;
    let Some(field) = Field::of(after, number) else {
        judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"Fields"));
        return;
    };
    let forbidden = |kind| Change::forbidden(kind).object(number).field(field.name.as_str());
    let is_stream = after.numbered(number).is_some_and(|object| object.is_stream());
    if !field.is_signature() || field.name.is_empty() || is_stream {
        judge.push(forbidden(ChangeKind::FormChanged).key(b"FT"));
        return;
    }
    if has_taken_name(judge, &field) {
        judge.push(forbidden(ChangeKind::FormChanged).key(b"T"));
    }
    if field.terminal != number && judge.pair.before.numbered(field.terminal).is_some() {
        // One more picture of a signature that has its place already.
        let detail = Detail::Annotation { subtype: "Widget".to_owned(), permitted: false };
        judge.push(forbidden(ChangeKind::AnnotationAdded).page(page).detail(detail));
        return;
    }
    keys(judge, number, &field);
    for kid in after.list(field.dictionary.get(b"Kids")).into_iter().filter_map(Value::reference) {
        let stands_apart =
            |kid: Value<'_>| [b"Parent".as_slice(), b"T", b"FT"].iter().all(|key| kid.get(key).is_none());
        match after.object(kid).map(|kid| kid.value).filter(|kid| kid.is_dictionary() && stands_apart(*kid)) {
            Some(dictionary) => widget(judge, kid.number, &field, dictionary),
            None => self::field(judge, kid.number, page),
        }
    }
    match field.signature(after) {
        Some(signature) => signed(judge, &field, signature),
        None if field.value.is_none() => {
            judge.push(Change::allowed(ChangeKind::FieldAdded).object(number).field(field.name.as_str()));
        }
        None => {}
    }
    visible(judge, number, &field, page);
}

/// A new field's widget that does not name it.
fn widget<'r>(judge: &mut Judge<'_, 'r>, number: u32, field: &Field<'r>, dictionary: Value<'r>) {
    if judge.pair.before.numbered(number).is_some() {
        // What was there before belongs to something else.
        judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).field(field.name.as_str()).key(b"Kids"));
        return;
    }
    let widget = Field { dictionary, name: field.name.clone(), ..*field };
    judge.claimed.insert(number);
    keys(judge, number, &widget);
    let page = judge.widgets.iter().find(|(widget, _)| *widget == number).and_then(|(_, page)| *page);
    visible(judge, number, &widget, page);
}

/// Reports what a new signature field or its widget has beyond what it may have. What is read aloud in its place is judged
/// like what is seen of it: it must be part of an intact signature.
fn keys<'r>(judge: &mut Judge<'_, 'r>, number: u32, field: &Field<'r>) {
    let forbidden = |kind| Change::forbidden(kind).object(number).field(field.name.as_str());
    for (key, _) in field.dictionary.entries() {
        match key {
            b"TU" | b"Contents" => match (judge.standing)(&field.name) {
                Standing::Intact => {}
                Standing::Unchecked => {
                    let unproved = Change { verdict: Verdict::Unproved, ..forbidden(ChangeKind::FormChanged) };
                    judge.push(unproved.key(key));
                }
                Standing::Broken => judge.push(forbidden(ChangeKind::FormChanged).key(key)),
            },
            b"A" | b"AA" => judge.push(forbidden(ChangeKind::ActionAdded).key(key)),
            key if FIELD_KEYS.contains(&key) => {}
            key => judge.push(forbidden(ChangeKind::FormChanged).key(key)),
        }
    }
}

/// Whether another field has the name: what is said of one of them must not hold for the other.
fn has_taken_name(judge: &mut Judge<'_, '_>, field: &Field<'_>) -> bool {
    let first = *judge.names.entry(field.name.clone()).or_insert(field.terminal);
    first != field.terminal || judge.taken.has_other(&field.name, field.terminal)
}

/// A field got its signature.
pub(super) fn signed<'r>(judge: &mut Judge<'_, 'r>, field: &Field<'r>, signature: Value<'r>) {
    let pair = judge.pair;
    let number = field.terminal;
    let is_old = field.value.and_then(Value::reference).is_some_and(|id| pair.before.object(id).is_some());
    if is_old || signature.get(b"ByteRange").is_none() {
        // What was in the file before cannot be the signature of this revision.
        judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).field(field.name.as_str()).key(b"V"));
        return;
    }
    let is = |key: &[u8], name: &[u8]| pair.after.entry(signature, key).is_some_and(|value| value.is_name(name));
    let is_timestamp = is(b"Type", b"DocTimeStamp") || is(b"SubFilter", b"ETSI.RFC3161");
    let kind = if is_timestamp { ChangeKind::TimestampAdded } else { ChangeKind::SignatureAdded };
    judge.push(Change::allowed(kind).object(number).field(field.name.as_str()));
    judge.signatures.push((signature, field.dictionary));
}

/// What can be seen on a page must be an intact signature: a picture of one could say anything.
pub(super) fn visible<'r>(judge: &mut Judge<'_, 'r>, number: u32, field: &Field<'r>, page: Option<usize>) {
    let after = judge.pair.after;
    let listing: Vec<usize> = judge.links.pages_listing(after, judge.touched, number).into_iter().collect();
    let looks = after.entry(field.dictionary, b"AP").and_then(Value::dictionary);
    if blending::shows_page_otherwise(&judge.pair, &judge.links.pages, &listing, looks) {
        let change = Change::forbidden(ChangeKind::FormChanged).object(number).page(listing.first().copied());
        judge.push(change.field(field.name.as_str()).key(b"AP"));
    }
    let Some(rectangle) = after.entry(field.dictionary, b"Rect") else { return };
    let page = page.or(listing.first().copied()).or_else(|| {
        let page = field.dictionary.get(b"P").and_then(Value::reference)?;
        judge.links.pages.leaves.get(&page.number).copied()
    });
    if !is_seen(after, field.dictionary) {
        return;
    }
    let was_seen = judge.first.numbered(number).is_some_and(|field| is_seen(judge.first, field.value));
    // Where it is said to be it must be, and nowhere else.
    let flags = |view: View<'r>, dictionary| view.entry(dictionary, b"F").and_then(Value::integer).unwrap_or(0);
    let had = judge.first.numbered(number).map_or(0, |field| flags(judge.first, field.value));
    let is_placed = flags(after, field.dictionary) & !had & (NO_ZOOM | NO_ROTATE) == 0;
    for (is_wrong, key) in
        [(!is_placed, b"F".as_slice()), (corners(after, Some(rectangle)).is_none(), b"Rect"), (listing.len() > 1, b"P")]
    {
        if is_wrong {
            let change =
                Change::forbidden(ChangeKind::FormChanged).object(number).page(listing.last().copied().or(page));
            judge.push(change.field(field.name.as_str()).key(key));
        }
    }
    let look = after.entry(field.dictionary, b"AP").and_then(|looks| after.get(looks, b"N"));
    if !are_square(after, look) {
        let change = Change::forbidden(ChangeKind::FormChanged).object(number).page(page);
        judge.push(change.field(field.name.as_str()).key(b"AP"));
    }
    let detail = Detail::Rectangle { rectangle: numbers(after, rectangle) };
    let verdict = match (judge.standing)(&field.name) {
        Standing::Intact => None,
        Standing::Unchecked => Some(Verdict::Unproved),
        Standing::Broken => Some(Verdict::Forbidden),
    };
    if let Some(verdict) = verdict {
        let change = Change::new(ChangeKind::UnsignedVisibleField, verdict).object(number).page(page);
        judge.push(change.field(field.name.as_str()).detail(detail.clone()));
        if verdict == Verdict::Forbidden {
            return;
        }
    }
    // Whoever signs next may show it in a field that was seen from the first signature on, but cover nothing that was
    // certified.
    let is_timestamp = judge
        .changes
        .iter()
        .any(|change| change.kind == ChangeKind::TimestampAdded && change.field.as_ref() == Some(&field.name));
    let kind = match (is_timestamp, !was_seen && judge.rights.is_certified()) {
        (true, _) => Some(ChangeKind::VisibleTimestamp),
        (false, true) => Some(ChangeKind::VisibleField),
        (false, false) => None,
    };
    if let Some(kind) = kind {
        let change = Change::forbidden(kind).object(number).page(page);
        judge.push(change.field(field.name.as_str()).detail(detail));
        return;
    }
    // Where it is seen belongs to what is said of it.
    let said = judge.changes.iter_mut().rev().find(|change| change.field.as_ref() == Some(&field.name));
    if let Some(change) = said {
        (change.page, change.detail) = (page, Some(detail));
    }
}

/// Whether an annotation can be seen on a page or on its print.
pub(super) fn is_seen<'r>(view: View<'r>, annotation: Value<'r>) -> bool {
    let Some(dictionary) = view.dictionary(Some(annotation)) else { return true };
    let Some(rectangle) = view.entry(dictionary, b"Rect") else { return false };
    // Flags that cannot be read hide nothing.
    let is_hidden = view.entry(dictionary, b"F").and_then(Value::integer).is_some_and(|flags| flags & HIDDEN != 0);
    !is_hidden && has_area(view, rectangle)
}

/// Whether a rectangle has an area. Where it lies says little: what does not turn with the page lies elsewhere than its
/// corners say, and so does what names another page than the one that lists it.
fn has_area<'r>(view: View<'r>, rectangle: Value<'r>) -> bool {
    corners(view, Some(rectangle)).is_none_or(|[left, bottom, right, top]| right > left && top > bottom)
}

/// A rectangle's numbers in their brackets.
fn numbers<'r>(view: View<'r>, rectangle: Value<'r>) -> String {
    let number = |one: Value<'r>| match view.resolve(one).map(Value::content) {
        Some(Content::Integer(number)) => number.to_string(),
        Some(Content::Real(number)) => String::from_utf8_lossy(number).into_owned(),
        _ => "?".to_owned(),
    };
    let all: Vec<String> = view.list(Some(rectangle)).into_iter().take(4).map(number).collect();
    format!("[{}]", all.join(" "))
}
