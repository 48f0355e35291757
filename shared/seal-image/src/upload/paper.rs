//! A seal on paper becomes a seal on nothing.
//!
//! Light falls unevenly on a photographed sheet, so the paper's colour is found place by place: in each tile, what is
//! light is paper. How much darker than the paper a pixel is, in the channel where that is most, says how much ink covers
//! it; black ink darkens all channels, red ink green and blue.

use super::UploadError;
use super::pixels::Pixels;

/// Tiles along the longer side.
const TILES: usize = 10;
/// Of a tile's pixels, as many in a hundred are taken to be darker than its paper.
const PERCENTILE: usize = 85;
/// Paper is at least this light in its lightest channel.
const LIGHT: u8 = 90;
/// Darker than the paper by so much (of 1) is shadow and grain still; from the second on it can only be ink.
const GRAIN: f32 = 0.12;
const INK: f32 = 0.25;
/// Full cover begins at this share of what the darker half of the ink reaches.
const FULL: f32 = 0.9;

/// Makes the paper transparent. The ink keeps its colour, as it is on white paper in even light.
pub(super) fn lift(pixels: &mut Pixels) -> Result<(), UploadError> {
    let sheet = Sheet::of(pixels)?;
    let full = full_cover(pixels, &sheet);
    let columns = pixels.columns();
    let (mut ink, mut inked) = ([0_u64; 3], 0_u64);
    for (index, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
        let paper = sheet.at(index % columns, index / columns);
        let cover = ((darkness(pixel, paper) - GRAIN) / (full - GRAIN)).clamp(0.0, 1.0);
        pixel[3] = sample(f32::from(pixel[3]) * cover);
        if pixel[3] == 0 {
            continue;
        }
        inked += 1;
        for ((seen, paper), sum) in pixel.iter_mut().zip(paper).zip(&mut ink) {
            // What is seen is ink over paper: the paper's share goes.
            let share = f32::from(*seen) / paper.max(1.0);
            *seen = sample((share - (1.0 - cover)) / cover * 255.0);
            *sum += u64::from(*seen);
        }
    }
    // The same ink where nothing is seen: no pale edges when the image is scaled, and a small file.
    let mean = ink.map(|sum| u8::try_from(sum / inked.max(1)).unwrap_or(u8::MAX));
    for pixel in pixels.rgba.chunks_exact_mut(4).filter(|pixel| pixel[3] == 0) {
        pixel[..3].copy_from_slice(&mean);
    }
    Ok(())
}

/// How much darker than the paper a pixel is, of 1.
fn darkness(pixel: &[u8], paper: [f32; 3]) -> f32 {
    let channels = pixel.iter().zip(paper);
    channels.map(|(seen, paper)| 1.0 - f32::from(*seen) / paper.max(1.0)).fold(0.0, f32::max)
}

/// From which darkness on the paper is covered: what most of this ink reaches, be it strong or pale.
fn full_cover(pixels: &Pixels, sheet: &Sheet) -> f32 {
    let columns = pixels.columns();
    let mut counts = [0_usize; 256];
    for (index, pixel) in pixels.rgba.chunks_exact(4).enumerate() {
        let dark = darkness(pixel, sheet.at(index % columns, index / columns));
        if dark > INK {
            counts[usize::from(sample(dark * 255.0))] += 1;
        }
    }
    let all = counts.iter().sum::<usize>();
    if all == 0 { 1.0 } else { f32::from(percentile(&counts, all, 75)) / 255.0 * FULL }
}

/// The paper's colour, tile by tile.
struct Sheet {
    tile: usize,
    across: usize,
    down: usize,
    colours: Vec<[f32; 3]>,
}

impl Sheet {
    fn of(pixels: &Pixels) -> Result<Self, UploadError> {
        let tile = pixels.columns().max(pixels.rows()).div_ceil(TILES).max(1);
        let (across, down) = (pixels.columns().div_ceil(tile), pixels.rows().div_ceil(tile));
        let places = (0..across * down).map(|index| (index % across, index / across));
        let tiles: Vec<[u8; 3]> = places.map(|(x, y)| light(pixels, x * tile, y * tile, tile)).collect();
        if tiles.iter().flatten().max().is_none_or(|lightest| *lightest < LIGHT) {
            return Err(UploadError::TooDark);
        }
        let sheet = Self { tile, across, down, colours: Vec::new() };
        let colours = (0..across * down).map(|index| sheet.lightest_near(&tiles, index)).collect();
        Ok(Self { colours, ..sheet })
    }

    /// A tile may lie in ink altogether: the lightest of it and its neighbours is the paper.
    fn lightest_near(&self, tiles: &[[u8; 3]], index: usize) -> [f32; 3] {
        let (x, y) = (index % self.across, index / self.across);
        let mut lightest = [0_u8; 3];
        for y in y.saturating_sub(1)..=(y + 1).min(self.down - 1) {
            for x in x.saturating_sub(1)..=(x + 1).min(self.across - 1) {
                for (channel, best) in lightest.iter_mut().enumerate() {
                    *best = (*best).max(tiles[y * self.across + x][channel]);
                }
            }
        }
        lightest.map(f32::from)
    }

    /// The paper's colour behind a pixel, between the middles of the tiles around it.
    fn at(&self, x: usize, y: usize) -> [f32; 3] {
        let (x0, x1, u) = self.between(x, self.across);
        let (y0, y1, v) = self.between(y, self.down);
        let tile = |x: usize, y: usize| self.colours[y * self.across + x];
        let [a, b, c, d] = [tile(x0, y0), tile(x1, y0), tile(x0, y1), tile(x1, y1)];
        let mix = |i: usize| (a[i] * (1.0 - u) + b[i] * u) * (1.0 - v) + (c[i] * (1.0 - u) + d[i] * u) * v;
        [mix(0), mix(1), mix(2)]
    }

    /// The two tiles around a place, and how near it is to the second.
    #[expect(clippy::cast_precision_loss, reason = "sides of an image")]
    fn between(&self, at: usize, tiles: usize) -> (usize, usize, f32) {
        let from_the_first = (2 * at + 1).saturating_sub(self.tile);
        let first = (from_the_first / (2 * self.tile)).min(tiles - 1);
        let share = (from_the_first - 2 * self.tile * first) as f32 / (2 * self.tile) as f32;
        (first, (first + 1).min(tiles - 1), share.min(1.0))
    }
}

/// The colour of what is light in a tile. What is transparent counts as white paper.
fn light(pixels: &Pixels, left: usize, top: usize, tile: usize) -> [u8; 3] {
    let mut counts = [[0_usize; 256]; 3];
    let mut all = 0;
    for y in top..(top + tile).min(pixels.rows()) {
        for x in left..(left + tile).min(pixels.columns()) {
            let start = (y * pixels.columns() + x) * 4;
            let pixel = &pixels.rgba[start..start + 4];
            for channel in 0..3 {
                let seen = if pixel[3] == 0 { u8::MAX } else { pixel[channel] };
                counts[channel][usize::from(seen)] += 1;
            }
            all += 1;
        }
    }
    counts.map(|counts| percentile(&counts, all, PERCENTILE))
}

/// The value that so many of a hundred do not exceed.
fn percentile(counts: &[usize; 256], all: usize, share: usize) -> u8 {
    let mut below = 0;
    for (value, count) in (0..=u8::MAX).zip(counts) {
        below += count;
        if below * 100 >= all * share {
            return value;
        }
    }
    u8::MAX
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, which is what is wanted"
)]
fn sample(value: f32) -> u8 {
    value.round() as u8
}
