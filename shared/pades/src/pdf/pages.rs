//! The page tree with its inherited attributes (ISO 32000-2 §7.7.3).

use std::collections::BTreeSet;

use super::ObjectId;
use super::file::PdfFile;
use super::value::{Dictionary, Value};

/// One leaf of the page tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'f> {
    pub(crate) id: ObjectId,
    pub(crate) dictionary: Dictionary<'f>,
    inherited: Attributes<'f>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Attributes<'f> {
    resources: Option<Value<'f>>,
    media_box: Option<Value<'f>>,
    crop_box: Option<Value<'f>>,
    rotate: Option<Value<'f>>,
}

/// What the tree is about in a node.
struct Node<'f> {
    kids: Option<Value<'f>>,
    is_inner: bool,
    attributes: Attributes<'f>,
}

impl<'f> Node<'f> {
    /// Read in one pass, as a node may have very many kids. As everywhere, the last of doubled keys counts.
    fn read(dictionary: Dictionary<'f>, inherited: Attributes<'f>) -> Self {
        let mut own = Attributes::default();
        let (mut kids, mut kind) = (None, None);
        for entry in dictionary.entries() {
            let value = Some(entry.value).filter(|value| !value.is_null());
            match entry.key.as_slice() {
                b"Kids" => kids = value,
                b"Type" => kind = value,
                b"Resources" => own.resources = value,
                b"MediaBox" => own.media_box = value,
                b"CropBox" => own.crop_box = value,
                b"Rotate" => own.rotate = value,
                _ => {}
            }
        }
        let attributes = Attributes {
            resources: own.resources.or(inherited.resources),
            media_box: own.media_box.or(inherited.media_box),
            crop_box: own.crop_box.or(inherited.crop_box),
            rotate: own.rotate.or(inherited.rotate),
        };
        Self { kids, is_inner: kind.is_some_and(|kind| kind.is_name(b"Pages")), attributes }
    }
}

impl<'f> Page<'f> {
    /// The page's own or inherited resources, a dictionary or a reference to one.
    pub(crate) fn resources(&self) -> Option<Value<'f>> {
        self.inherited.resources
    }

    pub(crate) fn media_box(&self) -> Option<Value<'f>> {
        self.inherited.media_box
    }

    pub(crate) fn crop_box(&self) -> Option<Value<'f>> {
        self.inherited.crop_box
    }

    pub(crate) fn rotate(&self) -> Option<Value<'f>> {
        self.inherited.rotate
    }
}

/// The page tree as found.
#[derive(Debug, Default)]
pub(crate) struct PageTree<'f> {
    /// In reading order; a page that is listed twice is here once.
    pub(crate) pages: Vec<Page<'f>>,
    /// Whether a node is missing or is no node.
    pub(crate) broken: bool,
}

/// The page tree from the catalog on.
pub(crate) fn page_tree<'f>(file: &'f PdfFile<'_>) -> PageTree<'f> {
    let mut walk = Walk::new(file);
    let pages = walk.by_ref().collect();
    PageTree { pages, broken: walk.broken }
}

/// The first page; the others are not looked at.
pub(crate) fn first_page<'f>(file: &'f PdfFile<'_>) -> Option<Page<'f>> {
    Walk::new(file).next()
}

/// Yields the pages in reading order.
struct Walk<'f, 'r> {
    file: &'f PdfFile<'r>,
    seen: BTreeSet<ObjectId>,
    root: Option<ObjectId>,
    /// The nodes from the root down to where the walk is.
    open: Vec<Kids<'f>>,
    broken: bool,
}

/// The kids of a node that are still to be visited.
struct Kids<'f> {
    array: Value<'f>,
    /// Where the next one is.
    at: usize,
    inherited: Attributes<'f>,
}

impl<'f, 'r> Walk<'f, 'r> {
    fn new(file: &'f PdfFile<'r>) -> Self {
        let root = file.catalog().and_then(|(_, catalog)| catalog.get(b"Pages")?.reference());
        Self { file, seen: BTreeSet::new(), root, open: Vec::new(), broken: false }
    }

    /// The next node's id and what it inherits.
    fn advance(&mut self) -> Option<(ObjectId, Attributes<'f>)> {
        if let Some(root) = self.root.take() {
            return Some((root, Attributes::default()));
        }
        while let Some(kids) = self.open.last_mut() {
            match kids.array.element(kids.at) {
                Some((kid, next)) => {
                    kids.at = next;
                    match kid.reference() {
                        Some(id) => return Some((id, kids.inherited)),
                        None => self.broken = true,
                    }
                }
                None => {
                    self.open.pop();
                }
            }
        }
        None
    }
}

impl<'f> Iterator for Walk<'f, '_> {
    type Item = Page<'f>;

    fn next(&mut self) -> Option<Page<'f>> {
        while let Some((id, inherited)) = self.advance() {
            if !self.seen.insert(id) {
                continue;
            }
            // A stream that holds the file's structure would be lost if it were changed like a page.
            let structural = |node: &Dictionary<'_>| {
                node.get(b"Type").is_some_and(|kind| kind.is_name(b"ObjStm") || kind.is_name(b"XRef"))
            };
            let node = self.file.object(id).and_then(|object| object.value.dictionary());
            let Some(dictionary) = node.filter(|node| !structural(node)) else {
                self.broken = true;
                continue;
            };
            let node = Node::read(dictionary, inherited);
            match node.kids.and_then(|kids| self.file.resolve(kids)).filter(|kids| kids.is_array()) {
                Some(array) => self.open.push(Kids { array, at: 1, inherited: node.attributes }),
                None if node.is_inner => {}
                None => return Some(Page { id, dictionary, inherited: node.attributes }),
            }
        }
        None
    }
}
