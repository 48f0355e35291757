//! Where each character goes.

mod columns;
mod lines;
mod round;
mod square;
mod text;

use crate::SealImageError;
use crate::drawing::Drawing;
use crate::glyphs::Typeface;
use crate::names::is_japanese;
use crate::style::Style;

/// How much wider or narrower than drawn by the typeface a character may become in a seal.
const STRETCH: f32 = 1.5;
/// How much heavier strokes get in a seal, in em: seals are cut bold.
const WEIGHT: f32 = 0.028;

/// Lays out the text, which decides whether it can be drawn at all.
pub(crate) fn lay_out(style: Style, text: &str) -> Result<Drawing, SealImageError> {
    let typeface = Typeface::load()?;
    if text.trim().is_empty() {
        return Err(SealImageError::Empty);
    }
    match style {
        Style::RoundSeal if is_japanese(text) => round::vertical(&typeface, text),
        Style::RoundSeal => round::horizontal(&typeface, text),
        Style::SquareSeal if is_japanese(text) => square::vertical(&typeface, text),
        Style::SquareSeal => square::horizontal(&typeface, text),
        Style::VerticalText => text::vertical(&typeface, text),
        Style::HorizontalText => text::horizontal(&typeface, text),
    }
}
