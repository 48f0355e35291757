//! A document written anew, from the objects that it uses.

use std::collections::BTreeSet;

use super::change::{Change, RewriteError};
use super::graph::Graph;
use super::object::{self, Object};
use super::source::{self, Opened};
use super::write::{self, Plan};
use super::{annotations, catalog, fault, frame, layers, pages, sweep};
use crate::input::error::InputError;
use crate::pdf::file::PdfFile;
use crate::pdf::reader::Reader;
use crate::pdf::table::Location;
use crate::pdf::value::Value;
use crate::pdf::{ObjectId, recover, scan};
use crate::source::Revision;

/// What is written may be this much (bytes) and [`MAX_TIMES`] the upload's length.
const MAX_WRITTEN: usize = 16 << 20;
const MAX_TIMES: usize = 3;

/// An upload that can be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rewritten {
    /// The clean file; `None` where the upload is one already, or carries signatures.
    pub bytes: Option<Vec<u8>>,
    /// What was done, in the order in which it is told; nothing where the upload stays as it is.
    pub changes: Vec<Change>,
    /// Whether it carries signatures, listed by its form or not.
    pub is_signed: bool,
}

impl Rewritten {
    /// The clean file as a revision that keeps nothing of the upload; `None` where the upload stays.
    #[must_use]
    pub fn revision(&self) -> Option<Revision> {
        self.bytes.clone().map(|bytes| Revision::new(0, bytes))
    }
}

/// How much is made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// How the document is written; it stays what it is.
    Structure,
    /// Also what viewers could do with it.
    Everything,
}

/// Writes a document anew that viewers could read in two ways, or not at all; fields, layers and scripts stay.
pub(crate) fn repair(upload: &[u8]) -> Result<Rewritten, RewriteError> {
    rewrite_as(upload, Extent::Structure)
}

pub(super) fn rewrite_as(upload: &[u8], extent: Extent) -> Result<Rewritten, RewriteError> {
    let frame = frame::find(upload)?;
    let body = &upload[frame.start..frame.end];
    let mut changes = Vec::new();
    if frame.start > 0 || !upload[frame.end..].iter().all(u8::is_ascii_whitespace) {
        changes.push(Change::SurroundingBytes);
    }
    let reader = Reader::new(body);
    if (!frame.has_marker || source::is_cut(&reader)) && PdfFile::open(&reader).is_err() {
        return Err(InputError::Truncated.into());
    }
    if let Some(plain) = source::in_the_clear(&reader, body)? {
        changes.push(Change::Encryption);
        return rewrite_opened(&plain, &plain, changes, extent);
    }
    rewrite_opened(upload, body, changes, extent)
}

/// Rewrites a file that is not encrypted, all of which is `upload`.
fn rewrite_opened(
    upload: &[u8],
    body: &[u8],
    mut changes: Vec<Change>,
    extent: Extent,
) -> Result<Rewritten, RewriteError> {
    // What stands around is dropped anyway.
    let fault = if changes.contains(&Change::SurroundingBytes) { fault(&body) } else { fault(&upload) };
    let reader = Reader::new(body);
    let is_damaged = match source::open(&reader, fault.is_some()) {
        Opened::Signed => {
            // What stands around belongs to what is read: nothing of a signed file is dropped.
            return match fault::fault(&upload) {
                None => Ok(Rewritten { bytes: None, changes: Vec::new(), is_signed: true }),
                Some(fault) if extent == Extent::Everything => Err(RewriteError::AmbiguousAndSigned { fault }),
                Some(reason) => Err(InputError::DamagedAndSigned { reason: reason.to_string() }.into()),
            };
        }
        Opened::Sound => false,
        Opened::Damaged { damage } => {
            let is_signed = scan::find(body, b"/ByteRange").is_some();
            if is_signed {
                return Err(InputError::DamagedAndSigned { reason: damage }.into());
            }
            changes.push(Change::Repaired { damage });
            true
        }
    };
    let written = PdfFile::open(&reader).ok();
    let mut candidates: Vec<(&PdfFile<'_>, Option<&PdfFile<'_>>)> = Vec::new();
    let scanned = if is_damaged { recover::scanned(&reader) } else { None };
    candidates.extend(written.as_ref().map(|file| (file, scanned.as_ref())));
    candidates.extend(scanned.as_ref().map(|file| (file, None)));
    let mut refusal = RewriteError::Input(InputError::NoPages);
    for (file, fallback) in candidates {
        let structure = if is_damaged { Vec::new() } else { source::structure(file, &body, fault.is_some()) };
        let changes = changes.iter().cloned().chain(structure).collect();
        match cleaned(file, fallback, changes, extent) {
            // What cannot be read in one way may be read in the other.
            Err(error @ RewriteError::Input(_)) => refusal = error,
            done => return done,
        }
    }
    Err(refusal)
}

/// Cleans the document of `file`.
fn cleaned(
    file: &PdfFile<'_>,
    fallback: Option<&PdfFile<'_>>,
    mut changes: Vec<Change>,
    extent: Extent,
) -> Result<Rewritten, RewriteError> {
    let mut graph = Graph::new(file, fallback);
    let root = file.xref().root().ok_or(InputError::NoPages)?;
    let is_everything = extent == Extent::Everything;
    let layers = if is_everything { layers::Layers::take(&mut graph, root)? } else { None };
    if is_everything {
        catalog::clean(&mut graph, root, &mut changes)?;
    }
    let pages = pages::rebuild(&mut graph, root)?;
    if pages.was_broken && !changes.iter().any(|change| matches!(change, Change::Repaired { .. })) {
        changes.push(Change::Repaired { damage: "the page tree is not as it must be".to_owned() });
    }
    if let Some(layers) = &layers {
        for page in &pages.ids {
            layers.clean_page(&mut graph, *page)?;
        }
        changes.push(Change::Layers { hidden: layers.hidden() });
    }
    let mut swept = if is_everything {
        let gone = annotations::clean(&mut graph, root, &pages.ids, layers.as_ref(), &mut changes)?;
        Some(sweep::Swept::new(gone))
    } else {
        None
    };
    let trailer = file.xref().trailer();
    // The document in the form of the program that made it, hung on where no viewer looks.
    if is_everything && trailer.get(b"AdditionalStreams").is_some() {
        changes.push(Change::Attachments { count: 1, names: Vec::new() });
    }
    let information = match trailer.get(b"Info") {
        Some(value) if value.reference().is_some() => value.reference(),
        value => value.and_then(object::parse).map(|value| graph.add_value(value)),
    };
    let used = used(&mut graph, [Some(root), information], layers.as_ref(), swept.as_mut())?;
    if !file.is_within_budget() || fallback.is_some_and(|file| !file.is_within_budget()) {
        let reason = "its streams unpack to an absurd size, or its objects overlap".to_owned();
        return Err(InputError::Damaged { reason }.into());
    }
    if let Some(layers) = &layers {
        layers.check()?;
    }
    if let Some(swept) = swept {
        swept.report(&mut changes);
    }
    if changes.is_empty() {
        return Ok(Rewritten { bytes: None, changes, is_signed: false });
    }
    let version = file.reader().copy(5, 3).and_then(|version| String::from_utf8(version).ok()).unwrap_or_default();
    let plan = Plan {
        information: information.filter(|id| used.binary_search(id).is_ok()),
        identifier: trailer.get(b"ID").and_then(|id| file.resolve(id)).and_then(identifier),
        is_packed: file.xref().all().values().any(|location| matches!(location, Location::InStream { .. })),
        used,
        root,
        version,
    };
    let most = file.len().saturating_mul(MAX_TIMES).saturating_add(MAX_WRITTEN);
    let bytes = write::write(&graph, &plan, most)?;
    match fault(&bytes.as_slice()) {
        None => Ok(Rewritten { bytes: Some(bytes), changes, is_signed: false }),
        Some(fault) => Err(RewriteError::Ambiguous { fault }),
    }
}

fn identifier(value: Value<'_>) -> Option<[Vec<u8>; 2]> {
    let halves: Option<Vec<Vec<u8>>> = value.array()?.into_iter().map(Value::string).collect();
    halves?.try_into().ok()
}

/// The objects that the document uses, in order, each gone through for what is left out.
fn used(
    graph: &mut Graph<'_>,
    roots: [Option<ObjectId>; 2],
    layers: Option<&layers::Layers>,
    mut swept: Option<&mut sweep::Swept>,
) -> Result<Vec<ObjectId>, RewriteError> {
    let mut seen = BTreeSet::new();
    let mut used = Vec::new();
    let mut open: Vec<ObjectId> = roots.into_iter().flatten().collect();
    while let Some(id) = open.pop() {
        if swept.as_ref().is_some_and(|swept| swept.is_gone(id)) || !seen.insert(id) {
            continue;
        }
        let mut stored = graph.stored(id)?;
        let mut changed = match layers {
            Some(layers) => layers.clean(graph, id, &mut stored)?,
            None => false,
        };
        if let Some(swept) = &mut swept {
            changed |= swept.sweep(&mut stored.value, stored.data.is_some())?;
        }
        if stored.value == Object::Null {
            if changed {
                graph.replace(id, stored);
            }
            continue;
        }
        let mut referred = Vec::new();
        stored.value.walk(&mut |value| referred.extend(value.as_reference()));
        // Its length is written with it.
        if stored.data.is_some()
            && let Some(length) = stored.value.as_dictionary().and_then(|own| own.get(b"Length")?.as_reference())
        {
            referred.retain(|id| *id != length);
        }
        open.extend(referred);
        if changed {
            graph.replace(id, stored);
        }
        used.push(id);
    }
    used.sort_unstable();
    Ok(used)
}
