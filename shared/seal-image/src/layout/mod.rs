//! Where each character goes.

mod bulge;
mod columns;
mod fit;
mod lines;
mod round;
mod square;
mod text;

use crate::SealImageError;
use crate::drawing::Drawing;
use crate::face::Face;
use crate::fallback::in_one_face;
use crate::glyphs::Typeface;
use crate::names::is_japanese;
use crate::style::Style;

/// Lays out the text, which decides whether it can be drawn at all.
pub(crate) fn lay_out(style: Style, text: &str) -> Result<Drawing, SealImageError> {
    if text.trim().is_empty() {
        return Err(SealImageError::Empty);
    }
    let plain = || Typeface::load(Face::Text);
    match style {
        Style::RoundSeal if is_japanese(text) => in_one_face(text, |typeface| round::vertical(typeface, text)),
        Style::RoundSeal => in_one_face(text, |typeface| round::horizontal(typeface, text)),
        Style::SquareSeal if is_japanese(text) => in_one_face(text, |typeface| square::vertical(typeface, text)),
        Style::SquareSeal => in_one_face(text, |typeface| square::horizontal(typeface, text)),
        Style::VerticalText => text::vertical(&plain()?, text),
        Style::HorizontalText => text::horizontal(&plain()?, text),
    }
}
