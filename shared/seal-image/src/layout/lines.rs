//! Lines of Latin letters, in the middle of a seal.

use tiny_skia::{Path, Transform};

use crate::SealImageError;
use crate::drawing::Drawing;
use crate::glyphs::Typeface;

/// From baseline to baseline, in em.
const LEADING: f32 = 1.05;
/// More words are not tried in every way.
const MAX_WORDS: usize = 8;

/// Lines around the origin.
pub(super) struct Block {
    /// The size of the letters, in the unit of the shape to be filled.
    pub(super) size: f32,
    /// Each line with where it begins, in em.
    pub(super) lines: Vec<(Path, f32, f32)>,
}

impl Block {
    /// Draws the lines around a point of the diagonal, with letters of this size (mm).
    pub(super) fn draw(self, drawing: &mut Drawing, middle: f32, size: f32, weight: f32) {
        for (outline, x, y) in self.lines {
            let to = Transform::from_row(size, 0.0, 0.0, size, middle + x * size, middle + y * size);
            if let Some(outline) = outline.transform(to) {
                drawing.glyph(outline, weight * size);
            }
        }
    }
}

/// Breaks the words into the lines that allow the largest letters; line breaks in the text are kept instead, if there are
/// any. `largest` says at what size lines fit that have these corners: distances from the middle in em, across and down.
pub(super) fn best(
    typeface: &Typeface,
    text: &str,
    largest: impl Fn(&[(f32, f32)]) -> f32,
) -> Result<Block, SealImageError> {
    let mut best: Option<Block> = None;
    for lines in breaks(text) {
        let block = set(typeface, &lines, &largest)?;
        if best.as_ref().is_none_or(|best| block.size > best.size) {
            best = Some(block);
        }
    }
    best.ok_or(SealImageError::Empty)
}

/// Every way to break between words.
fn breaks(text: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if text.contains('\n') || words.len() > MAX_WORDS {
        return vec![text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()];
    }
    let gaps = words.len().saturating_sub(1);
    let broken = |way: usize| {
        let mut lines: Vec<String> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if way & (1 << (index - 1)) == 0 => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push((*word).to_owned()),
            }
        }
        lines
    };
    (0..1_usize << gaps).map(broken).collect()
}

fn set(typeface: &Typeface, lines: &[String], largest: impl Fn(&[(f32, f32)]) -> f32) -> Result<Block, SealImageError> {
    let mut set = Vec::new();
    let mut baseline = 0.0;
    for line in lines {
        let outline = typeface.line(line)?.outline;
        let middle = (outline.bounds().left() + outline.bounds().right()) / 2.0;
        set.push((outline, -middle, baseline));
        baseline += LEADING;
    }
    let top = set.first().map(|(outline, _, _)| outline.bounds().top()).unwrap_or_default();
    let bottom = set.last().map(|(outline, _, y)| y + outline.bounds().bottom()).unwrap_or_default();
    let mut corners = Vec::new();
    for (outline, _, y) in &mut set {
        *y -= (top + bottom) / 2.0;
        let half = outline.bounds().width() / 2.0;
        corners.push((half, (*y + outline.bounds().top()).abs()));
        corners.push((half, (*y + outline.bounds().bottom()).abs()));
    }
    Ok(Block { size: largest(&corners), lines: set })
}
