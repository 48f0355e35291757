//! Comparing two states of a document by value: a reference and what it refers to are the same thing.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::ObjectId;
use crate::pdf::file::{Indirect, PdfFile};
use crate::pdf::value::{Dictionary, Value};

/// References to references are followed this often.
const MOST_HOPS: usize = 16;

/// How much may still be compared; what is hostile ends up without.
#[derive(Debug)]
pub(crate) struct Budget(Cell<usize>);

impl Budget {
    pub(super) fn new(units: usize) -> Self {
        Self(Cell::new(units))
    }

    /// Takes `units`; false if they are not there any more, now and ever after.
    pub(super) fn spend(&self, units: usize) -> bool {
        match self.0.get().checked_sub(units) {
            Some(left) => {
                self.0.set(left);
                true
            }
            None => {
                self.0.set(0);
                false
            }
        }
    }

    #[cfg(test)]
    pub(super) fn left(&self) -> usize {
        self.0.get()
    }

    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// The states before and after a revision.
#[derive(Clone, Copy)]
pub(super) struct Pair<'p, 'r> {
    pub(super) before: &'p PdfFile<'r>,
    pub(super) after: &'p PdfFile<'r>,
    pub(super) budget: &'p Budget,
}

/// An entry that differs.
pub(super) struct Difference<'r> {
    pub(super) key: Vec<u8>,
    pub(super) old: Option<Value<'r>>,
    pub(super) new: Option<Value<'r>>,
}

impl<'r> Pair<'_, 'r> {
    /// Whether both values are the same. References to the same object count as equal: whether that object was changed
    /// is asked where it is looked at by itself.
    pub(super) fn equal(&self, old: Option<Value<'r>>, new: Option<Value<'r>>) -> bool {
        let mut seen: BTreeSet<(ObjectId, ObjectId)> = BTreeSet::new();
        let mut open = vec![(old, new)];
        while let Some((old, new)) = open.pop() {
            let (old, new) = match (old, new) {
                (Some(old), Some(new)) if old.raw() == new.raw() => continue,
                pair => pair,
            };
            if !self.budget.spend(1) {
                return false;
            }
            if let (Some(a), Some(b)) = (old.and_then(Value::reference), new.and_then(Value::reference))
                && (a == b || !seen.insert((a, b)))
            {
                continue;
            }
            let (old, new) = (Target::of(self.before, old), Target::of(self.after, new));
            match (old, new) {
                (None, None) => {}
                (Some(old), Some(new)) if self.equal_targets(old, new, &mut open) => {}
                _ => return false,
            }
        }
        true
    }

    /// Whether two objects are the same, streams included.
    pub(super) fn equal_objects(&self, old: Indirect<'r>, new: Indirect<'r>) -> bool {
        let mut open = Vec::new();
        let (old, new) = (Target::direct(self.before, old), Target::direct(self.after, new));
        self.equal_targets(old, new, &mut open) && open.into_iter().all(|(old, new)| self.equal(old, new))
    }

    fn equal_targets(&self, old: Target<'r>, new: Target<'r>, open: &mut Vec<(Open<'r>, Open<'r>)>) -> bool {
        if !self.budget.spend(1 + (old.value.raw().len() + new.value.raw().len()) / 256) {
            return false;
        }
        match (old.value.dictionary(), new.value.dictionary()) {
            (Some(a), Some(b)) => {
                if old.stream.is_some() != new.stream.is_some() {
                    return false;
                }
                if let (Some(a), Some(b)) = (old.stream, new.stream) {
                    let (a, b) = (self.before.raw_stream(a), self.after.raw_stream(b));
                    let length = a.as_ref().map_or(0, |data| data.len());
                    if a != b || !self.budget.spend(length / 4096) {
                        return false;
                    }
                }
                let (a, b) = (entries(a), entries(b));
                let is_stream = old.stream.is_some();
                let keys: BTreeSet<&Vec<u8>> = a.keys().chain(b.keys()).collect();
                for key in keys.into_iter().filter(|key| !(is_stream && key.as_slice() == b"Length")) {
                    open.push((a.get(key).copied(), b.get(key).copied()));
                }
                true
            }
            (None, None) => match (old.value.array(), new.value.array()) {
                (Some(a), Some(b)) if a.len() == b.len() => {
                    open.extend(a.into_iter().map(Some).zip(b.into_iter().map(Some)));
                    true
                }
                (None, None) => equal_atoms(old.value, new.value),
                _ => false,
            },
            _ => false,
        }
    }

    /// The entries of two dictionaries that are not equal.
    pub(super) fn differences(&self, old: Dictionary<'r>, new: Dictionary<'r>) -> Vec<Difference<'r>> {
        let (old, new) = (entries(old), entries(new));
        let keys: BTreeSet<&Vec<u8>> = old.keys().chain(new.keys()).collect();
        let all = keys.into_iter().map(|key| Difference {
            key: key.clone(),
            old: old.get(key).copied(),
            new: new.get(key).copied(),
        });
        all.filter(|difference| !self.equal(difference.old, difference.new)).collect()
    }

    /// Whether the elements of `old` come first in `new`; if so what follows them.
    pub(super) fn appended(&self, old: &[Value<'r>], new: &[Value<'r>]) -> Option<Vec<Value<'r>>> {
        let (same, more) = new.split_at_checked(old.len())?;
        let is_kept = old.iter().zip(same).all(|(old, new)| self.equal(Some(*old), Some(*new)));
        is_kept.then(|| more.to_vec())
    }
}

type Open<'r> = Option<Value<'r>>;

/// A value with its references followed.
#[derive(Clone, Copy)]
struct Target<'r> {
    value: Value<'r>,
    /// The object, if it is a stream.
    stream: Option<Indirect<'r>>,
}

impl<'r> Target<'r> {
    fn of(file: &PdfFile<'r>, value: Option<Value<'r>>) -> Option<Self> {
        let mut value = value?;
        let mut holder = None;
        for _ in 0..MOST_HOPS {
            match value.reference() {
                Some(id) => {
                    let object = file.object(id)?;
                    holder = Some(object);
                    value = object.value;
                }
                None if value.is_null() => return None,
                None => return Some(holder.map_or(Self { value, stream: None }, |object| Self::direct(file, object))),
            }
        }
        None
    }

    fn direct(file: &PdfFile<'r>, object: Indirect<'r>) -> Self {
        let stream = object.value.dictionary().is_some() && object.is_stream(file.reader());
        Self { value: object.value, stream: stream.then_some(object) }
    }
}

/// The entries by key; of doubled keys the last counts, null counts as absent.
pub(super) fn entries<'r>(dictionary: Dictionary<'r>) -> BTreeMap<Vec<u8>, Value<'r>> {
    let mut entries: BTreeMap<Vec<u8>, Value<'r>> = BTreeMap::new();
    for entry in dictionary.entries() {
        entries.insert(entry.key, entry.value);
    }
    entries.retain(|_, value| !value.is_null());
    entries
}

/// Whether a key occurs twice in the dictionary itself.
pub(super) fn has_doubled_keys(dictionary: Dictionary<'_>) -> bool {
    let mut seen = BTreeSet::new();
    dictionary.entries().any(|entry| !seen.insert(entry.key))
}

fn equal_atoms(old: Value<'_>, new: Value<'_>) -> bool {
    match (old.number(), new.number()) {
        (Some(a), Some(b)) => return a == b,
        (None, None) => {}
        _ => return false,
    }
    match (old.name(), new.name()) {
        (Some(a), Some(b)) => return a == b,
        (None, None) => {}
        _ => return false,
    }
    match (old.string(), new.string()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => old.raw() == new.raw(),
        _ => false,
    }
}
