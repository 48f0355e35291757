//! What was changed after a signature (ISO 32000-2 §12.8.2, EN 319 142-1 §5).
//!
//! A signature covers its own revision. Whatever follows is allowed only if it is on a list of what signing, timestamping
//! and filling in need; everything else is named and forbidden. All of it sees the file by its strict reading
//! ([`crate::strict`]), which says which revisions there are, that each is well-formed, and which objects it touches. The
//! steps for each revision:
//!
//! 1. [`role`]: what each touched object is in the document, by every way that leads to it.
//! 2. [`revision`]: the old and the new object compared by value, each role by its own rule: [`catalog`], [`pages`],
//!    [`form`], [`added`], [`fill`], [`dss`], [`metadata`], [`structure`].
//! 3. [`rights`]: what certifications and field locks forbid of that.
//!
//! The cost grows with what the revisions touch; the objects of the signed revision are read once.

mod added;
mod appearance;
mod blending;
mod catalog;
mod dss;
mod equal;
mod field;
mod fill;
mod finding;
mod font;
mod form;
mod glyphs;
mod judge;
mod links;
mod metadata;
mod names;
mod pages;
mod placement;
mod places;
mod revision;
mod rights;
mod role;
mod signed_revision;
mod standing;
mod structure;

#[cfg(test)]
mod tests;

pub use crate::strict::SyntaxFault;
pub use finding::{Change, ChangeKind, Detail, History, Place, Step, StructureFault, Verdict};
pub(crate) use names::{MAX_DEPTH, fields};
pub(crate) use rights::locks;
pub(crate) use signed_revision::SignedRevision;
pub(crate) use standing::Standing;

use equal::Pair;
use judge::Judge;
use links::Links;
use names::Names;
use rights::Rights;

use crate::pdf::reader::Reader;
use crate::strict::Value;
use crate::strict::view::View;

/// A few line ends behind the last revision are no more than that (bytes).
const MAX_LINE_ENDS: usize = 64;

/// What every revision after the first signed one changed. `signed` are all signatures of the file that cover a revision,
/// in order; `standing` says of the field of a name what its signature is worth.
pub(crate) fn history(view: View<'_>, signed: &[SignedRevision], standing: &dyn Fn(&str) -> Standing) -> History {
    let mut history = History::default();
    let Some(first) = signed.iter().map(|signed| signed.revision).min() else { return history };
    let revisions = view.document.revisions();
    let ends: Vec<usize> = (0..revisions.len()).map(|index| end_of(view, index, signed)).collect();
    let mut walk: Option<Walk<'_, '_>> = None;
    for index in first + 1..revisions.len() {
        let walk = walk.get_or_insert_with(|| Walk::start(view.at(first), standing));
        let mut changes = walk.step(index);
        let places = places::places(walk.before, &walk.links, &changes);
        if view.budget.is_spent() && !changes.iter().any(|change| change.kind == ChangeKind::StructureBroken) {
            changes.push(Change::broken(StructureFault::TooComplex, None));
        }
        if view.at(index).is_encrypted() || walk.first.is_encrypted() {
            // Names of fields, locks and values are compared as they are written, which says nothing of what they are.
            changes.push(Change::new(ChangeKind::EncryptedChanged, Verdict::Unproved));
        }
        if signed.iter().any(|signed| signed.revision == index) {
            walk.signed = view.at(index);
        }
        history.steps.push(Step { start: ends[index - 1], end: ends[index], changes, places });
    }
    if let (Some(end), Some(last)) = (ends.last().copied(), revisions.last())
        && end < view.reader.len()
        && last.next >= view.reader.len()
    {
        history.steps.push(blank(view.reader, end));
    }
    history
}

/// White space behind the last revision.
fn blank(reader: &Reader<'_>, start: usize) -> Step {
    let count = reader.len() - start;
    let bytes = reader.copy(start, MAX_LINE_ENDS).filter(|bytes| bytes.len() == count);
    let is_plain = bytes.is_some_and(|bytes| bytes.iter().all(|byte| b"\r\n\t ".contains(byte)));
    let verdict = if is_plain { Verdict::Note } else { Verdict::Forbidden };
    let change = Change::new(ChangeKind::TrailingBytes, verdict).detail(Detail::Bytes { count });
    Step { start, end: reader.len(), changes: vec![change], places: Vec::new() }
}

/// Where a revision ends: where a signature says, or else behind the line end after its marker.
fn end_of(view: View<'_>, revision: usize, signed: &[SignedRevision]) -> usize {
    let ends = signed.iter().filter(|signed| signed.revision == revision).map(|signed| signed.end);
    ends.max().unwrap_or_else(|| {
        let after = view.document.revisions()[revision].marker_end;
        match view.reader.copy(after, 2).unwrap_or_default().as_slice() {
            b"\r\n" => after + 2,
            [b'\r' | b'\n', ..] => after + 1,
            _ => after,
        }
    })
}

/// The way through the revisions.
struct Walk<'w, 'r> {
    first: View<'r>,
    before: View<'r>,
    /// The last signed revision.
    signed: View<'r>,
    links: Links,
    rights: Rights,
    names: Names,
    standing: &'w dyn Fn(&str) -> Standing,
}

impl<'w, 'r> Walk<'w, 'r> {
    fn start(first: View<'r>, standing: &'w dyn Fn(&str) -> Standing) -> Self {
        let fields = fields(first);
        let signatures = fields.iter().filter(|field| field.kind == b"Sig" && field.is_terminal);
        let signatures: Vec<(Value<'r>, Value<'r>)> =
            signatures.filter_map(|field| Some((first.dictionary(field.value)?, field.dictionary))).collect();
        Self {
            first,
            before: first,
            signed: first,
            links: Links::of(first),
            rights: Rights::of(first, &signatures),
            names: Names::of(first, fields),
            standing,
        }
    }

    fn step(&mut self, index: usize) -> Vec<Change> {
        let (before, after) = (self.before, self.before.at(index));
        let touched = &after.document.revisions()[index].touched;
        if before.catalog().is_none() || after.catalog().is_none() {
            return vec![Change::broken(StructureFault::Unreadable, None)];
        }
        let known = (&self.links, &self.rights, &self.names);
        let mut judge = Judge::new(Pair { before, after }, (self.first, self.signed), touched, known, self.standing);
        judge.run();
        let Judge { changes, signatures, names, .. } = judge;
        for (signature, field) in signatures {
            self.rights.learn(after, signature, field);
        }
        for (name, number) in names {
            self.names.add(name, number);
        }
        self.links.extend(after, touched);
        self.before = after;
        changes
    }
}
