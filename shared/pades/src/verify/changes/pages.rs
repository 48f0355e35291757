//! Pages and the annotations on them (ISO 32000-2 §7.7.3, §12.5): only widgets of signature fields may be added.

use std::collections::BTreeSet;

use super::added;
use super::field::Field;
use super::finding::{Change, ChangeKind, Detail};
use super::judge::Judge;
use super::links::tree;
use super::role::Role;
use crate::strict::Value;
use crate::strict::view::Indirect;

/// The whole tree was replaced.
pub(super) fn compare(judge: &mut Judge<'_, '_>, number: u32) {
    let ids = |view| tree(view).into_iter().filter(|(_, is_leaf)| *is_leaf).map(|(id, _)| id).collect::<Vec<_>>();
    let (old, new) = (ids(judge.pair.before), ids(judge.pair.after));
    let (known, left): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
    let added: Vec<usize> = (0..new.len()).filter(|&at| !known.contains(&new[at])).collect();
    let removed: Vec<usize> = (0..old.len()).filter(|&at| !left.contains(&old[at])).collect();
    if added.is_empty() && removed.is_empty() {
        let kind = if old == new { ChangeKind::PageChanged } else { ChangeKind::PagesReordered };
        judge.push(Change::forbidden(kind).object(number));
    }
    for at in added {
        judge.push(Change::forbidden(ChangeKind::PageAdded).object(new[at].number).page(Some(at + 1)));
    }
    for at in removed {
        judge.push(Change::forbidden(ChangeKind::PageRemoved).object(old[at].number).page(Some(at + 1)));
    }
}

/// A node of the page tree, or its list of kids, was changed.
pub(super) fn node<'r>(judge: &mut Judge<'_, 'r>, number: u32, role: Role, old: Indirect<'r>, new: Indirect<'r>) {
    let pair = judge.pair;
    let (Some(old), Some(new)) = (old.value.dictionary(), new.value.dictionary()) else {
        return compare(judge, number);
    };
    for difference in pair.differences(old, new) {
        match difference.key {
            b"Count" if is_raised(difference.old, difference.new) => {
                judge.push(Change::forbidden(ChangeKind::PageAdded).object(number).key(b"Count"));
            }
            b"Kids" | b"Count" | b"Type" => compare(judge, number),
            _ => judge
                .push(Change::forbidden(ChangeKind::PageChanged).object(number).page(role.page).key(difference.key)),
        }
    }
}

/// A tree that counts more pages shows more, and be it one of them twice.
fn is_raised(old: Option<Value<'_>>, new: Option<Value<'_>>) -> bool {
    let count = |value: Option<Value<'_>>| value.and_then(Value::integer);
    count(old) < count(new)
}

/// A page was changed.
pub(super) fn page<'r>(judge: &mut Judge<'_, 'r>, number: u32, role: Role, old: Indirect<'r>, new: Indirect<'r>) {
    let pair = judge.pair;
    let (Some(old), Some(new)) = (old.value.dictionary(), new.value.dictionary()) else {
        return judge.forbid(ChangeKind::PageChanged, number, role);
    };
    for difference in pair.differences(old, new) {
        let (before, after) = (difference.old, difference.new);
        let kind = match difference.key {
            b"Annots" => {
                annotations(judge, role, before, after);
                continue;
            }
            b"Tabs" | b"StructParents" if before.is_none() => {
                judge.push(Change::note(ChangeKind::UnseenChanged).object(number).page(role.page).key(difference.key));
                continue;
            }
            b"Contents" => ChangeKind::ContentChanged,
            b"Resources" => resources(judge, before, after),
            b"AA" => ChangeKind::ActionAdded,
            _ => ChangeKind::PageChanged,
        };
        judge.push(Change::forbidden(kind).object(number).page(role.page).key(difference.key));
    }
}

/// What kind of resource differs.
fn resources<'r>(judge: &Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>) -> ChangeKind {
    let pair = judge.pair;
    let (old, new) = (pair.before.dictionary(old), pair.after.dictionary(new));
    let (Some(old), Some(new)) = (old, new) else { return ChangeKind::PageChanged };
    let differences = pair.differences(old, new);
    let has = |key: &[u8]| differences.iter().any(|difference| difference.key == key);
    if has(b"XObject") {
        ChangeKind::ContentChanged
    } else if has(b"Font") {
        ChangeKind::FontChanged
    } else {
        ChangeKind::PageChanged
    }
}

/// The list of a page's annotations was changed.
pub(super) fn annotations<'r>(judge: &mut Judge<'_, 'r>, role: Role, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    if !pair.after.is_list(new) {
        return judge.push(Change::forbidden(ChangeKind::AnnotationChanged).page(role.page).key(b"Annots"));
    }
    let (old, new) = (pair.before.list(old), pair.after.list(new));
    let added = match pair.appended(&old, &new) {
        Some(added) => added,
        None => {
            // Those that stand in the list itself have nothing to be told apart by.
            if old.iter().chain(&new).any(|one| one.reference().is_none()) {
                judge.push(Change::forbidden(ChangeKind::AnnotationChanged).page(role.page).key(b"Annots"));
            }
            let ids = |all: &[Value<'r>]| all.iter().map(|one| one.reference()).collect::<BTreeSet<_>>();
            let (known, left) = (ids(&old), ids(&new));
            for gone in old.iter().filter(|one| !left.contains(&one.reference())) {
                let number = gone.reference().map(|id| id.number);
                judge.push(Change::forbidden(ChangeKind::AnnotationRemoved).object(number).page(role.page));
            }
            let added: Vec<Value<'r>> = new.iter().copied().filter(|one| !known.contains(&one.reference())).collect();
            // What lies on top is decided by the order: what was there keeps it, and nothing that is seen comes in below.
            let kept = new.iter().filter(|one| known.contains(&one.reference())).map(|one| one.reference());
            let left = old.iter().filter(|one| left.contains(&one.reference())).map(|one| one.reference());
            let is_kept = kept.eq(left);
            let last_kept = new.iter().rposition(|one| known.contains(&one.reference())).unwrap_or(0);
            let is_below = |at: usize| at < last_kept && !known.contains(&new[at].reference());
            let is_seen = |at: usize| added::is_seen(pair.after, new[at]);
            if !is_kept || (0..new.len()).any(|at| is_below(at) && is_seen(at)) {
                judge.push(Change::forbidden(ChangeKind::AnnotationChanged).page(role.page).key(b"Annots"));
            }
            added
        }
    };
    for one in added {
        annotation(judge, role, one);
    }
}

fn annotation<'r>(judge: &mut Judge<'_, 'r>, role: Role, value: Value<'r>) {
    let after = judge.pair.after;
    let number = value.reference().map(|id| id.number);
    let dictionary = after.dictionary(Some(value));
    let subtype = dictionary.and_then(|dictionary| after.entry(dictionary, b"Subtype")?.name()).unwrap_or_default();
    let field = number.and_then(|number| Field::of(after, number));
    match (number, field) {
        (Some(number), Some(field)) if subtype == b"Widget" && field.is_signature() => {
            added::field(judge, number, role.page);
        }
        // A widget that only its field knows of, which may be judged later.
        (Some(number), Some(field)) if subtype == b"Widget" && field.kind.is_empty() && field.name.is_empty() => {
            judge.widgets.push((number, role.page));
        }
        _ => stranger(judge, number, role.page, subtype),
    }
}

/// An annotation that is no signature field came in.
pub(super) fn stranger(judge: &mut Judge<'_, '_>, number: Option<u32>, page: Option<usize>, subtype: &[u8]) {
    let detail = Detail::Annotation {
        subtype: String::from_utf8_lossy(subtype).into_owned(),
        permitted: judge.rights.permits_annotations(),
    };
    judge.push(Change::forbidden(ChangeKind::AnnotationAdded).object(number).page(page).detail(detail));
}
