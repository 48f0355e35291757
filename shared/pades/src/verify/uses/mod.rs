//! Default deny: whatever the trailer leads to, by whatever way, stays as it was, but for the few things that a signed
//! document is made for.
//!
//! From the trailer every reference is followed, and each object gets all its uses ([`kind`]). A use that no rule names makes
//! it a part of what uses it, and parts do not change: contents, resources, layers, destinations, outlines, attributes and
//! alternative texts of the structure, borders and actions of fields, signatures. Objects that may change in some way (pages,
//! fields, the form, the security store, …) are left to the judgement of [`super::changes`]; but who is used as a part as
//! well is a part. Later revisions only add uses.
//!
//! All is done on the strict reading of the file, with a list of what is still to be looked at instead of recursion. The cost
//! grows with the objects, and for each revision with what it touches.

mod equal;
mod kind;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use equal::Views;
use kind::Use;

use super::changes::{Change, ChangeKind};
use crate::strict::view::View;
use crate::strict::{Content, Document, Value};

/// What every object is used as, up to some revision.
pub(super) struct Uses<'d> {
    document: &'d Document,
    view: View<'d>,
    /// The last revision whose uses are known.
    revision: usize,
    uses: BTreeMap<u32, BTreeSet<Use>>,
    /// What was reached and not yet looked into.
    open: Vec<(u32, Use)>,
    /// References that may lead back to a landmark.
    back: Vec<(u32, Use)>,
}

impl<'d> Uses<'d> {
    /// All uses in a revision.
    pub(super) fn of(view: View<'d>) -> Self {
        let View { document, revision, .. } = view;
        let mut uses = Self { document, view, revision, uses: BTreeMap::new(), open: Vec::new(), back: Vec::new() };
        uses.trailer();
        uses.spread();
        uses
    }

    /// Judges the next revision: what it changed of what was in use before it. Then adds its uses.
    pub(super) fn step(&mut self) -> Vec<Change> {
        let next = self.revision + 1;
        let Some(revision) = self.document.revisions().get(next) else { return Vec::new() };
        let changes = revision.touched.iter().flat_map(|number| self.judge(*number, next)).collect();
        self.revision = next;
        self.trailer();
        for number in &revision.touched {
            let known = self.uses.get(number).into_iter().flatten();
            self.open.extend(known.map(|known| (*number, *known)));
        }
        self.spread();
        changes
    }

    /// What is wrong with a number's new object.
    fn judge(&self, number: u32, next: usize) -> Vec<Change> {
        let Some(uses) = self.uses.get(&number) else { return Vec::new() };
        let parts: BTreeSet<ChangeKind> = uses.iter().filter_map(|used| used.forbidden()).collect();
        let before = self.document.object(number, self.revision);
        let after = self.document.object(number, next);
        let kinds = match (before, after) {
            (None, None) => BTreeSet::new(),
            (None, Some(_)) => BTreeSet::from([ChangeKind::ObjectsRevealed]),
            (Some(_), None) if parts.is_empty() => BTreeSet::new(),
            (Some(_), None) => BTreeSet::from([ChangeKind::ObjectsHidden]),
            (Some(before), Some(after)) => {
                let views = Views { view: self.view, before: self.revision, after: next };
                if parts.is_empty() || views.is_equal(before, after) { BTreeSet::new() } else { parts }
            }
        };
        kinds.into_iter().map(|kind| Change::forbidden(kind).object(number)).collect()
    }

    fn trailer(&mut self) {
        let Some(trailer) = self.document.trailer(self.revision) else { return };
        for (key, value) in trailer.entries() {
            match key {
                b"Root" => self.look(value, Use::Catalog),
                b"Info" => self.look(value, Use::Info),
                b"Encrypt" => self.look(value, Use::CatalogPart),
                // No reader draws from others, and some signers copy them without what they lead to.
                _ => {}
            }
        }
    }

    /// Follows everything that was reached.
    fn spread(&mut self) {
        loop {
            while let Some((number, used)) = self.open.pop() {
                if let Some(object) = self.document.object(number, self.revision) {
                    self.look(self.document.value(object), used);
                }
            }
            // Ways back are decided when all is known that is a page or a field by its own place.
            for (number, used) in std::mem::take(&mut self.back) {
                if !self.is_landmark(number) {
                    self.reach(number, used);
                }
            }
            if self.open.is_empty() {
                return;
            }
        }
    }

    /// Notes a use, and that it is to be followed if it is new.
    fn reach(&mut self, number: u32, used: Use) {
        let object = self.document.object(number, self.revision);
        let used = object.map_or(used, |object| used.of(self.document.value(object)));
        if self.uses.entry(number).or_default().insert(used) {
            self.open.push((number, used));
        }
    }

    fn is_landmark(&self, number: u32) -> bool {
        let is_stream = self.document.object(number, self.revision).is_some_and(|object| object.data.is_some());
        !is_stream && self.uses.get(&number).is_some_and(|uses| uses.iter().any(|used| used.is_landmark()))
    }

    /// Finds all references in a value that is used like this.
    fn look(&mut self, value: Value<'d>, used: Use) {
        let mut open = vec![(value, used, false)];
        while let Some((value, used, is_back)) = open.pop() {
            // Without budget the file is called too complex, whatever this finds.
            if !self.view.budget.spend(1) {
                return;
            }
            match value.content() {
                Content::Reference(id) if is_back && used.forbidden().is_some() => self.back.push((id.number, used)),
                Content::Reference(id) => self.reach(id.number, used),
                Content::Dictionary => {
                    let entries = value.entries();
                    open.extend(entries.map(|(key, value)| (value, used.entry(key, value), kind::is_back(key))));
                }
                Content::Array => {
                    let is_destination = kind::is_destination(value);
                    let elements = value.children().enumerate();
                    open.extend(
                        elements.map(|(at, value)| (value, used.element(), is_back || (is_destination && at == 0))),
                    );
                }
                _ => {}
            }
        }
    }
}
