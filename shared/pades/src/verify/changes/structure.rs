//! The structure tree of tagged documents (ISO 32000-2 §14.7): a new signature field may get its element.

use super::finding::{Change, ChangeKind};
use super::form;
use super::judge::Judge;
use crate::strict::Value;
use crate::strict::view::View;

/// New elements are followed to this many.
const MOST_NEW: usize = 10_000;

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
                (None, Some(new)) => are_elements(judge, vec![new]),
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
    // A single child stands without an array.
    let list = |view: View<'r>, value: Option<Value<'r>>| match value {
        Some(value) if view.dictionary(Some(value)).is_some() => vec![value],
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
    kept.peek().is_none() && are_elements(judge, more)
}

/// Whether these, and what they lead to, are structure elements of signature fields.
fn are_elements<'r>(judge: &Judge<'_, 'r>, mut open: Vec<Value<'r>>) -> bool {
    let after = judge.pair.after;
    for _ in 0..MOST_NEW {
        let Some(value) = open.pop() else { return true };
        let is_old = value.reference().is_some_and(|id| judge.pair.before.object(id).is_some());
        let Some(resolved) = after.resolve(value) else { return false };
        if is_old {
            continue;
        }
        if let Some(all) = resolved.array() {
            open.extend(all);
            continue;
        }
        let Some(dictionary) = resolved.dictionary() else { return false };
        // What holds nothing could only say something of its own.
        if ![b"Obj".as_slice(), b"K", b"Kids", b"Nums"].iter().any(|key| dictionary.get(key).is_some()) {
            return false;
        }
        for (key, value) in dictionary.entries() {
            match key {
                b"Obj" if is_signature_widget(judge, dictionary) => {}
                b"K" | b"Kids" => open.push(value),
                b"Nums" => {
                    let numbered = after.list(Some(value)).into_iter();
                    open.extend(numbered.filter(|one| one.integer().is_none()));
                }
                b"Type" | b"S" | b"P" | b"Pg" | b"ID" | b"T" | b"Lang" | b"Alt" | b"C" | b"A" | b"Limits" => {}
                _ => return false,
            }
        }
    }
    false
}

fn is_signature_widget<'r>(judge: &Judge<'_, 'r>, link: Value<'r>) -> bool {
    let number = link.get(b"Obj").and_then(Value::reference).map(|id| id.number);
    let field = number.and_then(|number| form::Field::of(judge.pair.after, number));
    field.is_some_and(|field| field.is_signature())
}
