//! What is known and found while one revision is judged.

use std::collections::{BTreeMap, BTreeSet};

use super::equal::Pair;
use super::finding::{Change, ChangeKind, StructureFault};
use super::links::Links;
use super::names::Names;
use super::rights::Rights;
use super::role::Role;
use super::standing::Standing;
use crate::strict::Value;
use crate::strict::view::View;

/// More changes than this in one revision are no update that anybody could make sense of.
const MAX_CHANGES: usize = 1000;

/// What is known while a revision is judged.
pub(super) struct Judge<'j, 'r> {
    pub(super) pair: Pair<'r>,
    /// The first signed revision.
    pub(super) first: View<'r>,
    /// The last signed revision before this one.
    pub(super) signed: View<'r>,
    pub(super) links: &'j Links,
    /// In order.
    pub(super) touched: &'j [u32],
    pub(super) rights: &'j Rights,
    /// The names that fields have, each taken once.
    pub(super) taken: &'j Names,
    pub(super) standing: &'j dyn Fn(&str) -> Standing,
    pub(super) changes: Vec<Change>,
    /// Fields that were changed, or parts of them; they are judged when all is known.
    pub(super) fields: BTreeSet<u32>,
    /// Fields whose appearance was written over in place.
    pub(super) repainted: BTreeSet<u32>,
    /// New fields that were judged already.
    pub(super) added: BTreeSet<u32>,
    /// New widgets that do not say which field they belong to, with their pages.
    pub(super) widgets: Vec<(u32, Option<usize>)>,
    /// Those that a new field claims.
    pub(super) claimed: BTreeSet<u32>,
    /// The names that they took.
    pub(super) names: BTreeMap<String, u32>,
    /// Signature and field dictionaries that came in, for the permissions that hold from now on.
    pub(super) signatures: Vec<(Value<'r>, Value<'r>)>,
    /// Whether anything in the security store was touched.
    pub(super) has_new_dss: bool,
    /// Objects that were written again unchanged, and whether every update may do that.
    pub(super) rewritten: Vec<(u32, Option<usize>, bool)>,
}

impl<'j, 'r> Judge<'j, 'r> {
    pub(super) fn new(
        pair: Pair<'r>,
        (first, signed): (View<'r>, View<'r>),
        touched: &'j [u32],
        (links, rights, taken): (&'j Links, &'j Rights, &'j Names),
        standing: &'j dyn Fn(&str) -> Standing,
    ) -> Self {
        Self {
            pair,
            first,
            signed,
            links,
            touched,
            rights,
            taken,
            standing,
            changes: Vec::new(),
            fields: BTreeSet::new(),
            repainted: BTreeSet::new(),
            added: BTreeSet::new(),
            widgets: Vec::new(),
            claimed: BTreeSet::new(),
            names: BTreeMap::new(),
            signatures: Vec::new(),
            has_new_dss: false,
            rewritten: Vec::new(),
        }
    }

    /// Reports a change once. One revision has no more to say than [`MAX_CHANGES`].
    pub(super) fn push(&mut self, change: Change) {
        if self.changes.len() > MAX_CHANGES {
            return;
        }
        if self.changes.len() == MAX_CHANGES {
            self.changes.push(Change::broken(StructureFault::TooComplex, None));
        } else if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    pub(super) fn forbid(&mut self, kind: ChangeKind, object: u32, role: Role) {
        self.push(Change::forbidden(kind).object(object).page(role.page));
    }

    /// An entry that no reader draws from, named all the same.
    pub(super) fn unseen(&mut self, number: u32, key: &[u8]) {
        self.push(Change::note(ChangeKind::UnseenChanged).object(number).key(key));
    }
}
