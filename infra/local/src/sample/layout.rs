//! Where everything goes: blocks become marks on sheets of A4. Nothing is drawn yet, so that the number of pages is known
//! when the first one is.

mod table;

use anyhow::Result;

use super::font::{Glyph, Typeface};
use super::lines::lines;
use super::text::Block;

/// A4 in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

/// Body text; 44 characters fill a line.
const SIZE: f32 = 10.0;
const LEADING: f32 = 14.9;
const LEFT: f32 = (WIDTH - 44.0 * SIZE) / 2.0;
const RIGHT: f32 = WIDTH - LEFT;
const TOP: f32 = 66.0;
/// Below it are the page number and, on the left, the document ID that the service adds.
const BOTTOM: f32 = HEIGHT - 62.0;
const FOOTER: f32 = HEIGHT - 38.0;

const TITLE: f32 = 17.0;
const SMALL: f32 = 8.5;
const RULE: f32 = 0.5;

/// How dark a mark is, from black (0) to white (255).
pub(super) type Grey = u8;
const BLACK: Grey = 0;
const GREY: Grey = 96;
const LIGHT: Grey = 160;
const TINT: Grey = 241;

/// The marks of one page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) marks: Vec<Mark>,
}

/// One mark.
#[derive(Debug)]
pub(super) enum Mark {
    /// Glyphs on a base line; `spacing` em are added after each.
    Text {
        x: f32,
        y: f32,
        size: f32,
        grey: Grey,
        is_bold: bool,
        spacing: f32,
        text: String,
        glyphs: Vec<Glyph>,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        grey: Grey,
    },
    Rectangle {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        grey: Grey,
    },
}

/// Sets all blocks.
pub(super) fn sheets(blocks: &[Block], typeface: &Typeface) -> Result<Vec<Sheet>> {
    let mut setter = Setter { typeface, sheets: vec![Sheet::default()], y: TOP };
    for (index, block) in blocks.iter().enumerate() {
        setter.set(block, blocks.get(index + 1))?;
    }
    setter.number_pages()?;
    Ok(setter.sheets)
}

/// How a piece of text is to look.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    grey: Grey,
    is_bold: bool,
    /// Added after each glyph, in em.
    spacing: f32,
}

const BODY: Style = Style { size: SIZE, grey: BLACK, is_bold: false, spacing: 0.0 };

struct Setter<'a> {
    typeface: &'a Typeface,
    sheets: Vec<Sheet>,
    /// The upper edge of what comes next.
    y: f32,
}

impl Setter<'_> {
    fn set(&mut self, block: &Block, next: Option<&Block>) -> Result<()> {
        match block {
            Block::Title(text) => self.title(text),
            Block::Heading(text) => self.heading(text),
            Block::Summary(rows) => self.summary(rows),
            Block::Table(rows) => self.table(rows),
            Block::Party { role, lines } => self.party(role, lines),
            Block::Right(text) => self.right(text),
            Block::Remark(text) => self.remark(text),
            Block::Numbered(text) => self.paragraph(text, 0.0, 1.0),
            Block::Paragraph(text) => self.paragraph(text, 1.0, 0.0),
            Block::Gap => {
                // A heading brings weight of its own.
                let lines = if matches!(next, Some(Block::Heading(_))) { 0.45 } else { 0.6 };
                self.y += LEADING * lines;
                Ok(())
            }
            Block::PageBreak => {
                self.new_page();
                Ok(())
            }
        }
    }

    fn title(&mut self, text: &str) -> Result<()> {
        // Short titles are spread out, as on any contract.
        let spacing = if text.chars().count() < 10 { 0.5 } else { 0.04 };
        let style = Style { size: TITLE, is_bold: true, spacing, ..BODY };
        let width = self.width(text, style)? - spacing * style.size;
        self.text((WIDTH - width) / 2.0, self.y + style.size, text, style)?;
        self.y += style.size + LEADING * 1.5;
        Ok(())
    }

    /// Stays with at least two lines of what it is above of.
    fn heading(&mut self, text: &str) -> Result<()> {
        self.need(LEADING * 3.0);
        let style = Style { is_bold: true, ..BODY };
        self.line(text, LEFT, style)
    }

    fn right(&mut self, text: &str) -> Result<()> {
        self.need(LEADING * 2.0);
        let x = RIGHT - self.width(text, BODY)? - SIZE;
        self.line(text, x, BODY)?;
        self.y += LEADING * 0.6;
        Ok(())
    }

    fn remark(&mut self, text: &str) -> Result<()> {
        self.y += LEADING * 0.3;
        let style = Style { size: SMALL, grey: GREY, ..BODY };
        self.line(&format!("※　{text}"), LEFT, style)
    }

    /// Indents are in characters.
    fn paragraph(&mut self, text: &str, first: f32, rest: f32) -> Result<()> {
        let columns = (RIGHT - LEFT) / SIZE;
        let glyphs = self.typeface.glyphs(text)?;
        let broken = lines(&glyphs, columns - first, columns - rest);
        for (index, line) in broken.iter().enumerate() {
            let indent = if index == 0 { first } else { rest };
            let is_last = index + 1 == broken.len();
            let spacing = if is_last { 0.0 } else { justification(line, columns - indent) };
            self.need(LEADING);
            self.glyphs(LEFT + indent * SIZE, self.y + SIZE, text, line, Style { spacing, ..BODY });
            self.y += LEADING;
        }
        Ok(())
    }

    fn party(&mut self, role: &str, lines: &[&str]) -> Result<()> {
        const LABEL: f32 = 122.0;
        const BOX: (f32, f32) = (104.0, 34.0);
        let height = LEADING * lines.len() as f32;
        self.need(height);

        let top = self.y;
        self.text(LEFT + LABEL, top + SIZE, role, Style { is_bold: true, ..BODY })?;
        for line in lines {
            self.line(line, LEFT + LABEL + 2.0 * SIZE, BODY)?;
        }
        let (width, box_height) = BOX;
        let (x, y) = (RIGHT - width, top + (height - box_height) / 2.0);
        self.rectangle_outline(x, y, width, box_height, LIGHT);
        let note = Style { size: SMALL, grey: GREY, ..BODY };
        for (index, text) in ["電子署名により", "押印に代える"].into_iter().enumerate() {
            let left = x + (width - self.width(text, note)?) / 2.0;
            self.text(left, y + 14.5 + 12.0 * index as f32, text, note)?;
        }
        self.y += LEADING * 0.7;
        Ok(())
    }

    fn number_pages(&mut self) -> Result<()> {
        let total = self.sheets.len();
        let style = Style { size: SMALL, grey: GREY, ..BODY };
        for index in 0..total {
            let text = format!("{} / {total}", index + 1);
            let x = (WIDTH - self.width(&text, style)?) / 2.0;
            let mark = self.mark(x, FOOTER, &text, &self.typeface.glyphs(&text)?, style);
            self.sheets[index].marks.push(mark);
        }
        Ok(())
    }

    /// One line at `x`, and on to the next.
    fn line(&mut self, text: &str, x: f32, style: Style) -> Result<()> {
        self.need(LEADING);
        self.text(x, self.y + SIZE, text, style)?;
        self.y += LEADING;
        Ok(())
    }

    /// A new page unless there is room.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        self.sheets.push(Sheet::default());
        self.y = TOP;
    }

    fn width(&self, text: &str, style: Style) -> Result<f32> {
        let glyphs = text.chars().count() as f32;
        Ok((self.typeface.width(text)? + glyphs * style.spacing) * style.size)
    }

    fn text(&mut self, x: f32, y: f32, text: &str, style: Style) -> Result<()> {
        let glyphs = self.typeface.glyphs(text)?;
        self.glyphs(x, y, text, &glyphs, style);
        Ok(())
    }

    fn glyphs(&mut self, x: f32, y: f32, text: &str, glyphs: &[Glyph], style: Style) {
        let mark = self.mark(x, y, text, glyphs, style);
        self.put(mark);
    }

    fn mark(&self, x: f32, y: f32, text: &str, glyphs: &[Glyph], style: Style) -> Mark {
        let Style { size, grey, is_bold, spacing } = style;
        Mark::Text { x, y, size, grey, is_bold, spacing, text: text.to_owned(), glyphs: glyphs.to_vec() }
    }

    fn rectangle_outline(&mut self, x: f32, y: f32, width: f32, height: f32, grey: Grey) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        for side in corners.windows(2) {
            self.put(Mark::Line { from: side[0], to: side[1], width: RULE, grey });
        }
    }

    fn put(&mut self, mark: Mark) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.marks.push(mark);
        }
    }
}

/// What must be added after each glyph for a line to reach the right edge, in em.
fn justification(line: &[Glyph], columns: f32) -> f32 {
    let used: f32 = line.iter().map(|glyph| glyph.advance).sum();
    let gaps = line.len().saturating_sub(1).max(1) as f32;
    (columns - used) / gaps
}
