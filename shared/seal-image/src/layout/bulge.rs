//! Making a rectangle of characters follow the circle around it: its corners stay within, its sides bulge towards the ring.

use tiny_skia::{Path, PathBuilder, PathSegment, Point};

use super::fit::{Fitted, Inscription, circle};
use crate::drawing::{Cell, Drawing};

/// Pieces that are longer than this are divided before they are bent, of the rectangle's longer side.
const PIECE: f32 = 0.05;

/// The map from a rectangle around a point to a shape that fits a circle around it.
pub(super) struct Bulge {
    middle: f32,
    /// Half of the rectangle's width and height (mm).
    half: (f32, f32),
    /// From 0, which changes nothing, to 1, which would make a square the circle itself.
    degree: f32,
}

impl Bulge {
    /// For a rectangle whose half width and height are these parts of the radius: bent just so far that its corners reach
    /// the circle.
    pub(super) fn new(middle: f32, radius: f32, (across, down): (f32, f32)) -> Self {
        let degree = 2.0 - 2.0 / across.hypot(down).powi(2);
        Self { middle, half: (across * radius, down * radius), degree: degree.clamp(0.0, 1.0) }
    }

    /// The rectangle.
    pub(super) fn area(&self) -> Cell {
        let (across, down) = self.half;
        Cell { x: self.middle - across, y: self.middle - down, width: 2.0 * across, height: 2.0 * down }
    }

    /// Draws what was fitted into the rectangle.
    pub(super) fn draw(&self, inscription: Inscription, drawing: &mut Drawing) {
        for character in inscription.characters {
            match character {
                Fitted::Outline(outline) => {
                    if let Some(bent) = self.bend(&outline) {
                        drawing.glyph(bent, inscription.weight);
                    }
                }
                Fitted::Circle(cell) => self.circle(cell, inscription.weight, drawing),
            }
        }
    }

    /// 〇 stays round: it is as large as the bent cell allows.
    fn circle(&self, cell: Cell, weight: f32, drawing: &mut Drawing) {
        let (x, y) = (cell.x + cell.width / 2.0, cell.y + cell.height / 2.0);
        let at = |x, y| self.point(Point::from_xy(x, y));
        let across = at(cell.x + cell.width, y).distance(at(cell.x, y));
        let down = at(x, cell.y + cell.height).distance(at(x, cell.y));
        let middle = at(x, y);
        circle(drawing, (middle.x, middle.y), across.min(down) / 2.0, weight);
    }

    /// The elliptical map of a square to a disc, as far as `degree` says.
    fn point(&self, point: Point) -> Point {
        let (u, v) = ((point.x - self.middle) / self.half.0, (point.y - self.middle) / self.half.1);
        let x = u * (1.0 - self.degree * v * v / 2.0).max(0.0).sqrt();
        let y = v * (1.0 - self.degree * u * u / 2.0).max(0.0).sqrt();
        Point::from_xy(self.middle + x * self.half.0, self.middle + y * self.half.1)
    }

    fn bend(&self, path: &Path) -> Option<Path> {
        let piece = PIECE * 2.0 * self.half.0.max(self.half.1);
        let mut bent = PathBuilder::new();
        let mut last = Point::zero();
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    let at = self.point(to);
                    bent.move_to(at.x, at.y);
                    last = to;
                }
                PathSegment::Close => bent.close(),
                PathSegment::LineTo(to) => {
                    self.follow(&mut bent, last, piece, |t| between(last, to, t), to);
                    last = to;
                }
                PathSegment::QuadTo(by, to) => {
                    let at = move |t| between(between(last, by, t), between(by, to, t), t);
                    // A short curve bends with its handle.
                    if last.distance(by) + by.distance(to) <= piece {
                        let (by, to) = (self.point(by), self.point(to));
                        bent.quad_to(by.x, by.y, to.x, to.y);
                    } else {
                        self.follow(&mut bent, last, piece / 4.0, at, to);
                    }
                    last = to;
                }
                PathSegment::CubicTo(by, and, to) => {
                    let quad = move |a, b, c, t| between(between(a, b, t), between(b, c, t), t);
                    let at = move |t| between(quad(last, by, and, t), quad(by, and, to, t), t);
                    self.follow(&mut bent, last, piece / 4.0, at, to);
                    last = to;
                }
            }
        }
        bent.finish()
    }

    /// Follows a piece by straight lines of this length at most, roughly.
    fn follow(&self, bent: &mut PathBuilder, from: Point, length: f32, at: impl Fn(f32) -> Point, to: Point) {
        let (mut steps, most) = (1_u8, 64);
        let way = from.distance(at(0.5)) + at(0.5).distance(to);
        while f32::from(steps) * length < way && steps < most {
            steps += 1;
        }
        for step in 1..=steps {
            let point = self.point(at(f32::from(step) / f32::from(steps)));
            bent.line_to(point.x, point.y);
        }
    }
}

fn between(a: Point, b: Point, t: f32) -> Point {
    Point::from_xy(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
}
