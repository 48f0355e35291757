//! From a file to pixels, within bounds of memory: the size is read and judged before anything is unpacked.

use std::io::Cursor;

use png::{ColorType, DecodeOptions, Decoder, Limits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::orientation::orientation;
use super::pixels::Pixels;
use super::{MAX_SIDE, UploadError};

/// What the PNG decoder may take for itself (bytes).
const DECODER_LIMIT: usize = 16 << 20;
/// Passes of a progressive JPEG file; each goes over the whole image, so that a small file could keep a machine busy.
const MAX_SCANS: usize = 32;

pub(super) fn read(bytes: &[u8]) -> Result<Pixels, UploadError> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        read_png(bytes)
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        read_jpeg(bytes)
    } else {
        Err(UploadError::UnknownFormat)
    }
}

fn read_png(bytes: &[u8]) -> Result<Pixels, UploadError> {
    let broken = |_| UploadError::Broken;
    let mut options = DecodeOptions::default();
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(true);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_limits(Limits { bytes: DECODER_LIMIT });
    // Palettes and small depths become eight bits, sixteen bits too, one transparent colour becomes an alpha channel.
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(broken)?;
    let (width, height) = (header.width, header.height);
    check(width, height)?;
    let mut reader = decoder.read_info().map_err(broken)?;
    let (kind, _) = reader.output_color_type();
    let mut samples = vec![0; reader.output_buffer_size().ok_or(UploadError::Broken)?];
    reader.next_frame(&mut samples).map_err(broken)?;
    let samples = samples.chunks_exact(kind.samples());
    let rgba = match kind {
        ColorType::Grayscale | ColorType::Indexed => samples.flat_map(|s| [s[0], s[0], s[0], u8::MAX]).collect(),
        ColorType::GrayscaleAlpha => samples.flat_map(|s| [s[0], s[0], s[0], s[1]]).collect(),
        ColorType::Rgb => samples.flat_map(|s| [s[0], s[1], s[2], u8::MAX]).collect(),
        ColorType::Rgba => samples.flatten().copied().collect(),
    };
    Pixels::new(width, height, rgba).ok_or(UploadError::Broken)
}

fn read_jpeg(bytes: &[u8]) -> Result<Pixels, UploadError> {
    let broken = |_| UploadError::Broken;
    // Strict: a file that is cut off is an error, not an image with a grey part.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(broken)?;
    let info = decoder.info().ok_or(UploadError::Broken)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    check(width, height)?;
    if matches!(decoder.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK)) || info.components == 4 {
        return Err(UploadError::PrintColours);
    }
    let rgba = decoder.decode().map_err(broken)?;
    let turned = info.exif_data.as_deref().and_then(orientation).unwrap_or_default();
    Ok(Pixels::new(width, height, rgba).ok_or(UploadError::Broken)?.turned(turned))
}

fn check(width: u32, height: u32) -> Result<(), UploadError> {
    let sides = 1..=MAX_SIDE;
    if sides.contains(&width) && sides.contains(&height) {
        Ok(())
    } else {
        Err(UploadError::TooManyPixels { width, height })
    }
}
