//! A document's text as rules read it: letters one after the other, without the spaces between them, each with what was
//! before it and where it stands.

pub(crate) mod normal;
mod plain;

use std::ops::Range;

use crate::proposal::{Place, Rectangle};

/// What is between a letter and the one before it. The order is that of the distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    None,
    /// About a letter's width.
    Space,
    /// As wide as between the columns of a table.
    Wide,
    /// A line's beginning.
    Line,
}

/// A letter with its place.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    /// As rules compare it.
    pub(crate) normal: char,
    pub(crate) gap: Gap,
    /// The page's number, from 1.
    pub(crate) page: u32,
    /// Where it stands on the page, if it comes from one.
    pub(crate) rectangle: Option<Rectangle>,
}

/// All letters of a document.
#[derive(Debug, Default)]
pub(crate) struct Text {
    letters: Vec<Letter>,
    chars: Vec<char>,
    lines: Vec<Range<usize>>,
}

impl Text {
    /// The first letter begins a line whatever its gap says.
    pub(crate) fn new(letters: Vec<Letter>) -> Self {
        let chars = letters.iter().map(|letter| letter.normal).collect();
        let begins = |(i, letter): (usize, &Letter)| (i == 0 || letter.gap == Gap::Line).then_some(i);
        let begins: Vec<usize> = letters.iter().enumerate().filter_map(begins).collect();
        let ends = begins.iter().skip(1).copied().chain([letters.len()]);
        let lines = begins.iter().zip(ends).map(|(begin, end)| *begin..end).collect();
        Self { letters, chars, lines }
    }

    /// The letters without the spaces between them.
    pub(crate) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The lines from the top of the first page to the bottom of the last.
    pub(crate) fn lines(&self) -> &[Range<usize>] {
        &self.lines
    }

    /// The number of the line in which a letter stands.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.end <= at)
    }

    pub(crate) fn gap(&self, at: usize) -> Gap {
        self.letters.get(at).map_or(Gap::Line, |letter| if at == 0 { Gap::Line } else { letter.gap })
    }

    /// The pieces of some letters between wide gaps and line ends.
    pub(crate) fn cells(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut cells = Vec::new();
        let mut begin = range.start;
        for at in range.clone().skip(1).chain([range.end]) {
            if (at == range.end || self.gap(at) >= Gap::Wide) && begin < at {
                cells.push(begin..at);
                begin = at;
            }
        }
        cells
    }

    /// Whether these words stand here.
    pub(crate) fn is_at(&self, at: usize, words: &str) -> bool {
        let mut here = self.chars[at.min(self.chars.len())..].iter();
        words.chars().all(|c| here.next() == Some(&c))
    }

    /// The longest of these words that stands here, with where it ends.
    pub(crate) fn one_of_at<'w>(&self, at: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        let here = words.iter().filter(|word| self.is_at(at, word));
        here.map(|word| (*word, at + word.chars().count())).max_by_key(|(_, end)| *end)
    }

    /// Every place where one of these words begins; of words at one place the longest.
    pub(crate) fn all_of<'w>(&self, words: &[&'w str]) -> Vec<(&'w str, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.chars.len() {
            match self.one_of_at(at, words) {
                Some((word, end)) => {
                    found.push((word, at..end));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The letters without spaces.
    pub(crate) fn compact(&self, range: Range<usize>) -> String {
        self.chars[range].iter().collect()
    }

    /// The letters as people read them: with a space for each gap.
    pub(crate) fn words(&self, range: Range<usize>) -> String {
        let mut words = String::new();
        for at in range.clone() {
            if at > range.start && self.gap(at) != Gap::None {
                words.push(' ');
            }
            words.push(self.chars[at]);
        }
        words
    }

    /// Where these letters stand: on the page of the first, and there around all that are on its line.
    pub(crate) fn place(&self, range: Range<usize>) -> Place {
        let Some(first) = self.letters.get(range.start) else {
            return Place { page: 1, rectangle: None };
        };
        let line = self.lines[self.line_of(range.start)].clone();
        let shown = range.start..range.end.min(line.end);
        let rectangles = self.letters[shown].iter().filter_map(|letter| letter.rectangle);
        Place { page: first.page, rectangle: rectangles.reduce(Rectangle::around) }
    }
}
