//! Writing one increment: new and changed objects, then a cross-reference section of the kind that the file ends
//! with (ISO 32000-2 §7.5.6). The source stays as it is, byte for byte, in front
//! and is not looked at but for the objects that change.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::ObjectId;
use super::file::PdfFile;
use super::reach;
use super::section::stream_dictionary;
use super::table::SectionKind;
use super::text::write_name;
use super::value::{Dictionary, Value};

/// The highest number that readers take (ISO 32000-1 table C.1).
pub(crate) const MAX_NUMBER: u32 = 8_388_607;
/// So many new objects an update may need.
const ROOM: u64 = 1 << 20;

/// Whether so few numbers are left that an update may find none.
pub(crate) fn are_numbers_scarce(file: &PdfFile<'_>) -> bool {
    next_number(file) + ROOM > u64::from(MAX_NUMBER)
}

/// Numbers below `/Size` may be taken by objects that no section lists, and a cross-reference stream need not list itself.
fn next_number(file: &PdfFile<'_>) -> u64 {
    let sections = file.xref().sections().iter();
    let streams = sections.filter_map(|section| stream_dictionary(file.reader(), section.start));
    let last = streams.map(|(stream, _)| stream.id.number).fold(file.xref().last_number(), u32::max);
    u64::from(last).saturating_add(1).max(declared_size(file))
}

/// The changes that the next revision makes.
pub(crate) struct Increment<'f> {
    file: &'f PdfFile<'f>,
    objects: BTreeMap<ObjectId, Vec<u8>>,
    next: u64,
}

/// No object number is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PDF's object numbers are used up; save it anew with another program and send it again")]
pub struct NumbersUsedUp;

/// A written increment: the bytes that follow the source's own.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    /// Where in `bytes` each written object's value starts.
    pub(crate) offsets: BTreeMap<ObjectId, usize>,
}

impl<'f> Increment<'f> {
    pub(crate) fn new(file: &'f PdfFile<'f>) -> Self {
        Self { file, objects: BTreeMap::new(), next: next_number(file) }
    }

    pub(crate) fn file(&self) -> &'f PdfFile<'f> {
        self.file
    }

    /// A number for a new object, one that nothing read so far refers to: a reference that leads nowhere is the null
    /// object (ISO 32000-2 §7.3.10) and must not come to mean what is new.
    pub(crate) fn allocate(&mut self) -> Result<ObjectId, NumbersUsedUp> {
        loop {
            let number = u32::try_from(self.next).ok().filter(|&n| n <= MAX_NUMBER).ok_or(NumbersUsedUp)?;
            self.next += 1;
            if !self.file.reader().is_unlisted(number) {
                return Ok(ObjectId::new(number, 0));
            }
        }
    }

    /// Sets an object to `body`, its serialised value.
    pub(crate) fn set(&mut self, id: ObjectId, body: impl Into<Vec<u8>>) {
        self.objects.insert(id, body.into());
    }

    /// Adds a new object.
    pub(crate) fn add(&mut self, body: impl Into<Vec<u8>>) -> Result<ObjectId, NumbersUsedUp> {
        let id = self.allocate()?;
        self.set(id, body);
        Ok(id)
    }

    /// An object's value as of this increment.
    pub(crate) fn value(&self, id: ObjectId) -> Option<Value<'_>> {
        match self.objects.get(&id) {
            Some(body) => Value::parse(body, 0),
            None => self.file.object(id).map(|object| object.value),
        }
    }

    /// An object's dictionary as of this increment, copied, so that it can be changed.
    pub(crate) fn dictionary(&self, id: ObjectId) -> Option<Vec<u8>> {
        self.value(id)?.dictionary().map(|dictionary| dictionary.raw().to_vec())
    }

    /// Writes the increment. The same changes to the same file give the same bytes.
    pub(crate) fn write(mut self) -> Result<Written, NumbersUsedUp> {
        let section = match self.file.xref().newest().kind {
            SectionKind::Table => None,
            SectionKind::Stream => Some(self.allocate()?),
        };
        let source = self.file.len();
        let new: usize = self.objects.values().map(|body| body.len() + 40).sum();
        let mut out = Vec::with_capacity(new + 1024);
        if self.file.reader().copy(source.saturating_sub(1), 1).is_none_or(|last| last != b"\n") {
            out.push(b'\n');
        }
        let mut offsets = BTreeMap::new();
        let mut starts = BTreeMap::new();
        let mut content = Sha256::new();
        for (&id, body) in &self.objects {
            starts.insert(id, source + out.len());
            out.extend_from_slice(format!("{} {} obj\n", id.number, id.generation).as_bytes());
            offsets.insert(id, out.len());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
            content.update(body);
        }
        let start = source + out.len();
        let entries = self.trailer(content);
        match section {
            None => write_table(&mut out, &starts, &entries),
            Some(id) => {
                starts.insert(id, start);
                write_stream(&mut out, id, &starts, &entries);
            }
        }
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Ok(Written { bytes: out, offsets })
    }

    /// The trailer entries without brackets: `/Size`, `/Prev`, those of the trailer before, and `/ID` renewed.
    fn trailer(&self, mut content: Sha256) -> Vec<u8> {
        let xref = self.file.xref();
        let size = self.next.max(declared_size(self.file));
        let mut entries = format!("/Size {size}\n/Prev {}", xref.newest().start).into_bytes();
        for (key, value) in reach::repeated(xref.trailer()).filter(|(key, value)| key != b"ID" && !value.is_null()) {
            entries.push(b'\n');
            write_name(&mut entries, &key);
            entries.push(b' ');
            entries.extend_from_slice(value.raw());
        }
        // The first half of the identifier stays, the second is renewed (§14.4), here from a hash: no clock, no chance.
        let identifier = xref.trailer().get(b"ID").and_then(|id| self.file.resolve(id)).and_then(Value::array);
        content.update(self.file.len().to_be_bytes());
        content.update(identifier.iter().flatten().flat_map(|half| half.raw()).copied().collect::<Vec<u8>>());
        let renewed = format!("<{}>", hex::encode(&content.finalize()[..16]));
        let first = identifier.and_then(|halves| halves.first().copied()).filter(|half| half.string().is_some());
        entries.extend_from_slice(b"\n/ID [");
        entries.extend_from_slice(first.map_or(renewed.as_bytes(), Value::raw));
        entries.extend_from_slice(renewed.as_bytes());
        entries.push(b']');
        entries
    }
}

fn declared_size(file: &PdfFile<'_>) -> u64 {
    let size = file.xref().trailer().get(b"Size").and_then(Value::integer);
    size.and_then(|size| size.try_into().ok()).unwrap_or(0)
}

fn write_table(out: &mut Vec<u8>, starts: &BTreeMap<ObjectId, usize>, trailer: &[u8]) {
    out.extend_from_slice(b"xref\n");
    write_rows(out, starts);
    out.extend_from_slice(b"trailer\n<<\n");
    out.extend_from_slice(trailer);
    out.extend_from_slice(b"\n>>\n");
}

/// A table's subsections.
pub(super) fn write_rows(out: &mut Vec<u8>, starts: &BTreeMap<ObjectId, usize>) {
    for run in runs(starts) {
        out.extend_from_slice(format!("{} {}\n", run[0].0.number, run.len()).as_bytes());
        for (id, offset) in run {
            out.extend_from_slice(format!("{offset:010} {:05} n\r\n", id.generation).as_bytes());
        }
    }
}

fn write_stream(out: &mut Vec<u8>, id: ObjectId, starts: &BTreeMap<ObjectId, usize>, trailer: &[u8]) {
    let mut index = String::new();
    let mut data = Vec::new();
    // Eight bytes only where four cannot say it: some readers stop at four.
    let width = if starts.values().all(|&offset| u32::try_from(offset).is_ok()) { 4 } else { 8 };
    for run in runs(starts) {
        index.push_str(&format!(" {} {}", run[0].0.number, run.len()));
        for (id, offset) in run {
            data.push(1);
            data.extend_from_slice(&(offset as u64).to_be_bytes()[8 - width..]);
            data.extend_from_slice(&id.generation.to_be_bytes());
        }
    }
    out.extend_from_slice(format!("{} 0 obj\n<< /Type /XRef\n", id.number).as_bytes());
    out.extend_from_slice(trailer);
    out.extend_from_slice(
        format!("\n/W [1 {width} 2]\n/Index [{}]\n/Length {} >>\nstream\n", index.trim_start(), data.len()).as_bytes(),
    );
    out.extend_from_slice(&data);
    out.extend_from_slice(b"\nendstream\nendobj\n");
}

/// The written objects in runs of consecutive numbers.
fn runs(starts: &BTreeMap<ObjectId, usize>) -> Vec<Vec<(ObjectId, usize)>> {
    let mut runs: Vec<Vec<(ObjectId, usize)>> = Vec::new();
    for (&id, &start) in starts {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last.number.checked_add(1) == Some(id.number)) => {
                run.push((id, start));
            }
            _ => runs.push(vec![(id, start)]),
        }
    }
    runs
}

/// The bytes of a stream object with unencoded `data`; `entries` are further dictionary entries.
pub(crate) fn stream_body(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut body = format!("<< {entries}/Length {} >>\nstream\n", data.len()).into_bytes();
    body.extend_from_slice(data);
    body.extend_from_slice(b"\nendstream");
    body
}

/// `raw` read as a dictionary; callers pass what [`Increment::dictionary`] returned.
pub(crate) fn as_dictionary(raw: &[u8]) -> Option<Dictionary<'_>> {
    Value::parse(raw, 0)?.dictionary()
}
