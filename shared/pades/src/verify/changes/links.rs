//! Who refers to whom. Collected once per file, so that a revision costs what it touches.

use std::collections::{BTreeMap, BTreeSet};

use super::equal::Budget;
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::scan::{self, Token};
use crate::pdf::value::Value;
use crate::pdf::xref::Location;

/// References between the objects of a document, by object number.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Target and referrer, sorted.
    edges: Vec<(u32, u32)>,
    /// What later revisions added, by target.
    later: BTreeMap<u32, BTreeSet<u32>>,
    /// What structure elements name as their parent.
    parents: BTreeSet<u32>,
    /// Object streams in use.
    pub(super) containers: BTreeSet<u32>,
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
    /// Reads every object of `file` once.
    pub(super) fn of(file: &PdfFile<'_>, budget: &Budget) -> Self {
        let mut links = Self { pages: Pages::of(file, budget), ..Self::default() };
        for (number, location) in file.xref().all() {
            let generation = match location {
                Location::Free => continue,
                Location::InFile { generation, .. } => generation,
                Location::InStream { stream, .. } => {
                    links.containers.insert(stream);
                    0
                }
            };
            if !budget.spend(1) {
                break;
            }
            if !file.is_placed(number, location) {
                continue;
            }
            let Some(object) = file.object(ObjectId::new(number, generation)) else { continue };
            if !budget.spend(object.value.raw().len() / 64) {
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
    pub(super) fn extend(&mut self, file: &PdfFile<'_>, touched: &BTreeSet<u32>) {
        for &number in touched {
            let generation = match file.xref().location(number) {
                Some(Location::InFile { generation, .. }) => generation,
                Some(Location::InStream { stream, .. }) => {
                    self.containers.insert(stream);
                    0
                }
                Some(Location::Free) | None => continue,
            };
            let Some(object) = file.object(ObjectId::new(number, generation)) else { continue };
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

    /// Whether a structure element names it as its parent.
    pub(super) fn is_parent(&self, target: u32) -> bool {
        self.parents.contains(&target)
    }
}

impl Pages {
    /// Walks the tree in reading order (§7.7.3.2).
    fn of(file: &PdfFile<'_>, budget: &Budget) -> Self {
        let mut pages = Self::default();
        let root = file.catalog().and_then(|(_, catalog)| catalog.get(b"Pages")?.reference());
        let mut open: Vec<ObjectId> = root.into_iter().collect();
        while let Some(id) = open.pop() {
            let is_known = pages.leaves.contains_key(&id.number) || pages.nodes.contains(&id.number);
            if is_known || !budget.spend(1) {
                continue;
            }
            let Some(node) = file.object(id).and_then(|object| object.value.dictionary()) else { continue };
            // Most nodes are leaves, which a look at their bytes tells faster than their entries.
            let may_be_node =
                [b"Kids".as_slice(), b"Pages", b"#"].iter().any(|part| scan::find(node.raw(), part).is_some());
            let node = Some(node).filter(|_| may_be_node);
            let kids = node.and_then(|node| file.resolve(node.get(b"Kids")?)?.array());
            if let Some(kids) = kids {
                pages.nodes.insert(id.number);
                open.extend(kids.into_iter().rev().filter_map(Value::reference));
            } else if node.is_some_and(|node| node.get(b"Type").is_some_and(|kind| kind.is_name(b"Pages"))) {
                pages.nodes.insert(id.number);
            } else {
                pages.leaves.insert(id.number, pages.leaves.len() + 1);
            }
        }
        pages
    }
}

/// Calls `found` for every reference, with whether it is a structure element's `/P`: in a tagged document every element
/// points to its parent, and going up those would lead through all of it.
fn references(value: Value<'_>, mut found: impl FnMut(u32, bool)) {
    let raw = value.raw();
    let is_dictionary = value.dictionary().is_some();
    let (mut key, mut has_value, mut depth): (&[u8], bool, usize) = (b"", true, 0);
    let (mut is_element, mut parents) = (false, Vec::new());
    let mut numbers = [None; 2];
    let mut at = 0;
    while let Some((kind, start, end)) = scan::token(raw, at) {
        at = end;
        let text = &raw[start..end];
        match kind {
            Token::DictionaryOpen | Token::ArrayOpen => {
                depth += 1;
                has_value = true;
            }
            Token::DictionaryClose | Token::ArrayClose => depth = depth.saturating_sub(1),
            Token::Name if is_dictionary && depth == 1 && has_value => (key, has_value) = (text, false),
            Token::Word if text == b"R" => {
                if let Some(number) = numbers[0].and_then(|number: u64| u32::try_from(number).ok()) {
                    if is_dictionary && depth == 1 && key == b"/P" {
                        parents.push(number);
                    } else {
                        found(number, false);
                    }
                }
            }
            Token::Number => {
                has_value = true;
                numbers = [numbers[1], scan::unsigned(text)];
                continue;
            }
            Token::Name | Token::String | Token::Word => {
                is_element |= kind == Token::Name && depth == 1 && key == b"/S";
                has_value = true;
            }
        }
        numbers = [None; 2];
    }
    for parent in parents {
        found(parent, is_element);
    }
}

/// One step on the way from an object to a reference in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Component {
    Key(Vec<u8>),
    Element,
}

/// All references in `value` with the way to them.
pub(super) fn paths(value: Value<'_>) -> Vec<(Vec<Component>, u32)> {
    let mut found = Vec::new();
    let raw = value.raw();
    // The containers that are open: what they are, and for a dictionary the key whose value comes next.
    let mut open: Vec<(bool, Option<Vec<u8>>)> = Vec::new();
    let mut at = 0;
    while let Some((kind, start, end)) = scan::token(raw, at) {
        at = end;
        match kind {
            Token::DictionaryOpen => open.push((true, None)),
            Token::ArrayOpen => open.push((false, None)),
            Token::DictionaryClose | Token::ArrayClose => {
                open.pop();
                if let Some((_, key)) = open.last_mut() {
                    *key = None;
                }
            }
            Token::Name | Token::String | Token::Number | Token::Word => match open.last_mut() {
                Some((true, key @ None)) => *key = Value::parse(raw, start).and_then(Value::name),
                innermost => {
                    if let Some(reference) = Value::parse(raw, start).filter(|value| value.reference().is_some()) {
                        at = start + reference.raw().len();
                    }
                    if let Some((_, key)) = innermost {
                        let target = Value::parse(raw, start).and_then(Value::reference);
                        let last = key.take();
                        if let Some(target) = target {
                            let outer = &open[..open.len() - 1];
                            let way = outer.iter().map(|(_, key)| component(key.clone()));
                            found.push((way.chain([component(last)]).collect(), target.number));
                        }
                    }
                }
            },
        }
    }
    found
}

fn component(key: Option<Vec<u8>>) -> Component {
    key.map_or(Component::Element, Component::Key)
}
