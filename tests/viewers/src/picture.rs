//! Pictures of pages.

use std::io::Read;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use serde::Deserialize;

/// Bytes of a pixel: red, green, blue.
const CHANNELS: usize = 3;
/// Pixels of a picture that is still looked at.
const MOST: usize = 64 << 20;

/// A page as it is drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// Red, green and blue of each pixel, row by row.
    pub pixels: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture of {} by {} pixels", self.width, self.height)
    }
}

/// A picture on its way from another process: deflated, in Base64.
#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    width: usize,
    height: usize,
    pixels: String,
}

impl Sent {
    pub(crate) fn received(&self) -> Result<Picture> {
        let length = self.width.saturating_mul(self.height).saturating_mul(CHANNELS);
        ensure!(length <= MOST, "a picture of {} by {} pixels", self.width, self.height);
        let deflated = STANDARD.decode(&self.pixels)?;
        let mut pixels = Vec::with_capacity(length);
        ZlibDecoder::new(&deflated[..]).take(MOST as u64 + 1).read_to_end(&mut pixels)?;
        ensure!(pixels.len() == length, "{} bytes of a picture instead of {length}", pixels.len());
        Ok(Picture { width: self.width, height: self.height, pixels })
    }
}

impl Picture {
    /// Binary portable pixmaps (Netpbm's P6) with 255 shades, one behind the other.
    pub(crate) fn all_of_ppm(mut bytes: &[u8]) -> Result<Vec<Self>> {
        let mut pictures = Vec::new();
        while !bytes.is_empty() {
            let (picture, rest) = Self::of_ppm(bytes).context("no portable pixmap")?;
            pictures.push(picture);
            bytes = rest;
        }
        Ok(pictures)
    }

    fn of_ppm(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut fields = bytes.splitn(4, u8::is_ascii_whitespace);
        let mut field = || fields.next();
        let (b"P6", width, height, rest) = (field()?, field()?, field()?, field()?) else { return None };
        let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<usize>().ok();
        let (width, height) = (number(width)?, number(height)?);
        let (pixels, rest) =
            rest.strip_prefix(b"255\n")?.split_at_checked(width.checked_mul(height)?.checked_mul(CHANNELS)?)?;
        Some((Self { width, height, pixels: pixels.to_vec() }, rest))
    }

    /// The smallest rectangle with every pixel that differs and lies in none of `apart`, as left, top, right and bottom in
    /// pixels; `None` if there is none. Pictures of different sizes differ everywhere. Colours that differ by no more than
    /// `rounding` of 255 are the same.
    pub(crate) fn difference(&self, other: &Self, apart: &[[f64; 4]], rounding: u8) -> Option<[usize; 4]> {
        if (self.width, self.height) != (other.width, other.height) {
            return Some([0, 0, self.width.max(other.width), self.height.max(other.height)]);
        }
        if self.pixels == other.pixels {
            return None;
        }
        let apart: Vec<[usize; 4]> = apart.iter().map(|part| self.grown(*part)).collect();
        let is_apart = |x: usize, y: usize| {
            apart.iter().any(|[left, top, right, bottom]| (*left..*right).contains(&x) && (*top..*bottom).contains(&y))
        };
        let pixels = self.pixels.chunks_exact(CHANNELS).zip(other.pixels.chunks_exact(CHANNELS)).enumerate();
        let is_other = |(one, other): (&u8, &u8)| one.abs_diff(*other) > rounding;
        let differing = pixels.filter(|(_, (one, other))| one.iter().zip(*other).any(is_other));
        let places =
            differing.map(|(index, _)| (index % self.width, index / self.width)).filter(|(x, y)| !is_apart(*x, *y));
        places.fold(None, |bounds: Option<[usize; 4]>, (x, y)| {
            let [left, top, right, bottom] = bounds.unwrap_or([x, y, x + 1, y + 1]);
            Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)])
        })
    }

    /// A rectangle in parts of the picture, in pixels, with those around it, which smoothing touches.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "pixels")]
    fn grown(&self, [left, top, right, bottom]: [f64; 4]) -> [usize; 4] {
        const AROUND: f64 = 1.5;
        let (width, height) = (self.width as f64, self.height as f64);
        let inside = |number: f64, most: f64| number.clamp(0.0, most) as usize;
        [
            inside((left * width - AROUND).floor(), width),
            inside((top * height - AROUND).floor(), height),
            inside((right * width + AROUND).ceil(), width),
            inside((bottom * height + AROUND).ceil(), height),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn white(width: usize, height: usize) -> Picture {
        Picture { width, height, pixels: vec![255; width * height * CHANNELS] }
    }

    #[test]
    fn a_pixel_that_differs_is_found_unless_it_lies_apart() {
        let (one, mut other) = (white(40, 20), white(40, 20));
        other.pixels[(10 * 40 + 30) * CHANNELS] = 0;
        assert_eq!(one.difference(&other, &[], 3), Some([30, 10, 31, 11]));
        assert_eq!(one.difference(&other, &[[0.0, 0.0, 0.4, 1.0]], 0), Some([30, 10, 31, 11]));
        assert_eq!(one.difference(&other, &[[0.7, 0.4, 0.8, 0.6]], 0), None);
        let mut near = one.clone();
        near.pixels[7] = 252;
        assert_eq!((one.difference(&near, &[], 3), one.difference(&near, &[], 2)), (None, Some([2, 0, 3, 1])));
        assert_eq!(one.difference(&one.clone(), &[], 0), None);
        assert_eq!(one.difference(&white(40, 21), &[[0.0, 0.0, 1.0, 1.0]], 0), Some([0, 0, 40, 21]));
    }

    #[test]
    fn pixmaps_are_read_one_behind_the_other() {
        let pictures = Picture::all_of_ppm(b"P6\n1 1\n255\nabcP6\n1 2\n255\n\n\n\n   ").unwrap();
        assert_eq!(pictures.iter().map(|picture| picture.height).collect::<Vec<_>>(), [1, 2]);
        assert!(Picture::all_of_ppm(b"P6\n1 2\n255\nabc").is_err());
    }
}
