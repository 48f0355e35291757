//! Comparing views.

use std::fmt;

use crate::expected::Expected;
use crate::page_geometry::shown;
use crate::view::{Page, View, Viewer, Views, Word};

/// What a viewer shows otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// It opens one of the two only, or says something else of why it opens neither.
    Opening(String),
    /// The number of pages.
    Pages(usize, usize),
    /// A page on the screen: the rectangle around what differs, in pixels.
    Screen([usize; 4]),
    /// A page on paper.
    Print([usize; 4]),
    /// Words, or what can be pressed: those that went and those that came.
    Words(Vec<String>, Vec<String>),
    /// What is read aloud, or said of the document: lines that went and lines that came.
    Structure(Vec<String>, Vec<String>),
    /// The viewer rebuilds the file by the objects that it finds: it may find others than the cross-references lead to.
    Rebuilt,
}

/// A difference that nobody is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Who shows it.
    pub viewer: Viewer,
    /// The page, counted from 1, if it is on one.
    pub page: Option<usize>,
    /// What it is.
    pub aspect: Aspect,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.viewer)?;
        if let Some(page) = self.page {
            write!(f, ", page {page}")?;
        }
        write!(f, ": {:?}", self.aspect)
    }
}

/// What differs beside what is `expected`.
pub(crate) fn differences(before: &Views, after: &Views, expected: &Expected) -> Vec<Difference> {
    // Where a place is on a page is told by the first file: its boxes and turns must not change.
    let sizes: Vec<([f64; 4], u32)> = before
        .iter()
        .filter_map(|(_, view)| view.as_ref().ok())
        .map(|view| view.pages.iter().filter_map(|page| Some((page.crop?, page.turn))).collect::<Vec<_>>())
        .max_by_key(Vec::len)
        .unwrap_or_default();
    let marks = marks(after, expected);
    let mut found = Vec::new();
    for ((viewer, before), (_, after)) in before.iter().zip(after) {
        if expected.left_out.contains(viewer) {
            continue;
        }
        let mut add = |page, aspect| found.push(Difference { viewer: *viewer, page, aspect });
        match (before, after) {
            (Ok(before), Ok(after)) => of_views(*viewer, (before, after), expected, &sizes, &marks, &mut add),
            (Err(_), Err(_)) => {}
            (Ok(_), Err(error)) => add(None, Aspect::Opening(error.clone())),
            (Err(error), Ok(_)) => add(None, Aspect::Opening(format!("it could not before: {error}"))),
        }
    }
    found
}

fn of_views(
    viewer: Viewer,
    (before, after): (&View, &View),
    expected: &Expected,
    sizes: &[([f64; 4], u32)],
    marks: &[Vec<[f64; 4]>],
    add: &mut impl FnMut(Option<usize>, Aspect),
) {
    if after.is_rebuilt {
        add(None, Aspect::Rebuilt);
    }
    if before.pages.len() != after.pages.len() {
        add(None, Aspect::Pages(before.pages.len(), after.pages.len()));
    }
    for (index, (one, other)) in before.pages.iter().zip(&after.pages).enumerate() {
        let page = index + 1;
        let mut apart: Vec<[f64; 4]> = match sizes.get(index) {
            Some((crop, turn)) => {
                let places = expected.places.iter().filter(|place| place.page == page);
                #[expect(clippy::cast_precision_loss, reason = "places are some hundred points away")]
                let rectangles = places.map(|place| place.rectangle.map(|number| number as f64));
                rectangles.map(|rectangle| shown(rectangle, *crop, *turn)).collect()
            }
            None => Vec::new(),
        };
        apart.extend(marks.get(index).into_iter().flatten());
        of_pages(viewer, (one, other), &apart, expected, &mut |aspect| add(Some(page), aspect));
    }
    let said = |view: &View| -> Vec<String> {
        view.structure.iter().filter(|line| !expected.may_say(line)).cloned().collect()
    };
    let (gone, new) = changed(&said(before), &said(after));
    let is_allowed = expected.is_structure_extended && gone.is_empty() && new.iter().all(|line| is_of_a_field(line));
    if !is_allowed && (!gone.is_empty() || !new.is_empty()) {
        add(None, Aspect::Structure(gone, new));
    }
}

/// Where on each page the words are read that are expected to be new.
fn marks(after: &Views, expected: &Expected) -> Vec<Vec<[f64; 4]>> {
    let mut marks: Vec<Vec<[f64; 4]>> = Vec::new();
    for view in after.iter().filter_map(|(_, view)| view.as_ref().ok()) {
        marks.resize(marks.len().max(view.pages.len()), Vec::new());
        for (page, marks) in view.pages.iter().zip(&mut marks) {
            let new = page.words.iter().filter(|word| expected.words.contains(&word.text));
            marks.extend(new.filter_map(|word| word.place));
        }
    }
    marks
}

fn of_pages(
    viewer: Viewer,
    (one, other): (&Page, &Page),
    apart: &[[f64; 4]],
    expected: &Expected,
    add: &mut impl FnMut(Aspect),
) {
    if let Some(bounds) = one.screen.difference(&other.screen, apart, viewer.rounding()) {
        add(Aspect::Screen(bounds));
    }
    if let Some(bounds) = one.print.difference(&other.print, apart, viewer.rounding()) {
        add(Aspect::Print(bounds));
    }
    let words = |page: &Page| -> Vec<String> {
        let words = page.words.iter().filter(|word| !is_apart(word, apart) && !expected.may_say(&word.text));
        words.map(|word| word.text.clone()).collect()
    };
    let mut after = words(other);
    after.retain(|word| !expected.words.contains(word));
    let (gone, new) = changed(&words(one), &after);
    if !gone.is_empty() || !new.is_empty() {
        add(Aspect::Words(gone, new));
    }
}

/// Whether a word lies where changes are allowed, or beside it as far as letters reach out of their line.
fn is_apart(word: &Word, apart: &[[f64; 4]]) -> bool {
    const REACH: f64 = 0.005;
    word.place.is_some_and(|[left, top, right, bottom]| {
        let (x, y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
        apart.iter().any(|[l, t, r, b]| (l - REACH..=r + REACH).contains(&x) && (t - REACH..=b + REACH).contains(&y))
    })
}

/// An element without words of its own, or what it stands for: poppler names the object and says of some types that they
/// stand in a line, pdf.js calls it an annotation.
fn is_of_a_field(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_suffix(" (inline)").unwrap_or(line);
    let is_object = line.strip_prefix("Object ").is_some_and(|id| id.chars().all(|c| c.is_ascii_digit() || c == ' '));
    is_object || ["Form", "Annot", "Document", "annotation"].contains(&line.trim_matches('"'))
}

/// The lines that went and those that came, in their order.
fn changed(before: &[String], after: &[String]) -> (Vec<String>, Vec<String>) {
    let same = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[same..], &after[same..]);
    let alike = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    (before[..before.len() - alike].to_vec(), after[..after.len() - alike].to_vec())
}
