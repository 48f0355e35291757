//! Letters on a page as lines, from top to bottom and from left to right as they are shown.

use crate::proposal::Rectangle;
use crate::text::normal::{is_voicing, normal};
use crate::text::{Gap, Letter};

use super::state::Glyph;

/// From here on, in ems, a gap is one.
const SPACE: f32 = 0.3;
/// From here on it parts columns.
const WIDE: f32 = 2.6;

/// A glyph on the page as it is shown.
struct Set {
    letters: String,
    left: f32,
    right: f32,
    baseline: f32,
    size: f32,
    rectangle: Rectangle,
}

/// Adds what a page shows. Text that does not run from left to right is left out: what is stamped across a page, what runs
/// downwards.
pub(super) fn add_page(letters: &mut Vec<Letter>, page: u32, turned: u8, glyphs: Vec<Glyph>) {
    let mut set: Vec<Set> = glyphs.into_iter().filter_map(|glyph| set(glyph, turned)).collect();
    set.sort_by(|one, other| other.baseline.total_cmp(&one.baseline));
    let mut lines: Vec<Vec<Set>> = Vec::new();
    for glyph in set {
        match lines.last_mut() {
            Some(line) if line[0].baseline - glyph.baseline <= 0.4 * glyph.size.min(line[0].size) => line.push(glyph),
            _ => lines.push(vec![glyph]),
        }
    }
    for line in &mut lines {
        line.sort_by(|one, other| one.left.total_cmp(&other.left));
    }
    for line in with_labels_first(lines) {
        add_line(letters, page, &line);
    }
}

/// Labels that stand between the two lines of their row, in the middle of its height, at the beginning of the first.
fn with_labels_first(lines: Vec<Vec<Set>>) -> Vec<Vec<Set>> {
    let mut sorted: Vec<Vec<Set>> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        match (sorted.last_mut(), lines.peek()) {
            (Some(above), Some(below)) if is_label_between(above, &line, below) => {
                above.splice(0..0, line);
            }
            _ => sorted.push(line),
        }
    }
    sorted
}

/// Nearer to both lines than lines are to each other, and left of both.
fn is_label_between(above: &[Set], label: &[Set], below: &[Set]) -> bool {
    let (Some(first), Some(last)) = (label.first(), label.last()) else { return false };
    let to_above = above[0].baseline - first.baseline;
    let to_below = first.baseline - below[0].baseline;
    let is_near = to_above.max(to_below) < 1.1 * first.size && (to_above - to_below).abs() < 0.4 * first.size;
    is_near && last.right <= above[0].left && last.right <= below[0].left
}

fn add_line(letters: &mut Vec<Letter>, page: u32, line: &[Set]) {
    let mut before: Option<&Set> = None;
    let mut glyphs = line.iter().peekable();
    while let Some(glyph) = glyphs.next() {
        let is_twice =
            |before: &&Set| before.letters == glyph.letters && (glyph.left - before.left).abs() < 0.2 * glyph.size;
        if before.as_ref().is_some_and(is_twice) {
            continue; // bold letters are painted twice by some
        }
        let gap = before.map_or(Gap::Line, |before| match (glyph.left - before.right) / glyph.size.max(before.size) {
            ems if ems >= WIDE => Gap::Wide,
            ems if ems >= SPACE => Gap::Space,
            _ => Gap::None,
        });
        let mut written = glyph.letters.clone();
        while let Some(mark) = glyphs.next_if(|next| next.letters.chars().all(is_voicing) && !next.letters.is_empty()) {
            written.push_str(&mark.letters);
        }
        for (nth, normal) in readable(&written).enumerate() {
            let gap = if nth == 0 { gap } else { Gap::None };
            letters.push(Letter { normal, gap, page, rectangle: Some(glyph.rectangle) });
            before = Some(glyph);
        }
    }
}

/// The letters of what one glyph shows, as rules compare them.
fn readable(written: &str) -> impl Iterator<Item = char> {
    let is_single = written.chars().filter(|c| !is_voicing(*c)).count() == 1;
    let normals: String =
        if is_single { normal(written) } else { written.chars().map(|c| normal(&c.to_string())).collect() };
    let kept: Vec<char> = normals.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    kept.into_iter()
}

/// A glyph as it stands when the page is turned as it is shown; nothing if it does not run from left to right.
fn set(glyph: Glyph, turned: u8) -> Option<Set> {
    let turn = |(x, y): (f32, f32)| match turned {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    };
    let (left, baseline) = turn(glyph.origin);
    let (right, end) = turn(glyph.end);
    let (lean, size) = turn(glyph.up);
    let is_ink = !glyph.letters.trim().is_empty();
    let runs = is_ink && size > 0.5 && lean.abs() < 0.5 * size && (end - baseline).abs() < 0.1 * size && right >= left;
    runs.then(|| {
        let corners = [
            (glyph.origin.0 - 0.12 * glyph.up.0, glyph.origin.1 - 0.12 * glyph.up.1),
            (glyph.end.0 + 0.88 * glyph.up.0, glyph.end.1 + 0.88 * glyph.up.1),
        ];
        let [x, y] = [corners.map(|corner| corner.0), corners.map(|corner| corner.1)];
        let rectangle = Rectangle {
            left: x[0].min(x[1]).floor() as i32,
            bottom: y[0].min(y[1]).floor() as i32,
            right: x[0].max(x[1]).ceil() as i32,
            top: y[0].max(y[1]).ceil() as i32,
        };
        Set { letters: glyph.letters, left, right, baseline, size, rectangle }
    })
}
