//! A PNG file as an image XObject with a soft mask (ISO 32000-2 §8.9.5, §11.6.5.2).
//!
//! Rows are unpacked and packed again one by one: a small file can hold a huge image.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use png::{ColorType, DecodeOptions, Decoder, Limits, Transformations};

use super::colour::{GREY, SRGB};
use super::{AppearanceError, Image};
use crate::pdf::ObjectId;
use crate::pdf::increment::{Increment, stream_body};

const MAX_PIXELS: u64 = 25_000_000;
/// An interlaced image has to be unpacked as a whole.
const MAX_INTERLACED_PIXELS: u64 = 8_000_000;
const MAX_SIDE: u32 = 20_000;
/// What the decoder may take for its own tables (bytes).
const DECODER_LIMIT: usize = 16 << 20;

/// An image in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Embedded {
    pub(super) id: ObjectId,
    /// Width by height.
    pub(super) aspect: f64,
}

/// Adds the image; on white instead of with a mask if it is to be `opaque`.
pub(super) fn embed(
    increment: &mut Increment<'_>,
    image: Image<'_>,
    opaque: bool,
) -> Result<Embedded, AppearanceError> {
    let unpacked = read(image.png, opaque)?;
    let (width, height) = (unpacked.width, unpacked.height);
    let entries = |space: &str| {
        format!(
            "/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace {space}\n\
             /Filter /FlateDecode "
        )
    };
    let mut own = entries(if unpacked.grey { GREY } else { SRGB });
    if let Some(mask) = unpacked.mask {
        let mask = increment.add(stream_body(&entries("/DeviceGray"), &mask))?;
        own.push_str(&format!("/SMask {mask} "));
    }
    let id = increment.add(stream_body(&own, &unpacked.colours))?;
    Ok(Embedded { id, aspect: f64::from(width) / f64::from(height) })
}

impl Image<'_> {
    /// Reads the whole image, as drawing it will.
    ///
    /// # Errors
    /// [`AppearanceError::BrokenImage`], [`AppearanceError::ImageTooLarge`].
    pub fn check(&self) -> Result<(), AppearanceError> {
        read(self.png, false).map(drop)
    }
}

/// An image as compressed samples of eight bits.
struct Samples {
    width: u32,
    height: u32,
    grey: bool,
    colours: Vec<u8>,
    /// Only if something is transparent.
    mask: Option<Vec<u8>>,
}

fn read(png: &[u8], opaque: bool) -> Result<Samples, AppearanceError> {
    let broken = |error: png::DecodingError| AppearanceError::BrokenImage(error.to_string());
    let mut options = DecodeOptions::default();
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(true);
    let mut decoder = Decoder::new_with_options(Cursor::new(png), options);
    decoder.set_limits(Limits { bytes: DECODER_LIMIT });
    // Palettes and small depths become eight bits, sixteen bits too, one transparent colour becomes an alpha channel.
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(broken)?;
    let (width, height, interlaced) = (header.width, header.height, header.interlaced);
    let most = if interlaced { MAX_INTERLACED_PIXELS } else { MAX_PIXELS };
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > most {
        return Err(AppearanceError::ImageTooLarge { width, height });
    }
    let mut reader = decoder.read_info().map_err(broken)?;
    let (kind, _) = reader.output_color_type();
    let mut planes = Planes::new(kind, opaque);
    if interlaced {
        let too_large = AppearanceError::ImageTooLarge { width, height };
        let mut pixels = vec![0; reader.output_buffer_size().ok_or(too_large)?];
        reader.next_frame(&mut pixels).map_err(broken)?;
        for row in pixels.chunks(reader.output_line_size(width).unwrap_or(pixels.len()).max(1)) {
            planes.push(row)?;
        }
    } else {
        while let Some(row) = reader.next_row().map_err(broken)? {
            planes.push(row.data())?;
        }
    }
    reader.finish().map_err(broken)?;
    planes.finish(width, height)
}

/// Colours and transparency, compressed as they come in.
struct Planes {
    channels: usize,
    has_alpha: bool,
    flatten: bool,
    transparent: bool,
    colours: ZlibEncoder<Vec<u8>>,
    mask: ZlibEncoder<Vec<u8>>,
}

impl Planes {
    fn new(kind: ColorType, flatten: bool) -> Self {
        let encoder = || ZlibEncoder::new(Vec::new(), Compression::default());
        Self {
            channels: kind.samples(),
            has_alpha: matches!(kind, ColorType::GrayscaleAlpha | ColorType::Rgba),
            flatten,
            transparent: false,
            colours: encoder(),
            mask: encoder(),
        }
    }

    /// Takes whole pixels.
    fn push(&mut self, pixels: &[u8]) -> Result<(), AppearanceError> {
        if !self.has_alpha {
            return self.colours.write_all(pixels).map_err(|error| packing(&error));
        }
        let (mut colours, mut mask) = (Vec::with_capacity(pixels.len()), Vec::new());
        for pixel in pixels.chunks_exact(self.channels) {
            let Some((&alpha, samples)) = pixel.split_last() else { continue };
            if self.flatten {
                colours.extend(samples.iter().map(|&sample| on_white(sample, alpha)));
            } else {
                colours.extend_from_slice(samples);
                mask.push(alpha);
            }
        }
        self.transparent |= mask.iter().any(|&alpha| alpha != u8::MAX);
        self.colours.write_all(&colours).and_then(|()| self.mask.write_all(&mask)).map_err(|error| packing(&error))
    }

    fn finish(self, width: u32, height: u32) -> Result<Samples, AppearanceError> {
        let grey = self.channels - usize::from(self.has_alpha) == 1;
        let colours = self.colours.finish().map_err(|error| packing(&error))?;
        let mask = self.mask.finish().map_err(|error| packing(&error))?;
        Ok(Samples { width, height, grey, colours, mask: self.transparent.then_some(mask) })
    }
}

fn on_white(sample: u8, alpha: u8) -> u8 {
    let white = u16::from(u8::MAX);
    let alpha = u16::from(alpha);
    let mixed = (u16::from(sample) * alpha + white * (white - alpha) + white / 2) / white;
    mixed.to_le_bytes()[0]
}

/// Packing into memory does not fail; the encoder's interface says it might.
fn packing(error: &std::io::Error) -> AppearanceError {
    AppearanceError::BrokenImage(error.to_string())
}

#[cfg(test)]
mod tests {
    use flate2::write::ZlibDecoder;
    use png::{BitDepth, Encoder};

    use super::*;

    fn inflated(data: &[u8]) -> Vec<u8> {
        let mut decoder = ZlibDecoder::new(Vec::new());
        decoder.write_all(data).unwrap();
        decoder.finish().unwrap()
    }

    /// Two pixels side by side.
    fn png(kind: ColorType, depth: BitDepth, data: &[u8], prepare: impl Fn(&mut Encoder<'_, &mut Vec<u8>>)) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, 2, 1);
        encoder.set_color(kind);
        encoder.set_depth(depth);
        prepare(&mut encoder);
        encoder.write_header().unwrap().write_image_data(data).unwrap();
        file
    }

    /// Whether grey, the samples, the mask.
    fn samples(file: &[u8], opaque: bool) -> (bool, Vec<u8>, Option<Vec<u8>>) {
        let samples = read(file, opaque).unwrap();
        (samples.grey, inflated(&samples.colours), samples.mask.as_deref().map(inflated))
    }

    #[test]
    fn every_kind_of_png() {
        let check = |kind, depth, data: &[u8], grey, colours: &[u8], mask: Option<&[u8]>| {
            let found = samples(&png(kind, depth, data, |_| {}), false);
            assert_eq!(found, (grey, colours.to_vec(), mask.map(<[u8]>::to_vec)), "{kind:?} {depth:?}");
        };
        use BitDepth::{Eight, Four, One, Sixteen, Two};
        check(ColorType::Grayscale, One, &[0x40], true, &[0, 255], None);
        check(ColorType::Grayscale, Two, &[0x60], true, &[85, 170], None);
        check(ColorType::Grayscale, Four, &[0x0F], true, &[0, 255], None);
        check(ColorType::Grayscale, Eight, &[7, 8], true, &[7, 8], None);
        check(ColorType::Grayscale, Sixteen, &[7, 0, 8, 255], true, &[7, 8], None);
        check(ColorType::GrayscaleAlpha, Eight, &[7, 255, 8, 0], true, &[7, 8], Some(&[255, 0]));
        check(ColorType::GrayscaleAlpha, Eight, &[7, 255, 8, 255], true, &[7, 8], None);
        check(ColorType::Rgb, Eight, &[1, 2, 3, 4, 5, 6], false, &[1, 2, 3, 4, 5, 6], None);
        check(ColorType::Rgba, Eight, &[1, 2, 3, 9, 4, 5, 6, 255], false, &[1, 2, 3, 4, 5, 6], Some(&[9, 255]));
        let wide = [1, 0, 2, 0, 3, 0, 9, 0, 4, 0, 5, 0, 6, 0, 255, 255];
        check(ColorType::Rgba, Sixteen, &wide, false, &[1, 2, 3, 4, 5, 6], Some(&[9, 255]));
    }

    #[test]
    fn palettes_and_transparent_colours() {
        let palette = |encoder: &mut Encoder<'_, &mut Vec<u8>>| {
            encoder.set_palette(vec![10, 20, 30, 40, 50, 60]);
            encoder.set_trns(vec![128]);
        };
        for (depth, data) in [(BitDepth::One, 0x40), (BitDepth::Two, 0x10), (BitDepth::Four, 0x01)] {
            let file = png(ColorType::Indexed, depth, &[data], palette);
            assert_eq!(samples(&file, false), (false, vec![10, 20, 30, 40, 50, 60], Some(vec![128, 255])));
        }
        let file = png(ColorType::Grayscale, BitDepth::Eight, &[7, 8], |encoder| encoder.set_trns(vec![0, 8]));
        assert_eq!(samples(&file, false), (true, vec![7, 8], Some(vec![255, 0])));
    }

    #[test]
    fn interlaced() {
        let chunk = |kind: &[u8], data: &[u8]| {
            let mut sum = flate2::Crc::new();
            sum.update(&[kind, data].concat());
            let length = u32::try_from(data.len()).unwrap();
            [&length.to_be_bytes(), kind, data, &sum.sum().to_be_bytes()].concat()
        };
        // Two pixels in a row: the first pass has one, the sixth the other; 0 is the filter of each.
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&[0, 7, 0, 8]).unwrap();
        let header = chunk(b"IHDR", &[0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 1]);
        let data = chunk(b"IDAT", &packed.finish().unwrap());
        let file = [b"\x89PNG\r\n\x1a\n".to_vec(), header, data, chunk(b"IEND", b"")].concat();
        assert_eq!(samples(&file, false), (true, vec![7, 8], None));
    }

    #[test]
    fn laid_on_white_where_nothing_may_be_transparent() {
        let file = png(ColorType::Rgba, BitDepth::Eight, &[255, 0, 0, 128, 9, 9, 9, 0], |_| {});
        assert_eq!(samples(&file, true), (false, vec![255, 127, 127, 255, 255, 255], None));
    }

    #[test]
    fn broken_and_huge_files_are_refused() {
        let file = png(ColorType::Rgb, BitDepth::Eight, &[1, 2, 3, 4, 5, 6], |_| {});
        for length in 0..file.len() - 12 {
            assert!(matches!(read(&file[..length], false), Err(AppearanceError::BrokenImage(_))), "{length}");
        }
        let mut huge = Vec::new();
        Encoder::new(&mut huge, 5001, 5000).write_header().unwrap();
        assert!(matches!(read(&huge, false), Err(AppearanceError::ImageTooLarge { width: 5001, height: 5000 })));
        assert!(matches!(read(b"\xFF\xD8\xFF\xE0 JPEG", false), Err(AppearanceError::BrokenImage(_))));
    }
}
