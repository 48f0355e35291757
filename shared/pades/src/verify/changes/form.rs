//! The interactive form (ISO 32000-2 §12.7): new signature fields, signatures in old ones, and what may not change.

use std::collections::BTreeSet;

use super::finding::{Change, ChangeKind};
use super::judge::Judge;
use super::role::{Role, current};
use super::{added, fill};
use crate::pdf::file::{Indirect, PdfFile};
use crate::pdf::text;
use crate::pdf::value::{Dictionary, Value};

/// Fields nested deeper than this are not followed.
const DEEPEST: usize = 64;
/// A field or a widget with what it has from its parents.
pub(super) struct Field<'r> {
    pub(super) dictionary: Dictionary<'r>,
    /// Fully qualified.
    pub(super) name: String,
    pub(super) kind: Vec<u8>,
    pub(super) value: Option<Value<'r>>,
    pub(super) flags: i64,
    /// The object that has the name: the field itself, where the rest may be one of its widgets.
    pub(super) terminal: u32,
}

impl<'r> Field<'r> {
    /// The field in the object `number`.
    pub(super) fn of(file: &PdfFile<'r>, number: u32) -> Option<Self> {
        let object = current(file, number)?;
        let dictionary = object.value.dictionary()?;
        let mut field =
            Self { dictionary, name: String::new(), kind: Vec::new(), value: None, flags: 0, terminal: number };
        let (mut names, mut has_flags) = (Vec::new(), false);
        let mut level = (object.id, dictionary);
        for _ in 0..DEEPEST {
            if let Some(name) = file.entry(level.1, b"T").and_then(Value::string) {
                if names.is_empty() {
                    field.terminal = level.0.number;
                }
                names.push(text::decode(&name));
            }
            if let Some(kind) = file.entry(level.1, b"FT").and_then(Value::name).filter(|_| field.kind.is_empty()) {
                field.kind = kind;
            }
            field.value = field.value.or_else(|| level.1.get(b"V"));
            if let Some(flags) = file.entry(level.1, b"Ff").and_then(Value::integer).filter(|_| !has_flags) {
                (field.flags, has_flags) = (flags, true);
            }
            let parent = level.1.get(b"Parent").and_then(Value::reference);
            let Some((id, object)) = parent.and_then(|id| Some((id, file.object(id)?))) else { break };
            let Some(dictionary) = object.value.dictionary() else { break };
            level = (id, dictionary);
        }
        names.reverse();
        field.name = names.join(".");
        Some(field)
    }

    pub(super) fn is_signature(&self) -> bool {
        self.kind == b"Sig"
    }

    /// Whether it is an annotation that belongs to no form.
    fn is_other(&self) -> bool {
        let is_widget = self.dictionary.get(b"Subtype").is_none_or(|kind| kind.is_name(b"Widget"));
        !is_widget || (self.kind.is_empty() && self.name.is_empty())
    }

    pub(super) fn signature(&self, file: &PdfFile<'r>) -> Option<Dictionary<'r>> {
        self.value.and_then(|value| file.resolve(value))?.dictionary()
    }
}

/// The form dictionary was changed, or came in.
pub(super) fn form<'r>(
    judge: &mut Judge<'_, 'r>,
    number: u32,
    old: Option<Dictionary<'r>>,
    new: Option<Dictionary<'r>>,
) {
    let pair = judge.pair;
    let was_there = old.is_some();
    let empty = Value::parse(b"<<>>", 0).and_then(Value::dictionary);
    let (Some(old), Some(new)) = (old.or(empty), new) else {
        judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"AcroForm"));
        return;
    };
    for difference in pair.differences(old, new) {
        let (before, after) = (difference.old, difference.new);
        match difference.key.as_slice() {
            b"Fields" => fields(judge, number, before, after),
            b"SigFlags" => {
                let flags = |file: &PdfFile<'r>, value: Option<Value<'r>>| {
                    value.and_then(|value| file.resolve(value)).and_then(Value::integer).unwrap_or(0)
                };
                let (old, new) = (flags(pair.before, before), flags(pair.after, after));
                if old & !new != 0 || !(0..=3).contains(&new) {
                    judge.push(Change::forbidden(ChangeKind::FormChanged).object(number).key(b"SigFlags"));
                } else if was_there {
                    judge.unseen(number, b"SigFlags");
                }
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

/// The form's resources may gain fonts under new names.
pub(super) fn resources<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    let forbidden = |kind, key: &[u8]| Change::forbidden(kind).object(number).key(key);
    let (before, after) = (Judge::dictionary(pair.before, old), Judge::dictionary(pair.after, new));
    match (before, after) {
        (None, Some(_)) if old.is_none() => {}
        (Some(before), Some(after)) => {
            for difference in pair.differences(before, after) {
                let (old, new) = (difference.old, difference.new);
                match (Judge::dictionary(pair.before, old), Judge::dictionary(pair.after, new)) {
                    _ if old.is_none() => {}
                    // Default appearances name fonts only; some programs keep a copy of the last seal here.
                    _ if difference.key == b"XObject" => {
                        judge.push(Change::note(ChangeKind::FormChanged).object(number).key(b"XObject"));
                    }
                    (Some(old), Some(new)) => {
                        for inner in pair.differences(old, new).iter().filter(|inner| inner.old.is_some()) {
                            judge.push(forbidden(ChangeKind::FontChanged, &inner.key));
                        }
                    }
                    _ => judge.push(forbidden(ChangeKind::FormChanged, &difference.key)),
                }
            }
        }
        _ => judge.push(forbidden(ChangeKind::FormChanged, b"DR")),
    }
}

/// A list of fields may grow at its end by signature fields.
pub(super) fn fields<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let pair = judge.pair;
    let (old, new) = (Judge::list(pair.before, old), Judge::list(pair.after, new));
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
    let number = old.id.number;
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

pub(super) fn page_of(judge: &Judge<'_, '_>, field: &Field<'_>) -> Option<usize> {
    let page = field.dictionary.get(b"P").and_then(Value::reference)?;
    judge.links.pages.leaves.get(&page.number).copied()
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
        match difference.key.as_slice() {
            b"V" => {}
            b"A" | b"AA" => judge.push(forbidden(ChangeKind::ActionAdded)),
            b"F" | b"Ff" if fill::only_locks(judge, &difference) => is_locked = true,
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
