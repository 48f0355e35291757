//! The interactive form (ISO 32000-2 §12.7): new signature fields, signatures in old ones, and what may not change.

use std::collections::BTreeSet;

use super::field::{Field, page_of};
use super::finding::{Change, ChangeKind};
use super::judge::Judge;
use super::role::Role;
use super::{added, fill};
use crate::strict::Value;
use crate::strict::view::{Indirect, View};

/// The form dictionary was changed, or came in.
pub(super) fn form<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    let was_there = old.is_some();
    let (Some(old), Some(new)) = (old.or(Some(Value::empty())), new) else {
        judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"AcroForm"));
        return;
    };
    for difference in pair.differences(old, new) {
        let (before, after) = (difference.old, difference.new);
        match difference.key {
            b"Fields" => fields(judge, number, before, after),
            b"SigFlags" => {
                let flags = |view: View<'r>, value: Option<Value<'r>>| match value {
                    None => Some(0),
                    Some(value) => view.resolve(value).and_then(Value::integer),
                };
                let raised = flags(pair.before, before).zip(flags(pair.after, after));
                if raised.is_none_or(|(old, new)| old & !new != 0 || !(0..=3).contains(&new)) {
                    judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"SigFlags"));
                } else if was_there {
                    judge.unseen(number, b"SigFlags");
                }
            }
            b"DA" if before.is_none() && judge.taken.draws_itself && judge.taken.needs_default => {
                // Viewers draw values by it that were there when the document was signed.
                judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(difference.key));
            }
            b"DA" if before.is_none() => {
                if was_there {
                    judge.unseen(number, b"DA");
                }
            }
            b"DR" => {
                resources(judge, number, before, after);
                if was_there {
                    judge.unseen(number, b"DR");
                }
            }
            key => judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(key)),
        }
    }
}

/// The form's resources may gain fonts under new names, and a font dictionary may be changed in place as they may.
pub(super) fn resources<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    let forbidden = |kind, key: &[u8]| Change::forbidden(kind).object(number).key(key);
    let (before, after) = (pair.before.dictionary(old), pair.after.dictionary(new));
    let (Some(before), Some(after)) = (before.or(old.is_none().then_some(Value::empty())), after) else {
        return judge.push(forbidden(ChangeKind::FormChanged, b"DR"));
    };
    for difference in pair.differences(before, after) {
        let (old, new) = (difference.old, difference.new);
        let before = pair.before.dictionary(old).or(old.is_none().then_some(Value::empty()));
        match (before, pair.after.dictionary(new)) {
            // Default appearances name fonts only; some programs keep a copy of the last seal here.
            _ if difference.key == b"XObject" => {
                judge.push(Change::note(ChangeKind::FormChanged).object(number).key(b"XObject"));
            }
            (Some(old), Some(new)) => {
                for inner in pair.differences(old, new) {
                    // A font that a field named in vain draws its value now.
                    let is_wanted = judge.taken.draws_itself && judge.taken.fonts.contains(inner.key);
                    if inner.old.is_some() || is_wanted {
                        judge.push(forbidden(ChangeKind::FontChanged, inner.key));
                    }
                }
            }
            _ => judge.push(forbidden(ChangeKind::FormChanged, difference.key)),
        }
    }
}

/// A list of fields may grow at its end by signature fields.
pub(super) fn fields<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    if !pair.after.is_list(new) {
        return judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"Fields"));
    }
    let (old, new) = (pair.before.list(old), pair.after.list(new));
    let Some(more) = pair.appended(&old, &new).or_else(|| inserted(&old, &new)) else {
        let left: BTreeSet<_> = new.iter().map(|new| new.reference()).collect();
        for gone in old.iter().filter(|old| !left.contains(&old.reference())) {
            let gone = gone.reference().map_or(number, |id| id.number);
            let field = Field::of(pair.before, gone);
            let is_signed = field.as_ref().is_some_and(|field| field.is_signature() && field.value.is_some());
            let kind = if is_signed { ChangeKind::SignatureRemoved } else { ChangeKind::FormChanged };
            let name = field.map(|field| field.name).unwrap_or_default();
            judge.push(Change::forbidden(kind).object(gone).field(name));
        }
        judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"Fields"));
        return;
    };
    if more.is_empty() && new.is_empty() {
        judge.unseen(number, b"Kids");
    }
    for one in more {
        match one.reference() {
            Some(id) => added::field(judge, id.number, None),
            None => judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"Fields")),
        }
    }
}

/// What came in where all that was there is still there, each once. Nothing depends on the order of a form's fields.
fn inserted<'r>(old: &[Value<'r>], new: &[Value<'r>]) -> Option<Vec<Value<'r>>> {
    let known: BTreeSet<_> = old.iter().map(|one| one.reference()).collect::<Option<_>>()?;
    let all: BTreeSet<_> = new.iter().map(|one| one.reference()).collect::<Option<_>>()?;
    let is_fine = known.len() == old.len() && all.len() == new.len() && known.is_subset(&all);
    is_fine.then(|| new.iter().copied().filter(|one| one.reference().is_some_and(|id| !known.contains(&id))).collect())
}

/// Something that belongs to a field was changed: its border, its lock, its seed values.
pub(super) fn part(judge: &mut Judge<'_, '_>, number: u32, role: Role) {
    let field = role.owner.and_then(|owner| Field::of(judge.pair.before, owner));
    let name = field.map(|field| field.name).unwrap_or_default();
    judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).page(role.page).field(name));
}

/// The object that holds a field's value was changed.
pub(super) fn value<'r>(judge: &mut Judge<'_, 'r>, role: Role, old: Indirect<'r>, new: Indirect<'r>) {
    let number = old.number;
    let field = role.owner.and_then(|owner| Field::of(judge.pair.before, owner));
    let name = field.as_ref().map(|field| field.name.clone()).unwrap_or_default();
    match (field, role.owner) {
        (Some(field), Some(owner)) if !field.is_signature() => {
            judge.fields.insert(owner);
        }
        _ => {
            // A signature dictionary never changes; what it refers to does not either.
            let is_signature = |object: Indirect<'r>| {
                object.value.dictionary().is_some_and(|dictionary| dictionary.get(b"ByteRange").is_some())
            };
            let is_gone = is_signature(old) && !is_signature(new);
            let kind = if is_gone { ChangeKind::SignatureRemoved } else { ChangeKind::ReasonSpoofed };
            judge.push(Change::forbidden(kind).object(number).field(name));
        }
    }
}

/// Judges the fields that were changed.
pub(super) fn settle(judge: &mut Judge<'_, '_>) {
    for number in std::mem::take(&mut judge.fields) {
        let pair = judge.pair;
        let (Some(old), Some(new)) = (Field::of(pair.before, number), Field::of(pair.after, number)) else {
            judge.push(Change::forbidden(ChangeKind::FormChanged).object(number));
            continue;
        };
        if old.is_other() {
            judge.push(Change::forbidden(ChangeKind::AnnotationChanged).object(number).page(page_of(judge, &old)));
        } else if old.is_signature() && new.is_signature() && old.name == new.name {
            signature_field(judge, number, &old, &new);
        } else {
            fill::judge(judge, number, &old, &new);
        }
    }
}

fn signature_field<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: &Field<'r>, new: &Field<'r>) {
    let pair = judge.pair;
    let was_signed = old.signature(pair.before).is_some();
    let signature = new.signature(pair.after);
    let page = page_of(judge, old);
    let forbidden = |kind| Change::forbidden(kind).object(number).page(page).field(old.name.as_str());
    if was_signed && !pair.equal(old.value, new.value) {
        let kind = if signature.is_some() { ChangeKind::ReasonSpoofed } else { ChangeKind::SignatureRemoved };
        judge.push(forbidden(kind));
    }
    let is_signing = !was_signed && signature.is_some();
    if !is_signing && judge.repainted.contains(&number) {
        judge.push(forbidden(ChangeKind::FormChanged).key(b"AP"));
    }
    let mut is_locked = false;
    for difference in pair.differences(old.dictionary, new.dictionary) {
        match difference.key {
            b"V" => {}
            b"A" | b"AA" => judge.push(forbidden(ChangeKind::ActionAdded)),
            b"F" | b"Ff" if fill::only_locks(&difference) => is_locked = true,
            b"Kids" => fields(judge, number, difference.old, difference.new),
            b"AP" | b"AS" | b"MK" | b"F" | b"Ff" | b"M" | b"DA" | b"DR" | b"BS" | b"Border" | b"NM" if is_signing => {}
            b"Lock" | b"SV" | b"Type" | b"P" if is_signing && difference.old.is_none() => {}
            key => judge.push(forbidden(ChangeKind::FormChanged).key(key)),
        }
    }
    match signature.filter(|_| is_signing) {
        Some(signature) => {
            added::signed(judge, new, signature);
            added::visible(judge, number, new, page);
        }
        None if is_locked => {
            judge.push(Change::allowed(ChangeKind::FieldsLocked).object(number).field(old.name.as_str()));
        }
        None => {}
    }
}
