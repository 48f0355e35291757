//! Which objects a revision replaces, removes or adds, and whether its cross-reference says so plainly.

use std::collections::{BTreeMap, BTreeSet};

use super::bytes::Extent;
use super::equal::Budget;
use super::finding::{Change, ChangeKind, Detail, StructureFault};
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::scan;
use crate::pdf::xref::{Location, Section, SectionKind};

/// Each fault says that the revision is not what it seems; more than this are not listed.
const MOST_FAULTS: usize = 100;

/// What a revision's cross-reference changed.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Numbers whose object is another one, or none, or one where there was none.
    pub(super) numbers: BTreeSet<u32>,
    /// The faults found on the way.
    pub(super) changes: Vec<Change>,
}

/// Compares the cross-references of the revisions before and after. `containers` are the object streams in use before.
pub(super) fn touched(
    before: &PdfFile<'_>,
    after: &PdfFile<'_>,
    extent: &Extent,
    containers: &BTreeSet<u32>,
    budget: &Budget,
) -> Touched {
    let mut touched = Touched::default();
    let (old, all) = (before.xref().sections(), after.xref().sections());
    let is_chained =
        all.len() >= old.len() && all[all.len() - old.len()..].iter().zip(old).all(|(new, old)| new.start == old.start);
    let new: Vec<&Section> = if is_chained {
        all[..all.len() - old.len()].to_vec()
    } else {
        touched.changes.push(manipulated(StructureFault::Chain, None));
        all.to_vec()
    };
    let starts: BTreeSet<usize> = new.iter().map(|section| after_space(after, section.start)).collect();
    if is_chained && starts.iter().any(|start| !extent.sections.contains(start)) {
        touched.changes.push(manipulated(StructureFault::EarlierBytes, None));
    }
    let entries = entries(after, &new, budget, &mut touched.changes);
    if !is_chained {
        touched.numbers.extend(before.xref().all().keys());
    }
    touched.numbers.extend(entries.keys());
    let is_there = |location: Option<Location>| location.filter(|location| *location != Location::Free);
    touched.numbers.retain(|&number| {
        let (old, new) = (is_there(before.xref().location(number)), is_there(after.xref().location(number)));
        old != new
    });
    for &number in &touched.numbers {
        if containers.contains(&number) {
            touched.changes.push(manipulated(StructureFault::ObjectStream, Some(number)));
        }
    }
    let mut listed = BTreeSet::new();
    for (&number, locations) in &entries {
        for &location in locations {
            if let Some(fault) = placed(before, after, extent, number, location, &mut listed)
                && touched.changes.len() < MOST_FAULTS
            {
                touched.changes.push(manipulated(fault, Some(number)));
            }
        }
    }
    for &(number, length, found) in &extent.lengths {
        let declared = after.object(length).and_then(|object| usize::try_from(object.value.integer()?).ok());
        // A line end may come before `endstream`.
        let is_right = declared.and_then(|declared| found.checked_sub(declared)).is_some_and(|more| more <= 2);
        if !is_right && touched.changes.len() < MOST_FAULTS {
            touched.changes.push(broken(StructureFault::Length, Some(number)));
        }
    }
    // A cross-reference stream need not list itself; one that is not in use must be listed like any object.
    for (at, id) in &extent.objects {
        if !listed.contains(at) && !starts.contains(at) && touched.changes.len() < MOST_FAULTS {
            touched.changes.push(broken(StructureFault::Unlisted, Some(id.number)));
        }
    }
    if extent.sections.iter().any(|at| !starts.contains(at) && !extent.objects.contains_key(at)) {
        touched.changes.push(broken(StructureFault::Unlisted, None));
    }
    touched
}

/// Offsets may point to the white space before what they mean.
fn after_space(file: &PdfFile<'_>, offset: usize) -> usize {
    let blank = file.reader().copy(offset, 8).unwrap_or_default();
    offset + blank.iter().take_while(|&&byte| scan::is_space(byte)).count()
}

/// All entries of the new sections; two entries for one number must agree.
fn entries(
    after: &PdfFile<'_>,
    sections: &[&Section],
    budget: &Budget,
    changes: &mut Vec<Change>,
) -> BTreeMap<u32, Vec<Location>> {
    let mut entries: BTreeMap<u32, Vec<Location>> = BTreeMap::new();
    for section in sections {
        for (number, location) in section.entries(after.reader()) {
            if !budget.spend(1) {
                return entries;
            }
            let known = entries.entry(number).or_default();
            if !known.contains(&location) {
                known.push(location);
            }
        }
    }
    // In a hybrid file the table frees what only the stream shows (§7.5.8.4).
    let is_hybrid = sections.iter().any(|section| section.kind == SectionKind::Table)
        && sections.iter().any(|section| section.kind == SectionKind::Stream);
    for (&number, locations) in &mut entries {
        if is_hybrid {
            locations.retain(|location| *location != Location::Free);
        }
        if locations.len() > 1 && changes.len() < MOST_FAULTS {
            changes.push(manipulated(StructureFault::Contradiction, Some(number)));
        }
    }
    entries
}

/// What is wrong with an entry: it must lead to its own object in this revision, or say what held before.
fn placed(
    before: &PdfFile<'_>,
    after: &PdfFile<'_>,
    extent: &Extent,
    number: u32,
    location: Location,
    listed: &mut BTreeSet<usize>,
) -> Option<StructureFault> {
    match location {
        Location::Free => None,
        Location::InFile { offset, generation } => {
            let at = after_space(after, offset);
            if extent.objects.get(&at) == Some(&ObjectId::new(number, generation)) {
                listed.insert(at);
                return None;
            }
            if before.xref().location(number) == Some(location) {
                return None;
            }
            Some(if offset < extent.start { StructureFault::EarlierBytes } else { StructureFault::Entry })
        }
        Location::InStream { stream, .. } => {
            if before.xref().location(number) == Some(location) {
                return None;
            }
            let is_here = matches!(after.xref().location(stream), Some(Location::InFile { offset, .. }) if offset >= extent.start);
            if !is_here {
                return Some(StructureFault::EarlierBytes);
            }
            after.object(ObjectId::new(number, 0)).is_none().then_some(StructureFault::Entry)
        }
    }
}

pub(super) fn manipulated(fault: StructureFault, object: Option<u32>) -> Change {
    Change::forbidden(ChangeKind::XrefManipulated).object(object).detail(Detail::Structure { fault })
}

pub(super) fn broken(fault: StructureFault, object: Option<u32>) -> Change {
    Change::forbidden(ChangeKind::StructureBroken).object(object).detail(Detail::Structure { fault })
}
