//! The structure tree of tagged documents (ISO 32000-2 §14.7): a new signature field may get its element.

use super::finding::{Change, ChangeKind};
use super::form;
use super::judge::Judge;
use crate::pdf::value::{Dictionary, Value};

/// New elements are followed to this many.
const MOST_NEW: usize = 10_000;

/// The tree's root was replaced in the catalog.
pub(super) fn root<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    let new = new.and_then(|value| pair.after.resolve(value));
    let old = old.and_then(|value| pair.before.resolve(value)).or_else(|| Value::parse(b"<<>>", 0));
    match (old, new) {
        (Some(old), Some(new)) => node(judge, number, old, new, true),
        _ => forbid(judge, number, b"StructTreeRoot"),
    }
}

/// A node of the tree, of its parent tree, or an array in either, may only grow.
pub(super) fn judge<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Value<'r>, new: Value<'r>) {
    let root = judge.pair.before.catalog().and_then(|(_, catalog)| catalog.get(b"StructTreeRoot")?.reference());
    node(judge, number, old, new, root.is_some_and(|root| root.number == number));
}

/// Judges one node. Only the root has a parent tree, so this goes down by one step and no further.
fn node<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Value<'r>, new: Value<'r>, is_root: bool) {
    let pair = judge.pair;
    let (Some(before), Some(after)) = (old.dictionary(), new.dictionary()) else {
        if !grown(judge, Some(old), Some(new)) {
            forbid(judge, number, b"StructTreeRoot");
        }
        return;
    };
    for difference in pair.differences(before, after) {
        let key = difference.key.as_slice();
        let (old, new) = (difference.old, difference.new);
        let is_fine = match key {
            b"K" | b"Kids" | b"Nums" | b"Limits" => grown(judge, old, new) || key == b"Limits",
            b"ParentTree" if is_root => match (old, new) {
                (None, Some(_)) => true,
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
                let number = |value: Option<Value<'_>>| value.and_then(Value::integer).unwrap_or(0);
                number(old) <= number(new)
            }
            b"RoleMap" | b"ClassMap" | b"IDTree" | b"Type" => old.is_none(),
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
fn grown<'r>(judge: &Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>) -> bool {
    let pair = judge.pair;
    // A single child stands without an array.
    let list = |file, value: Option<Value<'r>>| match value {
        Some(value) if Judge::dictionary(file, Some(value)).is_some() => vec![value],
        value => Judge::list(file, value),
    };
    let (old, new) = (list(pair.before, old), list(pair.after, new));
    let mut kept = old.iter().peekable();
    let mut more = Vec::new();
    for value in new {
        if kept.next_if(|old| pair.equal(Some(**old), Some(value))).is_none() {
            more.push(value);
        }
    }
    kept.peek().is_none() && are_elements(judge, more)
}

/// Whether these, and what they lead to, are structure elements of signature fields.
fn are_elements<'r>(judge: &Judge<'_, 'r>, mut open: Vec<Value<'r>>) -> bool {
    let after = judge.pair.after;
    for _ in 0..MOST_NEW {
        let Some(value) = open.pop() else { return true };
        let is_old = value.reference().is_some_and(|id| judge.pair.before.object(id).is_some());
        let Some(resolved) = after.resolve(value) else { return false };
        if is_old || resolved.integer().is_some() {
            continue;
        }
        if let Some(all) = resolved.array() {
            open.extend(all);
            continue;
        }
        let Some(dictionary) = resolved.dictionary() else { return false };
        for entry in dictionary.entries() {
            match entry.key.as_slice() {
                b"Obj" if is_signature_widget(judge, dictionary) => {}
                b"K" | b"Kids" | b"Nums" => open.push(entry.value),
                b"Type" | b"S" | b"P" | b"Pg" | b"ID" | b"T" | b"Lang" | b"Alt" | b"C" | b"A" | b"Limits" => {}
                _ => return false,
            }
        }
    }
    false
}

fn is_signature_widget<'r>(judge: &Judge<'_, 'r>, link: Dictionary<'r>) -> bool {
    let number = link.get(b"Obj").and_then(Value::reference).map(|id| id.number);
    let field = number.and_then(|number| form::Field::of(judge.pair.after, number));
    field.is_some_and(|field| field.is_signature())
}
