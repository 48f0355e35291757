//! The round seal: the inscription fills the circle as far as its corners allow.

use super::bulge::Bulge;
use super::columns;
use super::fit::{self, Rows};
use super::lines;
use crate::SealImageError;
use crate::drawing::{Drawing, VERMILION};
use crate::glyphs::{Glyphs, Typeface};
use crate::style::Style;

/// Diameters (mm) that seal makers offer: 10.5 for a surname, 12 for more.
const SMALL: f32 = 10.5;
const LARGE: f32 = 12.0;
/// Thickness of the ring, of the diameter.
const RING: f32 = 0.038;
/// How far from the middle ink reaches, of the inner radius.
const REACH: f32 = 0.94;
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
    let bulge = Bulge::new(diameter / 2.0, REACH * radius, block(&columns));
    bulge.draw(fit::fill(typeface, &columns, bulge.area(), Rows::ByInk), &mut drawing);
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
    block.draw(&mut drawing, LARGE / 2.0, size, typeface.weight());
    drawing.ring(LARGE * RING);
    Ok(drawing)
}

/// Paper for a ring, and the radius within it.
fn blank(diameter: f32) -> (Drawing, f32) {
    (Drawing::new(diameter, diameter, VERMILION), diameter * (0.5 - RING))
}

/// Half of the inscription's width and height, of the radius that it may reach: its proportions.
fn block(columns: &[Vec<Glyphs>]) -> (f32, f32) {
    let rows = columns.iter().map(Vec::len).max().unwrap_or_default();
    match (columns.len(), rows) {
        (1, 1) => (0.9, 0.9),
        (1, 2) => (0.86, 0.96),
        (1, 3) => (0.68, 0.98),
        (1, _) => (0.54, 0.99),
        (_, 1) => (0.94, 0.74),
        (_, 2) => (0.93, 0.93),
        (_, 3) => (0.9, 0.96),
        (_, _) => (0.84, 0.98),
    }
}
