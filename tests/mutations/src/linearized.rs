//! A linearized file (ISO 32000-2 Annex F), as far as readers look at one: a dictionary in front with the file's length, and
//! a first cross-reference that leads to the one at the end.

use signing::document::read;

use crate::document::{CONTENTS, Shape, UNUSED_CONTENTS, document};
use crate::update::Update;

/// The number of the dictionary in front.
const DICTIONARY: u32 = 60;

/// A linearized document that shows a deed, with an update by which it shows a lease. It says that it is `length` bytes long,
/// which it is not: readers that look at its length take it for no linearized one.
///
/// # Panics
/// If the document is none of tables.
pub(crate) fn linearized(shape: Shape, length: usize) -> Vec<u8> {
    let plain = document(shape);
    let mut update = Update::of(&plain).expect("a plain file");
    let (lease, deed) = (update.body(CONTENTS), update.body(UNUSED_CONTENTS));
    update.set(CONTENTS, deed);
    let first = with_front(&merged(&plain, &update), length);
    let mut update = Update::of(&first).expect("a plain file");
    update.set(CONTENTS, lease);
    update.finish()
}

/// The document with the stream of the update in place of its own.
fn merged(plain: &[u8], update: &Update) -> Vec<u8> {
    let mut builder = signing::document::Builder::new(signing::document::Layout::Table);
    for number in 1..read::size(plain) {
        builder.object(update.body(number));
    }
    builder.finish("/Info 19 0 R")
}

/// The file with a dictionary and a cross-reference in front of its first object.
fn with_front(plain: &[u8], length: usize) -> Vec<u8> {
    let at = read::find(plain, b"1 0 obj").expect("a first object");
    let table = read::last_xref(plain);
    let front = |table: usize, start: usize| {
        let dictionary = format!(
            "{DICTIONARY} 0 obj\n<< /Linearized 1 /L {length:010} /H [{start:010} 20] /O 3 /E {table:010} /N 2 /T {table:010} >>\nendobj\n"
        );
        format!(
            "{dictionary}xref\n{DICTIONARY} 1\n{at:010} 00000 n \ntrailer\n<< /Size {} /Root 1 0 R /Info 19 0 R /Prev {table:010} \
             /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] >>\nstartxref\n0\n%%EOF\n",
            DICTIONARY + 1
        )
    };
    // Numbers are of ten digits, so that the front has the same length whatever they are.
    let text = front(table + front(0, 0).len(), at);
    let start = at + read::find(text.as_bytes(), b"xref\n").expect("a table");
    let mut out = [&plain[..at], text.as_bytes(), &plain[at..table]].concat();
    out.extend_from_slice(moved(&plain[table..], text.len()).as_bytes());
    out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    out
}

/// A table whose objects lie further behind, up to its trailer.
fn moved(table: &[u8], by: usize) -> String {
    let text = String::from_utf8_lossy(table);
    let text = &text[..text.find("startxref").expect("an end")];
    let row = |line: &str| match line.strip_suffix(" 00000 n ") {
        Some(place) => format!("{:010} 00000 n \n", place.parse::<usize>().expect("a place") + by),
        None => format!("{line}\n"),
    };
    text.lines().map(row).collect()
}
