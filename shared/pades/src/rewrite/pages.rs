//! The page tree made anew (ISO 32000-2 §7.7.3): every page once, with all that it inherited, its own list of annotations
//! and its own list of contents.

use std::collections::BTreeSet;

use super::change::RewriteError;
use super::graph::{Graph, Unreadable};
use super::object::{Dictionary, Object};
use crate::input::error::InputError;
use crate::pdf::ObjectId;

/// Attributes that a page has from the nodes above it (table 31).
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];
/// No tree of pages is deeper.
const MAX_DEPTH: usize = 256;
/// More pages than any file has: a tree of few nodes that contain each other unfolds to any number.
const MAX_PAGES: usize = 500_000;

/// The pages in reading order.
pub(super) struct Pages {
    pub(super) ids: Vec<ObjectId>,
    /// Whether the tree was not as it must be.
    pub(super) was_broken: bool,
}

/// A node to be visited.
struct Visit {
    node: Object,
    inherited: Dictionary,
    /// The nodes above it.
    path: Vec<ObjectId>,
}

/// Collects the pages and makes a new tree of them.
pub(super) fn rebuild(graph: &mut Graph<'_>, root: ObjectId) -> Result<Pages, RewriteError> {
    let catalog = graph.dictionary(&Object::Reference(root)).ok_or(InputError::NoPages)?;
    let mut pages = Pages { ids: Vec::new(), was_broken: false };
    let mut seen = BTreeSet::new();
    let mut declared = None;
    let top = catalog.get(b"Pages").cloned().unwrap_or(Object::Null);
    pages.was_broken |= top.as_reference().is_none();
    let mut open = vec![Visit { node: top, inherited: Dictionary::default(), path: Vec::new() }];
    while let Some(Visit { node, mut inherited, mut path }) = open.pop() {
        let id = node.as_reference();
        let Some(own) = graph.dictionary(&node).filter(|_| id.is_none_or(|id| !path.contains(&id))) else {
            // A page that cannot be found is not left out in silence.
            return Err(InputError::Damaged { reason: "a part of the page tree is missing".to_owned() }.into());
        };
        if path.is_empty() {
            declared = graph.entry(&own, b"Count").and_then(|count| count.as_integer());
        }
        let kids = graph.entry_array(&own, b"Kids");
        for key in INHERITED {
            let Some(value) = own.get(key.as_bytes()).cloned() else { continue };
            // What many pages inherit stands once.
            let is_large = kids.is_some() && matches!(value, Object::Dictionary(_));
            inherited.set(key, if is_large { Object::Reference(graph.add_value(value)) } else { value });
        }
        path.extend(id);
        if path.len() > MAX_DEPTH {
            return Err(InputError::Damaged { reason: "the page tree is nested too deep".to_owned() }.into());
        }
        if let Some(kids) = kids {
            for kid in kids.into_iter().rev() {
                pages.was_broken |= kid.as_reference().is_none();
                open.push(Visit { node: kid, inherited: inherited.clone(), path: path.clone() });
            }
        } else if !own.is_type(b"Pages") {
            // Whoever lists a page twice sees it twice; each is a page of its own.
            let page = match id {
                Some(id) if seen.insert(id) => id,
                _ => {
                    pages.was_broken = true;
                    graph.add_value(Object::Null)
                }
            };
            let page_of_its_own = own_page(graph, own, &inherited);
            graph.set(page, Object::Dictionary(page_of_its_own))?;
            pages.ids.push(page);
        }
        if pages.ids.len() + open.len() > MAX_PAGES {
            return Err(InputError::Damaged { reason: "more pages than a file has".to_owned() }.into());
        }
    }
    if pages.ids.is_empty() {
        return Err(InputError::NoPages.into());
    }
    pages.was_broken |= declared.and_then(|count| usize::try_from(count).ok()) != Some(pages.ids.len());
    plant(graph, root, catalog, &pages.ids)?;
    Ok(pages)
}

/// A page with what it inherited, whose lists nobody shares.
fn own_page(graph: &mut Graph<'_>, mut page: Dictionary, inherited: &Dictionary) -> Dictionary {
    for (key, value) in inherited.entries() {
        if let Some(known) = INHERITED.iter().find(|known| known.as_bytes() == key) {
            page.set(known, value.clone());
        }
    }
    page.set("Type", Object::name("Page"));
    if let Some(annotations) = graph.entry_array(&page, b"Annots") {
        page.set("Annots", Object::Array(annotations));
    }
    let mut streams = match graph.entry(&page, b"Contents") {
        Some(Object::Array(streams)) => streams,
        _ => page.get(b"Contents").cloned().into_iter().collect(),
    };
    streams.retain(|stream| stream.as_reference().is_some_and(|id| graph.is_stream(id)));
    match streams.as_slice() {
        [] => {
            page.remove(b"Contents");
        }
        [one] => page.set("Contents", one.clone()),
        _ => page.set("Contents", Object::Array(streams)),
    }
    page
}

/// Writes the tree: one node above all pages.
fn plant(graph: &mut Graph<'_>, root: ObjectId, mut catalog: Dictionary, pages: &[ObjectId]) -> Result<(), Unreadable> {
    let mut node = Dictionary::default();
    node.set("Type", Object::name("Pages"));
    node.set("Kids", Object::Array(pages.iter().copied().map(Object::Reference).collect()));
    node.set("Count", Object::integer(pages.len()));
    let node = graph.add_value(Object::Dictionary(node));
    for page in pages {
        if let Some(Object::Dictionary(mut page_dictionary)) = graph.value(*page) {
            page_dictionary.set("Parent", Object::Reference(node));
            graph.set(*page, Object::Dictionary(page_dictionary))?;
        }
    }
    catalog.set("Type", Object::name("Catalog"));
    catalog.set("Pages", Object::Reference(node));
    graph.set(root, Object::Dictionary(catalog))
}

/// The content streams of a page (table 31): one, or an array of them.
pub(super) fn contents(page: &Dictionary) -> Vec<ObjectId> {
    match page.get(b"Contents") {
        Some(Object::Array(streams)) => streams.iter().filter_map(Object::as_reference).collect(),
        Some(Object::Reference(stream)) => vec![*stream],
        _ => Vec::new(),
    }
}
