//! What the verifier says of a file, and what of it was signed.

use std::collections::BTreeSet;

use pades::algorithms::Table;
use pades::signatures::Coverage;
use pades::verify::changes::{ChangeKind, Place, Verdict as ChangeVerdict};
use pades::verify::report::Reason;
use pades::verify::{Report, Settings, SignatureReport, Verdict};
use pades::{InputError, Source};
use signing::pki::now;
use signing::signer::anchors;

/// What the verifier says, for whoever trusts the root of the tests.
///
/// # Errors
/// What it says of a file that it cannot follow.
pub fn verify(file: &dyn Source) -> Result<Report, InputError> {
    pades::verify::verify(&file, &Settings { anchors: &anchors(), at: now(), table: Table::default() })
}

/// A revision for which a signature holds, with what the verifier says of everything behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The signature's field.
    pub field: String,
    /// The revision's length in bytes.
    pub end: usize,
    /// Where later changes may be seen.
    pub places: Vec<Place>,
    /// Whether the structure that is read aloud may have got elements.
    pub is_structure_extended: bool,
}

/// The revisions that the report calls signed and unchanged but for what is allowed.
///
/// `ignored` are findings that a weaker verifier would not have: they are left out, and a signature that is invalid for
/// them alone counts as valid. Tests use it to see whether the comparison of viewers notices what then passes.
#[must_use]
pub fn signed_revisions(report: &Report, ignored: &BTreeSet<ChangeKind>) -> Vec<Signed> {
    let signed = report.signatures.iter().filter_map(|signature| {
        let Coverage::Revision { end } = signature.coverage else { return None };
        let later = || report.revisions.iter().filter(move |revision| revision.start >= end);
        let mut forbidden = later().flat_map(|revision| &revision.changes);
        let is_unchanged =
            !forbidden.any(|change| change.verdict == ChangeVerdict::Forbidden && !ignored.contains(&change.kind));
        let holds = signature.verdict == Verdict::Valid || (is_unchanged && holds_but_for(signature, ignored));
        // What a finding is about that is not allowed is no place where anything is, though the finding be ignored.
        let is_forbidden = |place: &Place| {
            let mut about = later().flat_map(|revision| &revision.changes);
            about
                .any(|change| change.verdict == ChangeVerdict::Forbidden && change.field.as_ref() == Some(&place.field))
        };
        let places =
            later().flat_map(|revision| revision.places.clone()).filter(|place| !is_forbidden(place)).collect();
        let mut changes = later().flat_map(|revision| &revision.changes);
        let is_structure_extended = changes.any(|change| change.kind == ChangeKind::StructureExtended);
        holds.then(|| Signed { field: signature.field.clone(), end, places, is_structure_extended })
    });
    signed.collect()
}

fn holds_but_for(signature: &SignatureReport, ignored: &BTreeSet<ChangeKind>) -> bool {
    !ignored.is_empty()
        && signature.reasons.iter().all(|reason| match reason {
            Reason::Changed => true,
            Reason::Structure { finding } => ignored.contains(&finding.kind),
            _ => false,
        })
}
