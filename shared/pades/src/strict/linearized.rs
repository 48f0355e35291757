//! What a linearized file says of its pages at its start (ISO 32000-2 Annex F.3.3).

use super::value::Value;

/// What the dictionary in front says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Linearized {
    /// `/L`, the length of the file.
    pub(super) length: Option<usize>,
    /// `/N`, how many pages there are.
    count: Option<usize>,
    /// `/O`, the object of the page that is shown first.
    first: Option<usize>,
    /// `/P`, which page that is, from 0 on.
    place: Option<usize>,
}

impl Linearized {
    pub(super) fn of(dictionary: Value<'_>) -> Self {
        let number = |key: &[u8]| dictionary.get(key).and_then(Value::unsigned);
        let place = if dictionary.get(b"P").is_none() { Some(0) } else { number(b"P") };
        Self { length: number(b"L"), count: number(b"N"), first: number(b"O"), place }
    }

    /// Whether the page tree says the same of the first page and of how many there are.
    pub(super) fn agrees(&self, pages: &[u32]) -> bool {
        let first = self.place.and_then(|place| pages.get(place).copied());
        self.place == Some(0) && self.count == Some(pages.len()) && self.first == first.map(|number| number as usize)
    }
}
