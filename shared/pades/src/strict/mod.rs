//! A strict reader: the grammar of ISO 32000-2 §7.2–7.5 and nothing else, for proof only.
//!
//! The parser in [`crate::pdf`] serves those who sign and repair: what it cannot read it skips. A proof needs the
//! opposite: every byte of the file is understood, or the file is not believed. Whoever reads it otherwise (a viewer that
//! rebuilds a damaged file, that takes the first of two doubled keys, …) must find the same objects.
//!
//! 1. [`walk`]: one pass over the bytes, first to last: header, objects, cross-references, `startxref`, end markers, and
//!    white space or comments between. Each end marker closes a revision.
//! 2. [`section`], [`decode`]: tables and cross-reference streams to rows.
//! 3. [`packed`]: object streams to objects.
//! 4. [`settle`]: the rows of a revision against the objects that are there: each row leads to its object, each object
//!    has its row, nothing stands twice, and the last object of a number is the one in use.
//! 5. [`embedded`]: nothing else looks like an object or a trailer.
//! 6. [`content`]: what fields draw, by the same grammar.
//! 7. [`view`]: one revision, references followed, within a [`budget`].
//!
//! The judgement of changes sees nothing but this.
//!
//! A revision is judged by what it and those before it hold, never by what follows: the prefix of a file has the faults
//! that it has alone. Values are a flat tree ([`value`]); nothing recurses. The cost grows with the file's length.

mod budget;
mod bytes;
mod content;
mod decode;
mod embedded;
mod fault;
mod lex;
mod linearized;
mod packed;
mod page_tree;
mod section;
mod settle;
mod value;
pub(crate) mod view;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) use budget::Budget;
pub(crate) use content::{Operand, Operation, Piece, operations};
pub use fault::SyntaxFault;
pub(crate) use fault::{Class, Fault};
use value::Arena;
pub(crate) use value::{Content, Value};

use crate::pdf::ObjectId;
use crate::pdf::reader::Reader;

/// A file as far as it keeps to the grammar.
#[derive(Default)]
pub(crate) struct Document {
    arena: Arena,
    /// In file order; those in object streams after the other ones of their revision.
    objects: Vec<Object>,
    revisions: Vec<Revision>,
    /// For each number what it became, revision by revision.
    states: BTreeMap<u32, Vec<State>>,
    faults: Vec<Fault>,
}

/// An object as it stands in the file.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) id: ObjectId,
    /// Where `n g obj` stands; of an object in an object stream where that one's does.
    pub(crate) offset: usize,
    /// The still encoded data of a stream.
    pub(crate) data: Option<Range<usize>>,
    /// The value's node.
    value: u32,
}

/// One revision.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    /// The position after its end marker.
    pub(crate) marker_end: usize,
    /// Where the white space after the marker ends. The revision ends where a signature says, between the two.
    pub(crate) next: usize,
    /// Where the cross-reference is that it leads to.
    section: usize,
    /// The numbers that have another object than before, or none, or one for the first time, in order.
    pub(crate) touched: Vec<u32>,
    /// Whether it holds what could be a signature.
    pub(crate) may_sign: bool,
    /// The newest trailer's node.
    trailer: u32,
}

/// What a number became in a revision.
#[derive(Clone, Copy, Debug)]
struct State {
    revision: usize,
    /// An index of objects; `None` where the number is free.
    object: Option<u32>,
}

impl Document {
    /// Reads a whole file. What is found wrong is in [`Document::faults`].
    pub(crate) fn read(reader: &Reader<'_>) -> Self {
        walk::read(reader)
    }

    /// What is wrong, at most some hundred. What follows a fault of grammar is not read.
    pub(crate) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The revisions that are closed by an end marker.
    pub(crate) fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The revision that ends after `end` bytes: in the white space behind its end marker.
    pub(crate) fn revision_ending_at(&self, end: usize) -> Option<usize> {
        let after = self.revisions.partition_point(|revision| revision.marker_end <= end);
        let index = after.checked_sub(1)?;
        (end <= self.revisions[index].next).then_some(index)
    }

    /// The object of a number in a revision.
    pub(crate) fn object(&self, number: u32, revision: usize) -> Option<&Object> {
        let states = self.states.get(&number)?;
        let after = states.partition_point(|state| state.revision <= revision);
        let state = states.get(after.checked_sub(1)?)?;
        self.objects.get(state.object? as usize)
    }

    /// The numbers that have an object in a revision, in order.
    pub(crate) fn numbers(&self, revision: usize) -> impl Iterator<Item = u32> {
        self.states.keys().copied().filter(move |number| self.object(*number, revision).is_some())
    }

    /// The value of an object.
    pub(crate) fn value(&self, object: &Object) -> Value<'_> {
        self.arena.value(object.value)
    }

    /// The value at a place.
    pub(crate) fn at(&self, place: u32) -> Value<'_> {
        self.arena.value(place)
    }

    /// The newest trailer of a revision.
    pub(crate) fn trailer(&self, revision: usize) -> Option<Value<'_>> {
        Some(self.arena.value(self.revisions.get(revision)?.trailer))
    }
}
