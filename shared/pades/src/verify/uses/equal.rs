//! Whether an object is the same before and after a revision.

use std::collections::BTreeSet;

use crate::pdf::ObjectId;
use crate::strict::view::View;
use crate::strict::{Content, Object, Value};

/// A document in two revisions.
pub(super) struct Views<'d> {
    pub(super) view: View<'d>,
    pub(super) before: usize,
    pub(super) after: usize,
}

/// What is compared.
type Pair<'d> = (Option<Value<'d>>, Option<Value<'d>>);

impl<'d> Views<'d> {
    /// Whether two objects hold the same. References to one number are the same, whatever became of it: that is judged by
    /// itself. A reference is also the same as what it leads to.
    pub(super) fn is_equal(&self, before: &'d Object, after: &'d Object) -> bool {
        let mut open: Vec<Pair<'d>> = Vec::new();
        let mut seen: BTreeSet<(ObjectId, ObjectId)> = BTreeSet::new();
        if !self.objects(Some(before), Some(after), &mut open) {
            return false;
        }
        while let Some((before, after)) = open.pop() {
            // What takes too long to be compared counts as different.
            if !self.view.budget.spend(1) || !self.values(before, after, &mut open, &mut seen) {
                return false;
            }
        }
        true
    }

    /// Compares the data of streams, and has the values compared.
    fn objects(&self, before: Option<&'d Object>, after: Option<&'d Object>, open: &mut Vec<Pair<'d>>) -> bool {
        let is_same_data = match (before.and_then(|one| one.data.clone()), after.and_then(|one| one.data.clone())) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                let one = self.view.reader.range(one.start, one.end);
                one.is_some() && one == self.view.reader.range(other.start, other.end)
            }
            _ => false,
        };
        let value = |object: Option<&'d Object>| object.map(|object| self.view.document.value(object));
        open.push((value(before), value(after)));
        is_same_data
    }

    fn values(
        &self,
        before: Option<Value<'d>>,
        after: Option<Value<'d>>,
        open: &mut Vec<Pair<'d>>,
        seen: &mut BTreeSet<(ObjectId, ObjectId)>,
    ) -> bool {
        let content = |value: Option<Value<'d>>| value.map_or(Content::Null, Value::content);
        match (content(before), content(after)) {
            (Content::Reference(one), Content::Reference(other)) => {
                let is_known = one == other || !seen.insert((one, other));
                let before = self.view.document.object(one.number, self.before);
                let after = self.view.document.object(other.number, self.after);
                is_known || self.objects(before, after, open)
            }
            (Content::Reference(id), _) => {
                let object = self.view.document.object(id.number, self.before);
                open.push((object.map(|object| self.view.document.value(object)), after));
                object.is_none_or(|object| object.data.is_none())
            }
            (_, Content::Reference(id)) => {
                let object = self.view.document.object(id.number, self.after);
                open.push((before, object.map(|object| self.view.document.value(object))));
                object.is_none_or(|object| object.data.is_none())
            }
            (Content::Dictionary, Content::Dictionary) => {
                let entries = |value: Option<Value<'d>>| value.into_iter().flat_map(Value::entries);
                let keys: BTreeSet<&[u8]> = entries(before).chain(entries(after)).map(|(key, _)| key).collect();
                let get = |value: Option<Value<'d>>, key: &[u8]| value.and_then(|value| value.get(key));
                open.extend(keys.into_iter().map(|key| (get(before, key), get(after, key))));
                true
            }
            (Content::Array, Content::Array) => {
                let elements = |value: Option<Value<'d>>| value.into_iter().flat_map(Value::children);
                open.extend(elements(before).map(Some).zip(elements(after).map(Some)));
                elements(before).count() == elements(after).count()
            }
            (one, other) => one == other,
        }
    }
}
