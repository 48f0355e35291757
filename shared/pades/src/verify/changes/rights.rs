//! What certifications and field locks permit at a point in the file (ISO 32000-2 §12.8.2).

use super::finding::{Change, ChangeKind};
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, Lock};
use crate::pdf::value::{Dictionary, Value};

/// The restrictions in force.
#[derive(Debug, Default)]
pub(super) struct Rights {
    /// The smallest DocMDP permission of all certifications.
    permission: Option<u8>,
    locks: Vec<Lock>,
}

impl Rights {
    /// Everything that the signatures in `file` demand.
    pub(super) fn of(file: &PdfFile<'_>) -> Self {
        let mut rights = Self::default();
        for field in form::signature_fields(file) {
            if let Some(signature) = field.signature {
                rights.learn(file, signature.dictionary, field.dictionary);
            }
        }
        rights
    }

    /// Adds what one more signature demands.
    pub(super) fn learn<'r>(&mut self, file: &PdfFile<'r>, signature: Dictionary<'r>, field: Dictionary<'r>) {
        for lock in form::locks(file, signature) {
            match lock {
                Lock::Certified(permission) => self.restrict(permission),
                Lock::Fields { .. } => self.locks.push(lock),
            }
        }
        // PDF 2.0 lets a field's lock name a permission as well (table 236).
        let Some(lock) = field.get(b"Lock") else { return };
        match file.resolve(lock).and_then(Value::dictionary) {
            Some(lock) if lock.get(b"P").is_none() => {}
            Some(lock) => self.restrict(form::permission(file, Some(lock))),
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
    /// (`is_stamp`) is in order.
    pub(super) fn forbid(&self, change: &Change, is_stamp: bool) -> bool {
        let is_beside =
            matches!(change.kind, ChangeKind::FieldsLocked | ChangeKind::UnseenChanged | ChangeKind::StructureExtended);
        if is_beside {
            return self.permission == Some(1) && !is_stamp;
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
