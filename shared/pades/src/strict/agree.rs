//! Two readers, one document: what the strict reader found, the tolerant one must find too, and nothing else. The analysis
//! of changes reads by the latter.

use super::fault::{Fault, SyntaxFault};
use super::{Document, Object};
use crate::pdf::ObjectId;
use crate::pdf::file::{PdfFile, object_at};
use crate::pdf::reader::Reader;
use crate::pdf::xref::Location;

/// The first thing that the tolerant parser sees otherwise in a revision. Of the first one compared everything is looked
/// at, of later ones what they touch.
pub(super) fn disagreement(document: &Document, reader: &Reader<'_>, revision: usize, is_first: bool) -> Option<Fault> {
    let known = document.revisions.get(revision)?;
    let fault = |object| Fault { kind: SyntaxFault::Disagreement, offset: known.marker_end, object, revision };
    let Ok(file) = PdfFile::open_revision(reader, known.marker_end) else { return Some(fault(None)) };
    if file.xref().newest().start != known.start_xref {
        return Some(fault(None));
    }
    let is_wrong = |number: &u32| !agrees(document, reader, &file, *number, revision);
    let wrong = if is_first {
        let listed = file.xref().all();
        let listed = listed.iter().filter(|(_, location)| **location != Location::Free).map(|(number, _)| *number);
        listed.chain(document.numbers(revision)).find(|number| is_wrong(number))
    } else {
        known.touched.iter().copied().find(|number| is_wrong(number))
    };
    wrong.map(|number| fault(Some(number)))
}

fn agrees(document: &Document, reader: &Reader<'_>, file: &PdfFile<'_>, number: u32, revision: usize) -> bool {
    let strict = document.object(number, revision);
    match (strict, file.xref().location(number)) {
        (None, None | Some(Location::Free)) => true,
        (Some(object), Some(Location::InFile { offset, generation })) => {
            let id = ObjectId::new(number, generation);
            object.container.is_none()
                && object.id == id
                && object_at(reader, offset).is_some_and(|found| {
                    found.id == id
                        && found.offset == Some(object.span.start)
                        && found.value.raw().len() == object.span.len()
                })
        }
        (Some(object), Some(Location::InStream { stream, index })) => {
            let place = object.container.map(|(container, place)| (&document.objects[container as usize], place));
            let is_placed =
                |(container, place): (&Object, u32)| container.id.number == stream && place as usize == index;
            let found = file.object(ObjectId::new(number, 0));
            place.is_some_and(is_placed) && found.is_some_and(|found| found.value.raw().len() == object.span.len())
        }
        _ => false,
    }
}
