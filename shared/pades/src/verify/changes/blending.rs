//! Looks that change how a page is put together (ISO 32000-2 §11.4.7).
//!
//! MuPDF draws a page into a group of its own if it finds blending in what the page or its annotations use. It does not
//! look everywhere: what it overlooks, as blending in the resources of a Type 3 font, it shows in one way as long as there
//! is no group, and in another when the look of a new signature or of a field brings one about.

use std::collections::BTreeSet;

use super::equal::Pair;
use super::links::Pages;
use crate::strict::Value;
use crate::strict::view::View;

/// Forms, patterns and page tree nodes nested deeper than this are not followed.
const MAX_DEPTH: usize = 32;
/// Entries that lead away from what is drawn.
const ASIDE: [&[u8]; 8] = [b"Parent", b"P", b"Popup", b"Dest", b"A", b"AA", b"StructParents", b"Prev"];

/// Whether a new look brings about a group on one of these pages, counted from 1, that shows what was signed otherwise.
pub(super) fn shows_page_otherwise(pair: &Pair<'_>, tree: &Pages, pages: &[usize], look: Option<Value<'_>>) -> bool {
    let Some(look) = look else { return false };
    if !reaches(pair.after, look, &may_blend) {
        return false;
    }
    let before = pair.before;
    let leaves = tree.leaves.iter().filter(|(_, page)| pages.contains(page));
    let mut leaves = leaves.filter_map(|(number, _)| before.numbered(*number)).map(|page| page.value);
    leaves.any(|page| {
        let resources = inherited_resources(before, page);
        let has_group = blends(before, resources, MAX_DEPTH) || annotations_blend(before, page);
        let overlooked = || resources.into_iter().chain([page]).any(|part| reaches(before, part, &is_blending));
        !has_group && overlooked()
    })
}

/// Whether a dictionary may be taken for one that blends, by whoever looks for it.
fn may_blend(view: View<'_>, dictionary: Value<'_>) -> bool {
    is_blending(view, dictionary) || dictionary.get(b"SMask").is_some() || view.entry(dictionary, b"Group").is_some()
}

/// Whether it is a graphics state with a blend mode other than the usual one.
fn is_blending(view: View<'_>, dictionary: Value<'_>) -> bool {
    view.entry(dictionary, b"BM").is_some_and(|mode| !mode.is_name(b"Normal") && !mode.is_name(b"Compatible"))
}

/// Whether anything that is drawn from here on is such a dictionary; also where that cannot be found out.
fn reaches<'r>(view: View<'r>, start: Value<'r>, is_it: &dyn Fn(View<'r>, Value<'r>) -> bool) -> bool {
    let mut seen = BTreeSet::new();
    let mut left = vec![start];
    while let Some(value) = left.pop() {
        if !view.budget.spend(1) {
            return true;
        }
        let value = match value.reference() {
            Some(id) if !seen.insert(id.number) => continue,
            Some(id) => match view.object(id) {
                Some(object) => object.value,
                None => continue,
            },
            None => value,
        };
        if value.is_dictionary() {
            if is_it(view, value) {
                return true;
            }
            left.extend(value.entries().filter(|(key, _)| !ASIDE.contains(key)).map(|(_, entry)| entry));
        } else if let Some(elements) = value.elements() {
            left.extend(elements);
        }
    }
    false
}

/// Whether MuPDF finds blending in resources.
fn blends<'r>(view: View<'r>, resources: Option<Value<'r>>, depth: usize) -> bool {
    let Some(resources) = resources.filter(|_| depth > 0 && view.budget.spend(1)) else { return false };
    let named = |key: &[u8]| {
        let all = view.entry(resources, key).and_then(Value::dictionary);
        let all = all.into_iter().flat_map(Value::entries).map(|(_, value)| value);
        all.filter_map(|value| view.dictionary(Some(value))).collect::<Vec<_>>()
    };
    let below = |value: Value<'r>| blends(view, view.entry(value, b"Resources"), depth - 1);
    named(b"ExtGState").into_iter().any(|state| is_blending(view, state))
        || named(b"Pattern").into_iter().any(below)
        || named(b"XObject").into_iter().any(|object| form_blends(view, object) || below(object))
}

fn form_blends(view: View<'_>, object: Value<'_>) -> bool {
    let group = view.entry(object, b"Group").and_then(Value::dictionary);
    let is_group = group.and_then(|group| view.entry(group, b"S")).is_some_and(|kind| kind.is_name(b"Transparency"));
    let is_image = view.entry(object, b"Subtype").is_some_and(|kind| kind.is_name(b"Image"));
    is_group || is_image && view.entry(object, b"SMask").is_some()
}

/// Whether it finds any in the looks that the page's annotations have already.
fn annotations_blend<'r>(view: View<'r>, page: Value<'r>) -> bool {
    view.list(page.get(b"Annots")).into_iter().any(|annotation| {
        let looks =
            view.dictionary(Some(annotation)).and_then(|annotation| view.entry(annotation, b"AP")?.dictionary());
        // Which of several states is shown is not asked: what is not found here counts as overlooked.
        let look = looks.and_then(|looks| view.get(looks, b"N")).filter(|look| !view.is_plain_dictionary(*look));
        let look = look.and_then(|look| view.dictionary(Some(look)));
        look.is_some_and(|look| form_blends(view, look) || blends(view, view.entry(look, b"Resources"), MAX_DEPTH))
    })
}

fn inherited_resources<'r>(view: View<'r>, page: Value<'r>) -> Option<Value<'r>> {
    let mut node = page;
    for _ in 0..MAX_DEPTH {
        if let Some(resources) = view.entry(node, b"Resources") {
            return resources.dictionary();
        }
        node = view.entry(node, b"Parent")?.dictionary()?;
    }
    None
}
