//! How image and text share the box, and the matrices that put the box on the page (ISO 32000-2 §12.5.5).

use super::Appearance;
#[cfg(feature = "fonts")]
use crate::pdf::geometry::MILLIMETRE;
use crate::pdf::geometry::Turn;

/// A part of the box, in points from its lower left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// How lines of text lie in their area.
#[cfg(feature = "fonts")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alignment {
    Left,
    Centre,
}

/// How the box is shared. What is not there has no say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) image: Area,
    #[cfg(feature = "fonts")]
    pub(super) text: Area,
    #[cfg(feature = "fonts")]
    pub(super) alignment: Alignment,
}

/// Between image and text.
#[cfg(feature = "fonts")]
const GAP: f64 = MILLIMETRE;

impl Area {
    /// The largest area of this aspect (width by height) in the middle of this one.
    pub(super) fn centred(self, aspect: f64) -> Self {
        let width = self.width.min(self.height * aspect);
        let height = self.height.min(self.width / aspect);
        Self { x: self.x + (self.width - width) / 2.0, y: self.y + (self.height - height) / 2.0, width, height }
    }
}

/// Where the image goes, where the text goes and how; for an image of this aspect.
#[cfg(feature = "fonts")]
pub(super) fn areas(appearance: &Appearance<'_>, aspect: f64, width: f64, height: f64) -> Parts {
    let whole = Area { x: 0.0, y: 0.0, width, height };
    match appearance {
        Appearance::Image(_) | Appearance::Text(_) => {
            Parts { image: whole.centred(aspect), text: whole, alignment: Alignment::Left }
        }
        Appearance::ImageBehind(..) => {
            Parts { image: whole.centred(aspect), text: whole, alignment: Alignment::Centre }
        }
        Appearance::ImageLeft(..) => {
            let left = Area { width: (height * aspect).min(width / 2.0), ..whole };
            let gap = GAP.min(width / 10.0);
            let right = Area { x: left.width + gap, width: width - left.width - gap, ..whole };
            Parts { image: left.centred(aspect), text: right, alignment: Alignment::Left }
        }
    }
}

/// Where the image goes, with no text beside it.
#[cfg(not(feature = "fonts"))]
pub(super) fn areas(_: &Appearance<'_>, aspect: f64, width: f64, height: f64) -> Parts {
    Parts { image: Area { x: 0.0, y: 0.0, width, height }.centred(aspect) }
}

/// `/Matrix` for a form of this size: upright on a page that is shown turned, with the box's lower left corner at the
/// origin again.
pub(super) fn matrix(turn: Turn, width: f64, height: f64) -> [f64; 6] {
    let [a, b, c, d] = turn.upright();
    let (e, f) = match turn {
        Turn::None => (0.0, 0.0),
        Turn::Quarter => (height, 0.0),
        Turn::Half => (width, height),
        Turn::ThreeQuarters => (0.0, width),
    };
    [a, b, c, d, e, f]
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "fonts")]
    use crate::appearance::{FontFile, Image, Text, TextSize};

    #[test]
    fn proportions_stay() {
        let area = Area { x: 10.0, y: 0.0, width: 100.0, height: 50.0 };
        assert_eq!(area.centred(1.0), Area { x: 35.0, y: 0.0, width: 50.0, height: 50.0 });
        assert_eq!(area.centred(4.0), Area { x: 10.0, y: 12.5, width: 100.0, height: 25.0 });
    }

    #[cfg(feature = "fonts")]
    #[test]
    fn text_beside_an_image_has_half_the_box_at_least() {
        let text = Text { lines: vec![], font: FontFile { bytes: &[], index: 0 }, size: TextSize::Fit };
        let both = Appearance::ImageLeft(Image { png: &[] }, text);
        let Parts { image, text, .. } = areas(&both, 5.0, 100.0, 50.0);
        assert_eq!((image.width, image.height), (50.0, 10.0));
        assert!(text.x > 50.0 && text.x + text.width <= 100.0 && text.width > 45.0);
    }
}
