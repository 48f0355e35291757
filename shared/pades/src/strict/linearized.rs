//! What a linearized file says of its pages at its start (ISO 32000-2 Annex F.3.3).

use std::collections::BTreeSet;

use super::value::Value;
use super::walk::Walk;

/// More pages than this are not counted here.
const MOST_PAGES: usize = 1 << 20;

/// What the dictionary in front says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Linearized {
    /// `/L`, the length of the file; 0 if that is no length.
    pub(super) length: usize,
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
        Self { length: number(b"L").unwrap_or(0), count: number(b"N"), first: number(b"O"), place }
    }

    /// Whether the page tree says the same of the first page and of how many there are.
    pub(super) fn agrees(&self, walk: &Walk<'_>, trailer: u32) -> bool {
        let pages = pages(walk, trailer);
        let first = self.place.and_then(|place| pages.get(place).copied());
        self.place == Some(0) && self.count == Some(pages.len()) && self.first == first.map(|number| number as usize)
    }
}

/// The numbers of the pages in reading order (§7.7.3.2).
fn pages(walk: &Walk<'_>, trailer: u32) -> Vec<u32> {
    let value = |number: u32| -> Option<Value<'_>> {
        let index = walk.document.states.get(&number)?.last()?.object?;
        Some(walk.arena.value(walk.document.objects.get(index as usize)?.value))
    };
    let root = walk.arena.value(trailer).get(b"Root").and_then(Value::reference);
    let root =
        root.and_then(|root| value(root.number)).and_then(|catalog| catalog.get(b"Pages")).and_then(Value::reference);
    let mut open: Vec<u32> = root.into_iter().map(|id| id.number).collect();
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    while let Some(number) = open.pop() {
        if !seen.insert(number) || found.len() >= MOST_PAGES {
            continue;
        }
        let Some(node) = value(number) else { continue };
        let kids = node.get(b"Kids").and_then(|kids| kids.reference().map_or(Some(kids), |id| value(id.number)));
        match kids.filter(|kids| kids.is_array()) {
            Some(kids) => {
                let kids = kids.elements().into_iter().flatten().filter_map(Value::reference);
                let mut kids: Vec<u32> = kids.map(|id| id.number).collect();
                kids.reverse();
                open.extend(kids);
            }
            None => found.push(number),
        }
    }
    found
}
