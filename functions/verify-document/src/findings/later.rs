//! What was done to a document after a signature, each kind named once.

use std::collections::HashMap;

use pades::signatures::Coverage;
use pades::verify::SignatureReport;
use pades::verify::changes::{Change, ChangeKind, Verdict};
use pades::verify::report::RevisionReport;
use web::Language;

use super::words::{plain, sentence, verifiers};

/// More are counted, not listed.
const MOST: usize = 50;

/// The changes after a signature.
#[derive(Clone, Debug, Default)]
pub struct LaterChanges {
    /// Those that are not allowed first.
    pub listed: Vec<LaterChange>,
    /// How many kinds more there are.
    pub omitted: usize,
}

/// One change, or several that read the same.
#[derive(Clone, Debug)]
pub struct LaterChange {
    /// What was changed.
    pub kind: ChangeKind,
    /// Whether it may be.
    pub permission: Permission,
    /// What it is, in words.
    pub text: String,
    /// The page concerned, counted from 1.
    pub page: Option<usize>,
    /// The form field concerned.
    pub field: Option<String>,
    /// How often.
    pub times: usize,
}

/// Whether a change may be made to a signed document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// It changes what was signed, or might.
    Forbidden,
    /// It may be in order, but that could not be checked.
    Unproved,
    /// It changes nothing, but somebody may want to know.
    Note,
    /// It is what signed documents are made for.
    Allowed,
}

impl LaterChange {
    const fn is_doubtful(&self) -> bool {
        matches!(self.permission, Permission::Forbidden | Permission::Unproved)
    }
}

impl LaterChanges {
    /// What the revisions after this signature changed.
    pub(super) fn of(signature: &SignatureReport, revisions: &[RevisionReport], language: Language) -> Self {
        // A signature that covers nothing properly is before everything.
        let end = match signature.coverage {
            Coverage::WholeFile => return Self::default(),
            Coverage::Revision { end } => end,
            Coverage::Improper { .. } => 0,
        };
        let later = revisions.iter().filter(|revision| revision.start >= end).flat_map(|revision| &revision.changes);
        let mut listed = merged(later, language);
        listed.sort_by_key(|change| change.permission);
        let omitted = listed.len().saturating_sub(MOST);
        listed.truncate(MOST);
        Self { listed, omitted }
    }

    /// Those that speak against the document, or may.
    pub fn doubtful(&self) -> Vec<&LaterChange> {
        self.listed.iter().filter(|change| change.is_doubtful()).collect()
    }

    /// The others, for whoever wants to know.
    pub fn harmless(&self) -> Vec<&LaterChange> {
        self.listed.iter().filter(|change| !change.is_doubtful()).collect()
    }
}

fn merged<'c>(changes: impl Iterator<Item = &'c Change>, language: Language) -> Vec<LaterChange> {
    let mut merged: Vec<LaterChange> = Vec::new();
    let mut places: HashMap<(Permission, String), usize> = HashMap::new();
    for change in changes {
        let (permission, text) = (permission(change.verdict), sentence(&plain(&change.text(verifiers(language)))));
        let place = *places.entry((permission, text.clone())).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(same) => same.times += 1,
            None => merged.push(LaterChange {
                kind: change.kind,
                permission,
                text,
                page: change.page,
                field: change.field.as_deref().map(plain),
                times: 1,
            }),
        }
    }
    merged
}

/// Whether a change leaves what people read as it is: more signatures, and what proves them.
pub(super) const fn leaves_the_content(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::SignatureAdded
            | ChangeKind::CertificationAdded
            | ChangeKind::TimestampAdded
            | ChangeKind::FieldAdded
            | ChangeKind::ValidationDataAdded
            | ChangeKind::MetadataUpdated
            | ChangeKind::UnseenChanged
            | ChangeKind::StructureExtended
            | ChangeKind::Rewritten
    )
}

const fn permission(verdict: Verdict) -> Permission {
    match verdict {
        Verdict::Forbidden => Permission::Forbidden,
        Verdict::Unproved => Permission::Unproved,
        Verdict::Note => Permission::Note,
        Verdict::Allowed => Permission::Allowed,
    }
}
