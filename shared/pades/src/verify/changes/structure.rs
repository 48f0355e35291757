//! The structure tree of tagged documents (ISO 32000-2 §14.7): a new signature field may get its element.

use std::collections::BTreeSet;

use super::field::Field;
use super::finding::{Change, ChangeKind};
use super::judge::Judge;
use super::names::MAX_DEPTH;
use crate::strict::Value;
use crate::strict::view::View;

/// New elements are followed to this many.
const MAX_NEW: usize = 10_000;
/// What the element of a signature field is, and what it may stand in (ISO 32000-2 §14.8.4): nothing of it is read aloud.
const KINDS: [&[u8]; 6] = [b"Form", b"Annot", b"Document", b"Sect", b"Div", b"Part"];

/// The tree's root was replaced in the catalog.
pub(super) fn root<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    let new = new.and_then(|value| pair.after.resolve(value));
    let old = old.and_then(|value| pair.before.resolve(value)).or_else(|| Some(Value::empty()));
    match (old, new) {
        (Some(old), Some(new)) => node(judge, number, old, new, true),
        _ => forbid(judge, number, b"StructTreeRoot"),
    }
}

/// A node of the tree, of its parent tree, or an array in either, may only grow.
pub(super) fn judge<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Value<'r>, new: Value<'r>) {
    let root = judge.pair.before.catalog().and_then(|catalog| catalog.value.get(b"StructTreeRoot")?.reference());
    node(judge, number, old, new, root.is_some_and(|root| root.number == number));
}

/// Judges one node. Only the root has a parent tree, so this goes down by one step and no further.
fn node<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Value<'r>, new: Value<'r>, is_root: bool) {
    let pair = judge.pair;
    let (Some(before), Some(after)) = (old.dictionary(), new.dictionary()) else {
        // An array that stands alone is a list of elements, or what a number of the parent tree leads to.
        if !grown(judge, Some(old), Some(new), false) {
            forbid(judge, number, b"StructTreeRoot");
        }
        return;
    };
    for difference in pair.differences(before, after) {
        let key = difference.key;
        let (old, new) = (difference.old, difference.new);
        let is_fine = match key {
            b"Limits" => true,
            b"K" | b"Kids" => grown(judge, old, new, false),
            // Numbers and what they lead to in turn.
            b"Nums" => grown(judge, old, new, true),
            b"ParentTree" if is_root => match (old, new) {
                (None, Some(new)) => are_elements(judge, vec![new], Place::Kid),
                (Some(old), Some(new)) => match (pair.before.resolve(old), pair.after.resolve(new)) {
                    (Some(old), Some(new)) => {
                        node(judge, number, old, new, false);
                        true
                    }
                    _ => false,
                },
                _ => false,
            },
            b"ParentTreeNextKey" => {
                let number = |value: Option<Value<'_>>| value.map_or(Some(0), Value::integer);
                number(old).zip(number(new)).is_some_and(|(old, new)| old <= new)
            }
            b"Type" => old.is_none(),
            // They say what elements mean: of those that were there nothing new.
            b"RoleMap" | b"ClassMap" | b"IDTree" if old.is_none() => {
                let says_nothing = |said: Value<'_>| said.entries().next().is_none();
                says_nothing(before) || pair.after.dictionary(new).is_some_and(says_nothing)
            }
            _ => false,
        };
        if !is_fine {
            forbid(judge, number, key);
        }
    }
    if judge.changes.iter().all(|change| change.object != Some(number)) {
        judge.push(Change::allowed(ChangeKind::StructureExtended).object(number).key(b"StructTreeRoot"));
    }
}

fn forbid(judge: &mut Judge<'_, '_>, number: u32, key: &[u8]) {
    judge.push(Change::forbidden(ChangeKind::CatalogChanged).object(number).key(key));
}

/// Whether every element of `old` is in `new` in the same order, and what came in belongs to signature fields.
fn grown<'r>(judge: &Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>, has_numbers: bool) -> bool {
    let pair = judge.pair;
    // A single child stands without an array, be it an element, a link, or the number of some content.
    let list = |view: View<'r>, value: Option<Value<'r>>| match value {
        Some(one) if view.resolve(one).is_some_and(|resolved| !resolved.is_array()) => vec![one],
        value => view.list(value),
    };
    let (old, new) = (list(pair.before, old), list(pair.after, new));
    let mut kept = old.iter().peekable();
    let mut more = Vec::new();
    for value in new {
        if kept.next_if(|old| pair.equal(Some(**old), Some(value))).is_none() {
            more.push(value);
        }
    }
    let is_number = |value: &Value<'r>| has_numbers && value.integer().is_some();
    more.retain(|value| !is_number(value));
    let place = if has_numbers { Place::Numbered } else { Place::Kid };
    kept.peek().is_none() && are_elements(judge, more, place)
}

/// Where something that came in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Below an element or a node of a number tree: it is reached here and nowhere else, or the tree would not be one.
    Kid,
    /// What a number of the parent tree leads to.
    Numbered,
}

/// Whether these, and what they lead to, are structure elements of signature fields.
fn are_elements<'r>(judge: &Judge<'_, 'r>, values: Vec<Value<'r>>, place: Place) -> bool {
    let (before, after) = (judge.pair.before, judge.pair.after);
    let mut open: Vec<(Value<'r>, Place)> = values.into_iter().map(|value| (value, place)).collect();
    let mut seen = BTreeSet::new();
    for _ in 0..MAX_NEW {
        let Some((value, place)) = open.pop() else { return true };
        let Some(resolved) = after.resolve(value) else { return false };
        if let Some(id) = value.reference() {
            if before.object(id).is_some() {
                // An element has one place in the tree, and those that were there have theirs.
                if place == Place::Kid || !is_element(before, value) {
                    return false;
                }
                continue;
            }
            if !seen.insert(id.number) {
                return false;
            }
        }
        if let Some(all) = resolved.array() {
            open.extend(all.into_iter().map(|value| (value, place)));
            continue;
        }
        let Some(dictionary) = resolved.dictionary() else { return false };
        if !is_new_node(judge, dictionary, &mut open) {
            return false;
        }
    }
    false
}

/// Whether a dictionary that came in is a node of a number tree, an element, or the link from an element to a signature
/// field. It may say nothing of its own. What is below it goes to `open`.
fn is_new_node<'r>(judge: &Judge<'_, 'r>, dictionary: Value<'r>, open: &mut Vec<(Value<'r>, Place)>) -> bool {
    let after = judge.pair.after;
    // What holds nothing could only say something of its own.
    if ![b"Obj".as_slice(), b"K", b"Kids", b"Nums"].iter().any(|key| dictionary.get(key).is_some()) {
        return false;
    }
    dictionary.entries().all(|(key, value)| match key {
        b"Obj" => is_signature_widget(judge, dictionary),
        b"K" | b"Kids" => {
            open.push((value, Place::Kid));
            true
        }
        b"Nums" => {
            let numbered = after.list(Some(value)).into_iter().filter(|one| one.integer().is_none());
            open.extend(numbered.map(|value| (value, Place::Numbered)));
            true
        }
        b"S" => after.resolve(value).and_then(Value::name).is_some_and(|kind| KINDS.contains(&kind)),
        b"P" => leads_up(judge, value),
        b"Type" | b"Pg" | b"ID" | b"Limits" => true,
        _ => false,
    })
}

fn is_element<'r>(view: View<'r>, value: Value<'r>) -> bool {
    let kind = view.dictionary(Some(value)).and_then(|element| view.entry(element, b"S"));
    kind.is_some_and(|kind| kind.name().is_some())
}

/// Whether the parents of a new element end in the tree that was there, and not in a circle.
fn leads_up<'r>(judge: &Judge<'_, 'r>, parent: Value<'r>) -> bool {
    let (before, after) = (judge.pair.before, judge.pair.after);
    let root = after.catalog().and_then(|catalog| after.get(catalog.value, b"StructTreeRoot")?.reference());
    let mut next = Some(parent);
    for _ in 0..MAX_DEPTH {
        let Some(id) = next.and_then(Value::reference) else { return false };
        if before.object(id).is_some() || root == Some(id) {
            return true;
        }
        next = after.object(id).and_then(|object| after.get(object.value.dictionary()?, b"P"));
    }
    false
}

fn is_signature_widget<'r>(judge: &Judge<'_, 'r>, link: Value<'r>) -> bool {
    let number = link.get(b"Obj").and_then(Value::reference).map(|id| id.number);
    let field = number.and_then(|number| Field::of(judge.pair.after, number));
    field.is_some_and(|field| field.is_signature())
}
