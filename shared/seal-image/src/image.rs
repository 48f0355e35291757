//! The image of a seal.

/// A clean PNG file: RGBA, eight bits, no metadata. What `pades` takes for the image of a visible signature.
#[derive(Clone, PartialEq, Eq)]
pub struct SealImage {
    /// The file.
    pub png: Vec<u8>,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl std::fmt::Debug for SealImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealImage({} bytes, {} × {})", self.png.len(), self.width, self.height)
    }
}
