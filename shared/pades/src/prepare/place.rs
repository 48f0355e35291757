//! Where on a page the document ID goes: the lower left corner as a reader shows the page.

use super::DocumentId;
use super::font::ADVANCE;
use super::resources::Names;
use crate::pdf::file::PdfFile;
use crate::pdf::geometry::{MILLIMETRE, PageGeometry, decimal};
use crate::pdf::pages::Page;

/// Points from the left edge and from the bottom, and the size of the font.
const LEFT: f64 = 10.0 * MILLIMETRE;
const BOTTOM: f64 = 6.0 * MILLIMETRE;
const FONT_SIZE: f64 = 6.0;
/// The grey level, 0 black to 1 white.
const GREY: f64 = 0.35;

/// The operators that show `id`, an artifact in the sense of tagged PDF (§14.8.2.2).
pub(super) fn operators(file: &PdfFile<'_>, page: &Page<'_>, id: &DocumentId, names: &Names) -> String {
    let Names { font, grey } = names;
    let (size, matrix) = text_matrix(&PageGeometry::of(file, page));
    format!(
        "/Artifact BMC\nq\n/{grey} cs {GREY} sc /{grey} CS {GREY} SC\nBT\n/{font} {} Tf\n{} Tm\n({}) Tj\nET\nQ\nEMC\n",
        decimal(size),
        matrix.map(decimal).join(" "),
        id.as_str()
    )
}

/// Font size and text matrix in user space.
fn text_matrix(page: &PageGeometry) -> (f64, [f64; 6]) {
    let (width, height) = page.shown_size();
    // On a page too narrow for it the ID shrinks, margins first.
    let x = LEFT.min(width / 20.0);
    let y = BOTTOM.min(height / 20.0);
    let text_width = 32.0 * f64::from(ADVANCE) / 1000.0;
    let size = FONT_SIZE.min((width - 2.0 * x) / text_width) / page.unit;
    let [a, b, c, d] = page.turn.upright();
    let (e, f) = page.to_user(x, height - y);
    (size, [a, b, c, d, e, f])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::geometry::{Rectangle, Turn};

    const A4: Rectangle = Rectangle { left: 10.0, bottom: 20.0, right: 605.0, top: 862.0 };

    #[test]
    fn lower_left_as_shown() {
        let position = |turn| {
            let (_, matrix) = text_matrix(&PageGeometry { visible: A4, turn, unit: 1.0 });
            (matrix[4].round(), matrix[5].round())
        };
        assert_eq!(position(Turn::None), (38.0, 37.0));
        assert_eq!(position(Turn::Quarter), (588.0, 48.0));
        assert_eq!(position(Turn::Half), (577.0, 845.0));
        assert_eq!(position(Turn::ThreeQuarters), (27.0, 834.0));
    }

    #[test]
    fn user_unit_and_narrow_pages() {
        let (size, matrix) = text_matrix(&PageGeometry { visible: A4, turn: Turn::None, unit: 2.0 });
        assert_eq!((size, matrix[4].round()), (3.0, 24.0));
        let narrow = Rectangle { left: 0.0, bottom: 0.0, right: 60.0, top: 60.0 };
        let (size, matrix) = text_matrix(&PageGeometry { visible: narrow, turn: Turn::None, unit: 1.0 });
        assert!(matrix[4] + size * 19.2 <= 60.0);
    }
}
