//! What the strict reading of a file means for its signatures: whatever can be read in more than one way proves nothing.

use super::changes::{Change, ChangeKind, Detail, History, Step, StructureFault, Verdict};
use super::read::Opened;
use super::uses::Uses;
use crate::strict::{Class, Document, Fault, SyntaxFault};

/// So many faults are named for one signature.
const MAX_NAMED: usize = 3;

/// Whether a limit was reached before everything was understood.
pub(super) fn is_too_complex(document: &Document) -> bool {
    document.faults().iter().any(|fault| fault.kind.class() == Class::TooComplex)
}

/// What is said where a limit of the judgement was reached: something was not looked at.
pub(super) fn exhausted(opened: &Opened<'_>) -> Option<Change> {
    let change = Change::forbidden(ChangeKind::StructureBroken);
    let is_exhausted = opened.budget.is_spent() || (!opened.strict.faults().is_empty() && opened.reader.is_exhausted());
    is_exhausted.then(|| change.detail(Detail::Structure { fault: StructureFault::TooComplex }))
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
        let mut finding = finding(fault);
        // What follows the last revision belongs to none.
        if fault.kind == SyntaxFault::StrayBytes && fault.revision == document.revisions().len() {
            finding.kind = ChangeKind::TrailingBytes;
        }
        step(history, start, end).changes.push(finding);
    }
    history.steps.sort_by_key(|step| step.start);
}

/// Adds what the revisions after the first signed one changed of what nothing may change, whatever the judgement by roles
/// made of it.
pub(super) fn deny(history: &mut History, opened: &Opened<'_>, first_end: usize) {
    let document = &opened.strict;
    let Some(first) = document.revision_ending_at(first_end).filter(|_| document.faults().is_empty()) else { return };
    if first + 1 == document.revisions().len() {
        return;
    }
    let mut uses = Uses::of(opened.view().at(first));
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

/// The step that holds the byte `start`, or a new one.
fn step(history: &mut History, start: usize, end: usize) -> &mut Step {
    let found = history.steps.iter().rposition(|step| (step.start..step.end).contains(&start));
    let index = found.unwrap_or_else(|| {
        history.steps.push(Step { start, end, changes: Vec::new(), places: Vec::new() });
        history.steps.len() - 1
    });
    &mut history.steps[index]
}

/// The first fault of a file.
pub(super) fn first_fault(document: &Document) -> Option<Change> {
    document.faults().first().map(finding)
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
