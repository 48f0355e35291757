//! Fitting glyphs into a seal: each is stretched, across and down by itself, until its ink fills its cell, as whoever cuts a
//! seal draws it. How far is limited, so that 「一」 stays a stroke and 「ッ」 stays small.

use tiny_skia::{Path, Transform};

use super::columns::count;
use crate::drawing::{Cell, Drawing};
use crate::glyphs::{Glyphs, Typeface};

/// What a character's ink usually takes of its em, across and down.
const TYPICAL: f32 = 0.9;
/// How much larger than such a character, in the same cell, a small one may become.
const GROWTH: f32 = 1.2;
/// How much wider than high, or higher than wide, than drawn by the typeface a character may become.
const STRETCH: f32 = 1.8;
/// Between two characters and between two columns, of the usual cell's shorter side.
const GAP: f32 = 0.09;
/// The least height of a flat character's cell, in em, where cells are as high as their ink asks for.
const FLATTEST: f32 = 0.46;
/// The line of 〇, of its diameter.
const LINE: f32 = 0.1;

/// How the characters of a column share its height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// As high as their ink asks for, so that the gaps look even.
    ByInk,
    /// All alike.
    Equal,
}

/// A character in its place.
pub(super) enum Fitted {
    /// A character with the edges of its ink where they belong.
    Outline(Path),
    /// 〇, in the middle of this cell.
    Circle(Cell),
}

/// Characters in their places, all with one weight.
pub(super) struct Inscription {
    pub(super) characters: Vec<Fitted>,
    /// How much heavier strokes get (mm).
    pub(super) weight: f32,
}

/// Fills a part of the paper with columns of equal width, from right to left.
pub(super) fn fill(typeface: &Typeface, columns: &[Vec<Glyphs>], area: Cell, rows: Rows) -> Inscription {
    let longest = columns.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let cell = (area.width / count(columns.len().max(1))).min(area.height / count(longest));
    let (gap, weight) = (GAP * cell, typeface.weight() * cell);
    let width = (area.width + gap) / count(columns.len().max(1));
    let mut characters = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let x = area.x + area.width + gap - width * count(index + 1);
        let shares: Vec<f32> = column.iter().map(|glyphs| rows.share(&glyphs.outline)).collect();
        let per_share = (area.height + gap - gap * count(column.len())) / shares.iter().sum::<f32>();
        let mut y = area.y;
        for (glyphs, share) in column.iter().zip(shares) {
            let height = share * per_share;
            let room = Cell { x, y, width: width - gap, height }.inset(weight / 2.0);
            characters.extend(fit(glyphs, room));
            y += height + gap;
        }
    }
    Inscription { characters, weight }
}

impl Rows {
    fn share(self, outline: &Path) -> f32 {
        match self {
            Self::ByInk => outline.bounds().height().clamp(FLATTEST, 1.0),
            Self::Equal => 1.0,
        }
    }
}

/// A character in a cell. Where it may not grow as far, it keeps to the side of the cell to which the typeface puts it.
fn fit(glyphs: &Glyphs, cell: Cell) -> Option<Fitted> {
    if glyphs.is_circle {
        return Some(Fitted::Circle(cell));
    }
    let ink = glyphs.outline.bounds();
    let scale = |room: f32, ink: f32| (room / ink.max(f32::MIN_POSITIVE)).min(GROWTH * room / TYPICAL);
    let (across, down) = (scale(cell.width, ink.width()), scale(cell.height, ink.height()));
    let (across, down) = (across.min(down * STRETCH), down.min(across * STRETCH));
    let x = cell.x + (cell.width - ink.width() * across) * side(ink.left(), 1.0 - ink.right());
    let y = cell.y + (cell.height - ink.height() * down) * side(ink.top(), 1.0 - ink.bottom());
    let to = Transform::from_row(across, 0.0, 0.0, down, x - ink.left() * across, y - ink.top() * down);
    glyphs.outline.clone().transform(to).map(Fitted::Outline)
}

/// Which part of the room that is left comes first: as in the em, where there are such margins before and after the ink.
fn side(before: f32, after: f32) -> f32 {
    let (before, after) = (before.max(0.0), after.max(0.0));
    if before + after < 0.05 { 0.5 } else { before / (before + after) }
}

impl Inscription {
    /// Draws it as it is.
    pub(super) fn draw(self, drawing: &mut Drawing) {
        for character in self.characters {
            match character {
                Fitted::Outline(outline) => drawing.glyph(outline, self.weight),
                Fitted::Circle(cell) => {
                    let middle = (cell.x + cell.width / 2.0, cell.y + cell.height / 2.0);
                    circle(drawing, middle, cell.width.min(cell.height) / 2.0, self.weight);
                }
            }
        }
    }
}

/// 〇.
pub(super) fn circle(drawing: &mut Drawing, middle: (f32, f32), radius: f32, weight: f32) {
    drawing.circle(middle, radius + weight / 2.0, LINE * 2.0 * radius + weight);
}
