//! The rows of a revision against the objects that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::fault::SyntaxFault;
use super::packed;
use super::page_tree::PageTree;
use super::section::{Row, Section};
use super::value::{MAX_NUMBER, Value};
use super::walk::{Open, Parts, Walk};
use super::{Object, Revision, State};
use crate::pdf::ObjectId;

impl Walk<'_> {
    /// Closes the revision whose end marker ends at `marker_end`; white space follows up to `next`.
    pub(super) fn settle(&mut self, start_xref: usize, marker_end: usize, next: usize) {
        let section = self.behind_space(start_xref);
        if let Some(parts) = self.first_part(section) {
            self.open.parts = parts;
            self.open.start_xref = None;
            return;
        }
        let open = std::mem::take(&mut self.open);
        let first_node = self.walked;
        self.open.start = next;
        let trailer = open.sections.iter().find(|known| known.offset == section).map(|known| known.trailer);
        let touched = match trailer {
            Some(trailer) => {
                let sections = self.sections(&open, section, trailer);
                let rows = self.rows_of(&open, &sections);
                self.apply(&open, &rows, &sections, trailer)
            }
            None => {
                self.fault(SyntaxFault::StartXref, marker_end, None);
                Vec::new()
            }
        };
        self.open.first = self.document.objects.len();
        let may_sign = self.arena.has_name(first_node, b"ByteRange");
        self.page_tree(trailer, &touched, marker_end);
        self.linearization(marker_end..=next, may_sign);
        let trailer = trailer.unwrap_or(0);
        self.document.revisions.push(Revision { marker_end, next, section, touched, may_sign, trailer });
    }

    /// Whether this end marker is but the first one of a linearized or hybrid file.
    fn first_part(&self, start: usize) -> Option<Parts> {
        if !self.document.revisions.is_empty() || self.open.parts != Parts::One {
            return None;
        }
        match self.open.sections.as_slice() {
            [section] if self.linearized.is_some() => {
                let previous = self.arena.value(section.trailer).get(b"Prev").and_then(Value::unsigned);
                let is_first = (start == 0 || start == section.offset) && previous > Some(section.offset);
                is_first.then_some(Parts::Linearized)
            }
            [stream, table] if !stream.is_table && table.is_table && start == table.offset => {
                let is_named = self.arena.value(table.trailer).get(b"XRefStm").is_some();
                (!is_named).then_some(Parts::Hybrid(self.document.objects.len()))
            }
            _ => None,
        }
    }

    /// The sections of a revision that are in use, in the order in which readers look at them, indexes of `open.sections`.
    /// Checks the entries of the newest trailer.
    fn sections(&mut self, open: &Open, start: usize, trailer: u32) -> Vec<usize> {
        let trailer = self.arena.value(trailer);
        let has_root = trailer.get(b"Root").is_some_and(|root| root.reference().is_some());
        let is_unsigned = |key: &[u8]| trailer.get(key).is_none_or(|value| value.unsigned().is_some());
        let has_size = trailer.get(b"Size").is_some() && is_unsigned(b"Size");
        let is_sound = has_root && has_size && is_unsigned(b"Prev") && is_unsigned(b"XRefStm");
        let previous = trailer.get(b"Prev").and_then(Value::unsigned);
        let stream = trailer.get(b"XRefStm").and_then(Value::unsigned);
        let at = |offset: Option<usize>, is_table: Option<bool>| {
            let mut sections = open.sections.iter();
            sections
                .position(|known| Some(known.offset) == offset && is_table.is_none_or(|kind| known.is_table == kind))
        };
        let previous_of =
            |section: usize| self.arena.value(open.sections[section].trailer).get(b"Prev").and_then(Value::unsigned);
        let has_previous = |section: usize| self.arena.value(open.sections[section].trailer).get(b"Prev").is_some();
        let main = at(Some(start), None);
        let hidden = at(stream, Some(false));
        let repeated = stream.filter(|_| hidden.is_none());
        // A stream that leads on elsewhere would be followed by some readers.
        let is_known = repeated.is_none_or(|stream| self.hidden.contains_key(&stream));
        let is_hybrid =
            is_known && hidden.is_none_or(|hidden| !has_previous(hidden) || previous_of(hidden) == previous);
        let (order, previous_is_known) = match open.parts {
            Parts::One => {
                let older = self.document.revisions.last().map(|last| last.section);
                let previous = previous.map(|previous| self.behind_space(previous));
                (vec![main, hidden], previous == older)
            }
            Parts::Linearized => {
                let older = at(previous, None);
                let is_last = older.is_some_and(|older| older != 0 && !has_previous(older));
                (vec![main, older], main == Some(0) && stream.is_none() && is_last)
            }
            Parts::Hybrid(objects) => {
                let older = at(previous, Some(true));
                let is_last = older == Some(1) && !has_previous(1) && !has_previous(0);
                let is_empty = open.sections.get(2).is_some_and(|section| section.rows.is_empty());
                let is_alone = objects == self.document.objects.len();
                (vec![main, hidden, older], main == Some(2) && hidden == Some(0) && is_last && is_empty && is_alone)
            }
        };
        let order: Vec<usize> = order.into_iter().flatten().collect();
        if !is_sound {
            self.fault(SyntaxFault::Trailer, start, None);
        }
        if !previous_is_known {
            self.fault(SyntaxFault::Previous, start, None);
        }
        if let Some(hidden) = hidden.and_then(|hidden| open.sections.get(hidden)) {
            self.hidden.insert(hidden.offset, hidden.rows.clone());
        }
        if let Some(main) = main.and_then(|main| open.sections.get(main)) {
            self.repeated(repeated, &main.rows, start);
        }
        if !is_hybrid {
            self.fault(SyntaxFault::Sections, start, None);
        }
        order
    }

    /// Some programs copy `/XRefStm` from trailer to trailer. Readers then see that old stream before the revisions between,
    /// so it must say of each number what holds anyway, unless this revision's own rows come first.
    fn repeated(&mut self, stream: Option<usize>, own: &[(u32, Row)], start: usize) {
        let Some(rows) = stream.and_then(|stream| self.hidden.get(&stream)).cloned() else { return };
        if rows.len() > self.rows {
            return self.fault(SyntaxFault::TooMany, start, None);
        }
        self.rows -= rows.len();
        let own: BTreeSet<u32> = own.iter().map(|(number, _)| *number).collect();
        for (number, row) in rows {
            let now = self.live(number);
            let is_same = match row {
                Row::Free => now.is_none(),
                Row::InFile { offset, .. } => now.is_some() && self.place(offset) == now,
                Row::InStream { container, index } => {
                    let container = self.live(container).and_then(|container| self.packed.get(&container));
                    now.is_some() && container.and_then(|members| members.get(index as usize)).copied() == now
                }
            };
            if !is_same && !own.contains(&number) {
                return self.fault(SyntaxFault::Hybrid, start, Some(number));
            }
        }
    }

    /// What the revision says of each number. What two of its sections say of one must be the same; but in a hybrid file
    /// with two tables, all readers see the stream before the table that frees what it holds.
    fn rows_of(&mut self, open: &Open, order: &[usize]) -> BTreeMap<u32, Row> {
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        for section in order.iter().filter_map(|index| open.sections.get(*index)) {
            let mut own = BTreeMap::new();
            for &(number, row) in &section.rows {
                if own.insert(number, row).is_some() {
                    self.fault(SyntaxFault::RowTwice, section.offset, Some(number));
                    break;
                }
            }
            for (number, row) in own {
                let Some(known) = rows.get(&number) else {
                    rows.insert(number, row);
                    continue;
                };
                let is_hidden = matches!(open.parts, Parts::Hybrid(_)) && row == Row::Free;
                if *known != row && !is_hidden {
                    self.fault(SyntaxFault::Hybrid, section.offset, Some(number));
                }
            }
        }
        rows
    }

    /// Brings the rows together with the objects; the numbers that changed.
    fn apply(&mut self, open: &Open, rows: &BTreeMap<u32, Row>, used: &[usize], trailer: u32) -> Vec<u32> {
        let revision = self.document.revisions.len();
        let mut touched = Vec::new();
        for (&number, &row) in rows {
            let object = match row {
                Row::Free => None,
                Row::InFile { offset, generation } => {
                    let index = self.place(offset);
                    let id = index.and_then(|index| self.document.objects.get(index as usize)).map(|object| object.id);
                    let is_own = id.is_some_and(|id| id.number == number && id.generation == generation);
                    let is_here = index.is_some_and(|index| index as usize >= open.first);
                    if !is_own || !is_here && self.live(number) != index {
                        self.fault(SyntaxFault::RowTarget, offset, Some(number));
                        continue;
                    }
                    index
                }
                Row::InStream { .. } => continue,
            };
            self.put(revision, number, object, &mut touched);
        }
        self.lengths(open, true);
        self.unpack(open);
        for (&number, &row) in rows {
            let Row::InStream { container, index } = row else { continue };
            let container = self.live(container);
            let found =
                container.and_then(|container| Some((container, *self.packed.get(&container)?.get(index as usize)?)));
            let object = found.and_then(|(container, object)| {
                let is_own = self.document.objects.get(object as usize)?.id.number == number;
                let is_here = container as usize >= open.first || self.live(number) == Some(object);
                (is_own && is_here).then_some(object)
            });
            match object {
                Some(object) => self.put(revision, number, Some(object), &mut touched),
                None => self.fault(SyntaxFault::RowTarget, open.start, Some(number)),
            }
        }
        touched.sort_unstable();
        self.lengths(open, false);
        self.replaced(&touched);
        let used: Vec<&Section> = used.iter().map(|index| &open.sections[*index]).collect();
        self.once(open, rows, &used);
        self.stray_sections(open, &used, trailer);
        self.generations(&touched);
        let size_of = |trailer| self.arena.value(trailer).get(b"Size").and_then(Value::unsigned);
        let size = size_of(trailer);
        // Where there are rows for more, be they free, and beyond the highest number that there can be, some readers give up
        // and rebuild the file.
        let is_beyond = |section: &Section| size_of(section.trailer).is_none_or(|size| section.extent > size);
        if used.iter().any(|section| is_beyond(section))
            || size.is_some_and(|size| size <= self.highest as usize || size > MAX_NUMBER as usize + 1)
        {
            self.fault(SyntaxFault::Size, open.start, None);
        }
        touched
    }

    /// The object that starts at an offset, or behind a line end there, which every reader skips.
    fn place(&mut self, offset: usize) -> Option<u32> {
        if let Some(index) = self.places.get(&offset) {
            return Some(*index);
        }
        let behind = self.behind_space(offset);
        self.places.get(&behind).copied()
    }

    /// The object that a number has now.
    fn live(&self, number: u32) -> Option<u32> {
        self.document.states.get(&number)?.last()?.object
    }

    fn put(&mut self, revision: usize, number: u32, object: Option<u32>, touched: &mut Vec<u32>) {
        let states = self.document.states.entry(number).or_default();
        if object.is_some() {
            self.highest = self.highest.max(number);
        }
        if states.last().is_none_or(|last| last.object != object) {
            states.push(State { revision, object });
            touched.push(number);
        }
    }

    /// Resolves the lengths that stand in objects of their own, of object streams or of all others.
    fn lengths(&mut self, open: &Open, of_object_streams: bool) {
        for (index, id, found) in &open.pending {
            let object = &self.document.objects[*index as usize];
            if self.is_object_stream(object) != of_object_streams {
                continue;
            }
            let (offset, number) = (object.offset, object.id.number);
            let declared = self.live(id.number).and_then(|length| self.length_in(length, id.generation));
            let tail = found.end.saturating_sub(2).max(found.start);
            let tail = self.bytes.reader.copy(tail, found.end - tail).unwrap_or_default();
            let line_end = match tail.as_slice() {
                b"\r\n" => [0, 2],
                [.., b'\r' | b'\n'] => [0, 1],
                _ => [0, 0],
            };
            match declared.and_then(|declared| found.len().checked_sub(declared)) {
                Some(more) if line_end.contains(&more) => {
                    self.document.objects[*index as usize].data = Some(found.start..found.end - more);
                    self.lengths.entry(id.number).or_default().push(*index);
                }
                Some(_) => self.fault(SyntaxFault::LengthWrong, offset, Some(number)),
                None if declared.is_some() => self.fault(SyntaxFault::EndTwice, offset, Some(number)),
                None => self.fault(SyntaxFault::Length, offset, Some(number)),
            }
        }
    }

    fn length_in(&self, index: u32, generation: u16) -> Option<usize> {
        let object = self.document.objects.get(index as usize).filter(|object| object.id.generation == generation)?;
        self.arena.value(object.value).unsigned()
    }

    fn is_object_stream(&self, object: &Object) -> bool {
        object.data.is_some() && self.arena.value(object.value).get(b"Type").is_some_and(|kind| kind.is_name(b"ObjStm"))
    }

    /// Unpacks the object streams of the revision, used or not.
    fn unpack(&mut self, open: &Open) {
        let is_encrypted =
            open.sections.iter().any(|section| self.arena.value(section.trailer).get(b"Encrypt").is_some());
        for index in open.first..self.document.objects.len() {
            let object = self.document.objects[index].clone();
            let Some(data) = object.data.clone().filter(|_| self.is_object_stream(&object)) else { continue };
            if is_encrypted {
                self.fault(SyntaxFault::ObjectStreamEncrypted, object.offset, Some(object.id.number));
                continue;
            }
            let bytes = self.bytes.reader.range(data.start, data.end);
            let members = match bytes {
                Some(data) => packed::members(&mut self.arena, object.value, &data, &mut self.left, self.rows),
                None => Err(SyntaxFault::ObjectStreamData),
            };
            match members {
                Ok(members) => self.keep(u32::try_from(index).unwrap_or(u32::MAX), &object, members),
                Err(fault) => self.fault(fault, object.offset, Some(object.id.number)),
            }
        }
    }

    fn keep(&mut self, container: u32, stream: &Object, members: Vec<packed::Member>) {
        self.rows = self.rows.saturating_sub(members.len());
        let mut indexes = Vec::with_capacity(members.len());
        for member in members {
            // There are never more objects than bytes, and fewer than 2³² of those were unpacked.
            indexes.push(u32::try_from(self.document.objects.len()).unwrap_or(u32::MAX));
            self.document.objects.push(Object {
                id: ObjectId::new(member.number, 0),
                offset: stream.offset,
                data: None,
                value: member.value,
            });
        }
        self.packed.insert(container, indexes);
    }

    /// What replaced objects were needed for: object streams in use, and lengths of streams in use.
    fn replaced(&mut self, touched: &[u32]) {
        let mut faults = Vec::new();
        for &number in touched {
            let states = &self.document.states[&number];
            let old = states.len().checked_sub(2).and_then(|at| states[at].object);
            let members = old.and_then(|old| self.packed.get(&old));
            let is_in_use = |index: &u32| self.live(self.document.objects[*index as usize].id.number) == Some(*index);
            if members.is_some_and(|members| members.iter().any(is_in_use)) {
                faults.push((SyntaxFault::ContainerReplaced, number));
            }
            let new = self.live(number).map(|index| self.arena.value(self.document.objects[index as usize].value));
            let length = new.and_then(Value::unsigned);
            let found = |index: &u32| self.document.objects[*index as usize].data.as_ref().map(ExactSizeIterator::len);
            let is_wrong = |index: &u32| is_in_use(index) && found(index) != length;
            if self.lengths.get(&number).is_some_and(|users| users.iter().any(is_wrong)) {
                faults.push((SyntaxFault::LengthWrong, number));
            }
        }
        for (fault, number) in faults {
            self.fault(fault, self.open.start, Some(number));
        }
    }

    /// Each object of the revision stands once and is the one in use, so that whoever takes the last of a number has the
    /// same.
    fn once(&mut self, open: &Open, rows: &BTreeMap<u32, Row>, used: &[&Section]) {
        let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
        for index in open.first..self.document.objects.len() {
            let (number, offset) = (self.document.objects[index].id.number, self.document.objects[index].offset);
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            if seen.insert(number, index).is_some() {
                self.fault(SyntaxFault::ObjectTwice, offset, Some(number));
                continue;
            }
            let live = self.live(number);
            if live == Some(index) {
                continue;
            }
            let is_section = used.iter().any(|section| section.offset == offset);
            let fault = match (live, rows.get(&number)) {
                (Some(_), _) => SyntaxFault::NotLast,
                // Nothing but an offset leads to a cross-reference stream. Some writers do not list it, or as free.
                (None, _) if is_section => continue,
                (None, Some(_)) => SyntaxFault::Freed,
                (None, None) => SyntaxFault::Unlisted,
            };
            self.fault(fault, offset, Some(number));
        }
    }

    /// Readers that rebuild a file take the catalog of every cross-reference that they come across, whether anything leads
    /// there or not. Some programs copy that of an earlier revision, which names the same.
    fn stray_sections(&mut self, open: &Open, used: &[&Section], trailer: u32) {
        let is_used = |offset: usize| used.iter().any(|section| section.offset == offset);
        let mut stray = Vec::new();
        for section in open.sections.iter().filter(|section| section.is_table && !is_used(section.offset)) {
            stray.push((section.offset, None));
        }
        let trailer = self.arena.value(trailer);
        let names_the_same = |value: Value<'_>| {
            [b"Root".as_slice(), b"Info", b"Encrypt"].iter().all(|key| match (value.get(key), trailer.get(key)) {
                (None, None) => true,
                (Some(one), Some(other)) => one.reference().is_some() && one.reference() == other.reference(),
                _ => false,
            })
        };
        for object in &self.document.objects[open.first..] {
            let value = self.arena.value(object.value);
            let is_section = value.get(b"Type").is_some_and(|kind| kind.is_name(b"XRef"));
            if is_section && !is_used(object.offset) && !names_the_same(value) {
                stray.push((object.offset, Some(object.id.number)));
            }
        }
        for (offset, number) in stray {
            self.fault(SyntaxFault::Sections, offset, number);
        }
    }

    /// Some readers ignore the generation in a reference, for others it names another object: so there is but one of each
    /// number, now and later.
    fn generations(&mut self, touched: &[u32]) {
        let generation = |index: u32| self.document.objects[index as usize].id.generation;
        let is_reused = |number: &&u32| {
            let mut generations = self.document.states[number].iter().filter_map(|state| state.object).map(generation);
            let first = generations.next();
            generations.next_back().is_some_and(|last| Some(last) != first)
        };
        let mut wrong: BTreeSet<u32> = touched.iter().filter(is_reused).copied().collect();
        let (references, end) = self.arena.references(self.walked);
        for id in &references {
            let referred = *self.referred.entry(id.number).or_insert(id.generation);
            if referred != id.generation {
                wrong.insert(id.number);
            }
        }
        self.walked = end;
        let numbers = references.iter().map(|id| id.number).chain(touched.iter().copied());
        wrong.extend(numbers.filter(|number| {
            let live = self.live(*number).map(|index| self.document.objects[index as usize].id.generation);
            let referred = self.referred.get(number).copied();
            live.is_some() && referred.is_some() && live != referred
        }));
        for number in wrong {
            self.fault(SyntaxFault::Generation, self.open.start, Some(number));
        }
    }

    /// Walks the page tree where something of it was written.
    fn page_tree(&mut self, trailer: Option<u32>, touched: &[u32], marker_end: usize) {
        let Some(trailer) = trailer else { return };
        let root = self.arena.value(trailer).get(b"Root").and_then(Value::reference).map(|id| id.number);
        let value = |number| self.value(number);
        if !self.document.revisions.is_empty() && self.page_tree.is_still(&value, root, touched) {
            return;
        }
        self.page_tree = PageTree::of(&value, root);
        // A tree that every revision has anew is walked as often as there is room for.
        match self.rows.checked_sub(self.page_tree.len()) {
            Some(left) => self.rows = left,
            None => self.fault(SyntaxFault::TooMany, marker_end, None),
        }
        if !self.page_tree.is_sound {
            self.fault(SyntaxFault::PageTree, marker_end, None);
        }
    }

    /// The value that a number has now.
    fn value(&self, number: u32) -> Option<Value<'_>> {
        Some(self.arena.value(self.document.objects.get(self.live(number)? as usize)?.value))
    }

    /// A file whose linearization dictionary states the length that it has only now is read in two ways: by what that
    /// dictionary leads to, and by the newest cross-reference.
    ///
    /// So is one that is signed as such if the dictionary and the page tree disagree.
    fn linearization(&mut self, end: RangeInclusive<usize>, may_sign: bool) {
        let is_update = !self.document.revisions.is_empty();
        let Some(linearized) = self.linearized.filter(|one| one.length.is_some_and(|length| end.contains(&length)))
        else {
            return;
        };
        if is_update || may_sign && !linearized.agrees(&self.page_tree.pages) {
            self.fault(SyntaxFault::Linearized, *end.start(), None);
        }
    }
}
