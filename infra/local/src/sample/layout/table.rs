//! Tables: the summary on top of the contract, and schedules.

use anyhow::Result;

use super::{BODY, GREY, LEFT, LIGHT, Mark, RIGHT, RULE, Setter, Style, TINT};
use crate::sample::lines::lines;

const SIZE: f32 = 9.2;
const LINE: f32 = 12.5;
/// Above and below the text of a cell.
const PADDING: f32 = 4.8;
const SIDE: f32 = 6.0;
/// The column of names in the summary.
const NAMES: f32 = 96.0;

const CELL: Style = Style { size: SIZE, ..BODY };

impl Setter<'_> {
    pub(super) fn summary(&mut self, rows: &[(&str, &str)]) -> Result<()> {
        let columns = [NAMES, RIGHT - LEFT - NAMES];
        for (index, (name, value)) in rows.iter().enumerate() {
            let look = Row { is_tinted: &[true, false], is_first: index == 0, ..Row::default() };
            self.row(&[name, value], &columns, &look)?;
        }
        Ok(())
    }

    pub(super) fn table(&mut self, rows: &[Vec<&str>]) -> Result<()> {
        let columns = self.columns(rows)?;
        let is_amount: Vec<bool> = (0..columns.len()).map(|column| is_amount(rows, column)).collect();
        let all = vec![true; columns.len()];
        for (index, row) in rows.iter().enumerate() {
            let is_first = index == 0;
            let is_tinted: &[bool] = if is_first { &all } else { &[] };
            self.row(row, &columns, &Row { is_tinted, is_amount: &is_amount, is_first })?;
        }
        Ok(())
    }

    /// As wide as their longest cells, and what is left is shared in proportion.
    fn columns(&self, rows: &[Vec<&str>]) -> Result<Vec<f32>> {
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0.0_f32; count];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = width.max(self.width(cell, CELL)? + 2.0 * SIDE);
            }
        }
        let total: f32 = widths.iter().sum();
        let scale = (RIGHT - LEFT) / total;
        Ok(widths.into_iter().map(|width| width * scale).collect())
    }

    fn row(&mut self, cells: &[&str], columns: &[f32], look: &Row) -> Result<()> {
        let glyphs = cells.iter().map(|cell| self.typeface.glyphs(cell)).collect::<Result<Vec<_>>>()?;
        let broken: Vec<_> = glyphs
            .iter()
            .zip(columns)
            .map(|(glyphs, width)| {
                let width = (width - 2.0 * SIDE) / SIZE;
                lines(glyphs, width, width)
            })
            .collect();
        let most = broken.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let height = LINE * most as f32 + 2.0 * PADDING;
        self.need(height);

        let top = self.y;
        let mut x = LEFT;
        for (index, (cell, width)) in cells.iter().zip(columns).enumerate() {
            if look.is_tinted.get(index) == Some(&true) {
                self.put(Mark::Rectangle { x, y: top, width: *width, height, grey: TINT });
            }
            for (line, glyphs) in broken[index].iter().enumerate() {
                let used: f32 = glyphs.iter().map(|glyph| glyph.advance * SIZE).sum();
                let is_amount = look.is_amount.get(index) == Some(&true) && !look.is_first;
                let left = if is_amount { x + width - SIDE - used } else { x + SIDE };
                self.glyphs(left, top + PADDING + SIZE + LINE * line as f32, cell, glyphs, CELL);
            }
            x += width;
            if index + 1 < columns.len() {
                self.put(Mark::Line { from: (x, top), to: (x, top + height), width: RULE, grey: LIGHT });
            }
        }
        self.rules(top, height, look.is_first);
        self.y += height;
        Ok(())
    }

    fn rules(&mut self, top: f32, height: f32, is_first: bool) {
        let mut rule = |from, to| self.put(Mark::Line { from, to, width: RULE, grey: GREY });
        if is_first {
            rule((LEFT, top), (RIGHT, top));
        }
        rule((LEFT, top + height), (RIGHT, top + height));
        for x in [LEFT, RIGHT] {
            rule((x, top), (x, top + height));
        }
    }
}

/// How a row is to look.
#[derive(Default)]
struct Row<'a> {
    is_tinted: &'a [bool],
    /// Columns of amounts, set flush right.
    is_amount: &'a [bool],
    is_first: bool,
}

fn is_amount(rows: &[Vec<&str>], column: usize) -> bool {
    let mut cells = rows.iter().skip(1).filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| cell.chars().all(|c| c.is_ascii_digit() || c == ','))
}
