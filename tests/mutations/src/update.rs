//! An incremental update in the making: whatever is written, and however it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use signing::document::{Increment, Xref, read, stream};

/// How an update tells where its objects are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A cross-reference table.
    Table,
    /// A cross-reference stream.
    Stream,
    /// An object stream for all that is no stream, and a cross-reference stream.
    Packed,
    /// A table, and a cross-reference stream beside it (`/XRefStm`) with all objects but the first.
    Hybrid,
}

/// What the cross-reference says of an object that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Where it is.
    Right,
    /// Nothing.
    Missing,
    /// So many bytes beside it.
    Beside(i64),
    /// That the number is free.
    Free,
    /// A place elsewhere in the file.
    At(usize),
}

/// An object that was written.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its number.
    pub number: u32,
    /// What is between `obj` and `endobj`.
    pub body: Vec<u8>,
    /// The words in front of the body, if they are others than `1 0 obj`.
    pub header: Option<String>,
    /// The word behind the body.
    pub footer: &'static str,
    /// What the cross-reference says of it.
    pub row: Row,
    /// The generation in that row.
    pub generation: u32,
}

/// How an update leaves the usual way of writing one.
#[derive(Clone, Debug, Default)]
pub struct Oddities {
    /// Bytes in front of the objects.
    pub lead: Vec<u8>,
    /// Bytes between the objects and the cross-reference.
    pub middle: Vec<u8>,
    /// Bytes between the cross-reference and `startxref`.
    pub behind: Vec<u8>,
    /// Bytes behind the end marker.
    pub tail: Vec<u8>,
    /// What stands for `%%EOF`.
    pub marker: Option<&'static str>,
    /// Added to the place that `startxref` names.
    pub start: i64,
    /// What stands for the word `startxref`.
    pub start_word: Option<String>,
    /// The value of `/Prev`; without a value there is none.
    pub previous: Option<Option<i64>>,
    /// The value of `/Size`; without a value there is none.
    pub size: Option<Option<i64>>,
    /// Added to the number of objects in the object stream.
    pub count: i64,
    /// Added to where its first object is.
    pub first: i64,
    /// What stands for the number of objects in the object stream.
    pub packed_count: Option<String>,
    /// Written in its dictionary beside the usual entries.
    pub packed: String,
    /// Rows of the table beside those of the objects: number, place, generation, kind.
    pub rows: Vec<(u32, usize, u32, char)>,
    /// How the head of a subsection is written, its numbers as `@` and `#`.
    pub head: Option<&'static str>,
    /// What follows each row of a table.
    pub row_end: Option<&'static str>,
    /// Whether the table has a section for every row.
    pub is_split: bool,
    /// `/Index` of a cross-reference stream, if not the right one.
    pub index: Option<String>,
    /// `/Type` of a cross-reference stream, if not the right one.
    pub kind: Option<&'static str>,
}

/// A revision in the making.
#[derive(Clone, Debug)]
pub struct Update {
    base: Vec<u8>,
    /// What is written.
    pub objects: Vec<Object>,
    /// How it is found.
    pub form: Form,
    /// Trailer entries: key without the solidus, and value. One may be there twice.
    pub trailer: Vec<(String, String)>,
    /// What is odd.
    pub oddities: Oddities,
    next: u32,
    previous: usize,
}

impl Update {
    /// An update of this file that does nothing yet; `None` if the file's last trailer is too odd for that.
    #[must_use]
    pub fn of(base: &[u8]) -> Option<Self> {
        let previous = last_xref(base)?;
        let next = read::trailer_entry(base, "Size")?.parse().ok()?;
        let keep = |key: &str| Some((key.to_owned(), read::trailer_entry(base, key)?));
        let form = if base[previous..].starts_with(b"xref") { Form::Table } else { Form::Stream };
        Some(Self {
            base: base.to_vec(),
            objects: Vec::new(),
            form,
            trailer: ["Root", "Info", "ID"].into_iter().filter_map(keep).collect(),
            oddities: Oddities::default(),
            next,
            previous,
        })
    }

    /// The file that is updated.
    #[must_use]
    pub fn base(&self) -> &[u8] {
        &self.base
    }

    /// The next number that nothing has.
    pub fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Writes an object, in place of one that this update wrote under the number.
    pub fn set(&mut self, number: u32, body: impl Into<Vec<u8>>) -> &mut Object {
        self.objects.retain(|object| object.number != number);
        self.push(number, body)
    }

    /// Writes an object beside those that this update wrote under the number.
    pub fn push(&mut self, number: u32, body: impl Into<Vec<u8>>) -> &mut Object {
        self.next = self.next.max(number + 1);
        let object =
            Object { number, body: body.into(), header: None, footer: "endobj", row: Row::Right, generation: 0 };
        self.objects.push(object);
        let last = self.objects.len() - 1;
        &mut self.objects[last]
    }

    /// Writes an object under a new number.
    pub fn add(&mut self, body: impl Into<Vec<u8>>) -> u32 {
        let number = self.number();
        self.push(number, body);
        number
    }

    /// The newest body of an object; `null` where none is found, as after an update that hides it.
    #[must_use]
    pub fn body(&self, number: u32) -> Vec<u8> {
        let ours = self.objects.iter().rfind(|object| object.number == number);
        ours.map_or_else(|| newest(&self.base, number), |object| object.body.clone())
    }

    /// The same as text, each byte one character.
    #[must_use]
    pub fn text(&self, number: u32) -> String {
        self.body(number).into_iter().map(char::from).collect()
    }

    /// Writes the newest version of an object with the last `from` replaced by `to`; as it is where that is not in it.
    pub fn edit(&mut self, number: u32, from: &str, to: &str) -> &mut Object {
        let body = self.body(number);
        let body = match read::rfind(&body, from.as_bytes()) {
            Some(at) => [&body[..at], to.as_bytes(), &body[at + from.len()..]].concat(),
            None => body,
        };
        self.set(number, body)
    }

    /// Writes the newest version of a dictionary with this entry in front.
    pub fn entry(&mut self, number: u32, entry: &str) -> &mut Object {
        let body = self.body(number);
        let at = read::find(&body, b"<<").map_or(0, |at| at + 2);
        self.set(number, [&body[..at], b" ", entry.as_bytes(), &body[at..]].concat())
    }

    /// Puts a reference at the end of an array in a dictionary, which is made where it is missing.
    pub fn list(&mut self, holder: u32, key: &str, number: u32) {
        let text = self.text(holder);
        let key_at = text.find(&format!("/{key} [")).or_else(|| text.find(&format!("/{key}[")));
        match key_at.and_then(|at| Some(at + text[at..].find(']')?)) {
            Some(end) => {
                let body = self.body(holder);
                let reference = format!(" {number} 0 R");
                self.set(holder, [&body[..end], reference.as_bytes(), &body[end..]].concat());
            }
            None => {
                self.entry(holder, &format!("/{key} [{number} 0 R]"));
            }
        }
    }

    /// The same revision as the usual writer has it, if nothing about it is odd but its contents.
    #[must_use]
    pub fn increment(&self) -> Increment {
        let mut increment = Increment::new(&self.base);
        for object in &self.objects {
            increment.set(object.number, object.body.clone());
        }
        for (key, value) in &self.trailer {
            increment.trailer(&format!("/{key} {value}"));
        }
        match self.form {
            Form::Table | Form::Hybrid => increment.xref(Xref::Table),
            Form::Stream => increment.xref(Xref::Stream),
            Form::Packed => increment.xref(Xref::ObjectStream),
        };
        increment
    }

    /// The file with the revision.
    #[must_use]
    pub fn finish(&self) -> Vec<u8> {
        let mut out = [&self.base[..], &self.oddities.lead].concat();
        let mut places: BTreeMap<u32, Place> = BTreeMap::new();
        let is_packed = |object: &&Object| self.form == Form::Packed && !object.body.ends_with(b"endstream");
        let (packed, loose): (Vec<&Object>, Vec<&Object>) = self.objects.iter().partition(is_packed);
        for object in loose {
            let place = Place::of(object, out.len());
            if let Some(place) = place {
                places.insert(object.number, place);
            }
            write(&mut out, object);
        }
        let mut next = self.next;
        if !packed.is_empty() {
            for (index, object) in packed.iter().enumerate() {
                if object.row != Row::Missing {
                    places.insert(object.number, Place { kind: 2, first: next as usize, second: index });
                }
            }
            places.insert(next, Place { kind: 1, first: out.len(), second: 0 });
            let body = self.object_stream(&packed);
            write(&mut out, &plain(next, body));
            next += 1;
        }
        out.extend_from_slice(&self.oddities.middle);
        let start = match self.form {
            Form::Table => self.table(&mut out, &places, next, None),
            Form::Stream | Form::Packed => self.stream(&mut out, places, next),
            Form::Hybrid => {
                let first = places.pop_first();
                let beside = out.len();
                self.stream(&mut out, places, next);
                self.table(&mut out, &first.into_iter().collect(), next + 1, Some(beside))
            }
        };
        let odd = &self.oddities;
        out.extend_from_slice(&odd.behind);
        let start = i64::try_from(start).unwrap_or_default() + odd.start;
        let (word, marker) = (odd.start_word.as_deref().unwrap_or("startxref"), odd.marker.unwrap_or("%%EOF\n"));
        out.extend_from_slice(format!("{word}\n{start}\n{marker}").as_bytes());
        out.extend_from_slice(&odd.tail);
        out
    }

    fn trailer_text(&self, size: u32, beside: Option<usize>) -> String {
        let odd = &self.oddities;
        let mut text = String::new();
        if let Some(size) = odd.size.unwrap_or(Some(i64::from(size))) {
            let _ = write!(text, "/Size {size} ");
        }
        for (key, value) in &self.trailer {
            let _ = write!(text, "/{key} {value} ");
        }
        if let Some(previous) = odd.previous.unwrap_or_else(|| i64::try_from(self.previous).ok()) {
            let _ = write!(text, "/Prev {previous} ");
        }
        if let Some(beside) = beside {
            let _ = write!(text, "/XRefStm {beside} ");
        }
        text
    }

    fn table(&self, out: &mut Vec<u8>, places: &BTreeMap<u32, Place>, size: u32, beside: Option<usize>) -> usize {
        let start = out.len();
        let rows = places.iter().map(|(&number, place)| match place.kind {
            0 => (number, 0, place.second, 'f'),
            _ => (number, place.first, place.second, 'n'),
        });
        let mut rows: Vec<(u32, usize, usize, char)> = rows.collect();
        rows.extend(
            self.oddities.rows.iter().map(|&(number, at, generation, kind)| (number, at, generation as usize, kind)),
        );
        rows.sort_by_key(|row| row.0);
        if rows.is_empty() {
            rows.push((0, 0, 65_535, 'f'));
        }
        let mut table = "xref\n".to_owned();
        let is_run = |one: &(u32, usize, usize, char), next: &(u32, usize, usize, char)| {
            !self.oddities.is_split && one.0 + 1 == next.0
        };
        for run in rows.chunk_by(is_run) {
            let head = self.oddities.head.unwrap_or("@ #\n");
            table.push_str(&head.replace('@', &run[0].0.to_string()).replace('#', &run.len().to_string()));
            let end = self.oddities.row_end.unwrap_or(" \n");
            for (_, at, generation, kind) in run {
                let _ = write!(table, "{at:010} {generation:05} {kind}{end}");
            }
        }
        let _ = writeln!(table, "trailer\n<< {}>>", self.trailer_text(size, beside));
        out.extend_from_slice(table.as_bytes());
        start
    }

    fn stream(&self, out: &mut Vec<u8>, mut places: BTreeMap<u32, Place>, number: u32) -> usize {
        let start = out.len();
        places.insert(number, Place { kind: 1, first: start, second: 0 });
        for &(number, at, generation, kind) in &self.oddities.rows {
            places.insert(number, Place { kind: u8::from(kind == 'n'), first: at, second: generation as usize });
        }
        let mut rows = Vec::new();
        for place in places.values() {
            rows.push(place.kind);
            rows.extend_from_slice(&u32::try_from(place.first).unwrap_or(u32::MAX).to_be_bytes());
            rows.extend_from_slice(&u16::try_from(place.second).unwrap_or(u16::MAX).to_be_bytes());
        }
        let numbers: Vec<u32> = places.keys().copied().collect();
        let runs = numbers.chunk_by(|one, next| one + 1 == *next).map(|run| format!("{} {}", run[0], run.len()));
        let index = self.oddities.index.clone().unwrap_or_else(|| runs.collect::<Vec<_>>().join(" "));
        let kind = self.oddities.kind.unwrap_or("/XRef");
        let trailer = self.trailer_text(number + 1, None);
        let entries = format!("/Type {kind} /W [1 4 2] /Index [{index}] {trailer}");
        write(out, &plain(number, stream(&entries, &rows)));
        start
    }

    fn object_stream(&self, packed: &[&Object]) -> Vec<u8> {
        let (mut index, mut data) = (String::new(), Vec::new());
        for object in packed {
            let _ = write!(index, "{} {} ", object.number, data.len());
            data.extend_from_slice(&object.body);
            data.push(b'\n');
        }
        let moved = |length: usize, by: i64| i64::try_from(length).unwrap_or_default() + by;
        let odd = &self.oddities;
        let count = odd.packed_count.clone().unwrap_or_else(|| moved(packed.len(), odd.count).to_string());
        let entries = format!("/Type /ObjStm /N {count} /First {} {}", moved(index.len(), odd.first), odd.packed);
        stream(&entries, &[index.into_bytes(), data].concat())
    }
}

#[derive(Clone, Copy)]
struct Place {
    kind: u8,
    first: usize,
    second: usize,
}

impl Place {
    /// What is said of an object that begins at `at`; nothing where it is not listed.
    fn of(object: &Object, at: usize) -> Option<Self> {
        let second = object.generation as usize;
        Some(match object.row {
            Row::Right => Self { kind: 1, first: at, second },
            Row::Missing => return None,
            Row::Beside(by) => Self { kind: 1, first: at.saturating_add_signed(isize::try_from(by).ok()?), second },
            Row::Free => Self { kind: 0, first: 0, second: 1 },
            Row::At(at) => Self { kind: 1, first: at, second },
        })
    }
}

fn plain(number: u32, body: Vec<u8>) -> Object {
    Object { number, body, header: None, footer: "endobj", row: Row::Right, generation: 0 }
}

fn write(out: &mut Vec<u8>, object: &Object) {
    let header = object.header.clone().unwrap_or_else(|| format!("{} {} obj\n", object.number, object.generation));
    out.extend_from_slice(header.as_bytes());
    out.extend_from_slice(&object.body);
    out.extend_from_slice(format!("\n{}\n", object.footer).as_bytes());
}

/// Where the last `startxref` points, if it points into the file.
fn last_xref(pdf: &[u8]) -> Option<usize> {
    let at = read::rfind(pdf, b"startxref")?;
    let text = pdf[at + 9..].trim_ascii_start();
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let start: usize = std::str::from_utf8(&text[..digits]).ok()?.parse().ok()?;
    (start < pdf.len()).then_some(start)
}

/// What is between the last `obj` and `endobj` of a number, or what the last object stream with the number has.
fn newest(pdf: &[u8], number: u32) -> Vec<u8> {
    let header = format!("\n{number} 0 obj");
    let loose = read::rfind(pdf, header.as_bytes()).and_then(|at| {
        let body = &pdf[at + header.len()..];
        Some(body[..read::find(body, b"endobj")?].trim_ascii().to_vec())
    });
    let mut end = pdf.len();
    let packed = std::iter::from_fn(|| {
        end = read::rfind(&pdf[..end], b"/Type /ObjStm")?;
        Some(end)
    });
    loose.or_else(|| packed.into_iter().find_map(|at| in_object_stream(&pdf[at..], number))).unwrap_or(b"null".to_vec())
}

/// An object out of the object stream, written without filters, whose dictionary has its type at the start of `text`.
fn in_object_stream(text: &[u8], number: u32) -> Option<Vec<u8>> {
    let data_at = read::find(text, b"stream\n")? + 7;
    let dictionary = String::from_utf8_lossy(&text[..data_at]).into_owned();
    let first = dictionary.split_once("/First ")?.1.split_whitespace().next()?.parse().ok()?;
    let data = &text[data_at..data_at + read::find(&text[data_at..], b"endstream")?];
    let numbers = String::from_utf8_lossy(data.get(..first)?).into_owned();
    let numbers: Vec<usize> = numbers.split_whitespace().map_while(|number| number.parse().ok()).collect();
    let place = numbers.chunks_exact(2).position(|pair| pair[0] == number as usize)?;
    let start = first.checked_add(numbers[place * 2 + 1])?;
    let end = numbers.get(place * 2 + 3).map_or(data.len(), |next| first + next);
    Some(data.get(start..end)?.trim_ascii().to_vec())
}
