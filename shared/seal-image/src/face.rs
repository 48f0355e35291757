//! The two typefaces, and when each is taken.

use crate::SealImageError;
use crate::glyphs::{Typeface, is_selector};

/// A typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// For seals: brushwork with rough edges and ends, as a blade leaves them (古印体).
    Seal,
    /// For plain text, and for seals with a character that the other lacks.
    Text,
}

impl Face {
    pub(crate) const fn file(self) -> &'static [u8] {
        match self {
            Self::Seal => include_bytes!("../assets/fonts/seal/KeiinSeal-Regular.ttf"),
            Self::Text => crate::FONT,
        }
    }

    /// How much heavier strokes get in a seal, in em: seals are cut bold.
    pub(crate) const fn weight(self) -> f32 {
        match self {
            Self::Seal => 0.026,
            Self::Text => 0.028,
        }
    }
}

/// Lays out a seal in the typeface for seals; where that lacks one of its characters, or the form of it that a selector asks
/// for, all of it in the typeface for text, since the two look wrong side by side. What that lacks too is an error.
pub(crate) fn in_one_face<T>(
    text: &str,
    lay_out: impl Fn(&Typeface) -> Result<T, SealImageError>,
) -> Result<T, SealImageError> {
    if !text.chars().any(is_selector) {
        match lay_out(&Typeface::load(Face::Seal)?) {
            Err(SealImageError::MissingGlyph { .. }) => {}
            other => return other,
        }
    }
    lay_out(&Typeface::load(Face::Text)?)
}
