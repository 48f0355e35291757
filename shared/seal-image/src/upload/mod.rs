//! Images that signers bring: read within bounds, cleaned, packed anew.
//!
//! Nothing of the file survives but its pixels: no metadata, no second picture, nothing behind its end.

mod decode;
mod error;
mod orientation;
mod paper;
mod pixels;

pub use error::UploadError;

use crate::canvas::pack;
use crate::image::SealImage;

/// The largest file (bytes): 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;
/// The longest side (pixels) of an image that is read.
pub const MAX_SIDE: u32 = 2000;
/// The longest side (pixels) of what is made of it: a seal of 24 mm at more than 1000 dpi.
const MAX_RESULT: u32 = 1000;

/// What becomes of the paper behind a seal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// White paper becomes transparent, and what is empty around the seal is cut off.
    #[default]
    MakeTransparent,
    /// The image stays as it is.
    Keep,
}

/// Makes a clean seal of a PNG or JPEG file, at most 1000 pixels a side. Colours are taken as sRGB.
///
/// # Errors
/// See [`UploadError`].
pub fn checked_upload(bytes: &[u8], paper: Paper) -> Result<SealImage, UploadError> {
    if bytes.len() > MAX_BYTES {
        return Err(UploadError::TooManyBytes);
    }
    let mut pixels = decode::read(bytes)?;
    while pixels.width.max(pixels.height) > MAX_RESULT {
        pixels = pixels.halved();
    }
    if paper == Paper::MakeTransparent {
        paper::lift(&mut pixels)?;
        pixels = pixels.trimmed();
    }
    if !pixels.are_seen() {
        return Err(UploadError::Blank);
    }
    let png = pack(pixels.width, pixels.height, &pixels.rgba).map_err(|_| UploadError::Broken)?;
    Ok(SealImage { png, width: pixels.width, height: pixels.height })
}
