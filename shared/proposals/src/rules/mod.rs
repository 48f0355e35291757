//! The rules, one module for each field. Each finds all that could be meant and proposes only what cannot be another.

pub(crate) mod amount;
mod blocks;
pub(crate) mod counterparty;
pub(crate) mod date;
mod definitions;
mod names;
mod parties;
mod range;
mod signatures;
pub(crate) mod term;
pub(crate) mod title;
mod words;

use std::ops::Range;

use crate::proposal::{Confidence, Proposal, Rule};
use crate::text::Text;

/// A value with the letters that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found<T> {
    value: T,
    letters: Range<usize>,
}

impl<T> Found<T> {
    fn proposed(self, text: &Text, rule: Rule, confidence: Confidence) -> Proposal<T> {
        let (words, place) = (text.words(self.letters.clone()), text.place(self.letters));
        Proposal { value: self.value, words, place, rule, confidence }
    }
}

/// The first of those found, if all say the same.
fn unanimous<T: PartialEq>(found: Vec<Found<T>>) -> Option<Found<T>> {
    let mut found = found.into_iter();
    let first = found.next()?;
    found.all(|other| other.value == first.value).then_some(first)
}

/// Behind the signs and words that may stand between a label and its value, of which there are few.
fn skip(text: &Text, mut at: usize, between: &[&str]) -> usize {
    for _ in 0..8 {
        let Some((_, end)) = text.one_of_at(at, between) else { break };
        at = end;
    }
    at
}

/// The letters before this one, at most so many, back to a sentence's end.
fn before(text: &Text, at: usize, most: usize) -> String {
    let letters = &text.chars()[at.saturating_sub(most)..at];
    let begin = letters.iter().rposition(|c| *c == '。').map_or(0, |end| end + 1);
    letters[begin..].iter().collect()
}

/// The letters behind this one, at most so many, up to a sentence's end.
fn after(text: &Text, at: usize, most: usize) -> String {
    text.chars()[at.min(text.chars().len())..].iter().take(most).take_while(|c| **c != '。').collect()
}
