//! What the verifier says of a file, and what of it was signed.

use pades::signatures::Coverage;
use pades::verify::changes::{Change, ChangeKind, Place, Verdict as ChangeVerdict};
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
    pades::verify::verify(&file, &Settings::new(&anchors(), now()))
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

/// What speaks against a signature.
#[derive(Clone, Copy, Debug)]
pub enum Finding<'r> {
    /// Something was changed behind it, or its own revision is not as it must be.
    Change(&'r Change),
    /// Anything else.
    Reason(&'r Reason),
}

/// Which findings a weaker verifier would not have. Tests use it to see whether a search notices what then passes.
pub type Ignored<'i> = dyn Fn(Finding<'_>) -> bool + Sync + 'i;

/// No finding is ignored: the verifier as it is.
#[must_use]
pub fn nothing(_: Finding<'_>) -> bool {
    false
}

/// The revisions that the report calls signed and unchanged but for what is allowed.
///
/// Findings that are `ignored` are left out, and a signature that does not hold for them alone holds.
#[must_use]
pub fn signed_revisions(report: &Report, ignored: &Ignored<'_>) -> Vec<Signed> {
    let signed = report.signatures.iter().filter_map(|signature| {
        let Coverage::Revision { end } = signature.coverage else { return None };
        let later = || report.revisions.iter().filter(move |revision| revision.start >= end);
        let changes = || later().flat_map(|revision| &revision.changes);
        let is_unchanged =
            !changes().any(|change| change.verdict == ChangeVerdict::Forbidden && !ignored(Finding::Change(change)));
        let holds = signature.verdict == Verdict::Valid || (is_unchanged && holds_but_for(signature, ignored));
        // What a finding is about that is not allowed is no place where anything is, though the finding be ignored.
        let is_forbidden = |place: &Place| {
            changes()
                .any(|change| change.verdict == ChangeVerdict::Forbidden && change.field.as_ref() == Some(&place.field))
        };
        let places =
            later().flat_map(|revision| revision.places.clone()).filter(|place| !is_forbidden(place)).collect();
        let is_structure_extended = changes().any(|change| change.kind == ChangeKind::StructureExtended);
        holds.then(|| Signed { field: signature.field.clone(), end, places, is_structure_extended })
    });
    signed.collect()
}

fn holds_but_for(signature: &SignatureReport, ignored: &Ignored<'_>) -> bool {
    signature.reasons.iter().all(|reason| match reason {
        Reason::Changed => true,
        Reason::Structure { finding } => ignored(Finding::Change(finding)),
        other => ignored(Finding::Reason(other)),
    })
}
