//! What becomes of images that signers bring, good and bad.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Cursor;

use domain::language::Language;
use png::{BitDepth, ColorType};
use seal_image::{MAX_BYTES, Paper, SealDesign, SealImage, Style, UploadError, checked_upload};

const PHOTO: &[u8] = include_bytes!("data/photo.jpg");
const CMYK: &[u8] = include_bytes!("data/cmyk.jpg");
const GREY: &[u8] = include_bytes!("data/grey.jpg");

fn packed(width: u32, height: u32, kind: ColorType, depth: BitDepth, samples: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(kind);
    encoder.set_depth(depth);
    if kind == ColorType::Indexed {
        encoder.set_palette(vec![255, 255, 255, 200, 30, 30]);
    }
    encoder.add_text_chunk("Author".to_owned(), "somebody".to_owned()).unwrap();
    encoder.write_header().unwrap().write_image_data(samples).unwrap();
    file
}

fn pixels(image: &SealImage) -> Vec<[u8; 4]> {
    let mut reader = png::Decoder::new(Cursor::new(&image.png)).read_info().unwrap();
    assert_eq!(reader.info().color_type, ColorType::Rgba);
    assert!(reader.info().uncompressed_latin1_text.is_empty());
    let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rgba).unwrap();
    rgba.chunks_exact(4).map(|pixel| pixel.try_into().unwrap()).collect()
}

/// A declared size without the pixels for it.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut file = packed(1, 1, ColorType::Rgb, BitDepth::Eight, &[0; 3]);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let mut sum = u32::MAX;
    for byte in &file[12..29] {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    file[29..33].copy_from_slice(&(!sum).to_be_bytes());
    file
}

#[test]
fn a_photographed_seal_loses_its_paper_and_stands_upright() {
    let image = checked_upload(PHOTO, Paper::MakeTransparent).unwrap();
    let (width, height) = (image.width as usize, image.height as usize);
    // cut to the seal, which is 273 pixels wide in the photograph of 420 × 360
    assert!((265..300).contains(&width) && (265..300).contains(&height), "{width} × {height}");
    let pixels = pixels(&image);
    let alpha = |x: usize, y: usize| pixels[y * width + x][3];
    for (x, y) in [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)] {
        assert_eq!(alpha(x, y), 0, "paper is left at {x}, {y}");
    }
    let ring = (0..20).map(|x| alpha(x, height / 2)).max().unwrap();
    assert!(ring > 240, "{ring}");
    let pale = pixels.iter().filter(|pixel| pixel[3] > 240).find(|pixel| pixel[0] < 100 || pixel[1] > 90);
    assert_eq!(pale, None, "what is opaque is red");
    let clear = pixels.iter().filter(|pixel| pixel[3] == 0).count() as f64 / pixels.len() as f64;
    assert!((0.5..0.85).contains(&clear), "{clear}");
    // 「山」 is lighter than 「田」: upright, the lower half has more ink
    let ink = |rows: std::ops::Range<usize>| {
        let part = rows.flat_map(|y| (width / 4..3 * width / 4).map(move |x| (x, y)));
        part.map(|(x, y)| u64::from(alpha(x, y))).sum::<u64>()
    };
    assert!(ink(height / 2..height * 9 / 10) > ink(height / 10..height / 2));
}

#[test]
fn a_drawn_seal_comes_back_as_it_is() {
    let drawn = SealDesign::new(Style::RoundSeal, "山田").unwrap().draw(300).unwrap();
    assert_eq!(checked_upload(&drawn.png, Paper::Keep), Ok(drawn));
}

#[test]
fn every_kind_of_png_is_read() {
    let cases = [
        (ColorType::Grayscale, BitDepth::Eight, vec![90; 64]),
        (ColorType::Grayscale, BitDepth::One, vec![0; 8]),
        (ColorType::Grayscale, BitDepth::Sixteen, vec![90; 128]),
        (ColorType::GrayscaleAlpha, BitDepth::Eight, vec![90; 128]),
        (ColorType::Rgb, BitDepth::Eight, vec![90; 192]),
        (ColorType::Rgb, BitDepth::Sixteen, vec![90; 384]),
        (ColorType::Rgba, BitDepth::Sixteen, vec![90; 512]),
        (ColorType::Indexed, BitDepth::One, vec![0b1010_1010; 8]),
    ];
    for (kind, depth, samples) in cases {
        let image = checked_upload(&packed(8, 8, kind, depth, &samples), Paper::Keep).unwrap();
        let first = pixels(&image)[0];
        let wanted = match (kind, depth) {
            (ColorType::Indexed, _) => [200, 30, 30, 255],
            (_, BitDepth::One) => [0, 0, 0, 255],
            (ColorType::GrayscaleAlpha | ColorType::Rgba, _) => [90; 4],
            _ => [90, 90, 90, 255],
        };
        assert_eq!(first, wanted, "{kind:?} {depth:?}");
    }
    let grey = pixels(&checked_upload(GREY, Paper::Keep).unwrap());
    assert!(grey.iter().all(|pixel| pixel[0].abs_diff(90) < 3 && pixel[3] == 255));
}

#[test]
fn a_large_image_becomes_smaller() {
    let mut samples = vec![255; 2000 * 1200];
    samples[..2000 * 600].fill(40);
    let file = packed(2000, 1200, ColorType::Grayscale, BitDepth::Eight, &samples);
    let image = checked_upload(&file, Paper::Keep).unwrap();
    assert_eq!((image.width, image.height), (1000, 600));
}

#[test]
fn images_that_are_too_large_are_refused_before_they_are_unpacked() {
    assert_eq!(checked_upload(&vec![0; MAX_BYTES + 1], Paper::Keep), Err(UploadError::TooManyBytes));
    for (width, height) in [(2001, 1), (1, 2001), (60_000, 60_000), (1 << 30, 1 << 30)] {
        let refused = checked_upload(&bomb(width, height), Paper::Keep);
        assert_eq!(refused, Err(UploadError::TooManyPixels { width, height }));
    }
    let mut jpeg = CMYK.to_vec();
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    let refused = checked_upload(&jpeg, Paper::Keep);
    assert_eq!(refused, Err(UploadError::TooManyPixels { width: 65_535, height: 65_535 }));
    // The size is right and the pixels are missing.
    assert_eq!(checked_upload(&bomb(2000, 2000), Paper::Keep), Err(UploadError::Broken));
}

#[test]
fn what_is_cut_off_damaged_or_something_else_is_refused() {
    let png = SealDesign::new(Style::RoundSeal, "山田").unwrap().draw(100).unwrap().png;
    for length in [9, 20, 40, png.len() / 2, png.len() - 20] {
        assert_eq!(checked_upload(&png[..length], Paper::Keep), Err(UploadError::Broken), "{length} bytes of a PNG");
    }
    for length in [4, 100, PHOTO.len() / 2, PHOTO.len() * 9 / 10] {
        let refused = checked_upload(&PHOTO[..length], Paper::Keep);
        assert_eq!(refused, Err(UploadError::Broken), "{length} bytes of a JPEG");
    }
    for other in [&b""[..], b"GIF89a", b"%PDF-1.7", b"<svg/>", b"RIFF\0\0\0\0WEBP"] {
        assert_eq!(checked_upload(other, Paper::Keep), Err(UploadError::UnknownFormat));
    }
    assert_eq!(checked_upload(CMYK, Paper::Keep), Err(UploadError::PrintColours));
}

#[test]
fn damage_anywhere_never_stops_the_program() {
    let png = SealDesign::new(Style::RoundSeal, "山").unwrap().draw(40).unwrap().png;
    for file in [&png[..], GREY, CMYK, &PHOTO[..1200]] {
        for place in 0..file.len() {
            let mut damaged = file.to_vec();
            damaged[place] ^= 0xFF;
            let _ = checked_upload(&damaged, Paper::MakeTransparent);
        }
    }
}

#[test]
fn paper_without_ink_and_ink_without_paper_are_refused() {
    let sheet = |value: u8| packed(64, 64, ColorType::Grayscale, BitDepth::Eight, &[value; 64 * 64]);
    assert_eq!(checked_upload(&sheet(250), Paper::MakeTransparent), Err(UploadError::Blank));
    assert_eq!(checked_upload(&sheet(20), Paper::MakeTransparent), Err(UploadError::TooDark));
    let nothing = packed(8, 8, ColorType::Rgba, BitDepth::Eight, &[0; 256]);
    assert_eq!(checked_upload(&nothing, Paper::Keep), Err(UploadError::Blank));
}

#[test]
fn what_goes_in_is_taken_by_the_signature() {
    let drawn = SealDesign::new(Style::SquareSeal, "株式会社契印").unwrap().draw(600).unwrap();
    let lifted = checked_upload(PHOTO, Paper::MakeTransparent).unwrap();
    for image in [drawn, lifted] {
        pades::appearance::Image { png: &image.png }.check().unwrap();
    }
}

#[test]
fn every_refusal_says_what_to_do_in_both_languages() {
    let large = UploadError::TooManyPixels { width: 3000, height: 10 };
    let errors = [UploadError::TooManyBytes, large, UploadError::UnknownFormat, UploadError::PrintColours];
    for error in errors.into_iter().chain([UploadError::Broken, UploadError::TooDark, UploadError::Blank]) {
        assert!(error.text(Language::Ja).contains("ください"), "{error:?}");
        assert!(error.text(Language::En).contains("; "), "{error:?}");
    }
}
