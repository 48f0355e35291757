//! What a signer sees of a drawn seal.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Cursor;

use domain::language::Language;
use seal_image::{SealDesign, SealImage, SealImageError, Style};

/// A picture to look into.
struct Picture {
    width: usize,
    height: usize,
    rgba: Vec<u8>,
}

impl Picture {
    fn of(image: &SealImage) -> Self {
        let mut reader = png::Decoder::new(Cursor::new(&image.png)).read_info().unwrap();
        let info = reader.info();
        assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Rgba, png::BitDepth::Eight));
        assert_eq!((info.width, info.height), (image.width, image.height));
        let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut rgba).unwrap();
        Self { width: image.width as usize, height: image.height as usize, rgba }
    }

    fn alpha(&self, x: usize, y: usize) -> u8 {
        self.rgba[(y * self.width + x) * 4 + 3]
    }

    /// How much of a part is inked, of 1; the part in hundredths of the sides.
    fn ink(&self, x: std::ops::Range<usize>, y: std::ops::Range<usize>) -> f64 {
        let (columns, rows) = (scaled(&x, self.width), scaled(&y, self.height));
        let all = columns.len() * rows.len();
        let sum: u64 =
            rows.flat_map(|y| columns.clone().map(move |x| (x, y))).map(|(x, y)| u64::from(self.alpha(x, y))).sum();
        sum as f64 / 255.0 / all as f64
    }
}

fn scaled(hundredths: &std::ops::Range<usize>, side: usize) -> std::ops::Range<usize> {
    hundredths.start * side / 100..hundredths.end * side / 100
}

fn draw(style: Style, text: &str) -> Picture {
    Picture::of(&SealDesign::new(style, text).unwrap().draw(240).unwrap())
}

fn refused(style: Style, text: &str) -> SealImageError {
    SealDesign::new(style, text).unwrap_err()
}

#[test]
fn a_round_seal_is_a_vermilion_ring_with_nothing_outside() {
    for text in ["森", "山田", "佐々木", "勅使河原", "佐々木 健太郎", "渡邊", "John Smith"] {
        let seal = draw(Style::RoundSeal, text);
        assert_eq!((seal.width, seal.height), (240, 240));
        assert!(seal.rgba.chunks(4).all(|pixel| pixel[0] > 190 && pixel[1] < 80 && pixel[2] < 80));
        for (y, x) in (0..240).flat_map(|y| (0..240).map(move |x| (y, x))) {
            let distance = (x as f64 - 119.5).hypot(y as f64 - 119.5);
            let alpha = seal.alpha(x, y);
            if distance > 121.0 {
                assert_eq!(alpha, 0, "{text}: ink outside at {x}, {y}");
            } else if (112.5..118.5).contains(&distance) {
                assert_eq!(alpha, 255, "{text}: a gap in the ring at {x}, {y}");
            } else if (104.5..109.0).contains(&distance) {
                assert_eq!(alpha, 0, "{text}: the name touches the ring at {x}, {y}");
            }
        }
    }
}

#[test]
fn every_character_is_there_from_the_top_down_and_from_right_to_left() {
    let seal = draw(Style::RoundSeal, "山田");
    assert!(seal.ink(30..70, 15..48) > 0.15 && seal.ink(30..70, 52..85) > 0.2);
    // 「一二三」 grows from the upper to the lower third
    let seal = draw(Style::RoundSeal, "一二三");
    let thirds = [10..36, 36..63, 63..92].map(|rows| seal.ink(25..75, rows));
    assert!(thirds[0] > 0.02 && thirds[0] < thirds[1] && thirds[1] < thirds[2], "{thirds:?}");
    // four cells, 「一」 lightest at the upper right, 「圖」 heaviest at the lower left
    let seal = draw(Style::SquareSeal, "一田田圖");
    let cells = [(50..92, 8..50), (50..92, 50..92), (8..50, 8..50), (8..50, 50..92)];
    let inks = cells.map(|(x, y)| seal.ink(x, y));
    assert!(inks[0] > 0.02 && inks[0] < inks[1] && inks[1] < inks[3], "{inks:?}");
    assert!((inks[1] - inks[2]).abs() < 0.02, "{inks:?}");
}

#[test]
fn each_of_many_characters_leaves_ink_in_its_cell() {
    let text: String = "株式会社東京電子計算機製造販売之印".chars().take(16).collect();
    let seal = draw(Style::SquareSeal, &text);
    for (row, column) in (0..4).flat_map(|row| (0..4).map(move |column| (row, column))) {
        let (x, y) = (8 + column * 21, 8 + row * 21);
        assert!(seal.ink(x..x + 21, y..y + 21) > 0.1, "row {row}, column {column}");
    }
    assert_eq!(seal.alpha(0, 0), 0, "corners are round");
}

#[test]
fn vertical_writing_turns_and_moves_what_has_to() {
    // the long vowel is a stroke downwards, the full stop is at the upper right of its square
    let word = draw(Style::VerticalText, "ー");
    assert!(word.height > 3 * word.width, "{} × {}", word.width, word.height);
    let line = draw(Style::HorizontalText, "ー");
    assert!(line.width > 3 * line.height, "{} × {}", line.width, line.height);
    let bracket = draw(Style::VerticalText, "「");
    let flat = draw(Style::HorizontalText, "「");
    assert_ne!(bracket.rgba, flat.rgba);
    assert!(draw(Style::VerticalText, "(").width > draw(Style::VerticalText, "(").height, "brackets lie");
    let stop = draw(Style::VerticalText, "口。");
    assert!(stop.ink(50..100, 60..100) > 2.0 * stop.ink(0..50, 60..100));
    // letters stand: an A is widest at its foot
    let letter = draw(Style::VerticalText, "A");
    assert!(letter.ink(0..20, 80..100) > letter.ink(0..20, 0..20));
}

#[test]
fn names_as_they_are_really_written() {
    for text in ["髙﨑", "𠮷田", "㈱№①々", "葛\u{E0100}城", "辻\u{E0101}", "か\u{3099}"] {
        for style in Style::ALL {
            SealDesign::new(style, text).unwrap();
        }
    }
}

#[test]
fn what_the_typeface_lacks_is_named_in_both_languages() {
    let error = refused(Style::RoundSeal, "山\u{2B740}");
    assert_eq!(error, SealImageError::MissingGlyph { character: '\u{2B740}' });
    assert!(error.text(Language::Ja).contains("「\u{2B740}」（U+2B740）"));
    assert!(error.text(Language::En).contains("U+2B740"));
    for text in ["山田\u{1F600}", "Nguyễn", "山\u{200B}田", "山\u{7}田", "김"] {
        for style in Style::ALL {
            assert!(matches!(refused(style, text), SealImageError::MissingGlyph { .. }), "{text:?}");
        }
    }
}

#[test]
fn too_much_or_nothing_is_refused() {
    assert_eq!(refused(Style::RoundSeal, " \u{3000}\n"), SealImageError::Empty);
    for style in Style::ALL {
        assert_eq!(refused(style, &"山".repeat(100)), SealImageError::TooLong { style });
        assert_eq!(refused(style, &"a ".repeat(100)), SealImageError::TooLong { style });
    }
    let seal = SealDesign::new(Style::RoundSeal, "山田").unwrap();
    assert_eq!(seal.draw(31), Err(SealImageError::Size { pixels: 31 }));
    assert_eq!(seal.draw(2001), Err(SealImageError::Size { pixels: 2001 }));
}

#[test]
fn a_seal_has_the_size_of_a_seal() {
    let size = |style, text: &str| SealDesign::new(style, text).unwrap().millimetres().unwrap();
    assert_eq!(size(Style::RoundSeal, "山田"), (10.5, 10.5));
    assert_eq!(size(Style::RoundSeal, "勅使河原"), (12.0, 12.0));
    assert_eq!(size(Style::SquareSeal, "株式会社契印"), (21.0, 21.0));
    assert_eq!(size(Style::SquareSeal, "株式会社東京電子計算機之印"), (24.0, 24.0));
    let (width, height) = size(Style::VerticalText, "山田 太郎");
    assert!((4.5..6.5).contains(&width) && (20.0..25.0).contains(&height), "{width} × {height}");
}

#[test]
fn the_same_name_gives_the_same_file_without_metadata() {
    let seal = SealDesign::new(Style::SquareSeal, "株式会社サンプル印").unwrap();
    let (once, again) = (seal.draw(600).unwrap(), seal.draw(600).unwrap());
    assert_eq!(once, again);
    assert!(once.png.len() < 60_000, "{} bytes", once.png.len());
    assert_eq!(chunks(&once.png), ["IDAT", "IEND", "IHDR"]);
}

fn chunks(png: &[u8]) -> Vec<String> {
    let mut names = std::collections::BTreeSet::new();
    let mut rest = &png[8..];
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
        names.insert(String::from_utf8(rest[4..8].to_vec()).unwrap());
        rest = &rest[12 + length..];
    }
    names.into_iter().collect()
}

#[test]
fn suggestions_begin_with_what_suits() {
    let texts = |name, company| {
        let all = SealDesign::suggestions(name, company);
        all.into_iter().map(|it| (it.style(), it.text().to_owned())).collect::<Vec<_>>()
    };
    let japanese = texts("山田 太郎", None);
    assert_eq!(japanese[0], (Style::RoundSeal, "山田".to_owned()));
    assert!(japanese.contains(&(Style::VerticalText, "山田 太郎".to_owned())));
    let company = texts("山田 太郎", Some("株式会社サンプル"));
    assert_eq!(company[0], (Style::SquareSeal, "株式会社サンプル印".to_owned()));
    assert_eq!(company.len(), 4);
    let latin = texts("John Smith", None);
    assert_eq!(latin[0], (Style::HorizontalText, "John Smith".to_owned()));
    assert!(latin.iter().all(|(style, _)| *style != Style::VerticalText));
    assert_eq!(texts("\u{1F600}", None), []);
}
