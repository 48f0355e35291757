//! What is seen of a signature, and drawing it.

use super::{AppearanceError, Placement, Widget, form, image};
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::form::SignatureField;
use crate::pdf::geometry::{PageGeometry, Rectangle};
use crate::pdf::increment::Increment;
use crate::pdf::pages::{Page, page_tree};
use crate::pdf::value::Value;

/// What is seen. Images keep their proportions and are centred in their part of the box.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Appearance<'a> {
    /// An image that fills the box.
    Image(Image<'a>),
    /// Text, left-aligned, in the middle of the height.
    #[cfg(feature = "fonts")]
    Text(Text<'a>),
    /// The image on the left, in at most half of the box; left-aligned text beside it.
    #[cfg(feature = "fonts")]
    ImageLeft(Image<'a>, Text<'a>),
    /// Text centred over an image that fills the box.
    #[cfg(feature = "fonts")]
    ImageBehind(Image<'a>, Text<'a>),
}

/// A PNG file (ISO/IEC 15948) of at most 25 megapixels, or 8 when it is interlaced. Its samples are taken as sRGB.
#[derive(Clone, Copy)]
pub struct Image<'a> {
    /// The file.
    pub png: &'a [u8],
}

/// Lines of text (feature `fonts`). Each character is set by its own glyph, from left to right: enough for Japanese and for Latin letters,
/// not for scripts that join or reorder theirs. A variation selector (異体字) chooses the glyph if the font knows it.
#[derive(Clone, Debug)]
#[cfg(feature = "fonts")]
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
#[cfg(feature = "fonts")]
pub struct FontFile<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// Which font of a collection, counted from 0; 0 otherwise.
    pub index: u32,
}

/// The size of a text; never below 4 points.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg(feature = "fonts")]
pub enum TextSize {
    /// As large as the box allows.
    Fit,
    /// In points (1/72 inch); smaller when the box is too small for it.
    Points(f64),
}

/// How a signature is seen on a page.
#[derive(Clone, Debug)]
pub struct Visible<'a> {
    appearance: Appearance<'a>,
    placement: Option<Placement>,
}

impl<'a> Visible<'a> {
    /// In a field that is made with the signature, at this place. A field that exists keeps its own place.
    #[must_use]
    pub fn at(placement: Placement, appearance: Appearance<'a>) -> Self {
        Self { appearance, placement: Some(placement) }
    }

    /// In a field that exists and has an area. If there is none of its name, signing fails with
    /// [`AppearanceError::NoPlacement`].
    #[must_use]
    pub fn in_field(appearance: Appearance<'a>) -> Self {
        Self { appearance, placement: None }
    }

    /// Draws the appearance of a field that is yet to be made: the page and the widget.
    pub(crate) fn place(&self, increment: &mut Increment<'_>) -> Result<(ObjectId, Widget), AppearanceError> {
        let placement = self.placement.as_ref().ok_or(AppearanceError::NoPlacement)?;
        let file = increment.file();
        let pages = page_tree(file).pages;
        let page = placement.find(&pages)?;
        let widget = self.appearance.place(increment, &PageGeometry::of(file, page), placement)?;
        Ok((page.id, widget))
    }

    /// Draws the appearance of a field that exists, in its own rectangle.
    pub(crate) fn fill(
        &self,
        increment: &mut Increment<'_>,
        field: &SignatureField<'_>,
    ) -> Result<Widget, AppearanceError> {
        let file = increment.file();
        let pages = page_tree(file).pages;
        let page = page_of_widget(file, &pages, field.id).ok_or(AppearanceError::InvisibleField)?;
        let rect = Rectangle::read(file, field.dictionary.get(b"Rect")).ok_or(AppearanceError::InvisibleField)?;
        self.appearance.fill(increment, &PageGeometry::of(file, page), rect.corners())
    }
}

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

    pub(super) fn image(&self) -> Option<Image<'_>> {
        match self {
            Self::Image(image) => Some(*image),
            #[cfg(feature = "fonts")]
            Self::ImageLeft(image, _) | Self::ImageBehind(image, _) => Some(*image),
            #[cfg(feature = "fonts")]
            Self::Text(_) => None,
        }
    }

    #[cfg(feature = "fonts")]
    pub(super) fn text(&self) -> Option<&Text<'_>> {
        match self {
            Self::Text(text) | Self::ImageLeft(_, text) | Self::ImageBehind(_, text) => Some(text),
            Self::Image(_) => None,
        }
    }
}

/// The page that shows an existing field's widget: its `/P`, which may be missing, or the page that lists it.
pub(super) fn page_of_widget<'p, 'f>(
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

#[cfg(feature = "fonts")]
impl std::fmt::Debug for FontFile<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FontFile({} bytes, index {})", self.bytes.len(), self.index)
    }
}
