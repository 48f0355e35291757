//! Names without a frame.

use tiny_skia::{Path, Transform};

use super::columns::{self, count};
use crate::SealImageError;
use crate::drawing::{BLACK, Drawing};
use crate::glyphs::Typeface;
use crate::style::Style;

/// The em (mm): about 14 points.
const EM: f32 = 5.0;
/// From column to column and from line to line, in em.
const PITCH: f32 = 1.5;
/// What a space within a column leaves free, in em.
const GAP: f32 = 0.5;
/// Around the ink (mm).
const MARGIN: f32 = 0.5;
/// How much heavier strokes get, in em.
const WEIGHT: f32 = 0.01;
const MAX_COLUMNS: usize = 6;
const MAX_COLUMN: usize = 30;
const MAX_LINE: usize = 40;

pub(super) fn vertical(typeface: &Typeface, text: &str) -> Result<Drawing, SealImageError> {
    let text = columns::vertical(text);
    check(&text, Style::VerticalText, MAX_COLUMN)?;
    let mut drawing = Drawing::new(0.0, 0.0, BLACK);
    for (index, line) in text.lines().enumerate() {
        let x = -count(index) * PITCH * EM;
        let mut y = 0.0;
        for word in line.split_whitespace() {
            for glyphs in typeface.column(word)? {
                place(&mut drawing, glyphs.outline, x, y);
                y += glyphs.advance * EM;
            }
            y += GAP * EM;
        }
    }
    Ok(drawing.cut(MARGIN))
}

pub(super) fn horizontal(typeface: &Typeface, text: &str) -> Result<Drawing, SealImageError> {
    check(text, Style::HorizontalText, MAX_LINE)?;
    let mut drawing = Drawing::new(0.0, 0.0, BLACK);
    for (index, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let outline = typeface.line(&words.join(" "))?.outline;
        let y = count(index) * PITCH * EM;
        place(&mut drawing, outline, 0.0, y);
    }
    Ok(drawing.cut(MARGIN))
}

fn place(drawing: &mut Drawing, outline: Path, x: f32, y: f32) {
    if let Some(outline) = outline.transform(Transform::from_row(EM, 0.0, 0.0, EM, x, y)) {
        drawing.glyph(outline, WEIGHT * EM);
    }
}

fn check(text: &str, style: Style, longest: usize) -> Result<(), SealImageError> {
    let too_long = text.lines().count() > MAX_COLUMNS || text.lines().any(|line| line.chars().count() > longest);
    if too_long { Err(SealImageError::TooLong { style }) } else { Ok(()) }
}
