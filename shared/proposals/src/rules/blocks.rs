//! Where parties sign: the lines under each role, also where two of them stand side by side.

use std::ops::Range;

use crate::text::Text;

use super::parties::{OUTSIDERS, ROLES, role_heading};

/// A block has no more cells; what follows is something else.
const MAX_CELLS: usize = 16;

/// The cells of a block.
type Cells = Vec<Range<usize>>;

/// All blocks under the usual roles and under the document's own words for its parties.
pub(super) fn blocks(text: &Text, own_words: &[String]) -> Vec<Cells> {
    let roles: Vec<&str> = ROLES.into_iter().chain(own_words.iter().map(String::as_str)).collect();
    let mut closed = Vec::new();
    let mut open: Vec<Cells> = Vec::new();
    for line in text.lines() {
        let ends = is_sentence(text, line) || role_heading(text, line, &OUTSIDERS).is_some();
        let columns = if ends { Vec::new() } else { headings(text, line, &roles) };
        if ends || !columns.is_empty() {
            closed.append(&mut open);
            open = columns;
            continue;
        }
        let cells = text.cells(line.clone());
        match &mut open[..] {
            [] => {}
            [only] => only.extend(cells),
            // What stands side by side is told apart as long as each line has a cell for each.
            columns if columns.len() == cells.len() => {
                columns.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
            }
            _ => closed.append(&mut open),
        }
        if open.iter().any(|cells| cells.len() > MAX_CELLS) {
            closed.append(&mut open);
        }
    }
    closed.append(&mut open);
    closed
}

/// The columns that a line begins, one for each role in it, with what stands behind the role.
fn headings(text: &Text, line: &Range<usize>, roles: &[&str]) -> Vec<Cells> {
    let Some(begin) = role_heading(text, line, roles) else { return Vec::new() };
    let mut columns = vec![Vec::new()];
    for cell in text.cells(begin.min(line.end)..line.end) {
        let heading = role_heading(text, &cell, roles).filter(|begin| *begin > cell.start);
        let rest = heading.map_or(cell.clone(), |begin| begin.min(cell.end)..cell.end);
        if heading.is_some() && cell.start > line.start {
            columns.push(Vec::new());
        }
        if let Some(column) = columns.last_mut().filter(|_| !rest.is_empty()) {
            column.push(rest);
        }
    }
    columns
}

fn is_sentence(text: &Text, line: &Range<usize>) -> bool {
    let words = text.compact(line.clone());
    words.ends_with('。') || words.contains('、') && line.len() > 20
}
