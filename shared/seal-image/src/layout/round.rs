//! The round seal: the inscription fills the circle as far as its corners allow.

use tiny_skia::Transform;

use super::columns::{self, count};
use super::{WEIGHT, lines};
use crate::SealImageError;
use crate::drawing::{Cell, Drawing, VERMILION};
use crate::glyphs::{Glyphs, Typeface};
use crate::style::Style;

/// Diameters (mm) that seal makers offer: 10.5 for a surname, 12 for more.
const SMALL: f32 = 10.5;
const LARGE: f32 = 12.0;
/// Thickness of the ring, of the diameter.
const RING: f32 = 0.038;
/// How far from the middle ink reaches, of the inner radius.
const REACH: f32 = 0.93;
/// How much larger than its block an inscription may become, where its corners are empty.
const GROWTH: f32 = 1.12;
/// In Latin letters: how far their corners are from the middle, and the height of a line at most, of the inner radius.
const CORNERS: f32 = 0.86;
const TALLEST: f32 = 1.1;
const MAX_CHARACTERS: usize = 8;
const MAX_LETTERS: usize = 40;

pub(super) fn vertical(typeface: &Typeface, text: &str) -> Result<Drawing, SealImageError> {
    let text = columns::vertical(text);
    let mut columns = columns::shape(typeface, text.split_whitespace())?;
    let characters: usize = columns.iter().map(Vec::len).sum();
    let longest = columns.iter().map(Vec::len).max().unwrap_or_default();
    if characters > MAX_CHARACTERS || columns.len() > 2 || longest > 6 {
        return Err(SealImageError::TooLong { style: Style::RoundSeal });
    }
    if columns.len() == 1 && characters > 3 {
        columns = columns::split(columns.into_iter().flatten().collect(), 2);
    }
    let diameter = if columns.len() == 1 { SMALL } else { LARGE };
    let (mut drawing, radius) = blank(diameter);
    let (width, height) = block(&columns);
    let middle = diameter / 2.0;
    let (width, height) = (width * radius, height * radius);
    let area = Cell { x: middle - width / 2.0, y: middle - height / 2.0, width, height };
    columns::fill(&mut drawing, &columns, area);
    drawing.reach(middle, middle, REACH * radius, GROWTH);
    drawing.ring(diameter * RING);
    Ok(drawing)
}

/// A name in Latin letters is not turned and not stacked: it is set in lines, broken between words where that gives the
/// largest letters.
pub(super) fn horizontal(typeface: &Typeface, text: &str) -> Result<Drawing, SealImageError> {
    if text.chars().count() > MAX_LETTERS {
        return Err(SealImageError::TooLong { style: Style::RoundSeal });
    }
    let (mut drawing, radius) = blank(LARGE);
    let fit = |width: f32, height: f32| CORNERS / width.hypot(height);
    let block =
        lines::best(typeface, text, |corners| corners.iter().map(|(x, y)| fit(*x, *y)).fold(TALLEST, f32::min))?;
    let size = block.size * radius;
    for (outline, x, y) in block.lines {
        let to = Transform::from_row(size, 0.0, 0.0, size, LARGE / 2.0 + x * size, LARGE / 2.0 + y * size);
        drawing.glyph(&outline, to, WEIGHT * size);
    }
    drawing.ring(LARGE * RING);
    Ok(drawing)
}

/// Paper for a ring, and the radius within it.
fn blank(diameter: f32) -> (Drawing, f32) {
    (Drawing::new(diameter, diameter, VERMILION), diameter * (0.5 - RING))
}

/// Width and height of the inscription, of the inner radius, before it is made to reach the ring: its proportions.
fn block(columns: &[Vec<Glyphs>]) -> (f32, f32) {
    let rows = columns.iter().map(Vec::len).max().unwrap_or_default();
    match (columns.len(), rows) {
        (1, 1) => (1.4, 1.4),
        (1, 2) => (1.2, 1.74),
        (1, 3) => (0.98, 1.84),
        (1, _) => (0.7, 1.88),
        (_, 1) => (1.6, 1.2),
        (_, 2) => (1.5, 1.46),
        (_, 3) => (1.32, 1.62),
        (_, rows) => (1.3 - 0.05 * count(rows), 1.7),
    }
}
