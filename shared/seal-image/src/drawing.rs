//! A seal as shapes on paper: millimetres from the upper left corner, in one ink.

use tiny_skia::{LineJoin, Path, PathBuilder, Rect, Stroke, Transform};

/// Seal paste (朱肉) on white paper.
pub(crate) const VERMILION: [u8; 3] = [214, 44, 32];
/// Ink of plain text: a soft black.
pub(crate) const BLACK: [u8; 3] = [34, 32, 36];
/// How closely curves are followed when they are outlined, in steps per millimetre.
const FINENESS: f32 = 50.0;
/// Bézier handle of a quarter of a circle.
const QUARTER: f32 = 0.552_285;

/// Shapes to be filled, by the nonzero rule, in one colour.
pub(crate) struct Drawing {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) ink: [u8; 3],
    pub(crate) shapes: Vec<Path>,
}

/// A part of the paper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Drawing {
    pub(crate) fn new(width: f32, height: f32, ink: [u8; 3]) -> Self {
        Self { width, height, ink, shapes: Vec::new() }
    }

    /// A ring whose outer edge touches the paper's.
    pub(crate) fn ring(&mut self, thickness: f32) {
        let middle = self.width / 2.0;
        let circle = PathBuilder::from_circle(middle, middle, middle - thickness / 2.0);
        self.shapes.extend(circle.and_then(|circle| outlined(&circle, thickness)));
    }

    /// A frame with round corners whose outer edge is the paper's.
    pub(crate) fn frame(&mut self, thickness: f32, radius: f32) {
        let half = thickness / 2.0;
        let path = round_corners(half, half, self.width - half, self.height - half, radius);
        self.shapes.extend(path.and_then(|path| outlined(&path, thickness)));
    }

    /// A glyph, made heavier all round by half of `weight` (mm).
    pub(crate) fn glyph(&mut self, outline: Path, weight: f32) {
        self.shapes.extend((weight > 0.0).then(|| outlined(&outline, weight)).flatten());
        self.shapes.push(outline);
    }

    /// A circle's line, 〇, within a radius; both in mm.
    pub(crate) fn circle(&mut self, (x, y): (f32, f32), radius: f32, thickness: f32) {
        let circle = PathBuilder::from_circle(x, y, (radius - thickness / 2.0).max(thickness / 2.0));
        self.shapes.extend(circle.and_then(|circle| outlined(&circle, thickness)));
    }

    /// The smallest rectangle around all shapes.
    pub(crate) fn bounds(&self) -> Option<Rect> {
        let all = self.shapes.iter().map(Path::bounds);
        all.reduce(|a, b| a.join(&b).unwrap_or(a))
    }

    /// Cuts the paper to the shapes, with a margin.
    pub(crate) fn cut(mut self, margin: f32) -> Self {
        let Some(bounds) = self.bounds() else { return self };
        let to = Transform::from_translate(margin - bounds.left(), margin - bounds.top());
        self.shapes = self.shapes.into_iter().filter_map(|shape| shape.transform(to)).collect();
        self.width = bounds.width() + 2.0 * margin;
        self.height = bounds.height() + 2.0 * margin;
        self
    }
}

impl Cell {
    /// Without a margin all round.
    pub(crate) fn inset(self, margin: f32) -> Self {
        let (x, y) = (self.x + margin, self.y + margin);
        Self { x, y, width: self.width - 2.0 * margin, height: self.height - 2.0 * margin }
    }
}

fn outlined(path: &Path, width: f32) -> Option<Path> {
    path.stroke(&Stroke { width, line_join: LineJoin::Round, ..Stroke::default() }, FINENESS)
}

fn round_corners(left: f32, top: f32, right: f32, bottom: f32, radius: f32) -> Option<Path> {
    let handle = radius * (1.0 - QUARTER);
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - handle, top, right, top + handle, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.cubic_to(left + handle, bottom, left, bottom - handle, left, bottom - radius);
    path.line_to(left, top + radius);
    path.cubic_to(left, top + handle, left + handle, top, left + radius, top);
    path.close();
    path.finish()
}
