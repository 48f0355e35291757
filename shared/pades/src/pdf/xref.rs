//! Cross-reference information: tables, streams and hybrids, newest first (ISO 32000-2 §7.5.4, §7.5.8).
//!
//! A section is opened without reading its entries: a table's rows have a fixed width, so an object is looked up where
//! its row is. What a file costs depends on the objects asked for, not on the objects in it.

use std::collections::{BTreeMap, BTreeSet};

use super::ObjectId;
use super::reader::Reader;
use super::section::{self, offset_entry};
use super::table::{Damage, Location, Rows, Run, Section, SectionKind};
use super::value::Dictionary;

/// `startxref` is looked for in this many last bytes.
const TAIL: usize = 2048;
/// More sections than this are taken for damage: a file has one for each time that it was saved.
const MAX_SECTIONS: usize = 100_000;

/// All sections of a file, newest first.
#[derive(Debug)]
pub(crate) struct Xref<'r> {
    reader: Shown<'r>,
    sections: Vec<&'r Section>,
}

/// A reader, left out of debug output.
#[derive(Clone, Copy)]
struct Shown<'r>(&'r Reader<'r>);

impl std::fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

impl<'r> Xref<'r> {
    /// Opens every section from the last `startxref` of the file's first `limit` bytes back to the first.
    pub(crate) fn read(reader: &'r Reader<'r>, limit: usize) -> Result<Self, Damage> {
        let mut sections = Vec::new();
        let mut seen = BTreeSet::new();
        let mut at = Some(last_start(reader, limit).ok_or(Damage::NoStartXref)?);
        while let Some(offset) = at {
            if !seen.insert(offset) {
                return Err(Damage::Circle);
            }
            if sections.len() > MAX_SECTIONS {
                return Err(Damage::TooMany);
            }
            let section = open(reader, offset, limit)?;
            sections.push(section);
            // In a hybrid file the stream's objects come after the table's own, before those of /Prev (§7.5.8.4).
            if let (SectionKind::Table, Some(stream)) = (section.kind, offset_entry(section.trailer(), b"XRefStm")) {
                sections.push(open(reader, stream, limit)?);
            }
            at = offset_entry(section.trailer(), b"Prev");
        }
        Ok(Self { reader: Shown(reader), sections })
    }

    /// One section that was not read from the file.
    pub(super) fn of(reader: &'r Reader<'r>, section: Section) -> Self {
        Self { reader: Shown(reader), sections: vec![reader.keep(section)] }
    }

    /// Where the object of this number is; `None` if no section lists it.
    pub(crate) fn location(&self, number: u32) -> Option<Location> {
        self.sections.iter().find_map(|section| section.location(self.reader.0, number))
    }

    /// Every listed object with its newest location.
    pub(crate) fn all(&self) -> BTreeMap<u32, Location> {
        let mut all = BTreeMap::new();
        for section in &self.sections {
            for (number, location) in section.entries(self.reader.0) {
                all.entry(number).or_insert(location);
            }
        }
        all
    }

    /// The highest number that any section lists.
    pub(crate) fn last_number(&self) -> u32 {
        let last = |run: &Run| run.first.saturating_add(run.count.saturating_sub(1));
        self.sections.iter().flat_map(|section| section.runs.iter().map(last)).max().unwrap_or(0)
    }

    /// The sections, newest first.
    pub(crate) fn sections(&self) -> &[&'r Section] {
        &self.sections
    }

    /// The newest section.
    pub(crate) fn newest(&self) -> &'r Section {
        self.sections[0] // `read` opens at least one
    }

    /// The newest trailer (or stream) dictionary.
    pub(crate) fn trailer(&self) -> Dictionary<'r> {
        self.newest().trailer()
    }

    /// The catalog's id (trailer `/Root`).
    pub(crate) fn root(&self) -> Option<ObjectId> {
        self.trailer().get(b"Root")?.reference()
    }
}

impl Section {
    /// The trailer's or the stream's dictionary.
    pub(crate) fn trailer(&self) -> Dictionary<'_> {
        Dictionary::of(&self.trailer)
    }

    /// What this section says of an object.
    pub(crate) fn location(&self, reader: &Reader<'_>, number: u32) -> Option<Location> {
        let holds = |run: &&Run| run.first <= number && number - run.first < run.count;
        let run = if self.ordered {
            let after = self.runs.partition_point(|run| run.first <= number);
            self.runs[..after].last().filter(holds)?
        } else {
            self.runs.iter().find(holds)?
        };
        Some(self.row(reader, run, number - run.first))
    }

    /// All that this section lists.
    pub(crate) fn entries<'s>(&'s self, reader: &'s Reader<'_>) -> impl Iterator<Item = (u32, Location)> + 's {
        self.runs.iter().flat_map(move |run| {
            (0..run.count).filter_map(move |index| Some((run.first.checked_add(index)?, self.row(reader, run, index))))
        })
    }

    fn row(&self, reader: &Reader<'_>, run: &Run, index: u32) -> Location {
        let index = index as usize;
        match &run.rows {
            Rows::Table(at) => section::table_row(reader, at + index * section::ROW),
            Rows::Packed(at) => section::packed_row(&self.packed, self.widths, at + index),
            Rows::Listed(rows) => rows.get(index).copied(),
        }
        .unwrap_or(Location::Free)
    }
}

/// Opens the section at `offset`, or finds it opened before.
fn open<'r>(reader: &'r Reader<'r>, offset: usize, limit: usize) -> Result<&'r Section, Damage> {
    if offset >= limit {
        return Err(Damage::Section(offset));
    }
    let opened = match reader.sections.get(&offset) {
        Some(opened) => opened,
        None => reader.sections.insert(offset, Box::new(section::open(reader, offset))),
    };
    opened.as_ref().map_err(|damage| *damage)
}

/// The offset after the last `startxref`.
fn last_start(reader: &Reader<'_>, limit: usize) -> Option<usize> {
    let tail = reader.copy(limit.saturating_sub(TAIL), TAIL.min(limit))?;
    let at = super::scan::find_last(&tail, b"startxref")?;
    let (offset, _) = super::scan::unsigned_at(&tail, at + b"startxref".len())?;
    usize::try_from(offset).ok()
}
