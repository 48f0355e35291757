//! From shapes to a PNG file.

use png::{BitDepth, ColorType, Compression, Encoder};
use tiny_skia::{FillRule, Mask, Transform};

use crate::SealImageError;
use crate::drawing::Drawing;
use crate::image::SealImage;

/// Draws with as many pixels on the longest side.
pub(crate) fn render(drawing: &Drawing, longest_side: u32) -> Result<SealImage, SealImageError> {
    let scale = f64::from(longest_side) / f64::from(drawing.width.max(drawing.height));
    let (width, height) = (pixels(drawing.width, scale), pixels(drawing.height, scale));
    let mut coverage = Mask::new(width, height).ok_or(SealImageError::Defect)?;
    #[expect(clippy::cast_possible_truncation, reason = "at most 2000 pixels over some millimetres")]
    let to = Transform::from_scale(scale as f32, scale as f32);
    for shape in &drawing.shapes {
        coverage.fill_path(shape, FillRule::Winding, true, to);
    }
    // The ink is everywhere, its density alone says where it is seen: no pale edges when the image is scaled.
    let [red, green, blue] = drawing.ink;
    let rgba: Vec<u8> = coverage.data().iter().flat_map(|&alpha| [red, green, blue, alpha]).collect();
    let png = pack(width, height, &rgba).map_err(|_| SealImageError::Defect)?;
    Ok(SealImage { png, width, height })
}

/// Packs samples of eight bits, without any metadata.
pub(crate) fn pack(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer.finish()?;
    Ok(file)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are positive and small")]
fn pixels(length: f32, scale: f64) -> u32 {
    ((f64::from(length) * scale).round() as u32).max(1)
}
