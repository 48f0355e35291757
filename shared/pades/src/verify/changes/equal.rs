//! Comparing two states of a document by value: a reference and what it refers to are the same thing.

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::ObjectId;
use crate::strict::Budget;
use crate::strict::view::{Indirect, View};
use crate::strict::{Content, Value};

/// The states before and after a revision.
#[derive(Clone, Copy)]
pub(super) struct Pair<'r> {
    pub(super) before: View<'r>,
    pub(super) after: View<'r>,
}

/// An entry that differs.
pub(super) struct Difference<'r> {
    pub(super) key: &'r [u8],
    pub(super) old: Option<Value<'r>>,
    pub(super) new: Option<Value<'r>>,
}

impl<'r> Pair<'r> {
    pub(super) fn budget(&self) -> &'r Budget {
        self.before.budget
    }

    /// Whether both values are the same. References to the same object count as equal: whether that object was changed
    /// is asked where it is looked at by itself.
    pub(super) fn equal(&self, old: Option<Value<'r>>, new: Option<Value<'r>>) -> bool {
        let mut seen: BTreeSet<(ObjectId, ObjectId)> = BTreeSet::new();
        let mut open = vec![(old, new)];
        while let Some((old, new)) = open.pop() {
            if !self.budget().spend(1) {
                return false;
            }
            if let (Some(a), Some(b)) = (old.and_then(Value::reference), new.and_then(Value::reference))
                && (a == b || !seen.insert((a, b)))
            {
                continue;
            }
            match (Target::of(self.before, old), Target::of(self.after, new)) {
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
        let (old, new) = (Target::direct(old), Target::direct(new));
        self.equal_targets(old, new, &mut open) && open.into_iter().all(|(old, new)| self.equal(old, new))
    }

    fn equal_targets(&self, old: Target<'r>, new: Target<'r>, open: &mut Vec<(Open<'r>, Open<'r>)>) -> bool {
        match (old.value.content(), new.value.content()) {
            (Content::Dictionary, Content::Dictionary) => {
                match (old.stream, new.stream) {
                    (None, None) => {}
                    (Some(a), Some(b)) => {
                        let (a, b) = (self.before.raw_stream(a), self.after.raw_stream(b));
                        if a.is_none() || a != b {
                            return false;
                        }
                    }
                    _ => return false,
                }
                let Some((a, b)) = self.entries_of(old.value, new.value) else { return false };
                let is_stream = old.stream.is_some();
                let keys: BTreeSet<&[u8]> = a.keys().chain(b.keys()).copied().collect();
                for key in keys.into_iter().filter(|key| !(is_stream && *key == b"Length")) {
                    open.push((a.get(key).copied(), b.get(key).copied()));
                }
                true
            }
            (Content::Array, Content::Array) => {
                open.extend(old.value.children().map(Some).zip(new.value.children().map(Some)));
                old.value.children().count() == new.value.children().count()
            }
            (Content::Integer(_) | Content::Real(_), Content::Integer(_) | Content::Real(_)) => {
                old.value.number() == new.value.number()
            }
            (old, new) => old == new,
        }
    }

    fn entries_of(&self, old: Value<'r>, new: Value<'r>) -> Option<(Entries<'r>, Entries<'r>)> {
        let (old, new) = (entries(old), entries(new));
        self.budget().spend(old.len() + new.len()).then_some((old, new))
    }

    /// The entries of two dictionaries that are not equal.
    pub(super) fn differences(&self, old: Value<'r>, new: Value<'r>) -> Vec<Difference<'r>> {
        // Without budget the file is called too complex, whatever this says.
        let Some((old, new)) = self.entries_of(old, new) else { return Vec::new() };
        let keys: BTreeSet<&[u8]> = old.keys().chain(new.keys()).copied().collect();
        let all =
            keys.into_iter().map(|key| Difference { key, old: old.get(key).copied(), new: new.get(key).copied() });
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
type Entries<'r> = BTreeMap<&'r [u8], Value<'r>>;

/// A value with its reference followed.
#[derive(Clone, Copy)]
struct Target<'r> {
    value: Value<'r>,
    /// The object, if it is a stream.
    stream: Option<Indirect<'r>>,
}

impl<'r> Target<'r> {
    fn of(view: View<'r>, value: Option<Value<'r>>) -> Option<Self> {
        let value = value?;
        match value.reference() {
            Some(id) => view.object(id).map(Self::direct),
            None if value.is_null() => None,
            None => Some(Self { value, stream: None }),
        }
    }

    fn direct(object: Indirect<'r>) -> Self {
        Self { value: object.value, stream: object.is_stream().then_some(object) }
    }
}

/// The entries by key; null counts as absent.
fn entries<'r>(dictionary: Value<'r>) -> Entries<'r> {
    dictionary.entries().filter(|(_, value)| !value.is_null()).collect()
}
