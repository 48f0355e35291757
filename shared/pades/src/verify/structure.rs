//! What the strict reading of a file means for its signatures: whatever can be read in more than one way proves nothing.

use std::ops::RangeInclusive;

use super::changes::{Change, ChangeKind, Detail, History, SignedRevision, Step, StructureFault, Verdict};
use super::uses::Uses;
use crate::pdf::reader::Reader;
use crate::strict::{Class, Document, Fault, SyntaxFault};

/// So many faults are named for one signature.
const MAX_NAMED: usize = 3;

/// Reads the whole file strictly.
pub(super) fn read(reader: &Reader<'_>) -> Document {
    Document::read(reader)
}

/// Where revisions may end, if the file was understood from its first to its last byte.
pub(super) fn ends(document: &Document) -> Option<Vec<RangeInclusive<usize>>> {
    let is_understood = document.faults().is_empty();
    let signed = document.revisions().iter().filter(|revision| revision.may_sign);
    is_understood.then(|| signed.map(|revision| revision.marker_end..=revision.next).collect())
}

/// Whether a limit was reached before everything was understood.
pub(super) fn is_too_complex(document: &Document) -> bool {
    document.faults().iter().any(|fault| fault.kind.class() == Class::TooComplex)
}

/// What is said where a limit of the parser that judges changes was reached.
pub(super) fn exhausted(reader: &Reader<'_>) -> Option<Change> {
    let change = Change::forbidden(ChangeKind::StructureBroken);
    reader.is_exhausted().then(|| change.detail(Detail::Structure { fault: StructureFault::TooComplex }))
}

/// Has the parser that judges changes agree with the strict reading, from the first signed revision on.
pub(super) fn compare(document: &mut Document, reader: &Reader<'_>, signed: &[SignedRevision]) {
    let first = signed.iter().filter_map(|signed| document.revision_ending_at(signed.end)).min();
    let Some(first) = first.filter(|_| document.faults().is_empty()) else { return };
    for revision in first..document.revisions().len() {
        document.compare(reader, revision, revision == first);
    }
}

/// What is wrong with what a signature covers, the first `end` bytes.
pub(super) fn findings(document: &Document, end: usize, is_in_history: bool) -> Vec<Change> {
    let faults = document.faults().iter().filter(|fault| is_covered(document, fault, end));
    let mut findings: Vec<Change> = faults.map(finding).take(MAX_NAMED).collect();
    if findings.is_empty() && (document.revision_ending_at(end).is_none() || !is_in_history) {
        findings.push(Change::forbidden(ChangeKind::ByteRangeWrong));
    }
    findings
}

/// Adds what is wrong with the revisions after the first signed one to their steps.
pub(super) fn complete(history: &mut History, document: &Document, first_end: usize, length: usize) {
    let later: Vec<&Fault> = document.faults().iter().filter(|fault| !is_covered(document, fault, first_end)).collect();
    for fault in &later {
        let start = document.revisions().get(fault.revision.wrapping_sub(1)).map_or(first_end, |before| before.next);
        let start = start.max(first_end);
        let end = document.revisions().get(fault.revision).map_or(length, |revision| revision.next);
        step(history, start, end).changes.push(finding(fault));
    }
    if document.faults().is_empty() && !is_same(history, document, first_end) {
        let change = Change::forbidden(ChangeKind::StructureBroken);
        let fault = StructureFault::Unreadable;
        step(history, length, length).changes.push(change.detail(Detail::Structure { fault }));
    }
    history.steps.sort_by_key(|step| step.start);
}

/// Adds what the revisions after the first signed one changed of what nothing may change, whatever the judgement by roles
/// made of it.
pub(super) fn deny(history: &mut History, document: &Document, reader: &Reader<'_>, first_end: usize) {
    let Some(first) = document.revision_ending_at(first_end).filter(|_| document.faults().is_empty()) else { return };
    let mut uses = Uses::of(document, reader, first);
    for revision in &document.revisions()[first + 1..] {
        let changes = uses.step();
        let step = step(history, revision.marker_end - 1, revision.next);
        for change in changes {
            // What was forbidden already was so with more words.
            let is_known = |known: &Change| known.verdict == Verdict::Forbidden && known.object == change.object;
            if !step.changes.iter().any(is_known) {
                step.changes.push(change);
            }
        }
    }
}

/// Whether the history has exactly the revisions that the strict reading has after the first signed one.
fn is_same(history: &History, document: &Document, first_end: usize) -> bool {
    let Some(first) = document.revision_ending_at(first_end) else { return false };
    let is_blank = |step: &&Step| {
        let [change] = step.changes.as_slice() else { return false };
        change.kind == ChangeKind::TrailingBytes && change.verdict == Verdict::Note
    };
    let steps = history.steps.iter().filter(|step| !is_blank(step));
    steps.map(|step| document.revision_ending_at(step.end)).eq((first + 1..document.revisions().len()).map(Some))
}

/// The step that holds the byte `start`, or a new one.
fn step(history: &mut History, start: usize, end: usize) -> &mut Step {
    let found = history.steps.iter().rposition(|step| (step.start..step.end).contains(&start));
    let index = found.unwrap_or_else(|| {
        history.steps.push(Step { start, end, changes: Vec::new() });
        history.steps.len() - 1
    });
    &mut history.steps[index]
}

fn is_covered(document: &Document, fault: &Fault, end: usize) -> bool {
    match document.revision_ending_at(end) {
        Some(revision) => fault.revision <= revision,
        None => fault.offset < end,
    }
}

fn finding(fault: &Fault) -> Change {
    let kind = match fault.kind {
        SyntaxFault::Previous
        | SyntaxFault::StartXref
        | SyntaxFault::RowTarget
        | SyntaxFault::RowTwice
        | SyntaxFault::Hybrid
        | SyntaxFault::ContainerReplaced => ChangeKind::XrefManipulated,
        SyntaxFault::Unfinished => ChangeKind::TrailingBytes,
        _ => ChangeKind::StructureBroken,
    };
    let detail = Detail::Syntax { fault: fault.kind, offset: fault.offset };
    Change::forbidden(kind).object(fault.object).detail(detail)
}
