//! The visible form of a signature: an image (a seal, 印影), text, or both, in a box on a page.
//!
//! It is an annotation's normal appearance (`/AP /N`) and nothing else: no page's contents change (ISO 32000-2 §12.5.5,
//! §12.7.5.5). Invisible signatures are worth as much; this is for people who look for a seal.
//!
//! - A box is measured as on a printed page: see [`Placement`]. What is in it stands upright on pages that are shown
//!   turned, because the appearance is turned against them.
//! - Colours are device-independent (sRGB), fonts are embedded, so that a PDF/A stays one. Where its part forbids
//!   transparency, or makes it depend on the page, a transparent image is laid on white.
//! - The same input gives the same bytes.
//!
//! Images need the crate's feature `appearance`, text the feature `fonts`. Without either, fields for visible signatures can
//! still be prepared, and visible signatures of others verified.

mod archive;
mod colour;
#[cfg(feature = "appearance")]
mod contents;
mod error;
#[cfg(feature = "fonts")]
mod font;
#[cfg(feature = "appearance")]
mod form;
#[cfg(feature = "appearance")]
mod image;
#[cfg(feature = "appearance")]
mod layout;
#[cfg(not(feature = "appearance"))]
mod none;
#[cfg(test)]
#[cfg(feature = "fonts")]
mod tests;
#[cfg(feature = "fonts")]
mod text;
#[cfg(feature = "appearance")]
mod visible;

pub(crate) use archive::Rules;
pub(crate) use colour::GREY;
#[cfg(feature = "appearance")]
pub use contents::{Appearance, Image};
#[cfg(feature = "fonts")]
pub use contents::{FontFile, Text, TextSize};
pub use error::AppearanceError;
#[cfg(not(feature = "appearance"))]
pub(crate) use none::Visible;
#[cfg(feature = "appearance")]
pub use visible::Visible;

use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::geometry::{MILLIMETRE, PageGeometry, Rectangle, decimal};
use crate::pdf::increment::{Increment, NumbersUsedUp, stream_body};
use crate::pdf::pages::{Page, page_tree};

/// Where a signature is seen, in millimetres on the printed page as a reader shows it: turned by `/Rotate`, cut by the
/// crop box, enlarged by `/UserUnit`. The origin is that page's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// The page, counted from 1.
    pub page: u32,
    /// From the page's left edge to the box's.
    pub x: f64,
    /// From the page's upper edge down to the box's.
    pub y: f64,
    /// The box's width.
    pub width: f64,
    /// The box's height.
    pub height: f64,
}

/// A page as a reader shows it, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// From the left edge to the right.
    pub width: f64,
    /// From the upper edge to the lower.
    pub height: f64,
}

/// The size of every page of a file, in order.
pub(crate) fn page_sizes(file: &PdfFile<'_>) -> Vec<PageSize> {
    let millimetres = |page: &Page<'_>| {
        let (width, height) = PageGeometry::of(file, page).shown_size();
        PageSize { width: width / MILLIMETRE, height: height / MILLIMETRE }
    };
    page_tree(file).pages.iter().map(millimetres).collect()
}

/// What a signature field's widget needs so as to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Widget {
    /// The value of `/Rect`.
    pub(crate) rect: String,
    /// Further entries of the widget's dictionary, key without solidus and value.
    pub(crate) entries: Vec<(&'static str, String)>,
}

impl Widget {
    /// That of a field which is yet to be signed and is seen then. What is seen needs an appearance from the beginning
    /// (ISO 32000-2 table 166, ISO 19005-2 §6.3.3).
    pub(crate) fn blank(increment: &mut Increment<'_>, rect: Rectangle) -> Result<Self, NumbersUsedUp> {
        let appearance = blank(increment, rect.width(), rect.height())?;
        Ok(Self { rect: rect.to_string(), entries: vec![("AP", format!("<< /N {appearance} >>"))] })
    }

    /// That of a field which is never seen.
    pub(crate) fn unseen(increment: &mut Increment<'_>, rules: Rules) -> Result<Self, NumbersUsedUp> {
        let mut entries = Vec::new();
        if rules.unseen {
            entries.push(("AP", format!("<< /N {} >>", blank(increment, 0.0, 0.0)?)));
        }
        Ok(Self { rect: "[0 0 0 0]".to_owned(), entries })
    }
}

/// Adds an appearance of this size in user space in which there is nothing.
fn blank(increment: &mut Increment<'_>, width: f64, height: f64) -> Result<ObjectId, NumbersUsedUp> {
    let form = format!("/Type /XObject /Subtype /Form /BBox [0 0 {} {}] ", decimal(width), decimal(height));
    increment.add(stream_body(&form, b""))
}

/// Boxes may reach beyond the page's edge by this much (points): A4 is 595.28 points wide and often written as 595.
const TOLERANCE: f64 = 0.5 * MILLIMETRE;
/// The smallest side of a box (points).
const MIN_SIDE: f64 = MILLIMETRE;

impl Placement {
    /// The page meant, of all pages.
    pub(crate) fn find<'p, 'f>(&self, pages: &'p [Page<'f>]) -> Result<&'p Page<'f>, AppearanceError> {
        let index = usize::try_from(self.page).ok().and_then(|page| page.checked_sub(1));
        index
            .and_then(|index| pages.get(index))
            .ok_or(AppearanceError::NoSuchPage { page: self.page, pages: pages.len() })
    }

    /// The box in user space.
    pub(crate) fn rectangle(&self, page: &PageGeometry) -> Result<Rectangle, AppearanceError> {
        let [x, y, width, height] = [self.x, self.y, self.width, self.height].map(|length| length * MILLIMETRE);
        // Written so that what is no number is refused as well.
        if !(width >= MIN_SIDE && height >= MIN_SIDE) {
            return Err(AppearanceError::BoxTooSmall);
        }
        let (page_width, page_height) = page.shown_size();
        let inside = x >= -TOLERANCE
            && y >= -TOLERANCE
            && x + width <= page_width + TOLERANCE
            && y + height <= page_height + TOLERANCE;
        let (left, top) = page.to_user(x, y);
        let (right, bottom) = page.to_user(x + width, y + height);
        let rectangle = Rectangle::from_corners([left, bottom, right, top]).filter(|_| inside);
        rectangle.ok_or_else(|| AppearanceError::outside(self.page, page_width, page_height))
    }
}
