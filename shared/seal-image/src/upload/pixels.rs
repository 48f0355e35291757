//! Pixels in memory.

use super::orientation::Orientation;

/// From this alpha on, a pixel is seen.
const SEEN: u8 = 24;
/// Left around a seal that is cut out, of its longer side: 1/32.
const MARGIN: usize = 32;

/// Red, green, blue, alpha, of eight bits, row by row.
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgba: Vec<u8>,
}

impl Pixels {
    /// `None` if there are not as many samples as there must be.
    pub(super) fn new(width: u32, height: u32, rgba: Vec<u8>) -> Option<Self> {
        let pixels = Self { width, height, rgba };
        (pixels.columns() * pixels.rows() * 4 == pixels.rgba.len()).then_some(pixels)
    }

    /// As [`Self::width`], to count with.
    pub(super) const fn columns(&self) -> usize {
        self.width as usize
    }

    /// As [`Self::height`], to count with.
    pub(super) const fn rows(&self) -> usize {
        self.height as usize
    }

    /// The pixel, where there is one.
    fn at(&self, x: usize, y: usize) -> [u8; 4] {
        let start = (y * self.columns() + x) * 4;
        self.rgba.get(start..start + 4).and_then(|pixel| pixel.try_into().ok()).unwrap_or_default()
    }

    /// Reads an image of this size from here, pixel by pixel.
    fn drawn(width: usize, height: usize, pixel: impl Fn(usize, usize) -> [u8; 4]) -> Self {
        let mut rgba = Vec::with_capacity(width * height * 4);
        for y in 0..height {
            for x in 0..width {
                rgba.extend_from_slice(&pixel(x, y));
            }
        }
        let side = |length| u32::try_from(length).unwrap_or_default();
        Self { width: side(width), height: side(height), rgba }
    }

    /// Upright.
    pub(super) fn turned(self, by: Orientation) -> Self {
        if by == Orientation::default() {
            return self;
        }
        let (right, bottom) = (self.columns() - 1, self.rows() - 1);
        let mirrored = |x: usize, y: usize| self.at(if by.mirrored { right - x } else { x }, y);
        match by.quarters {
            0 => Self::drawn(self.columns(), self.rows(), mirrored),
            1 => Self::drawn(self.rows(), self.columns(), |x, y| mirrored(y, bottom - x)),
            2 => Self::drawn(self.columns(), self.rows(), |x, y| mirrored(right - x, bottom - y)),
            _ => Self::drawn(self.rows(), self.columns(), |x, y| mirrored(right - y, x)),
        }
    }

    /// Half as wide and high: four pixels become their mean, in which what is not seen has no say.
    pub(super) fn halved(&self) -> Self {
        let (right, bottom) = (self.columns() - 1, self.rows() - 1);
        Self::drawn(self.columns().div_ceil(2), self.rows().div_ceil(2), |x, y| {
            let (x, y) = (2 * x, 2 * y);
            let (x1, y1) = ((x + 1).min(right), (y + 1).min(bottom));
            mean([self.at(x, y), self.at(x1, y), self.at(x, y1), self.at(x1, y1)])
        })
    }

    /// Whether there is something to be seen: a thousandth of the pixels, at least.
    pub(super) fn are_seen(&self) -> bool {
        let seen = self.rgba.chunks_exact(4).filter(|pixel| pixel[3] >= SEEN).count();
        seen > 0 && seen * 1000 >= self.columns() * self.rows()
    }

    /// Cut to what is seen, with a small margin; specks at the edges do not count.
    pub(super) fn trimmed(&self) -> Self {
        let mut down = vec![0_usize; self.rows()];
        let mut across = vec![0_usize; self.columns()];
        for (index, pixel) in self.rgba.chunks_exact(4).enumerate() {
            if pixel[3] >= SEEN {
                down[index / self.columns()] += 1;
                across[index % self.columns()] += 1;
            }
        }
        let (Some((left, right)), Some((top, bottom))) = (inked(&across), inked(&down)) else {
            return Self::drawn(self.columns(), self.rows(), |x, y| self.at(x, y));
        };
        let margin = (right - left).max(bottom - top) / MARGIN;
        let (left, top) = (left.saturating_sub(margin), top.saturating_sub(margin));
        let (right, bottom) = ((right + margin).min(self.columns()), (bottom + margin).min(self.rows()));
        Self::drawn(right - left, bottom - top, |x, y| self.at(left + x, top + y))
    }
}

/// From the first to behind the last line with more ink than a speck.
fn inked(lines: &[usize]) -> Option<(usize, usize)> {
    let speck = lines.len() / 250;
    let first = lines.iter().position(|ink| *ink > speck)?;
    let last = lines.iter().rposition(|ink| *ink > speck)?;
    Some((first, last + 1))
}

fn mean(pixels: [[u8; 4]; 4]) -> [u8; 4] {
    let alpha: u32 = pixels.iter().map(|pixel| u32::from(pixel[3])).sum();
    let colour = |channel: usize| {
        let sum: u32 = pixels.iter().map(|pixel| u32::from(pixel[channel]) * u32::from(pixel[3])).sum();
        u8::try_from(sum / alpha.max(1)).unwrap_or(u8::MAX)
    };
    [colour(0), colour(1), colour(2), u8::try_from(alpha / 4).unwrap_or(u8::MAX)]
}
