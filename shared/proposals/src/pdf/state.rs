//! The state that operators change and by which text is shown (ISO 32000-2 §8.4, §9.3, §9.4).

use std::rc::Rc;

use lopdf::Object;

use super::font::Font;
use super::matrix::Matrix;

/// What a code shows on the page.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) letters: String,
    /// Where its baseline begins, in the page's coordinates.
    pub(super) origin: (f32, f32),
    /// Where it ends.
    pub(super) end: (f32, f32),
    /// From the baseline upwards by the font's size.
    pub(super) up: (f32, f32),
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
pub(super) struct Graphics {
    pub(super) matrix: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f32,
    letter_spacing: f32,
    word_spacing: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    /// Text that is painted neither by its inside nor by its outline: what a scanner's program recognised, mostly.
    is_invisible: bool,
}

pub(super) struct State {
    pub(super) graphics: Graphics,
    text: Matrix,
    line: Matrix,
}

impl State {
    pub(super) fn new(matrix: Matrix) -> Self {
        let graphics = Graphics {
            matrix,
            font: None,
            size: 0.0,
            letter_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_invisible: false,
        };
        Self { graphics, text: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }

    /// All operators but those that need the page's resources. Operands that are wrong leave the state as it is.
    pub(super) fn apply(&mut self, operator: &str, operands: &[Object], glyphs: &mut Vec<Glyph>) {
        let number = |nth: usize| operands.get(nth).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0);
        match operator {
            "cm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.graphics.matrix = matrix.then(self.graphics.matrix);
                }
            }
            "BT" => self.begin_line(Matrix::IDENTITY),
            "Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.begin_line(matrix);
                }
            }
            "Td" => self.move_line(number(0), number(1)),
            "TD" => {
                self.graphics.leading = -number(1);
                self.move_line(number(0), number(1));
            }
            "T*" => self.next_line(),
            "Tc" => self.graphics.letter_spacing = number(0),
            "Tw" => self.graphics.word_spacing = number(0),
            "Tz" => self.graphics.stretch = number(0) / 100.0,
            "TL" => self.graphics.leading = number(0),
            "Ts" => self.graphics.rise = number(0),
            "Tr" => self.graphics.is_invisible = matches!(operands, [Object::Integer(3 | 7)]),
            "Tj" => self.show(operands.first(), glyphs),
            "'" => {
                self.next_line();
                self.show(operands.first(), glyphs);
            }
            "\"" => {
                self.graphics.word_spacing = number(0);
                self.graphics.letter_spacing = number(1);
                self.next_line();
                self.show(operands.get(2), glyphs);
            }
            "TJ" => {
                if let [Object::Array(parts)] = operands {
                    for part in parts {
                        match part.as_float() {
                            Ok(back) => self.move_on(-back / 1000.0 * self.graphics.size),
                            Err(_) => self.show(Some(part), glyphs),
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn begin_line(&mut self, matrix: Matrix) {
        (self.text, self.line) = (matrix, matrix);
    }

    fn move_line(&mut self, x: f32, y: f32) {
        self.begin_line(Matrix::moved(x, y).then(self.line));
    }

    fn next_line(&mut self) {
        self.move_line(0.0, -self.graphics.leading);
    }

    /// By so much of unscaled text space to the right.
    fn move_on(&mut self, by: f32) {
        self.text = Matrix::moved(by * self.graphics.stretch, 0.0).then(self.text);
    }

    fn show(&mut self, string: Option<&Object>, glyphs: &mut Vec<Glyph>) {
        let (Some(Object::String(string, _)), Some(font)) = (string, self.graphics.font.clone()) else { return };
        for shown in font.shown(string) {
            let graphics = &self.graphics;
            let placed = Matrix::moved(0.0, graphics.rise).then(self.text).then(graphics.matrix);
            let origin = placed.point(0.0, 0.0);
            let width = shown.width * graphics.size;
            let end = placed.point(width * graphics.stretch, 0.0);
            let top = placed.point(0.0, graphics.size);
            let up = (top.0 - origin.0, top.1 - origin.1);
            let is_sound = [origin.0, origin.1, end.0, end.1, up.0, up.1].iter().all(|number| number.is_finite());
            if !graphics.is_invisible && is_sound {
                glyphs.push(Glyph { letters: shown.letters, origin, end, up });
            }
            let spacing = graphics.letter_spacing + if shown.is_space { graphics.word_spacing } else { 0.0 };
            self.move_on(width + spacing);
        }
    }
}
