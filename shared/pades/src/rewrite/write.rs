//! Writing a document as one revision (ISO 32000-2 §7.5): every object that it uses, numbered from 1 on, and one
//! cross-reference. Where the source had its objects packed into streams, so has the result.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use sha2::{Digest, Sha256};

use super::change::RewriteError;
use super::graph::Graph;
use super::object::{Dictionary, Object};
use crate::input::error::InputError;
use crate::pdf::ObjectId;

/// How many objects share a stream.
const PACKED: usize = 200;
/// Versions of PDF that there are, and the first one with object streams.
const VERSIONS: [&str; 9] = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "2.0"];
const FIRST_PACKED: &str = "1.5";

/// Where an object is in the new file.
enum Place {
    At(usize),
    In { stream: u32, index: usize },
}

/// What a file is written from.
pub(super) struct Plan {
    /// The objects to be written.
    pub(super) used: Vec<ObjectId>,
    pub(super) root: ObjectId,
    pub(super) information: Option<ObjectId>,
    pub(super) identifier: Option<[Vec<u8>; 2]>,
    /// Whether objects are packed into streams.
    pub(super) is_packed: bool,
    pub(super) version: String,
}

/// The file; at most `most` bytes are written.
pub(super) fn write(graph: &Graph<'_>, plan: &Plan, most: usize) -> Result<Vec<u8>, RewriteError> {
    let numbers: BTreeMap<ObjectId, u32> = plan.used.iter().copied().zip(1..).collect();
    let mut writer = Writer { out: Vec::new(), places: BTreeMap::new(), numbers, most };
    let mut version = plan.version.as_str();
    if !VERSIONS.contains(&version) {
        version = "1.7";
    }
    if plan.is_packed && version < FIRST_PACKED {
        version = FIRST_PACKED;
    }
    writer.out.extend_from_slice(format!("%PDF-{version}\n%\u{bf}\u{f7}\u{a2}\u{fe}\n").as_bytes());
    let mut packed = Vec::new();
    for &id in &plan.used {
        let stored = graph.stored(id)?;
        match stored.data {
            None if plan.is_packed => packed.push(id),
            None => writer.object(id, &stored.value)?,
            Some(data) => writer.stream(id, stored.value, &data)?,
        }
    }
    let mut next = u32::try_from(plan.used.len()).unwrap_or(u32::MAX).saturating_add(1);
    for chunk in packed.chunks(PACKED) {
        writer.pack(graph, chunk, next)?;
        next += 1;
    }
    let start = writer.out.len();
    let trailer = writer.trailer(plan);
    if plan.is_packed {
        writer.xref_stream(next, start, trailer)?;
    } else {
        writer.table(next, trailer);
    }
    writer.out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    Ok(writer.out)
}

struct Writer {
    out: Vec<u8>,
    places: BTreeMap<u32, Place>,
    numbers: BTreeMap<ObjectId, u32>,
    most: usize,
}

impl Writer {
    fn value(&self, value: &Object, out: &mut Vec<u8>) {
        value.write(out, &mut |id| self.numbers.get(&id).map(|number| ObjectId::new(*number, 0)));
    }

    /// What is written must not grow without measure: packed objects can lie in one another.
    fn room(&self, more: usize) -> Result<(), RewriteError> {
        let reason = "its objects are longer together than any file of its size".to_owned();
        if self.out.len() + more > self.most { Err(InputError::Damaged { reason }.into()) } else { Ok(()) }
    }

    fn begin(&mut self, number: u32) {
        self.places.insert(number, Place::At(self.out.len()));
        self.out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    }

    fn object(&mut self, id: ObjectId, value: &Object) -> Result<(), RewriteError> {
        let Some(number) = self.numbers.get(&id).copied() else { return Ok(()) };
        self.begin(number);
        let mut body = Vec::new();
        self.value(value, &mut body);
        self.room(body.len())?;
        self.out.extend_from_slice(&body);
        self.out.extend_from_slice(b"\nendobj\n");
        Ok(())
    }

    fn stream(&mut self, id: ObjectId, value: Object, data: &[u8]) -> Result<(), RewriteError> {
        match self.numbers.get(&id).copied() {
            Some(number) => self.numbered_stream(number, value, data),
            None => Ok(()),
        }
    }

    fn numbered_stream(&mut self, number: u32, value: Object, data: &[u8]) -> Result<(), RewriteError> {
        let Object::Dictionary(mut dictionary) = value else { return Ok(()) };
        dictionary.set("Length", Object::integer(data.len()));
        self.begin(number);
        let mut body = Vec::new();
        self.value(&Object::Dictionary(dictionary), &mut body);
        self.room(body.len() + data.len())?;
        self.out.extend_from_slice(&body);
        self.out.extend_from_slice(b"\nstream\n");
        self.out.extend_from_slice(data);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    /// An object stream (§7.5.7).
    fn pack(&mut self, graph: &Graph<'_>, ids: &[ObjectId], stream: u32) -> Result<(), RewriteError> {
        let mut head = String::new();
        let mut body = Vec::new();
        let numbered = ids.iter().filter_map(|id| Some((*id, *self.numbers.get(id)?)));
        let numbered: Vec<(ObjectId, u32)> = numbered.collect();
        for (index, (id, number)) in numbered.iter().enumerate() {
            head.push_str(&format!("{number} {} ", body.len()));
            self.value(&graph.stored(*id)?.value, &mut body);
            body.push(b'\n');
            self.room(body.len())?;
            self.places.insert(*number, Place::In { stream, index });
        }
        let mut dictionary = Dictionary::default();
        dictionary.set("Type", Object::name("ObjStm"));
        dictionary.set("N", Object::integer(numbered.len()));
        dictionary.set("First", Object::integer(head.len()));
        dictionary.set("Filter", Object::name("FlateDecode"));
        let data = deflated(&[head.as_bytes(), &body].concat())?;
        self.numbered_stream(stream, Object::Dictionary(dictionary), &data)
    }

    /// `/Root`, `/Info` and `/ID`.
    fn trailer(&self, plan: &Plan) -> Dictionary {
        let mut trailer = Dictionary::default();
        trailer.set("Root", Object::Reference(plan.root));
        if let Some(information) = plan.information {
            trailer.set("Info", Object::Reference(information));
        }
        // Of a file without an identifier what it holds is one (§14.4).
        let [first, second] = plan.identifier.clone().unwrap_or_else(|| {
            let digest = Sha256::digest(&self.out)[..16].to_vec();
            [digest.clone(), digest]
        });
        trailer.set("ID", Object::Array(vec![Object::String(first), Object::String(second)]));
        trailer
    }

    fn table(&mut self, size: u32, mut trailer: Dictionary) {
        self.out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f\r\n").as_bytes());
        for number in 1..size {
            let row = match self.places.get(&number) {
                Some(Place::At(offset)) => format!("{offset:010} 00000 n\r\n"),
                _ => "0000000000 65535 f\r\n".to_owned(),
            };
            self.out.extend_from_slice(row.as_bytes());
        }
        trailer.set("Size", Object::integer(size as usize));
        self.out.extend_from_slice(b"trailer\n");
        let mut body = Vec::new();
        self.value(&Object::Dictionary(trailer), &mut body);
        self.out.extend_from_slice(&body);
        self.out.push(b'\n');
    }

    /// A cross-reference stream (§7.5.8), which lists itself.
    fn xref_stream(&mut self, number: u32, start: usize, mut dictionary: Dictionary) -> Result<(), RewriteError> {
        self.places.insert(number, Place::At(start));
        let mut rows = vec![0, 0, 0, 0, 0, 0xff, 0xff];
        for number in 1..=number {
            let (kind, second, third) = match self.places.get(&number) {
                Some(Place::At(offset)) => (1u8, *offset, 0),
                Some(Place::In { stream, index }) => (2, *stream as usize, *index),
                None => (0, 0, 0xffff),
            };
            rows.push(kind);
            // Offsets and indexes are far below: an upload has at most some megabytes.
            rows.extend_from_slice(&u32::try_from(second).unwrap_or(u32::MAX).to_be_bytes());
            rows.extend_from_slice(&u16::try_from(third).unwrap_or(u16::MAX).to_be_bytes());
        }
        dictionary.set("Type", Object::name("XRef"));
        dictionary.set("Size", Object::integer(number as usize + 1));
        dictionary.set("W", Object::Array([1, 4, 2].map(Object::integer).to_vec()));
        dictionary.set("Filter", Object::name("FlateDecode"));
        self.numbered_stream(number, Object::Dictionary(dictionary), &deflated(&rows)?)
    }
}

fn deflated(data: &[u8]) -> Result<Vec<u8>, RewriteError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(data).and_then(|()| encoder.finish());
    written.map_err(|error| InputError::Unreadable { reason: error.to_string() }.into())
}
