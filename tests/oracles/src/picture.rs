//! poppler's pdftoppm: a page as people see it, by a renderer that others wrote.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{Oracles, tool};

/// A rendered page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// Red, green and blue of each pixel, row by row.
    pub pixels: Vec<[u8; 3]>,
}

impl Oracles {
    /// A page, counted from 1, at so many pixels to an inch; `None` when the renderer is not installed.
    pub fn picture(&self, pdf: &Path, page: u32, resolution: u32) -> Result<Option<Picture>> {
        let folder = tempfile::tempdir()?;
        let prefix = folder.path().join("page");
        let (page, resolution) = (page.to_string(), resolution.to_string());
        let mut command = Command::new("pdftoppm");
        command.args(["-singlefile", "-r", &resolution, "-f", &page, "-l", &page]).arg(pdf).arg(&prefix);
        let Some(said) = tool::run_if_installed(&mut command)? else { return Ok(None) };
        ensure!(said.status.success(), "pdftoppm: {}", said.text);
        Picture::of_ppm(&fs::read(prefix.with_extension("ppm"))?).context("the picture is no PPM").map(Some)
    }
}

impl Picture {
    /// A binary portable pixmap with 255 shades.
    fn of_ppm(bytes: &[u8]) -> Option<Self> {
        let mut fields = bytes.splitn(4, u8::is_ascii_whitespace);
        let mut field = || fields.next();
        let (b"P6", width, height, rest) = (field()?, field()?, field()?, field()?) else { return None };
        let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<usize>().ok();
        let (width, height) = (number(width)?, number(height)?);
        let pixels = rest.strip_prefix(b"255\n")?.chunks_exact(3).map(|p| [p[0], p[1], p[2]]);
        let pixels: Vec<_> = pixels.collect();
        (pixels.len() == width * height).then_some(Self { width, height, pixels })
    }

    /// Where there is something of a colour: the smallest rectangle that holds all such pixels, as left, top, right and
    /// bottom in parts of the page's width and height; `None` where there is none.
    #[expect(clippy::cast_precision_loss, reason = "a picture is some thousand pixels wide")]
    pub fn bounds(&self, is_it: impl Fn([u8; 3]) -> bool) -> Option<[f64; 4]> {
        let found = self.pixels.iter().enumerate().filter(|(_, pixel)| is_it(**pixel));
        let places = found.map(|(index, _)| (index % self.width, index / self.width));
        let [left, top, right, bottom] = places.fold(None, |bounds: Option<[usize; 4]>, (x, y)| {
            let [left, top, right, bottom] = bounds.unwrap_or([x, y, x + 1, y + 1]);
            Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)])
        })?;
        let (width, height) = (self.width as f64, self.height as f64);
        Some([left as f64 / width, top as f64 / height, right as f64 / width, bottom as f64 / height])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_found_where_they_are() {
        let picture = Picture::of_ppm(b"P6\n4 2\n255\n\0\0\0\xff\0\0\0\0\0\0\0\0\0\0\0\xff\0\0\xff\0\0\0\0\0").unwrap();
        assert_eq!((picture.width, picture.height), (4, 2));
        assert_eq!(picture.bounds(|[red, ..]| red == 0xff), Some([0.25, 0.0, 0.75, 1.0]));
        assert_eq!(picture.bounds(|[_, green, _]| green == 0xff), None);
        assert_eq!(Picture::of_ppm(b"P6\n4 2\n255\n\0\0\0"), None);
    }
}
