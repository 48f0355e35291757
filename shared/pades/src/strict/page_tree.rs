//! The page tree as every reader must walk it (ISO 32000-2 §7.7.3): some go by what a node says of how many pages are below
//! it, others count them; some go on behind a kid that is none, others end there.

use std::collections::{BTreeMap, BTreeSet};

use super::value::Value;

/// The value that a number has.
pub(super) type Lookup<'l, 'a> = dyn Fn(u32) -> Option<Value<'a>> + 'l;

/// Nodes nested deeper than this are not followed by all readers.
const MAX_DEPTH: usize = 256;

/// The tree of one revision.
#[derive(Debug, Default)]
pub(super) struct PageTree {
    /// The numbers of the pages in reading order.
    pub(super) pages: Vec<u32>,
    /// The catalog.
    root: Option<u32>,
    /// The numbers of all its objects, the catalog and lists of kids that stand apart among them.
    objects: BTreeSet<u32>,
    /// The node above each page.
    parents: BTreeMap<u32, u32>,
    /// Whether it can be walked in one way only.
    pub(super) is_sound: bool,
}

/// A node whose kids are being walked.
struct Open<'a> {
    number: u32,
    kids: Vec<Value<'a>>,
    next: usize,
    /// `/Count`.
    declared: Option<usize>,
    /// How many pages were found before it.
    before: usize,
}

impl PageTree {
    /// Walks the tree below a catalog.
    pub(super) fn of<'a>(value: &Lookup<'_, 'a>, root: Option<u32>) -> Self {
        let mut tree = Self { is_sound: true, ..Self::default() };
        tree.root = root;
        let Some(root) = tree.root else { return tree };
        tree.objects.insert(root);
        // A file without pages is no document: others say so.
        let Some(top) = value(root).and_then(|catalog| catalog.get(b"Pages")) else { return tree };
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut next = Some(top);
        while let Some(node) = next {
            if open.len() >= MAX_DEPTH || !tree.enter(value, node, &mut open) {
                tree.is_sound = false;
                return tree;
            }
            next = tree.next_kid(&mut open);
        }
        tree
    }

    /// Whether it is the tree of this revision as well, which wrote these objects: pages may be written again, as long as they
    /// are pages in their places.
    pub(super) fn is_still(&self, value: &Lookup<'_, '_>, root: Option<u32>, written: &[u32]) -> bool {
        let is_same_page = |number: &u32| {
            self.parents.get(number).is_some_and(|above| {
                value(*number).is_some_and(|page| page.get(b"Kids").is_none() && is_below(page, b"Page", *above))
            })
        };
        self.root == root && written.iter().filter(|number| self.objects.contains(number)).all(is_same_page)
    }

    /// How many objects it has.
    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    /// Takes in a node or a page. Whether it is one that every reader takes in.
    fn enter<'a>(&mut self, value: &Lookup<'_, 'a>, node: Value<'a>, open: &mut Vec<Open<'a>>) -> bool {
        let Some(id) = node.reference() else { return false };
        let Some(own) = value(id.number).filter(|own| self.objects.insert(id.number) && own.is_dictionary()) else {
            return false;
        };
        let above = open.last().map(|above| above.number);
        let Some(kids) = own.get(b"Kids") else {
            self.pages.push(id.number);
            self.parents.extend(above.map(|above| (id.number, above)));
            // The top of a tree is no page.
            return above.is_some_and(|above| is_below(own, b"Page", above));
        };
        self.objects.extend(kids.reference().map(|id| id.number));
        let kids = kids.reference().map_or(Some(kids), |id| value(id.number)).filter(|kids| kids.is_array());
        let Some(kids) = kids else { return false };
        let declared = own.get(b"Count").and_then(Value::unsigned);
        let kids = kids.elements().into_iter().flatten().collect();
        open.push(Open { number: id.number, kids, next: 0, declared, before: self.pages.len() });
        above.is_none_or(|above| is_below(own, b"Pages", above))
    }

    /// The next kid of the nodes that are open; leaves those that have none left.
    fn next_kid<'a>(&mut self, open: &mut Vec<Open<'a>>) -> Option<Value<'a>> {
        while let Some(node) = open.last_mut() {
            if let Some(kid) = node.kids.get(node.next) {
                node.next += 1;
                return Some(*kid);
            }
            self.is_sound &= node.declared == Some(self.pages.len() - node.before);
            open.pop();
        }
        None
    }
}

/// Whether it is of this type, and names the node above it: what a page inherits some readers look for upwards, others bring
/// with them.
fn is_below(own: Value<'_>, kind: &[u8], above: u32) -> bool {
    let is_of_kind = own.get(b"Type").is_none_or(|own| own.is_name(kind));
    is_of_kind && own.get(b"Parent").and_then(Value::reference).is_some_and(|id| id.number == above)
}
