//! Where a look lies on its page, and where in it text can be seen (ISO 32000-2 §8.3, §9.4, §12.5.5).
//!
//! Viewers differ in what they cut off of a look that is turned by anything but quarters, and text outside of what is cut
//! off is read aloud by some of them though nobody sees it. So a look lies square in its field, and its text in the look.

use crate::strict::view::View;
use crate::strict::{Operand, Operation, Value};

/// How far from a whole quarter turn a matrix may be.
const TURN_TOLERANCE: f64 = 1e-3;
/// Text may begin this far outside of what is seen (units of the look): letters lean over.
const MARGIN: f64 = 2.0;
/// Letters smaller than this cannot be read (units of the look).
const SMALLEST_LETTER: f64 = 4.0;
/// Letters stretched by so much keep their shape (per cent of their width).
const STRETCH: std::ops::RangeInclusive<f64> = 10.0..=1_000.0;
/// Text that follows may reach into so much of the text before it, which leans over or is narrower in some viewers.
const OVERLAP: f64 = 0.3;
/// What lies so much lower is another line, and what lies less high or low is the same one (parts of the font's size).
const NEW_LINE: f64 = 0.5;
const SAME_LINE: f64 = 0.3;
/// Text that is brighter than this may not stand out from its page (0: black, 1: white).
const BRIGHTEST: f64 = 0.7;

/// `[a b c d e f]`: x' = ax + cy + e, y' = bx + dy + f.
#[derive(Clone, Copy, Debug)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then `other`.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Whether it turns by quarters, neither mirrored nor scaled.
    fn is_square(self) -> bool {
        let [a, b, c, d, ..] = self.0;
        let is = |value: f64, whole: f64| (value - whole).abs() < TURN_TOLERANCE;
        let turns = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)];
        turns.into_iter().any(|(cos, sin)| is(a, cos) && is(b, sin) && is(c, -sin) && is(d, cos))
    }

    /// Whether it turns by so many degrees counterclockwise, in quarters.
    fn turns_by(self, degrees: i32) -> bool {
        let [a, b, ..] = self.0;
        let (cos, sin) = match degrees.rem_euclid(360) {
            0 => (1.0, 0.0),
            90 => (0.0, 1.0),
            180 => (-1.0, 0.0),
            270 => (0.0, -1.0),
            _ => return false,
        };
        self.is_square() && (a - cos).abs() < TURN_TOLERANCE && (b - sin).abs() < TURN_TOLERANCE
    }

    /// Whether it moves and scales and does nothing else.
    fn is_upright(self) -> bool {
        let [a, b, c, d, ..] = self.0;
        a > 0.0 && d > 0.0 && b.abs() < TURN_TOLERANCE * a && c.abs() < TURN_TOLERANCE * d
    }
}

/// Left, bottom, right and top.
#[derive(Clone, Copy, Debug)]
struct Area([f64; 4]);

impl Area {
    fn around(points: [(f64, f64); 2]) -> Self {
        let [(a, b), (c, d)] = points;
        Self([a.min(c), b.min(d), a.max(c), b.max(d)])
    }

    fn has(self, (x, y): (f64, f64)) -> bool {
        let [left, bottom, right, top] = self.0;
        (left - MARGIN..=right + MARGIN).contains(&x) && (bottom - MARGIN..=top + MARGIN).contains(&y)
    }

    fn within(self, other: Self) -> Self {
        let ([l, b, r, t], [left, bottom, right, top]) = (self.0, other.0);
        Self([l.max(left), b.max(bottom), r.min(right), t.min(top)])
    }

    fn is_empty(self) -> bool {
        let [left, bottom, right, top] = self.0;
        left >= right || bottom >= top
    }
}

/// Whether a look, or each of those for the states of a field, is turned by quarters only. What is no look draws nothing.
pub(super) fn are_square(view: View<'_>, look: Option<Value<'_>>) -> bool {
    let Some(value) = look else { return true };
    let Some(dictionary) = view.dictionary(Some(value)) else { return true };
    if view.is_plain_dictionary(value) {
        return dictionary.entries().all(|(_, state)| {
            view.dictionary(Some(state)).is_none_or(|look| matrix(view, look).is_some_and(Matrix::is_square))
        });
    }
    matrix(view, dictionary).is_some_and(Matrix::is_square)
}

/// The matrix of a look; `None` if it is no matrix.
fn matrix<'r>(view: View<'r>, look: Value<'r>) -> Option<Matrix> {
    match view.get(look, b"Matrix") {
        None => Some(Matrix::IDENTITY),
        Some(value) => numbers(view, value).map(Matrix),
    }
}

/// Left, bottom, right and top of a rectangle.
pub(super) fn corners<'r>(view: View<'r>, rectangle: Option<Value<'r>>) -> Option<[f64; 4]> {
    let all = view.resolve(rectangle?)?.array()?;
    let all: Option<Vec<f64>> = all.into_iter().map(|one| view.resolve(one)?.number()).collect();
    let [a, b, c, d] = all?.try_into().ok()?;
    Some([f64::min(a, c), f64::min(b, d), f64::max(a, c), f64::max(b, d)])
}

fn numbers<'r, const N: usize>(view: View<'r>, value: Value<'r>) -> Option<[f64; N]> {
    let all: Option<Vec<f64>> = view.list(Some(value)).into_iter().map(|one| view.resolve(one)?.number()).collect();
    all?.try_into().ok()
}

/// The graphics state, as far as it decides where text is seen (§8.4.1).
#[derive(Clone, Copy, Debug)]
struct State {
    matrix: Matrix,
    visible: Area,
    size: f64,
    leading: f64,
    rise: f64,
    /// Of letters, as a part of their width (`Tz`), and between them (`Tc`).
    stretch: f64,
    gap: f64,
    brightness: f64,
    is_plain: bool,
}

/// Where text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind the text before it, or it is the first.
    Behind,
    /// In a line below it.
    NewLine,
    /// Where it may not be read, or not in its turn.
    Unseen,
}

/// Follows the operators of a look.
pub(super) struct Placement {
    /// Width and height of the look as it stands in its field.
    pub(super) size: (f64, f64),
    state: State,
    kept: Vec<State>,
    is_in_text: bool,
    line: Matrix,
    /// Whether the position was set since text was shown.
    is_moved: bool,
    /// Where the text before began, and where it ends at the least.
    last: Option<((f64, f64), f64)>,
    /// The rectangles of the current path, and whether it is of anything else.
    path: (Vec<Area>, bool),
    cuts: bool,
}

impl Placement {
    /// `None` if the look lies aslant, is mirrored or scaled, is turned by anything else than `turn` degrees
    /// counterclockwise, or has no area.
    pub(super) fn of<'r>(view: View<'r>, look: Value<'r>, turn: i32) -> Option<Self> {
        let [a, b, c, d] = numbers(view, view.get(look, b"BBox")?)?;
        let matrix = matrix(view, look).filter(|matrix| matrix.turns_by(turn))?;
        let visible = Area::around([(a, b), (c, d)]);
        let [left, bottom, right, top] = Area::around([matrix.apply(a, b), matrix.apply(c, d)]).0;
        let state = State {
            matrix: Matrix::IDENTITY,
            visible,
            size: 0.0,
            leading: 0.0,
            rise: 0.0,
            stretch: 1.0,
            gap: 0.0,
            brightness: 0.0,
            is_plain: true,
        };
        (!visible.is_empty()).then_some(Self {
            size: (right - left, top - bottom),
            state,
            kept: Vec::new(),
            is_in_text: false,
            line: Matrix::IDENTITY,
            is_moved: true,
            last: None,
            path: (Vec::new(), false),
            cuts: false,
        })
    }

    /// Follows one operator.
    pub(super) fn follow(&mut self, operation: &Operation) {
        let given: Vec<f64> = operation
            .operands
            .iter()
            .filter_map(|operand| match operand {
                Operand::Number(number) => Some(*number),
                _ => None,
            })
            .collect();
        let reach = self.size.0.max(self.size.1);
        let operands = operation.operands.as_slice();
        let has_its_operands = match operation.name.as_slice() {
            b"Tf" => matches!(operands, [Operand::Name(_), Operand::Number(_)]),
            b"Tj" | b"'" => matches!(operands, [Operand::String(_)]),
            b"\"" => matches!(operands, [Operand::Number(_), Operand::Number(_), Operand::String(_)]),
            b"TJ" => matches!(operands, [Operand::Array(_)]),
            b"BMC" => matches!(operands, [Operand::Name(_)]),
            b"d" => matches!(operands, [Operand::Array(_), Operand::Number(_)]),
            _ => operands.len() == given.len(),
        };
        let state = &mut self.state;
        state.is_plain &= has_its_operands;
        match (operation.name.as_slice(), given.as_slice()) {
            // Within a text object viewers read these as they like (§8.2, figure 9).
            (b"q" | b"Q" | b"cm" | b"BT" | b"re" | b"m" | b"l" | b"c" | b"v" | b"y" | b"h", _) if self.is_in_text => {
                state.is_plain = false;
            }
            (b"q", []) => self.kept.push(*state),
            (b"Q", []) => match self.kept.pop() {
                Some(kept) => *state = kept,
                None => state.is_plain = false,
            },
            (b"cm", &[a, b, c, d, e, f]) => state.matrix = Matrix([a, b, c, d, e, f]).then(state.matrix),
            (b"BT", []) => {
                self.is_in_text = true;
                self.move_to(Matrix::IDENTITY);
            }
            (b"ET", []) => self.is_in_text = false,
            (b"Tm", &[a, b, c, d, e, f]) => self.move_to(Matrix([a, b, c, d, e, f])),
            (b"Td", &[x, y]) => self.move_to(Matrix::shift(x, y).then(self.line)),
            (b"TD", &[x, y]) => {
                state.leading = -y;
                self.move_to(Matrix::shift(x, y).then(self.line));
            }
            (b"T*" | b"'", []) => self.move_to(Matrix::shift(0.0, -self.state.leading).then(self.line)),
            (b"\"", &[word, letter]) => {
                state.is_plain &= (0.0..=reach).contains(&word) && (0.0..=reach).contains(&letter);
                state.gap = letter;
                self.move_to(Matrix::shift(0.0, -self.state.leading).then(self.line));
            }
            (b"TL", &[leading]) => state.leading = leading,
            (b"Ts", &[rise]) => state.rise = rise,
            (b"Tf", &[size]) => state.size = size,
            (b"Tz", &[stretch]) => {
                state.is_plain &= STRETCH.contains(&stretch);
                state.stretch = stretch / 100.0;
            }
            (b"Tc", &[gap]) => {
                state.is_plain &= (-TURN_TOLERANCE..=reach).contains(&gap);
                state.gap = gap;
            }
            (b"Tw", &[gap]) => state.is_plain &= (-TURN_TOLERANCE..=reach).contains(&gap),
            (b"g", &[gray]) => state.brightness = gray,
            (b"rg", &[red, green, blue]) => state.brightness = brightness(red, green, blue),
            (b"k", &[cyan, magenta, yellow, black]) => {
                state.brightness = brightness(1.0 - cyan, 1.0 - magenta, 1.0 - yellow) * (1.0 - black);
            }
            (b"re", &[x, y, width, height]) => {
                let corners = [state.matrix.apply(x, y), state.matrix.apply(x + width, y + height)];
                self.path.0.push(Area::around(corners));
                self.path.1 |= !state.matrix.is_upright();
            }
            (b"m" | b"l" | b"c" | b"v" | b"y" | b"h", _) => self.path.1 = true,
            (b"W" | b"W*", []) => self.cuts = true,
            (b"n" | b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*", []) => self.end_path(),
            (b"Tj" | b"TJ", []) if self.is_in_text => {}
            (b"BMC" | b"EMC" | b"G" | b"RG" | b"K" | b"w" | b"J" | b"j" | b"M" | b"d", _) => {}
            // An operator with other operands than it takes, which viewers read as they like.
            _ => state.is_plain = false,
        }
    }

    fn move_to(&mut self, line: Matrix) {
        (self.line, self.is_moved) = (line, true);
    }

    /// A path that cuts off ends what is visible where it ends.
    fn end_path(&mut self) {
        let (rectangles, is_odd) = std::mem::take(&mut self.path);
        if std::mem::take(&mut self.cuts) {
            match rectangles.as_slice() {
                [one] if !is_odd => self.state.visible = self.state.visible.within(*one),
                _ => self.state.is_plain = false,
            }
        }
    }

    /// Where text that is shown now stands, which takes up `advance` of its line at the least (parts of the font's size). It
    /// has to be large enough, upright, in the part of the look that is seen, and behind or below the text before it, so that
    /// people read it in the order of the stream.
    pub(super) fn show(&mut self, text: &str, advance: f64) -> Place {
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        if letters == 0 {
            return Place::Behind;
        }
        let State { matrix, visible, size, rise, stretch, gap, brightness, is_plain, .. } = self.state;
        let all = self.line.then(matrix);
        let [a, _, _, d, ..] = all.0;
        let (width, height) = (size * a * stretch, size * d);
        let (x, y) = all.apply(0.0, rise);
        #[expect(clippy::cast_precision_loss, reason = "a field has fewer letters")]
        let advance = advance.mul_add(width, gap * a * stretch * letters.saturating_sub(1) as f64);
        let (start, place) = match self.last {
            // It goes on where the text before ended.
            Some((_, end)) if !self.is_moved => (end, Place::Behind),
            Some(((left, before), end)) => {
                let least = (end - left).mul_add(1.0 - OVERLAP, left);
                let place = match before - y {
                    lower if lower.abs() <= SAME_LINE * height && x >= least => Place::Behind,
                    lower if lower >= NEW_LINE * height => Place::NewLine,
                    _ => Place::Unseen,
                };
                (x, place)
            }
            None => (x, Place::Behind),
        };
        let end = start + advance;
        let left = self.last.filter(|_| !self.is_moved).map_or(x, |((left, _), _)| left);
        self.last = Some(((left, y), end));
        self.is_moved = false;
        let is_legible = is_plain
            && self.is_in_text
            && all.is_upright()
            && width.min(height) >= SMALLEST_LETTER
            && brightness <= BRIGHTEST
            && !visible.is_empty()
            && visible.has((x, y))
            && visible.has((end, y));
        if is_legible { place } else { Place::Unseen }
    }

    /// Whether everything that was opened is closed.
    pub(super) fn ends_well(&self) -> bool {
        self.state.is_plain && self.kept.is_empty() && !self.is_in_text
    }
}

/// How bright a colour is (ITU-R BT.601).
fn brightness(red: f64, green: f64, blue: f64) -> f64 {
    0.299f64.mul_add(red, 0.587f64.mul_add(green, 0.114 * blue))
}
