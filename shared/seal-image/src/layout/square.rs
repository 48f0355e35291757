//! The square seal: columns or lines fill the square.

use super::columns::{self, count};
use super::fit::{self, Rows};
use super::lines;
use crate::SealImageError;
use crate::drawing::{Cell, Drawing, VERMILION};
use crate::glyphs::Typeface;
use crate::style::Style;

/// Sides (mm) that seal makers offer.
const SMALL: f32 = 21.0;
const LARGE: f32 = 24.0;
/// From how many characters on the seal is large.
const MANY: usize = 10;
/// Of the side: thickness of the frame, radius of its corners, distance of the inscription from the edge.
const FRAME: f32 = 0.046;
const CORNER: f32 = 0.03;
const INSET: f32 = 0.075;
/// The height of a line of Latin letters at most, of the inscription's side.
const TALLEST: f32 = 0.6;
const MAX_CHARACTERS: usize = 36;
const MAX_COLUMNS: usize = 6;
const MAX_LETTERS: usize = 60;

pub(super) fn vertical(typeface: &Typeface, text: &str) -> Result<Drawing, SealImageError> {
    let text: String = columns::vertical(text).chars().filter(|c| *c == '\n' || !c.is_whitespace()).collect();
    let mut columns = columns::shape(typeface, text.lines())?;
    let characters: usize = columns.iter().map(Vec::len).sum();
    if characters > MAX_CHARACTERS || columns.len() > MAX_COLUMNS {
        return Err(SealImageError::TooLong { style: Style::SquareSeal });
    }
    if columns.len() == 1 {
        columns = columns::split(columns.into_iter().flatten().collect(), best_columns(characters));
    }
    let (mut drawing, area) = framed(if characters < MANY { SMALL } else { LARGE });
    fit::fill(typeface, &columns, area, Rows::Equal).draw(&mut drawing);
    Ok(drawing)
}

pub(super) fn horizontal(typeface: &Typeface, text: &str) -> Result<Drawing, SealImageError> {
    if text.chars().count() > MAX_LETTERS {
        return Err(SealImageError::TooLong { style: Style::SquareSeal });
    }
    let (mut drawing, area) = framed(LARGE);
    let block =
        lines::best(typeface, text, |corners| corners.iter().map(|(x, y)| 0.46 / x.max(*y)).fold(TALLEST, f32::min))?;
    let size = block.size * area.width;
    block.draw(&mut drawing, LARGE / 2.0, size, typeface.weight());
    Ok(drawing)
}

/// A frame on paper, and the room within it.
fn framed(side: f32) -> (Drawing, Cell) {
    let mut drawing = Drawing::new(side, side, VERMILION);
    drawing.frame(side * FRAME, side * CORNER);
    let inset = side * INSET;
    let inner = side - 2.0 * inset;
    (drawing, Cell { x: inset, y: inset, width: inner, height: inner })
}

/// The number of columns that makes the characters most nearly square; of two alike the larger one, since seals' characters
/// are rather tall than wide. Columns of unequal length cost a little.
fn best_columns(characters: usize) -> usize {
    let cost = |columns: usize| {
        let rows = characters.div_ceil(columns);
        let uneven = if characters.is_multiple_of(columns) { 0.0 } else { 0.1 };
        (count(rows) / count(columns)).ln().abs() + uneven
    };
    let columns = (1..=MAX_COLUMNS).rev().filter(|columns| *columns <= characters);
    columns.min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::best_columns;

    #[test]
    fn the_grid_is_as_square_as_can_be() {
        let columns = [1, 2, 4, 6, 9, 12, 16, 20, 25].map(best_columns);
        assert_eq!(columns, [1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }
}
