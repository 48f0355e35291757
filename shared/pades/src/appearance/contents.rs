//! What is seen of a signature.

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

impl Appearance<'_> {
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
