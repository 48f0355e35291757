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

mod archive;
mod error;
mod font;
mod form;
mod image;
mod layout;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use archive::Rules;
pub use error::AppearanceError;
pub(crate) use image::GREY;

use crate::input::{self, InputError};
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::geometry::{MILLIMETRE, PageGeometry, Rectangle};
use crate::pdf::increment::{Increment, NumbersUsedUp};
use crate::pdf::pages::{Page, page_tree};
use crate::pdf::reader::Reader;
use crate::pdf::value::Value;
use crate::source::Source;

/// What is seen. Images keep their proportions and are centred in their part of the box.
#[derive(Clone, Debug)]
pub enum Appearance<'a> {
    /// An image that fills the box.
    Image(Image<'a>),
    /// Text, left-aligned, in the middle of the height.
    Text(Text<'a>),
    /// The image on the left, in at most half of the box; left-aligned text beside it.
    ImageLeft(Image<'a>, Text<'a>),
    /// Text centred over an image that fills the box.
    ImageBehind(Image<'a>, Text<'a>),
}

/// A PNG file of at most 25 megapixels, or 8 when it is interlaced. Its samples are taken as sRGB.
#[derive(Clone, Copy)]
pub struct Image<'a> {
    /// The file.
    pub png: &'a [u8],
}

/// Lines of text. Each character is set by its own glyph, from left to right: enough for Japanese and for Latin letters,
/// not for scripts that join or reorder theirs. A variation selector (異体字) chooses the glyph if the font knows it.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The lines; an empty one leaves its room free.
    pub lines: Vec<String>,
    /// What they are set in; the glyphs used are embedded.
    pub font: FontFile<'a>,
    /// How large.
    pub size: TextSize,
}

/// A TrueType font, an OpenType font with CFF outlines, or a collection of these. Variable fonts are set at their default;
/// CFF2 and web fonts (WOFF) cannot be used.
#[derive(Clone, Copy)]
pub struct FontFile<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// Which font of a collection, counted from 0; 0 otherwise.
    pub index: u32,
}

/// The size of a text; never below 4 points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TextSize {
    /// As large as the box allows.
    Fit,
    /// In points (1/72 inch); smaller when the box is too small for it.
    Points(f64),
}

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

/// The size of every page, in order: where a [`Placement`] fits. A damaged file has to be
/// [prepared](crate::prepare::prepare()) first.
///
/// # Errors
/// Any [`InputError`].
pub fn page_sizes(source: &(impl Source + ?Sized)) -> Result<Vec<PageSize>, InputError> {
    let reader = Reader::new(&source);
    let file = input::open(&reader)?;
    let millimetres = |page: &Page<'_>| {
        let (width, height) = PageGeometry::of(&file, page).shown_size();
        PageSize { width: width / MILLIMETRE, height: height / MILLIMETRE }
    };
    let sizes = page_tree(&file).pages.iter().map(millimetres).collect();
    input::intact(&reader).map(|()| sizes)
}

/// A signature that is seen on a page.
#[derive(Clone, Debug)]
pub struct Visible<'a> {
    /// What is seen.
    pub appearance: Appearance<'a>,
    /// Where, for a field that is made with the signature; a field that exists has its own place.
    pub placement: Option<Placement>,
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
        let appearance = form::blank(increment, rect.width(), rect.height())?;
        Ok(Self { rect: rect.to_string(), entries: vec![("AP", format!("<< /N {appearance} >>"))] })
    }

    /// That of a field which is never seen.
    pub(crate) fn unseen(increment: &mut Increment<'_>, rules: Rules) -> Result<Self, NumbersUsedUp> {
        let mut entries = Vec::new();
        if rules.unseen {
            entries.push(("AP", format!("<< /N {} >>", form::blank(increment, 0.0, 0.0)?)));
        }
        Ok(Self { rect: "[0 0 0 0]".to_owned(), entries })
    }
}

/// Boxes may reach beyond the page's edge by this much (points): A4 is 595.28 points wide and often written as 595.
const TOLERANCE: f64 = 0.5 * MILLIMETRE;
/// The smallest side of a box (points).
const SMALLEST: f64 = MILLIMETRE;

impl Appearance<'_> {
    /// Draws into a new field's box on a page.
    pub(crate) fn place(
        &self,
        increment: &mut Increment<'_>,
        page: &PageGeometry,
        placement: &Placement,
    ) -> Result<Widget, AppearanceError> {
        let rect = placement.rectangle(page)?;
        let appearance = form::draw(self, increment, page, rect)?;
        let mut entries = vec![("AP", format!("<< /N {appearance} >>"))];
        if page.turn.degrees() != 0 {
            // For programs that would draw the field anew (§12.5.6.19).
            entries.push(("MK", format!("<< /R {} >>", page.turn.degrees())));
        }
        Ok(Widget { rect: rect.to_string(), entries })
    }

    /// Draws into an existing field with this `/Rect`, in the order of the file; `page` is the one that the field is on.
    /// The rectangle given back is the same, corners in order; there is no need to write it again.
    pub(crate) fn fill(
        &self,
        increment: &mut Increment<'_>,
        page: &PageGeometry,
        rect: [f64; 4],
    ) -> Result<Widget, AppearanceError> {
        let rect = Rectangle::from_corners(rect).ok_or(AppearanceError::InvisibleField)?;
        let appearance = form::draw(self, increment, page, rect)?;
        Ok(Widget { rect: rect.to_string(), entries: vec![("AP", format!("<< /N {appearance} >>"))] })
    }

    fn image(&self) -> Option<Image<'_>> {
        match self {
            Self::Image(image) | Self::ImageLeft(image, _) | Self::ImageBehind(image, _) => Some(*image),
            Self::Text(_) => None,
        }
    }

    fn text(&self) -> Option<&Text<'_>> {
        match self {
            Self::Text(text) | Self::ImageLeft(_, text) | Self::ImageBehind(_, text) => Some(text),
            Self::Image(_) => None,
        }
    }
}

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
        if !(width >= SMALLEST && height >= SMALLEST) {
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

/// The page that shows an existing field's widget: its `/P`, which may be missing, or the page that lists it.
pub(crate) fn page_of_widget<'p, 'f>(
    file: &PdfFile<'_>,
    pages: &'p [Page<'f>],
    widget: ObjectId,
) -> Option<&'p Page<'f>> {
    let named = file.object(widget)?.value.dictionary()?.get(b"P").and_then(Value::reference);
    let lists = |page: &&Page<'_>| {
        let annotations = file.entry(page.dictionary, b"Annots").and_then(Value::array).unwrap_or_default();
        annotations.into_iter().any(|annotation| annotation.reference() == Some(widget))
    };
    let by_name = pages.iter().find(|page| Some(page.id) == named);
    by_name.or_else(|| pages.iter().find(lists))
}

impl Image<'_> {
    /// Reads the whole image, as drawing it will.
    ///
    /// # Errors
    /// [`AppearanceError::BrokenImage`], [`AppearanceError::ImageTooLarge`].
    pub fn check(&self) -> Result<(), AppearanceError> {
        image::check(*self)
    }
}

impl std::fmt::Debug for Image<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image({} bytes)", self.png.len())
    }
}

impl std::fmt::Debug for FontFile<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FontFile({} bytes, index {})", self.bytes.len(), self.index)
    }
}
