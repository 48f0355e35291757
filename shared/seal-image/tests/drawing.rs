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

/// The smallest rectangle around the ink within a distance from the middle, as parts of the side: left, top, right, bottom.
fn extent(seal: &Picture, within: f64) -> [f64; 4] {
    let middle = (seal.width as f64 - 1.0) / 2.0;
    let points = (0..seal.height).flat_map(|y| (0..seal.width).map(move |x| (x, y)));
    let inked = points.filter(|(x, y)| seal.alpha(*x, *y) > 127);
    let inside = inked.filter(|(x, y)| (*x as f64 - middle).hypot(*y as f64 - middle) < within);
    inside.fold([1.0, 1.0, 0.0, 0.0], |[left, top, right, bottom]: [f64; 4], (x, y)| {
        let (x, y) = (x as f64 / seal.width as f64, y as f64 / seal.height as f64);
        [left.min(x), top.min(y), right.max(x), bottom.max(y)]
    })
}

#[test]
fn one_to_five_letters_fill_the_circle() {
    for text in ["林", "鈴木", "佐藤", "髙﨑", "𠮷田", "東海林", "五十嵐", "勅使河原", "長宗我部元"]
    {
        let seal = draw(Style::RoundSeal, text);
        // Within the ring, which the ink does not touch: of a diameter of 1, 0.924 are free.
        let [left, top, right, bottom] = extent(&seal, 106.0);
        let (width, height) = (right - left, bottom - top);
        let least = if text.chars().count() == 3 { 0.5 } else { 0.66 };
        assert!(width > least && height > 0.7, "{text}: {width:.2} × {height:.2}");
        // It stands in the middle, and a fifth of what is within the ring is ink.
        let off = (left + right - 1.0).abs().max((top + bottom - 1.0).abs()) / 2.0;
        assert!(off < 0.03, "{text}: {off:.3} off the middle");
        let disc = std::f64::consts::PI * 110.0 * 110.0;
        let points = (0..240).flat_map(|y| (0..240).map(move |x| (x, y)));
        let inside = points.filter(|(x, y)| (*x as f64 - 119.5).hypot(*y as f64 - 119.5) < 106.0);
        let ink = inside.map(|(x, y)| f64::from(seal.alpha(x, y)) / 255.0).sum::<f64>() / disc;
        println!("{text}: {width:.2} × {height:.2}, {ink:.2} inked");
        assert!((0.2..0.6).contains(&ink), "{text}: {ink:.2} of the circle are inked");
    }
}

#[test]
fn letters_fill_the_square_to_its_frame() {
    for text in ["滝川市長之印", "株式会社滝川建設之印", "有限会社", "株式会社𠮷野", "髙﨑工業"]
    {
        let seal = draw(Style::SquareSeal, text);
        let [x, y] = [(7, 93), (93, 7)].map(|_| 6..94);
        // Between frame and letters is a gap all round, and beyond it ink on every side.
        for (gap, side) in [((5..7, y.clone()), (7..13, y.clone())), ((93..95, y.clone()), (87..93, y.clone()))] {
            assert!(seal.ink(gap.0, gap.1) < 0.01 && seal.ink(side.0, side.1) > 0.08, "{text}");
        }
        for (gap, side) in [((x.clone(), 5..7), (x.clone(), 7..13)), ((x.clone(), 93..95), (x.clone(), 87..93))] {
            assert!(seal.ink(gap.0, gap.1) < 0.01 && seal.ink(side.0, side.1) > 0.08, "{text}");
        }
    }
}

#[test]
fn the_zero_among_kanji_is_a_circle_in_any_cell() {
    // a cell of its own, one that is high, one that is wide; each without the frame and the other characters
    let cases = [
        (Style::RoundSeal, "〇", (12..88, 12..88)),
        (Style::SquareSeal, "〇〇", (51..94, 7..93)),
        (Style::RoundSeal, "一〇", (15..85, 40..94)),
    ];
    for (style, text, (x, y)) in cases {
        let seal = draw(style, text);
        let (columns, rows) = (scaled(&x, seal.width), scaled(&y, seal.height));
        let points = rows.flat_map(|y| columns.clone().map(move |x| (x, y)));
        let disc =
            points.filter(|(x, y)| (*x as f64 - 119.5).hypot(*y as f64 - 119.5) < 106.0 || style != Style::RoundSeal);
        let inked: Vec<(usize, usize)> = disc.filter(|(x, y)| seal.alpha(*x, *y) > 127).collect();
        let length = |along: fn(&(usize, usize)) -> usize| {
            let places = inked.iter().map(along);
            places.clone().max().unwrap() - places.min().unwrap() + 1
        };
        let (width, height) = (length(|at| at.0), length(|at| at.1));
        assert!(width > 60 && width.abs_diff(height) <= 2, "{text}: {width} × {height}");
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
    let square: Vec<&str> = company.iter().filter(|it| it.0 == Style::SquareSeal).map(|it| it.1.as_str()).collect();
    assert_eq!(square, ["株式会社サンプル印", "株式会社サンプル", "株式会社サンプル之印"]);
    assert_eq!(company.len(), 6);
    assert_eq!(texts("John Smith", Some("Keiin Inc.")).iter().filter(|it| it.0 == Style::SquareSeal).count(), 1);
    let latin = texts("John Smith", None);
    assert_eq!(latin[0], (Style::HorizontalText, "John Smith".to_owned()));
    assert!(latin.iter().all(|(style, _)| *style != Style::VerticalText));
    assert_eq!(texts("\u{1F600}", None), []);
}
