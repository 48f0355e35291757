//! Columns of vertical writing, from right to left.

use crate::SealImageError;
use crate::glyphs::{Glyphs, Typeface};

/// Prepares a text for vertical writing: brackets, hyphens and the like become full-width, since only those have a
/// vertical form; letters and digits stay as they are and stand upright.
pub(super) fn vertical(text: &str) -> String {
    text.chars().map(full_width).collect()
}

fn full_width(character: char) -> char {
    if character.is_ascii_punctuation() {
        char::from_u32(u32::from(character) + 0xFEE0).unwrap_or(character)
    } else {
        character
    }
}

/// Shapes the columns, which are already broken.
pub(super) fn shape<'t>(
    typeface: &Typeface,
    columns: impl IntoIterator<Item = &'t str>,
) -> Result<Vec<Vec<Glyphs>>, SealImageError> {
    let columns = columns.into_iter().filter(|column| !column.is_empty());
    columns.map(|column| typeface.column(column)).collect()
}

/// Breaks one run of characters into this many columns, as equal as can be, the first ones longer. No column begins with
/// what may not begin one (行頭禁則).
pub(super) fn split(mut glyphs: Vec<Glyphs>, columns: usize) -> Vec<Vec<Glyphs>> {
    let mut broken = Vec::new();
    for left in (1..=columns.max(1)).rev() {
        let rest = glyphs.split_off(first_break(&glyphs, left));
        broken.push(std::mem::replace(&mut glyphs, rest));
    }
    broken.retain(|column| !column.is_empty());
    broken
}

/// The length of the first of so many columns: an equal share, or what is allowed and nearest to it.
fn first_break(glyphs: &[Glyphs], columns: usize) -> usize {
    let share = glyphs.len().div_ceil(columns);
    let allowed = |length: &usize| glyphs.get(*length).is_none_or(|next| next.may_begin);
    if allowed(&share) {
        return share;
    }
    let off = |length: &usize| (length * columns).abs_diff(glyphs.len());
    (1..glyphs.len()).rev().filter(allowed).min_by_key(off).unwrap_or(glyphs.len())
}

/// As a length.
#[expect(clippy::cast_precision_loss, reason = "characters of a seal")]
pub(super) fn count(number: usize) -> f32 {
    number as f32
}
