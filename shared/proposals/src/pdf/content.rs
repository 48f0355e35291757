//! What the pages' contents show (ISO 32000-2 §9.4): letters, with where and how large.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::Font;
use super::matrix::Matrix;
use super::state::{Glyph, Graphics, State};

/// What one page's or form's contents may unpack to.
const MAX_CONTENT: usize = 8 << 20;
/// Of all pages together.
const MAX_OPERATIONS: usize = 2_000_000;
const MAX_GLYPHS: usize = 400_000;
const MAX_FORMS: usize = 500;
const MAX_DEPTH: usize = 5;
const MAX_SAVED: usize = 64;

/// Reads pages one after the other, within one budget for all.
pub(super) struct Reader<'d> {
    document: &'d Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    operations: usize,
    glyphs: usize,
    forms: usize,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document, fonts: HashMap::new(), operations: MAX_OPERATIONS, glyphs: MAX_GLYPHS, forms: MAX_FORMS }
    }

    /// What a page shows; what cannot be read of it is left out.
    pub(super) fn page(&mut self, id: ObjectId, page: &'d Dictionary) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        let resources = super::inherited(self.document, page, "Resources").and_then(|found| found.as_dict().ok());
        if let Ok(content) = self.document.get_page_content_with_limit(id, MAX_CONTENT) {
            self.run(&content, resources, Matrix::IDENTITY, 0, &mut glyphs);
        }
        glyphs
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        matrix: Matrix,
        depth: usize,
        glyphs: &mut Vec<Glyph>,
    ) {
        let mut state = State::new(matrix);
        let mut saved: Vec<Graphics> = Vec::new();
        let mut fonts: HashMap<Vec<u8>, Option<Rc<Font>>> = HashMap::new();
        for operation in Content::decode_iter(content) {
            let Ok(Operation { operator, operands }) = operation else { break };
            if self.operations == 0 || self.glyphs == 0 {
                break;
            }
            self.operations -= 1;
            match operator.as_str() {
                "q" if saved.len() < MAX_SAVED => saved.push(state.graphics.clone()),
                "q" => break, // what is restored later would be another state
                "Q" => state.graphics = saved.pop().unwrap_or(state.graphics),
                "Tf" => {
                    if let [Object::Name(name), size] = &operands[..] {
                        let font = fonts.entry(name.clone()).or_insert_with(|| self.font(resources?, name));
                        state.graphics.font = font.clone();
                        state.graphics.size = size.as_float().unwrap_or(0.0);
                    }
                }
                "Do" => {
                    if let [Object::Name(name)] = &operands[..] {
                        self.form(name, resources, state.graphics.matrix, depth, glyphs);
                    }
                }
                _ => {
                    let before = glyphs.len();
                    state.apply(&operator, &operands, glyphs);
                    self.glyphs = self.glyphs.saturating_sub(glyphs.len() - before);
                }
            }
        }
    }

    fn font(&mut self, resources: &'d Dictionary, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources.get_deref(b"Font", self.document).and_then(Object::as_dict).ok()?;
        let object = fonts.get(name).ok()?;
        let (id, object) = self.document.dereference(object).ok()?;
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(self.document, object.as_dict().ok()?));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    /// A form that the contents paint (§8.10).
    fn form(
        &mut self,
        name: &[u8],
        resources: Option<&'d Dictionary>,
        matrix: Matrix,
        depth: usize,
        glyphs: &mut Vec<Glyph>,
    ) {
        let forms = resources.and_then(|found| found.get_deref(b"XObject", self.document).ok()?.as_dict().ok());
        let Some(stream) = forms.and_then(|forms| forms.get_deref(name, self.document).ok()?.as_stream().ok()) else {
            return;
        };
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
        if !is_form || depth >= MAX_DEPTH || self.forms == 0 {
            return;
        }
        self.forms -= 1;
        let Ok(content) = stream.get_plain_content_with_limit(MAX_CONTENT) else { return };
        let own = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
        let matrix = own.and_then(|own| Matrix::of(own)).unwrap_or(Matrix::IDENTITY).then(matrix);
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        self.run(&content, own.or(resources), matrix, depth + 1, glyphs);
    }
}
