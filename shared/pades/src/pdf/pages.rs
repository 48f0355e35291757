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

impl<'f> Attributes<'f> {
    fn below(self, node: Dictionary<'f>) -> Self {
        Self {
            resources: node.get(b"Resources").or(self.resources),
            media_box: node.get(b"MediaBox").or(self.media_box),
            crop_box: node.get(b"CropBox").or(self.crop_box),
            rotate: node.get(b"Rotate").or(self.rotate),
        }
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

/// Page `index` from 0 on; those behind it are not looked at.
pub(crate) fn nth_page<'f>(file: &'f PdfFile<'_>, index: usize) -> Option<Page<'f>> {
    Walk::new(file).nth(index)
}

/// Yields the pages in reading order.
struct Walk<'f, 'r> {
    file: &'f PdfFile<'r>,
    seen: BTreeSet<ObjectId>,
    open: Vec<(ObjectId, Attributes<'f>)>,
    broken: bool,
}

impl<'f, 'r> Walk<'f, 'r> {
    fn new(file: &'f PdfFile<'r>) -> Self {
        let root = file.catalog().and_then(|(_, catalog)| catalog.get(b"Pages")?.reference());
        let open = root.map(|id| (id, Attributes::default())).into_iter().collect();
        Self { file, seen: BTreeSet::new(), open, broken: false }
    }
}

impl<'f> Iterator for Walk<'f, '_> {
    type Item = Page<'f>;

    fn next(&mut self) -> Option<Page<'f>> {
        while let Some((id, inherited)) = self.open.pop() {
            if !self.seen.insert(id) {
                continue;
            }
            let Some(node) = self.file.object(id).and_then(|object| object.value.dictionary()) else {
                self.broken = true;
                continue;
            };
            let inherited = inherited.below(node);
            match self.file.entry(node, b"Kids").and_then(Value::array) {
                Some(kids) => {
                    for kid in kids.into_iter().rev() {
                        match kid.reference() {
                            Some(id) => self.open.push((id, inherited)),
                            None => self.broken = true,
                        }
                    }
                }
                None if node.get(b"Type").is_some_and(|kind| kind.is_name(b"Pages")) => {}
                None => return Some(Page { id, dictionary: node, inherited }),
            }
        }
        None
    }
}
