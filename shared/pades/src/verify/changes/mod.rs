//! What was changed after a signature (ISO 32000-2 §12.8.2, EN 319 142-1 §5).
//!
//! A signature covers its own revision. Whatever follows is allowed only if it is on a list of what signing, stamping
//! and filling in need; everything else is named and forbidden. The steps for each revision:
//!
//! 1. [`bytes`]: the revision must be objects, cross-reference, trailer and end marker, nothing else.
//! 2. [`touched`]: which objects it replaces, removes or adds, each where the cross-reference says.
//! 3. [`role`]: what each of them is in the document, by every way that leads to it.
//! 4. [`judge`]: the old and the new object compared by value, each role by its own rule: [`catalog`], [`pages`],
//!    [`form`], [`added`], [`fill`], [`dss`], [`metadata`], [`structure`].
//! 5. [`rights`]: what certifications and field locks forbid of that.
//!
//! The cost grows with what the revisions touch; the objects of the signed revision are read once.

mod added;
mod appearance;
mod bytes;
mod catalog;
mod dss;
mod equal;
mod fill;
mod finding;
mod form;
mod judge;
mod links;
mod metadata;
mod pages;
mod rights;
mod role;
mod signature;
mod structure;
mod touched;

#[cfg(test)]
mod tests;

pub use crate::strict::SyntaxFault;
pub use finding::{Change, ChangeKind, Detail, History, Step, StructureFault, Verdict};
pub(crate) use signature::{SignedRevision, marked_ends, signature_sanity, signed_revisions};

use bytes::{Extent, MOST_REVISIONS, extents};
use equal::{Budget, Pair};
use judge::Judge;
use links::Links;
use rights::Rights;
use touched::{broken, touched};

use crate::pdf::file::PdfFile;
use crate::pdf::reader::Reader;

/// Values, references and entries looked at before a file is called too complex, besides one for each four bytes.
const BUDGET: usize = 4_000_000;

/// A few line ends behind the last revision are no more than that (bytes).
const MOST_LINE_ENDS: usize = 64;

/// What every revision after the first signed one changed.
///
/// `signed` are the file's [`signed_revisions`]; `is_intact` says whether the signature in the field of this name is
/// mathematically in order, without regard to trust.
pub(crate) fn history(reader: &Reader<'_>, signed: &[SignedRevision], is_intact: &dyn Fn(&str) -> bool) -> History {
    let mut history = History::default();
    let ends: Vec<usize> = signed.iter().map(|signed| signed.end).collect();
    let Some(&first) = ends.iter().min() else { return history };
    let extents = extents(reader, first, &ends);
    if extents.is_empty() {
        return history;
    }
    let budget = Budget::new(BUDGET + reader.len() / 4);
    let mut walk = Walk::start(reader, first, is_intact, &budget);
    for (index, extent) in extents.iter().enumerate() {
        let changes = if index < MOST_REVISIONS {
            walk.step(extent, ends.contains(&extent.end))
        } else {
            vec![broken(StructureFault::TooComplex, None)]
        };
        history.steps.push(Step { start: extent.start, end: extent.end, changes });
    }
    if !walk.reaches_end()
        && let Some(last) = history.steps.last_mut()
        && !last.is_forbidden()
    {
        last.changes.push(broken(StructureFault::Unreadable, None));
    }
    history
}

/// The way through the revisions.
struct Walk<'w, 'r> {
    reader: &'r Reader<'r>,
    is_intact: &'w dyn Fn(&str) -> bool,
    budget: &'w Budget,
    before: Option<PdfFile<'r>>,
    /// The last signed revision.
    signed: Option<PdfFile<'r>>,
    known: Option<(Links, Rights)>,
}

impl<'w, 'r> Walk<'w, 'r> {
    fn start(reader: &'r Reader<'r>, first: usize, is_intact: &'w dyn Fn(&str) -> bool, budget: &'w Budget) -> Self {
        let open = || PdfFile::open_revision(reader, first).ok().filter(|file| file.catalog().is_some());
        Self { reader, is_intact, budget, before: open(), signed: open(), known: None }
    }

    fn step(&mut self, extent: &Extent, is_signed: bool) -> Vec<Change> {
        if extent.is_blank {
            let count = extent.end - extent.start;
            let bytes = self.reader.copy(extent.start, MOST_LINE_ENDS).filter(|bytes| bytes.len() == count);
            let is_plain = bytes.is_some_and(|bytes| bytes.iter().all(|byte| b"\r\n\t ".contains(byte)));
            let verdict = if is_plain { Verdict::Note } else { Verdict::Forbidden };
            return vec![Change::new(ChangeKind::TrailingBytes, verdict).detail(Detail::Bytes { count })];
        }
        let mut changes = faults(extent);
        if !extent.is_complete {
            return changes;
        }
        let after = PdfFile::open_revision(self.reader, extent.end).ok();
        let (Some(before), Some(signed), Some(after)) = (&self.before, &self.signed, after) else {
            changes.push(broken(StructureFault::Unreadable, None));
            return changes;
        };
        let (links, rights) = self.known.get_or_insert_with(|| (Links::of(before, self.budget), Rights::of(before)));
        let found = touched(before, &after, extent, &links.containers, self.budget);
        changes.extend(found.changes);
        if after.catalog().is_none() {
            changes.push(broken(StructureFault::Unreadable, None));
            return changes;
        }
        let pair = Pair { before, after: &after, budget: self.budget };
        let mut judge = Judge::new(pair, signed, links, &found.numbers, rights, self.is_intact);
        judge.run();
        let Judge { changes: judged, signatures, .. } = judge;
        changes.extend(judged);
        for (signature, field) in signatures {
            rights.learn(&after, signature, field);
        }
        links.extend(&after, &found.numbers);
        if is_signed {
            self.signed = PdfFile::open_revision(self.reader, extent.end).ok();
        }
        self.before = Some(after);
        changes
    }

    /// Whether a reader that opens the file sees the revision that was judged last.
    fn reaches_end(&self) -> bool {
        match (&self.before, PdfFile::open(self.reader)) {
            (Some(last), Ok(file)) => file.xref().newest().start == last.xref().newest().start,
            _ => false,
        }
    }
}

/// The faults in a revision's bytes.
fn faults(extent: &Extent) -> Vec<Change> {
    let is_nothing = extent.objects.is_empty() && extent.sections.is_empty();
    let change = |&(fault, object): &(StructureFault, Option<u32>)| match fault {
        StructureFault::NoCrossReference | StructureFault::Syntax if is_nothing => {
            let detail = Detail::Bytes { count: extent.end - extent.start };
            Change::forbidden(ChangeKind::TrailingBytes).detail(detail)
        }
        fault => broken(fault, object),
    };
    let mut changes: Vec<Change> = Vec::new();
    for fault in &extent.faults {
        let change = change(fault);
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    changes
}
