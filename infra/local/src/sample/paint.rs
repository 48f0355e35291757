//! Marks become a PDF.

use anyhow::{Context, Result, anyhow};
use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Paint, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use super::font::{Glyph, Typeface};
use super::layout::{Grey, HEIGHT, Mark, Sheet, WIDTH};

/// One weight is embedded; headings get a thin outline on top of it, in em.
const BOLD: f32 = 0.026;

/// Draws all sheets.
pub(super) fn pdf(sheets: &[Sheet], typeface: &Typeface, title: &str) -> Result<Vec<u8>> {
    let mut document = Document::new();
    document
        .set_metadata(Metadata::new().title(title.to_owned()).language("ja".to_owned()).creator("Keiin".to_owned()));
    for sheet in sheets {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).context("A4 is a size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in &sheet.marks {
            draw(mark, &mut surface, typeface);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| anyhow!("writing the sample contract: {error:?}"))
}

fn draw(mark: &Mark, surface: &mut Surface, typeface: &Typeface) {
    match mark {
        Mark::Text { x, y, size, grey, is_bold, spacing, text, glyphs } => {
            surface.set_fill(Some(fill(*grey)));
            surface.set_stroke(is_bold.then(|| stroke(*grey, BOLD * size)));
            let glyphs: Vec<_> = glyphs.iter().map(|glyph| placed(glyph, *spacing)).collect();
            surface.draw_glyphs(Point::from_xy(*x, *y), &glyphs, typeface.font(), text, *size, false);
        }
        Mark::Line { from, to, width, grey } => {
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(*grey, *width)));
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            draw_path(path, surface);
        }
        Mark::Rectangle { x, y, width, height, grey } => {
            surface.set_fill(Some(fill(*grey)));
            surface.set_stroke(None);
            let mut path = PathBuilder::new();
            if let Some(rectangle) = Rect::from_xywh(*x, *y, *width, *height) {
                path.push_rect(rectangle);
            }
            draw_path(path, surface);
        }
    }
}

fn draw_path(path: PathBuilder, surface: &mut Surface) {
    // Nothing comes of an empty path, and nothing is to be drawn then.
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn placed(glyph: &Glyph, spacing: f32) -> KrillaGlyph {
    KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance + spacing, 0.0, 0.0, 0.0, glyph.range.clone(), None)
}

fn fill(grey: Grey) -> Fill {
    Fill { paint: paint(grey), ..Fill::default() }
}

fn stroke(grey: Grey, width: f32) -> Stroke {
    Stroke { paint: paint(grey), width, ..Stroke::default() }
}

fn paint(grey: Grey) -> Paint {
    luma::Color::new(grey).into()
}
