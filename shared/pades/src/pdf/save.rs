//! Writing a file anew: every object that the document uses, none of them packed, and one cross-reference table.

use std::collections::BTreeMap;

use super::ObjectId;
use super::edit::DictionaryEdit;
use super::file::{Indirect, PdfFile};
use super::increment::write_rows;
use super::reach;
use super::reader::Reader;
use super::value::Value;

/// What is written may be this much (bytes) and [`MOST_TIMES`] the file's length: packed objects can overlap.
const MOST_WRITTEN: usize = 16 << 20;
const MOST_TIMES: usize = 3;
/// A header and what else stands around a value takes no more bytes than this.
const AROUND: usize = 96;

/// Leaves room for what is written beside the streams that are unpacked to find it.
pub(crate) fn limit(reader: &Reader<'_>) {
    reader.room.set(reader.len().saturating_mul(MOST_TIMES).saturating_add(MOST_WRITTEN));
}

/// The document of `file`, whose objects are looked for in `fallback` if they are not where `file` says. `None` if a
/// stream has no end, or if it would be absurdly large.
pub(crate) fn save<'r>(file: &PdfFile<'r>, fallback: Option<&PdfFile<'r>>) -> Option<Vec<u8>> {
    let find = |id: ObjectId| find(file, fallback, id);
    let trailer = file.xref().trailer();
    let used = reach::walk(file, |id| find(id).map(|(_, object)| object)).seen;
    if !file.is_within_budget() {
        return None;
    }
    let length = file.reader().len();
    let mut left = length.saturating_mul(MOST_TIMES).saturating_add(MOST_WRITTEN);
    let mut size = 0;
    for &id in &used {
        let Some((file, object)) = find(id) else { continue };
        let data = if object.is_stream(file.reader()) { file.raw_stream(object)?.len() } else { 0 };
        let written = object.value.raw().len().checked_add(data)?.checked_add(AROUND)?;
        left = left.checked_sub(written)?;
        size += written;
    }
    let mut out = Vec::with_capacity(size + trailer.raw().len() + 1024);
    out.extend_from_slice(b"%PDF-");
    let version = file.reader().copy(5, 3).filter(|v| v[0].is_ascii_digit() && v[1] == b'.' && v[2].is_ascii_digit());
    out.extend_from_slice(version.as_deref().unwrap_or(b"1.7"));
    out.extend_from_slice(b"\n%\xbf\xf7\xa2\xfe\n");
    let mut starts = BTreeMap::new();
    for &id in &used {
        let Some((file, object)) = find(id) else { continue };
        starts.insert(id, out.len());
        out.extend_from_slice(format!("{} {} obj\n", id.number, id.generation).as_bytes());
        write_value(&mut out, file, object)?;
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(b"xref\n0 1\n0000000000 65535 f\r\n");
    write_rows(&mut out, &starts);
    let last = starts.keys().map(|id| id.number).max().unwrap_or(0);
    out.extend_from_slice(format!("trailer\n<<\n/Size {}", u64::from(last) + 1).as_bytes());
    for key in ["Root", "Info", "ID"] {
        let value =
            trailer.get(key.as_bytes()).and_then(|value| if key == "ID" { file.resolve(value) } else { Some(value) });
        if let Some(value) = value {
            out.extend_from_slice(format!("\n/{key} ").as_bytes());
            out.extend_from_slice(value.raw());
        }
    }
    out.extend_from_slice(format!("\n>>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    Some(out)
}

/// An object and the file that it was found in. What `file` has deleted stays so.
fn find<'f, 'r>(
    file: &'f PdfFile<'r>,
    fallback: Option<&'f PdfFile<'r>>,
    id: ObjectId,
) -> Option<(&'f PdfFile<'r>, Indirect<'r>)> {
    let own = file.object(id).map(|object| (file, object));
    own.or_else(|| {
        let fallback = fallback.filter(|_| file.is_listed(id))?;
        fallback.object(id).map(|object| (fallback, object))
    })
}

/// The value, and a stream's data with its true length.
fn write_value(out: &mut Vec<u8>, file: &PdfFile<'_>, object: Indirect<'_>) -> Option<()> {
    match object.value.dictionary().filter(|_| object.is_stream(file.reader())) {
        None => out.extend_from_slice(object.value.raw()),
        Some(dictionary) => {
            let length = file.entry(dictionary, b"Length").and_then(Value::integer);
            let data = object.stream_data(file.reader(), length)?;
            out.extend_from_slice(&DictionaryEdit::new(dictionary).set("Length", data.len().to_string()).finish());
            out.extend_from_slice(b"\nstream\n");
            out.extend_from_slice(&data);
            out.extend_from_slice(b"\nendstream");
        }
    }
    Some(())
}
