//! The text of a PDF with its places. What is read is bounded by counts, so that a crafted file costs no more than a large
//! contract; what cannot be read is left out.

mod cmap;
mod content;
mod font;
mod layout;
mod matrix;
mod state;
mod widths;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::text::Text;

/// Larger files are not read: contracts of that size are scans.
const MAX_FILE: usize = 50 << 20;
/// What all streams together that hold objects may unpack to while the file is opened.
const MAX_OPENED: usize = 64 << 20;
const MAX_OBJECT_STREAMS: usize = 1000;
/// The names and amounts stand on the first pages, signatures on the last.
const FIRST_PAGES: usize = 20;
const LAST_PAGES: usize = 5;
const MAX_PAGES: usize = 5000;

/// The text of the first and the last pages. Nothing if the file cannot be opened.
pub(crate) fn text_of(file: &[u8]) -> Option<Text> {
    if file.len() > MAX_FILE {
        return None;
    }
    let packed = occurrences(file, b"/ObjStm") + occurrences(file, b"/XRef");
    if packed > MAX_OBJECT_STREAMS {
        return None;
    }
    let options = LoadOptions {
        filter: Some(without_images),
        max_decompressed_size: Some(MAX_OPENED / packed.max(4)),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(file, options).ok()?;
    if document.is_encrypted() {
        return None;
    }
    let pages: Vec<ObjectId> = document.page_iter().take(MAX_PAGES).collect();
    let last = pages.len().saturating_sub(LAST_PAGES).max(FIRST_PAGES);
    let read = pages.iter().enumerate().filter(|(nth, _)| *nth < FIRST_PAGES || *nth >= last);
    let mut reader = content::Reader::new(&document);
    let mut letters = Vec::new();
    for (nth, page) in read {
        let Ok(dictionary) = document.get_dictionary(*page) else { continue };
        let Ok(number) = u32::try_from(nth + 1) else { break };
        let shown = Shown::of(&document, dictionary);
        let glyphs = reader.page(*page, dictionary).into_iter().filter(|glyph| shown.shows(glyph)).collect();
        layout::add_page(&mut letters, number, shown.turned, glyphs);
    }
    Some(Text::new(letters))
}

fn occurrences(file: &[u8], name: &[u8]) -> usize {
    memchr::memmem::find_iter(file, name).count()
}

/// Images are most of a large file, and hold no text that could be read.
fn without_images(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let is_image = object
        .as_stream()
        .is_ok_and(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image"));
    // Only whether there is something is asked; the object stays where it is.
    (!is_image).then_some((id, Object::Null))
}

/// What of a page's plane is shown, and how it is turned.
struct Shown {
    area: [f32; 4],
    /// Quarters of a turn to the right.
    turned: u8,
}

impl Shown {
    fn of(document: &Document, page: &Dictionary) -> Self {
        let area = ["CropBox", "MediaBox"].iter().find_map(|key| rectangle(document, inherited(document, page, key)?));
        let rotate = inherited(document, page, "Rotate").and_then(|rotate| rotate.as_i64().ok()).unwrap_or(0);
        let turned = u8::try_from(rotate.rem_euclid(360) / 90).unwrap_or(0);
        Self { area: area.unwrap_or([0.0, 0.0, 612.0, 792.0]), turned }
    }

    fn shows(&self, glyph: &state::Glyph) -> bool {
        let [left, bottom, right, top] = self.area;
        (left..=right).contains(&glyph.origin.0) && (bottom..=top).contains(&glyph.origin.1)
    }
}

fn rectangle(document: &Document, object: &Object) -> Option<[f32; 4]> {
    let mut numbers = [0.0; 4];
    for (number, object) in numbers.iter_mut().zip(object.as_array().ok()?.get(..4)?) {
        *number = document.dereference(object).ok()?.1.as_float().ok()?;
    }
    let [a, b, c, d] = numbers;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// An entry of a page or of the nodes above it (§7.7.3.4).
fn inherited<'d>(document: &'d Document, page: &'d Dictionary, key: &str) -> Option<&'d Object> {
    let mut node = page;
    for _ in 0..32 {
        if let Ok(object) = node.get_deref(key.as_bytes(), document) {
            return Some(object);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}
