//! Where on a page the document ID goes: the lower left corner as a reader shows the page.

use super::DocumentId;
use super::font::ADVANCE;
use crate::pdf::file::PdfFile;
use crate::pdf::pages::Page;
use crate::pdf::value::Value;

const MILLIMETRE: f64 = 72.0 / 25.4;
const LEFT: f64 = 10.0 * MILLIMETRE;
const BOTTOM: f64 = 6.0 * MILLIMETRE;
const FONT_SIZE: f64 = 6.0;
/// The grey level, 0 black to 1 white.
const GREY: f64 = 0.35;
/// What readers assume where no box is given: US Letter.
const DEFAULT_BOX: Box = Box { left: 0.0, bottom: 0.0, right: 612.0, top: 792.0 };

#[derive(Clone, Copy, Debug, PartialEq)]
struct Box {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

/// Quarter turns clockwise at which a page is shown (ISO 32000-2 table 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

/// The operators that show `id`, an artifact in the sense of tagged PDF (§14.8.2.2).
pub(super) fn operators(file: &PdfFile<'_>, page: &Page<'_>, id: &DocumentId, font: &str) -> String {
    let visible = visible_box(file, page);
    let turn = turn(page.rotate().and_then(|value| file.resolve(value)));
    let unit =
        file.entry(page.dictionary, b"UserUnit").and_then(Value::number).filter(|unit| *unit > 0.0).unwrap_or(1.0);
    let (size, matrix) = text_matrix(visible, turn, unit);
    let matrix: Vec<String> = matrix.iter().map(|number| decimal(*number)).collect();
    format!(
        "/Artifact BMC\nq\n{GREY} g {GREY} G\nBT\n/{font} {} Tf\n{} Tm\n({}) Tj\nET\nQ\nEMC\n",
        decimal(size),
        matrix.join(" "),
        id.as_str()
    )
}

/// The crop box as far as it is in the media box (§14.11.2).
fn visible_box(file: &PdfFile<'_>, page: &Page<'_>) -> Box {
    let read = |value: Option<Value<'_>>| {
        let corners = file.resolve(value?)?.array()?;
        let corners: Option<Vec<f64>> = corners.into_iter().map(|corner| file.resolve(corner)?.number()).collect();
        let &[x1, y1, x2, y2] = corners?.as_slice() else { return None };
        let found = Box { left: x1.min(x2), bottom: y1.min(y2), right: x1.max(x2), top: y1.max(y2) };
        (found.left < found.right && found.bottom < found.top).then_some(found)
    };
    let media = read(page.media_box()).unwrap_or(DEFAULT_BOX);
    let crop = read(page.crop_box()).unwrap_or(media);
    let both = Box {
        left: crop.left.max(media.left),
        bottom: crop.bottom.max(media.bottom),
        right: crop.right.min(media.right),
        top: crop.top.min(media.top),
    };
    if both.left < both.right && both.bottom < both.top { both } else { media }
}

fn turn(rotate: Option<Value<'_>>) -> Turn {
    match rotate.and_then(Value::number).map(|degrees| degrees.rem_euclid(360.0)) {
        Some(90.0) => Turn::Quarter,
        Some(180.0) => Turn::Half,
        Some(270.0) => Turn::ThreeQuarters,
        _ => Turn::None,
    }
}

/// Font size and text matrix in user space whose unit is `unit`/72 inch.
fn text_matrix(visible: Box, turn: Turn, unit: f64) -> (f64, [f64; 6]) {
    let Box { left, bottom, right, top } = visible;
    let (shown_width, shown_height) = match turn {
        Turn::None | Turn::Half => (right - left, top - bottom),
        Turn::Quarter | Turn::ThreeQuarters => (top - bottom, right - left),
    };
    // On a page too narrow for it the ID shrinks, margins first.
    let x = (LEFT / unit).min(shown_width / 20.0);
    let y = (BOTTOM / unit).min(shown_height / 20.0);
    let text_width = 32.0 * f64::from(ADVANCE) / 1000.0;
    let size = (FONT_SIZE / unit).min((shown_width - 2.0 * x) / text_width);
    let matrix = match turn {
        Turn::None => [1.0, 0.0, 0.0, 1.0, left + x, bottom + y],
        Turn::Quarter => [0.0, 1.0, -1.0, 0.0, right - y, bottom + x],
        Turn::Half => [-1.0, 0.0, 0.0, -1.0, right - x, top - y],
        Turn::ThreeQuarters => [0.0, -1.0, 1.0, 0.0, left + y, top - x],
    };
    (size, matrix)
}

/// A PDF number: no exponent, at most four decimals.
fn decimal(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: Box = Box { left: 10.0, bottom: 20.0, right: 605.0, top: 862.0 };

    #[test]
    fn lower_left_as_shown() {
        let position = |turn| {
            let (_, matrix) = text_matrix(A4, turn, 1.0);
            (matrix[4].round(), matrix[5].round())
        };
        assert_eq!(position(Turn::None), (38.0, 37.0));
        assert_eq!(position(Turn::Quarter), (588.0, 48.0));
        assert_eq!(position(Turn::Half), (577.0, 845.0));
        assert_eq!(position(Turn::ThreeQuarters), (27.0, 834.0));
    }

    #[test]
    fn user_unit_and_narrow_pages() {
        let (size, matrix) = text_matrix(A4, Turn::None, 2.0);
        assert_eq!((size, matrix[4].round()), (3.0, 24.0));
        let narrow = Box { left: 0.0, bottom: 0.0, right: 60.0, top: 60.0 };
        let (size, matrix) = text_matrix(narrow, Turn::None, 1.0);
        assert!(matrix[4] + size * 19.2 <= 60.0);
    }

    #[test]
    fn numbers() {
        assert_eq!(decimal(28.346_456), "28.3465");
        assert_eq!(decimal(-10.0), "-10");
        assert_eq!(decimal(0.0), "0");
    }
}
