//! Writing revisions: as they should be, and as only an attacker writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{read, stream};

/// What a cross-reference says of an object beside those that the increment writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Free.
    Free,
    /// At this offset in the file.
    At(usize),
}

/// How an increment tells where its objects are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Xref {
    /// A table.
    Table,
    /// A cross-reference stream.
    Stream,
    /// An object stream for all that is no stream, and a cross-reference stream.
    ObjectStream,
    /// Not at all: objects only.
    Missing,
}

/// A revision in the making.
#[derive(Clone)]
pub struct Increment {
    base: Vec<u8>,
    objects: Vec<(u32, Vec<u8>)>,
    entries: BTreeMap<u32, Entry>,
    trailer: Vec<String>,
    xref: Xref,
    next: u32,
    previous: Option<usize>,
    smuggled: Vec<u8>,
}

impl Increment {
    /// A revision behind `pdf`, with a table or a stream as that has it.
    #[must_use]
    pub fn new(pdf: &[u8]) -> Self {
        let previous = read::last_xref(pdf);
        let table = pdf[previous..].starts_with(b"xref");
        let keep = |key| read::trailer_entry(pdf, key).map(|value| format!("/{key} {value}"));
        Self {
            base: pdf.to_vec(),
            objects: vec![],
            entries: BTreeMap::new(),
            trailer: ["Root", "Info", "ID"].into_iter().filter_map(keep).collect(),
            xref: if table { Xref::Table } else { Xref::Stream },
            next: read::size(pdf),
            previous: Some(previous),
            smuggled: vec![],
        }
    }

    /// The first revision, behind a header.
    #[must_use]
    pub fn first(header: Vec<u8>) -> Self {
        Self {
            base: header,
            objects: vec![],
            entries: BTreeMap::from([(0, Entry::Free)]),
            trailer: vec![],
            xref: Xref::Table,
            next: 1,
            previous: None,
            smuggled: vec![],
        }
    }

    /// Writes an object, in place of an earlier one of the number.
    pub fn set(&mut self, number: u32, body: impl Into<Vec<u8>>) -> &mut Self {
        self.next = self.next.max(number + 1);
        self.objects.retain(|(other, _)| *other != number);
        self.objects.push((number, body.into()));
        self
    }

    /// Writes an object as it is, in the same bytes again.
    pub fn again(&mut self, number: u32) -> &mut Self {
        self.set(number, read::object(&self.base, number))
    }

    /// An object as this revision leaves it, as text.
    #[must_use]
    pub fn text(&self, number: u32) -> String {
        String::from_utf8(self.newest(number)).unwrap()
    }

    fn newest(&self, number: u32) -> Vec<u8> {
        let ours = self.objects.iter().find(|(other, _)| *other == number);
        ours.map_or_else(|| read::object(&self.base, number), |(_, body)| body.clone())
    }

    /// Writes an object under a new number.
    pub fn add(&mut self, body: impl Into<Vec<u8>>) -> u32 {
        let number = self.next;
        self.set(number, body);
        number
    }

    /// Writes the newest version of an object with `from` replaced by `to`.
    pub fn edit(&mut self, number: u32, from: &str, to: &str) -> &mut Self {
        self.set(number, read::replace_last(&self.newest(number), from, to))
    }

    /// Lets the cross-reference say something of an object that the increment does not write.
    pub fn entry(&mut self, number: u32, entry: Entry) -> &mut Self {
        self.entries.insert(number, entry);
        self
    }

    /// Puts bytes in front of the objects that the cross-reference does not know.
    pub fn smuggle(&mut self, bytes: &[u8]) -> &mut Self {
        self.smuggled.extend_from_slice(bytes);
        self
    }

    /// Adds trailer entries, in place of those with the same first key.
    pub fn trailer(&mut self, entries: &str) -> &mut Self {
        let key = entries.split_whitespace().next().unwrap_or_default().to_owned();
        self.trailer.retain(|old| old.split_whitespace().next() != Some(&key));
        self.trailer.push(entries.to_owned());
        self
    }

    /// How to tell where objects are.
    pub fn xref(&mut self, xref: Xref) -> &mut Self {
        self.xref = xref;
        self
    }

    /// The file with the revision.
    #[must_use]
    pub fn finish(&self) -> Vec<u8> {
        let mut out = [&self.base[..], &self.smuggled].concat();
        let mut places: BTreeMap<u32, Place> = BTreeMap::new();
        for (&number, &entry) in &self.entries {
            places.insert(number, entry.into());
        }
        let (packed, loose): (Vec<_>, Vec<_>) =
            self.objects.iter().partition(|(_, body)| self.xref == Xref::ObjectStream && !body.ends_with(b"endstream"));
        for (number, body) in loose {
            places.insert(*number, Place { kind: 1, first: out.len(), second: 0 });
            write_object(&mut out, *number, body);
        }
        let mut next = self.next;
        if !packed.is_empty() {
            for (index, (number, _)) in packed.iter().enumerate() {
                places.insert(*number, Place { kind: 2, first: next as usize, second: index });
            }
            places.insert(next, Place { kind: 1, first: out.len(), second: 0 });
            write_object(&mut out, next, &object_stream(&packed));
            next += 1;
        }
        match self.xref {
            Xref::Missing => {}
            Xref::Table => {
                if places.is_empty() {
                    places.insert(0, Entry::Free.into()); // A table has at least one section.
                }
                self.write_table(&mut out, &places, next);
            }
            Xref::Stream | Xref::ObjectStream => self.write_stream(&mut out, places, next),
        }
        out
    }

    fn trailer_text(&self, size: u32) -> String {
        let previous = self.previous.map(|at| format!(" /Prev {at}")).unwrap_or_default();
        let own = |key: &str| self.trailer.iter().any(|entry| entry.split_whitespace().next() == Some(key));
        let size = if own("/Size") { String::new() } else { format!("/Size {size} ") };
        let previous = if own("/Prev") { String::new() } else { previous };
        format!("{size}{}{previous}", self.trailer.join(" "))
    }

    fn write_table(&self, out: &mut Vec<u8>, places: &BTreeMap<u32, Place>, size: u32) {
        let start = out.len();
        let mut table = "xref\n".to_owned();
        for (number, count) in runs(places) {
            let _ = writeln!(table, "{number} {count}");
            for place in (number..number + count).map(|number| places[&number]) {
                let (generation, kind) = match (place.kind, number) {
                    (1, _) => (0, 'n'),
                    (_, 0) => (65_535, 'f'),
                    _ => (1, 'f'),
                };
                let _ = writeln!(table, "{:010} {generation:05} {kind} ", place.first);
            }
        }
        let _ = write!(table, "trailer\n<< {} >>\nstartxref\n{start}\n%%EOF\n", self.trailer_text(size));
        out.extend_from_slice(table.as_bytes());
    }

    fn write_stream(&self, out: &mut Vec<u8>, mut places: BTreeMap<u32, Place>, number: u32) {
        let start = out.len();
        places.insert(number, Place { kind: 1, first: start, second: 0 });
        let mut rows = Vec::new();
        for place in places.values() {
            rows.push(place.kind);
            rows.extend_from_slice(&u32::try_from(place.first).unwrap().to_be_bytes());
            rows.extend_from_slice(&u16::try_from(place.second).unwrap().to_be_bytes());
        }
        let index: Vec<String> = runs(&places).iter().map(|(number, count)| format!("{number} {count}")).collect();
        let trailer = self.trailer_text(number + 1);
        let entries = format!("/Type /XRef /W [1 4 2] /Index [{}] {trailer}", index.join(" "));
        write_object(out, number, &stream(&entries, &rows));
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    }
}

#[derive(Clone, Copy)]
struct Place {
    kind: u8,
    first: usize,
    second: usize,
}

impl From<Entry> for Place {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Free => Self { kind: 0, first: 0, second: 0 },
            Entry::At(offset) => Self { kind: 1, first: offset, second: 0 },
        }
    }
}

/// Numbers one after the other: (first, count).
fn runs(places: &BTreeMap<u32, Place>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in places.keys() {
        match runs.last_mut() {
            Some((first, count)) if *first + *count == number => *count += 1,
            _ => runs.push((number, 1)),
        }
    }
    runs
}

fn object_stream(packed: &[&(u32, Vec<u8>)]) -> Vec<u8> {
    let (mut index, mut data) = (String::new(), Vec::new());
    for (number, body) in packed {
        let _ = write!(index, "{number} {} ", data.len());
        data.extend_from_slice(body);
        data.push(b'\n');
    }
    let entries = format!("/Type /ObjStm /N {} /First {}", packed.len(), index.len());
    stream(&entries, &[index.into_bytes(), data].concat())
}

fn write_object(out: &mut Vec<u8>, number: u32, body: &[u8]) {
    out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(b"\nendobj\n");
}
