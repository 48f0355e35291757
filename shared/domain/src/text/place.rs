//! Where something stands in a text.

use std::fmt;

/// A character of a text and where it stands. Displayed as `U+200B, character 3`, in the alternate form in Japanese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The character.
    pub character: char,
    /// Which one it is, counted from 1 in Unicode scalar values.
    pub position: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, position) = (u32::from(self.character), self.position);
        if f.alternate() {
            write!(f, "{position}文字目、U+{code:04X}")
        } else {
            write!(f, "U+{code:04X}, character {position}")
        }
    }
}
