//! Pages and the annotations on them (ISO 32000-2 §7.7.3, §12.5): only widgets of signature fields may be added.

use std::collections::BTreeSet;

use super::finding::{Change, ChangeKind, Detail};
use super::judge::Judge;
use super::role::Role;
use super::{added, form};
use crate::pdf::file::Indirect;
use crate::pdf::pages::page_tree;
use crate::pdf::value::Value;

/// The whole tree was replaced.
pub(super) fn compare(judge: &mut Judge<'_, '_>, number: u32) {
    let ids = |file| page_tree(file).pages.iter().map(|page| page.id).collect::<Vec<_>>();
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
pub(super) fn tree<'r>(judge: &mut Judge<'_, 'r>, number: u32, role: Role, old: Indirect<'r>, new: Indirect<'r>) {
    let pair = judge.pair;
    let (Some(old), Some(new)) = (old.value.dictionary(), new.value.dictionary()) else {
        return compare(judge, number);
    };
    for difference in pair.differences(old, new) {
        match difference.key.as_slice() {
            b"Count" if is_raised(difference.old, difference.new) => {
                judge.push(Change::forbidden(ChangeKind::PageAdded).object(number).key(b"Count"));
            }
            b"Kids" | b"Count" | b"Type" => compare(judge, number),
            _ => judge
                .push(Change::forbidden(ChangeKind::PageChanged).object(number).page(role.page).key(&difference.key)),
        }
    }
}

/// A tree that counts more pages shows more, and be it one of them twice.
fn is_raised(old: Option<Value<'_>>, new: Option<Value<'_>>) -> bool {
    let count = |value: Option<Value<'_>>| value.and_then(Value::integer).unwrap_or(0);
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
        let kind = match difference.key.as_slice() {
            b"Annots" => {
                annotations(judge, role, before, after);
                continue;
            }
            b"Tabs" | b"StructParents" if before.is_none() => {
                judge.push(Change::note(ChangeKind::UnseenChanged).object(number).page(role.page).key(&difference.key));
                continue;
            }
            b"Contents" => ChangeKind::ContentChanged,
            b"Resources" => resources(judge, before, after),
            b"AA" => ChangeKind::ActionAdded,
            _ => ChangeKind::PageChanged,
        };
        judge.push(Change::forbidden(kind).object(number).page(role.page).key(&difference.key));
    }
}

/// What kind of resource differs.
fn resources<'r>(judge: &Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>) -> ChangeKind {
    let pair = judge.pair;
    let (old, new) = (Judge::dictionary(pair.before, old), Judge::dictionary(pair.after, new));
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
    let (old, new) = (Judge::list(pair.before, old), Judge::list(pair.after, new));
    let added = match pair.appended(&old, &new) {
        Some(added) => added,
        None => {
            let ids = |all: &[Value<'r>]| all.iter().map(|one| one.reference()).collect::<BTreeSet<_>>();
            let (known, left) = (ids(&old), ids(&new));
            for gone in old.iter().filter(|one| !left.contains(&one.reference())) {
                let number = gone.reference().map(|id| id.number);
                judge.push(Change::forbidden(ChangeKind::AnnotationRemoved).object(number).page(role.page));
            }
            let added: Vec<Value<'r>> = new.iter().copied().filter(|one| !known.contains(&one.reference())).collect();
            if judge.pair.budget.is_spent() || (added.is_empty() && new.len() >= old.len()) {
                judge.push(Change::forbidden(ChangeKind::AnnotationChanged).page(role.page).key(b"Annots"));
            } else {
                // Nothing may come in below what is there.
                let is_appended = new.ends_with(&added);
                if !is_appended {
                    judge.push(Change::forbidden(ChangeKind::AnnotationChanged).page(role.page).key(b"Annots"));
                }
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
    let dictionary = Judge::dictionary(after, Some(value));
    let subtype = dictionary.and_then(|dictionary| after.entry(dictionary, b"Subtype")?.name()).unwrap_or_default();
    let field = number.and_then(|number| form::Field::of(after, number));
    match (number, field) {
        (Some(number), Some(field)) if subtype == b"Widget" && field.is_signature() => {
            added::field(judge, number, role.page);
        }
        _ => {
            let detail = Detail::Annotation {
                subtype: String::from_utf8_lossy(&subtype).into_owned(),
                permitted: judge.rights.permits_annotations(),
            };
            judge.push(Change::forbidden(ChangeKind::AnnotationAdded).object(number).page(role.page).detail(detail));
        }
    }
}
