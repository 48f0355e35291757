//! What certifications and field locks permit at a point in the file (ISO 32000-2 §12.8.2).

use super::finding::{Change, ChangeKind};
use super::names::MAX_DEPTH;
use crate::pdf::form::{Lock, LockAction};
use crate::pdf::text;
use crate::strict::Value;
use crate::strict::view::View;

/// The restrictions in force.
#[derive(Debug, Default)]
pub(super) struct Rights {
    /// The smallest DocMDP permission of all certifications.
    permission: Option<u8>,
    locks: Vec<Lock>,
}

/// What a signature demands. What cannot be read forbids everything.
pub(crate) fn locks<'r>(view: View<'r>, signature: Value<'r>) -> Vec<Lock> {
    let Some(references) = signature.get(b"Reference") else { return Vec::new() };
    match view.resolve(references).filter(|references| references.is_array()) {
        Some(references) => {
            view.list(Some(references)).into_iter().filter_map(|one| lock(view, view.dictionary(Some(one)))).collect()
        }
        None => vec![Lock::Certified(1)],
    }
}

fn lock<'r>(view: View<'r>, reference: Option<Value<'r>>) -> Option<Lock> {
    let strictest = Some(Lock::Certified(1));
    let Some(reference) = reference else { return strictest };
    let parameters = match reference.get(b"TransformParams") {
        None => None,
        Some(parameters) => match view.dictionary(Some(parameters)) {
            None => return strictest,
            parameters => parameters,
        },
    };
    match view.entry(reference, b"TransformMethod").and_then(Value::name) {
        Some(b"DocMDP") => Some(Lock::Certified(permission(view, parameters))),
        Some(b"FieldMDP") => Some(fields_locked(view, parameters)),
        // Usage rights and identity restrict nothing that an update could do.
        Some(b"UR" | b"UR3" | b"Identity") => None,
        _ => strictest,
    }
}

/// The permission in a `/P` entry: 2 if there is none (table 257), 1 if it is not one of the three.
fn permission<'r>(view: View<'r>, parameters: Option<Value<'r>>) -> u8 {
    match parameters.and_then(|parameters| parameters.get(b"P")) {
        None => 2,
        Some(value) => {
            let permission = view.resolve(value).and_then(Value::integer).and_then(|p| u8::try_from(p).ok());
            permission.filter(|permission| (1..=3).contains(permission)).unwrap_or(1)
        }
    }
}

fn fields_locked<'r>(view: View<'r>, parameters: Option<Value<'r>>) -> Lock {
    let all = Lock::Fields { action: LockAction::All, names: Vec::new() };
    let Some(parameters) = parameters else { return all };
    let action = match view.entry(parameters, b"Action").and_then(Value::name) {
        Some(b"Include") => LockAction::Include,
        Some(b"Exclude") => LockAction::Exclude,
        _ => return all,
    };
    let names = view.entry(parameters, b"Fields").filter(|names| names.is_array());
    let names = names.map(|names| view.list(Some(names)));
    let names = names.and_then(|names| {
        names.into_iter().map(|name| Some(text::decode(view.resolve(name)?.string()?))).collect::<Option<Vec<String>>>()
    });
    names.map_or(all, |names| Lock::Fields { action, names })
}

/// A field's `/Lock`, its own or inherited (§12.7.5.5).
fn field_lock<'r>(view: View<'r>, field: Value<'r>) -> Option<Value<'r>> {
    let mut level = field;
    for _ in 0..MAX_DEPTH {
        if let Some(lock) = view.get(level, b"Lock") {
            return Some(lock);
        }
        level = view.dictionary(view.get(level, b"Parent"))?;
    }
    None
}

impl Rights {
    /// Everything that these signatures demand, each with its field.
    pub(super) fn of<'r>(view: View<'r>, signatures: &[(Value<'r>, Value<'r>)]) -> Self {
        let mut rights = Self::default();
        for (signature, field) in signatures {
            rights.learn(view, *signature, *field);
        }
        rights
    }

    /// Adds what one more signature demands.
    pub(super) fn learn<'r>(&mut self, view: View<'r>, signature: Value<'r>, field: Value<'r>) {
        let mut is_certification = false;
        for lock in locks(view, signature) {
            match lock {
                Lock::Certified(permission) => {
                    is_certification = true;
                    self.restrict(permission);
                }
                Lock::Fields { .. } => self.locks.push(lock),
            }
        }
        // What the catalog calls a certification and does not say what it permits.
        let named = view.catalog().and_then(|catalog| view.entry(catalog.value, b"Perms")?.dictionary());
        let named = named.and_then(|named| view.entry(named, b"DocMDP"));
        if !is_certification && named.is_some_and(|named| named.is_same(signature)) {
            self.restrict(1);
        }
        let Some(lock) = field_lock(view, field) else { return };
        match view.dictionary(Some(lock)) {
            Some(lock) => {
                // A lock that the signature does not repeat is one all the same.
                self.locks.push(fields_locked(view, Some(lock)));
                // PDF 2.0 lets it name a permission as well (table 236).
                if lock.get(b"P").is_some() {
                    self.restrict(permission(view, Some(lock)));
                }
            }
            None => self.restrict(1),
        }
    }

    fn restrict(&mut self, permission: u8) {
        self.permission = Some(self.permission.map_or(permission, |known| known.min(permission)));
    }

    /// Whether any signature certifies the document.
    pub(super) fn is_certified(&self) -> bool {
        self.permission.is_some()
    }

    /// Whether a certification says that fields may be filled in.
    pub(super) fn permits_filling(&self) -> bool {
        self.permission.is_some_and(|permission| permission >= 2)
    }

    /// Whether a certification says that annotations may be made.
    pub(super) fn permits_annotations(&self) -> bool {
        self.permission == Some(3)
    }

    /// Whether a change that is allowed in itself is forbidden by these. What a document timestamp brings with it
    /// (`is_timestamp`) is in order.
    pub(super) fn forbid(&self, change: &Change, is_timestamp: bool) -> bool {
        let is_beside =
            matches!(change.kind, ChangeKind::FieldsLocked | ChangeKind::UnseenChanged | ChangeKind::StructureExtended);
        if is_beside {
            return self.permission == Some(1) && !is_timestamp;
        }
        let is_of_form = matches!(
            change.kind,
            ChangeKind::FormFilled
                | ChangeKind::SignatureAdded
                | ChangeKind::FieldAdded
                | ChangeKind::CertificationAdded
        );
        if !is_of_form {
            return false; // validation data and document timestamps are always in order (EN 319 142-1 §5.5)
        }
        let is_locked = |name: &str| self.locks.iter().any(|lock| lock.covers(name));
        self.permission == Some(1) || change.field.as_deref().is_some_and(is_locked)
    }
}
