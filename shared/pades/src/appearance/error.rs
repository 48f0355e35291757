//! Why a visible signature cannot be drawn.

use crate::pdf::geometry::MILLIMETRE;
use crate::pdf::increment::NumbersUsedUp;

/// The smallest size of text in points: what a reader can make out on paper.
pub(super) const MINIMUM_SIZE: f64 = 4.0;

/// Why a visible signature cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppearanceError {
    /// The document is shorter.
    #[error("there is no page {page}; the document has {pages}, counted from 1")]
    NoSuchPage {
        /// The page asked for.
        page: u32,
        /// How many there are.
        pages: usize,
    },
    /// The box is not on the page as shown.
    #[error(
        "the box reaches beyond page {page}, which is shown {width} mm wide and {height} mm high; measure from its \
         upper left corner"
    )]
    OutsidePage {
        /// The page, counted from 1.
        page: u32,
        /// Its width as shown in millimetres, rounded down.
        width: u32,
        /// Its height as shown in millimetres, rounded down.
        height: u32,
    },
    /// The box has a side below one millimetre, or one that is no number.
    #[error("the box is too small; give it a width and a height of at least 1 mm")]
    BoxTooSmall,
    /// A field has to be made and nothing says where.
    #[error("the field does not exist yet; say on which page and where it is to be")]
    NoPlacement,
    /// The existing field has no area.
    #[error("the field is invisible: its rectangle has no area; sign it without an appearance")]
    InvisibleField,
    /// The image cannot be read.
    #[error("the image is no sound PNG file ({0}); save it anew as PNG")]
    BrokenImage(String),
    /// The image is too large.
    #[error(
        "the image has {width} × {height} pixels; use one of at most 25 megapixels (8 if interlaced) and 20,000 pixels \
         a side"
    )]
    ImageTooLarge {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// The font cannot be read or subset.
    #[error("the font cannot be used ({0}); give a TrueType font or an OpenType font with CFF outlines")]
    BrokenFont(String),
    /// The font's `fsType` forbids embedding or subsetting.
    #[error("the font's licence bits forbid embedding it; use another font")]
    FontForbidsEmbedding,
    /// The font has no glyph for a character.
    #[error("the font has no {character:?} (U+{:04X}) in line {line} of the text; use a font that has it", u32::from(*.character))]
    MissingGlyph {
        /// The character.
        character: char,
        /// Its line, counted from 1.
        line: usize,
    },
    /// There is no character to show.
    #[error("the text is empty; leave it out or write something")]
    NoText,
    /// The text does not fit at the smallest size.
    #[error(
        "the text needs {width} × {height} mm at the smallest size, {MINIMUM_SIZE} pt; enlarge the box or shorten it"
    )]
    TextTooLong {
        /// The width needed in millimetres, rounded up.
        width: u32,
        /// The height needed in millimetres, rounded up.
        height: u32,
    },
    /// No object number is left.
    #[error(transparent)]
    NumbersUsedUp(#[from] NumbersUsedUp),
}

impl AppearanceError {
    /// Lengths in points.
    pub(super) fn outside(page: u32, width: f64, height: f64) -> Self {
        let [width, height] = [width, height].map(|points| whole((points / MILLIMETRE).floor()));
        Self::OutsidePage { page, width, height }
    }

    /// Lengths in points.
    #[cfg(feature = "fonts")]
    pub(super) fn too_long(width: f64, height: f64) -> Self {
        let [width, height] = [width, height].map(|points| whole((points / MILLIMETRE).ceil()));
        Self::TextTooLong { width, height }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, which is what is wanted"
)]
fn whole(number: f64) -> u32 {
    number as u32
}
