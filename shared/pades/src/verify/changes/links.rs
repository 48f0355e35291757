//! Who refers to whom. Collected once per file, so that a revision costs what it touches.

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::ObjectId;
use crate::strict::view::View;
use crate::strict::{Content, Value};

/// References between the objects of a document, by object number.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Target and referrer, sorted.
    edges: Vec<(u32, u32)>,
    /// What later revisions added, by target.
    later: BTreeMap<u32, BTreeSet<u32>>,
    /// What structure elements name as their parent.
    parents: BTreeSet<u32>,
    pub(super) pages: Pages,
}

/// The page tree's objects.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Leaves with their page numbers, from 1.
    pub(super) leaves: BTreeMap<u32, usize>,
    pub(super) nodes: BTreeSet<u32>,
}

impl Links {
    /// Reads every object of a revision once.
    pub(super) fn of(view: View<'_>) -> Self {
        let mut links = Self { pages: Pages::of(view), ..Self::default() };
        for number in view.document.numbers(view.revision) {
            let Some(object) = view.numbered(number) else { continue };
            if !view.budget.spend(object.value.weight() / 8) {
                break;
            }
            let Self { edges, parents, .. } = &mut links;
            references(object.value, |target, is_parent| {
                if is_parent {
                    parents.insert(target);
                } else {
                    edges.push((target, number));
                }
            });
        }
        links.edges.sort_unstable();
        links.edges.dedup();
        links
    }

    /// Adds what the touched objects refer to now. What they no longer refer to stays: whoever uses an edge looks.
    pub(super) fn extend(&mut self, view: View<'_>, touched: &[u32]) {
        for &number in touched {
            let Some(object) = view.numbered(number) else { continue };
            references(object.value, |target, is_parent| {
                if is_parent {
                    self.parents.insert(target);
                } else {
                    self.later.entry(target).or_default().insert(number);
                }
            });
        }
    }

    /// The objects that refer to `target`, or did.
    pub(super) fn referrers(&self, target: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.edges.partition_point(|edge| edge.0 < target);
        let first = self.edges[start..].iter().take_while(move |edge| edge.0 == target).map(|edge| edge.1);
        first.chain(self.later.get(&target).into_iter().flatten().copied())
    }

    /// Every page that lists an annotation, whatever page it names itself, counted from 1. `written` are objects of which is
    /// not known here yet what they refer to.
    pub(super) fn pages_listing(&self, view: View<'_>, written: &[u32], annotation: u32) -> BTreeSet<usize> {
        // A page has its list in itself, or in an object of its own.
        let holders = self.referrers(annotation).chain(written.iter().copied());
        let holders = holders.flat_map(|holder| self.referrers(holder).chain([holder]));
        let pages = holders.filter_map(|number| Some((number, *self.pages.leaves.get(&number)?)));
        let pages: BTreeSet<(u32, usize)> = pages.take_while(|_| view.budget.spend(1)).collect();
        pages.into_iter().filter(|(number, _)| lists(view, *number, annotation)).map(|(_, page)| page).collect()
    }

    /// Whether a structure element names it as its parent.
    pub(super) fn is_parent(&self, target: u32) -> bool {
        self.parents.contains(&target)
    }
}

impl Pages {
    /// Walks the tree in reading order (§7.7.3.2).
    fn of(view: View<'_>) -> Self {
        let mut pages = Self::default();
        for (id, is_leaf) in tree(view) {
            if is_leaf {
                pages.leaves.insert(id.number, pages.leaves.len() + 1);
            } else {
                pages.nodes.insert(id.number);
            }
        }
        pages
    }
}

/// The nodes of the page tree in reading order, each once, with whether it is a page.
pub(super) fn tree(view: View<'_>) -> Vec<(ObjectId, bool)> {
    let root = view.catalog().and_then(|catalog| view.get(catalog.value, b"Pages")?.reference());
    let mut open: Vec<ObjectId> = root.into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id.number) {
            continue;
        }
        let Some(node) = view.object(id).and_then(|object| object.value.dictionary()) else { continue };
        match view.entry(node, b"Kids").filter(|kids| kids.is_array()) {
            Some(kids) => {
                found.push((id, false));
                let mut kids = view.list(Some(kids));
                kids.reverse();
                open.extend(kids.into_iter().filter_map(Value::reference));
            }
            None => found.push((id, !view.get(node, b"Type").is_some_and(|kind| kind.is_name(b"Pages")))),
        }
    }
    found
}

/// Whether a page lists an annotation.
fn lists(view: View<'_>, page: u32, annotation: u32) -> bool {
    let page = view.numbered(page).and_then(|page| page.value.dictionary());
    let listed = view.list(page.and_then(|page| view.get(page, b"Annots")));
    listed.iter().any(|one| one.reference().is_some_and(|id| id.number == annotation))
}

/// Calls `found` for every reference, with whether it is a structure element's `/P`: in a tagged document every element
/// points to its parent, and going up those would lead through all of it.
fn references(value: Value<'_>, mut found: impl FnMut(u32, bool)) {
    let is_element = value.get(b"S").is_some_and(|kind| kind.name().is_some());
    let parent = value.get(b"P").filter(|_| is_element).filter(|parent| parent.reference().is_some());
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value.content() {
            Content::Reference(id) => found(id.number, parent.is_some_and(|parent| parent.is_same(value))),
            Content::Dictionary | Content::Array => open.extend(value.children()),
            _ => {}
        }
    }
}

/// One step on the way from an object to a reference in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Component<'r> {
    Key(&'r [u8]),
    Element,
}

/// A way from an object to a reference in it.
pub(super) type Way<'r> = Vec<Component<'r>>;

/// All references in `value` with the way to them. Nesting is bounded by the strict reading.
pub(super) fn paths(value: Value<'_>) -> Vec<(Way<'_>, u32)> {
    let mut found = Vec::new();
    let mut open: Vec<(Value<'_>, Way<'_>)> = vec![(value, Vec::new())];
    while let Some((value, way)) = open.pop() {
        let step = |component| [way.as_slice(), &[component]].concat();
        match value.content() {
            Content::Reference(id) => found.push((way, id.number)),
            Content::Dictionary => {
                let entries = value.entries().filter(|(_, value)| has_parts(*value));
                open.extend(entries.map(|(key, value)| (value, step(Component::Key(key)))));
            }
            Content::Array => {
                let elements = value.children().filter(|value| has_parts(*value));
                open.extend(elements.map(|value| (value, step(Component::Element))));
            }
            _ => {}
        }
    }
    found
}

fn has_parts(value: Value<'_>) -> bool {
    matches!(value.content(), Content::Reference(_) | Content::Dictionary | Content::Array)
}
