//! What signatures look like here.

use std::sync::LazyLock;

use pades::appearance::{Appearance, FontFile, Image, Placement, Text, TextSize, Visible};

static FONT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/seal-image/assets/fonts/IBMPlexSansJP-Regular.ttf");
    std::fs::read(path).unwrap()
});

/// A red ring on nothing.
static SEAL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let side = 64_i32;
    let pixels = (0..side * side).flat_map(|index| {
        let (x, y) = (index % side - side / 2, index / side - side / 2);
        let is_ink = (26 * 26..30 * 30).contains(&(x * x + y * y));
        [200, 30, 30, if is_ink { 220 } else { 0 }]
    });
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, side.unsigned_abs(), side.unsigned_abs());
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header().unwrap().write_image_data(&pixels.collect::<Vec<u8>>()).unwrap();
    png
});

/// Where: on any page of the tests' files.
pub(crate) fn placement(page: u32) -> Placement {
    Placement { page, x: 20.0, y: 20.0, width: 60.0, height: 25.0 }
}

/// A seal alone.
pub(crate) fn seal(page: u32) -> Visible<'static> {
    Visible::at(placement(page), Appearance::Image(Image { png: &SEAL }))
}

/// A seal with the signer's name beside it.
pub(crate) fn seal_and_text(page: u32) -> Visible<'static> {
    let text = Text {
        lines: vec!["髙﨑 一郎".into(), "2026-12-01".into()],
        font: FontFile { bytes: &FONT, index: 0 },
        size: TextSize::Fit,
    };
    Visible::at(placement(page), Appearance::ImageLeft(Image { png: &SEAL }, text))
}
