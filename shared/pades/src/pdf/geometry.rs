//! A page as a reader shows it: visible box, rotation and unit (ISO 32000-2 §7.7.3.3, §8.3.2.3, §14.11.2).
//!
//! Positions here are in points (1/72 inch) on the page as shown: the origin is its upper left corner, x goes right, y
//! goes down. User space is what the file's numbers mean.

use super::file::PdfFile;
use super::pages::Page;
use super::value::Value;

/// Points in a millimetre.
pub(crate) const MILLIMETRE: f64 = 72.0 / 25.4;
/// What readers assume where no box is given: US Letter.
const DEFAULT_BOX: Rectangle = Rectangle { left: 0.0, bottom: 0.0, right: 612.0, top: 792.0 };
/// A box with a corner further out (user space units) counts as missing.
const FARTHEST: f64 = 1e7;
/// User units outside this range (points) count as missing.
const UNITS: std::ops::RangeInclusive<f64> = 0.001..=100_000.0;

/// A rectangle in user space, `left < right` and `bottom < top`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rectangle {
    pub(crate) left: f64,
    pub(crate) bottom: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
}

/// Quarter turns clockwise at which a page is shown (ISO 32000-2 table 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

/// How a page is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PageGeometry {
    /// The part of user space that is shown.
    pub(crate) visible: Rectangle,
    pub(crate) turn: Turn,
    /// Points in a unit of user space.
    pub(crate) unit: f64,
}

impl Rectangle {
    /// From two opposite corners, whichever they are (§7.9.5); nothing when it has no area.
    pub(crate) fn from_corners([x1, y1, x2, y2]: [f64; 4]) -> Option<Self> {
        let found = Self { left: x1.min(x2), bottom: y1.min(y2), right: x1.max(x2), top: y1.max(y2) };
        let near = [x1, y1, x2, y2].iter().all(|corner| corner.abs() <= FARTHEST);
        (near && found.left < found.right && found.bottom < found.top).then_some(found)
    }

    /// Reads an array of four numbers, each of which may be an object of its own.
    pub(crate) fn read(file: &PdfFile<'_>, value: Option<Value<'_>>) -> Option<Self> {
        let corners = file.resolve(value?)?.array()?;
        let corners: Option<Vec<f64>> = corners.into_iter().map(|corner| file.resolve(corner)?.number()).collect();
        Self::from_corners(corners?.try_into().ok()?)
    }

    /// Lower left, then upper right, as `/Rect` has them.
    pub(crate) fn corners(&self) -> [f64; 4] {
        [self.left, self.bottom, self.right, self.top]
    }

    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.top - self.bottom
    }

    fn intersection(&self, other: &Self) -> Option<Self> {
        let both = Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        (both.left < both.right && both.bottom < both.top).then_some(both)
    }
}

impl std::fmt::Display for Rectangle {
    /// Writes the array, `[1 2 3 4]`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}]", self.corners().map(decimal).join(" "))
    }
}

impl Turn {
    /// Clockwise degrees, any multiple of 90; other angles are shown unturned.
    fn from_degrees(degrees: f64) -> Self {
        match degrees.rem_euclid(360.0) {
            90.0 => Self::Quarter,
            180.0 => Self::Half,
            270.0 => Self::ThreeQuarters,
            _ => Self::None,
        }
    }

    /// Clockwise degrees, 0 to 270.
    #[cfg(feature = "appearance")]
    pub(crate) fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarters => 270,
        }
    }

    /// The first four numbers of a matrix that makes what it transforms stand upright as shown: it turns
    /// counter-clockwise by as much as the reader turns clockwise.
    pub(crate) fn upright(self) -> [f64; 4] {
        match self {
            Self::None => [1.0, 0.0, 0.0, 1.0],
            Self::Quarter => [0.0, 1.0, -1.0, 0.0],
            Self::Half => [-1.0, 0.0, 0.0, -1.0],
            Self::ThreeQuarters => [0.0, -1.0, 1.0, 0.0],
        }
    }

    /// Whether width and height change places.
    pub(crate) fn is_sideways(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }
}

impl PageGeometry {
    pub(crate) fn of(file: &PdfFile<'_>, page: &Page<'_>) -> Self {
        let media = Rectangle::read(file, page.media_box()).unwrap_or(DEFAULT_BOX);
        let crop = Rectangle::read(file, page.crop_box()).unwrap_or(media);
        let rotate = page.rotate().and_then(|value| file.resolve(value)?.number());
        let unit = file.entry(page.dictionary, b"UserUnit").and_then(Value::number);
        Self {
            // The crop box counts as far as it is in the media box (§14.11.2.1).
            visible: crop.intersection(&media).unwrap_or(media),
            turn: rotate.map_or(Turn::None, Turn::from_degrees),
            unit: unit.filter(|unit| UNITS.contains(unit)).unwrap_or(1.0),
        }
    }

    /// Width and height of the page as shown, in points.
    pub(crate) fn shown_size(&self) -> (f64, f64) {
        let (width, height) = (self.visible.width() * self.unit, self.visible.height() * self.unit);
        if self.turn.is_sideways() { (height, width) } else { (width, height) }
    }

    /// A position as shown, in user space.
    pub(crate) fn to_user(self, x: f64, y: f64) -> (f64, f64) {
        let Rectangle { left, bottom, right, top } = self.visible;
        let (x, y) = (x / self.unit, y / self.unit);
        match self.turn {
            Turn::None => (left + x, top - y),
            Turn::Quarter => (left + y, bottom + x),
            Turn::Half => (right - x, bottom + y),
            Turn::ThreeQuarters => (right - y, top - x),
        }
    }
}

/// A PDF number: no exponent, at most four decimals.
pub(crate) fn decimal(number: f64) -> String {
    let text = format!("{number:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_as_shown() {
        let visible = Rectangle { left: -10.0, bottom: 20.0, right: 590.0, top: 820.0 };
        let corners = |degrees| {
            let page = PageGeometry { visible, turn: Turn::from_degrees(degrees), unit: 2.0 };
            let (width, height) = page.shown_size();
            (width, height, page.to_user(0.0, 0.0), page.to_user(width, 0.0))
        };
        // The turned page's upper left and upper right corners, found with a sheet of paper.
        assert_eq!(corners(0.0), (1200.0, 1600.0, (-10.0, 820.0), (590.0, 820.0)));
        assert_eq!(corners(90.0), (1600.0, 1200.0, (-10.0, 20.0), (-10.0, 820.0)));
        assert_eq!(corners(-180.0), (1200.0, 1600.0, (590.0, 20.0), (-10.0, 20.0)));
        assert_eq!(corners(-90.0), (1600.0, 1200.0, (590.0, 820.0), (590.0, 20.0)));
        assert_eq!(corners(810.0), corners(90.0));
        assert_eq!(corners(45.0), corners(0.0));
    }

    #[test]
    fn boxes() {
        let upright = Rectangle { left: 1.0, bottom: 2.0, right: 3.0, top: 4.0 };
        assert_eq!(Rectangle::from_corners([3.0, 4.0, 1.0, 2.0]), Some(upright));
        assert_eq!(Rectangle::from_corners([1.0, 2.0, 1.0, 4.0]), None);
        assert_eq!(Rectangle::from_corners([0.0, 0.0, 1e300, 1e300]), None);
    }

    #[test]
    fn numbers() {
        assert_eq!(decimal(28.346_456), "28.3465");
        assert_eq!(decimal(-10.0), "-10");
        assert_eq!(decimal(0.0), "0");
        assert_eq!(decimal(-0.000_01), "0");
    }
}
