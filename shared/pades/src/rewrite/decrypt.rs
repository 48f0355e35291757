//! Removing an encryption that needs no password to read (ISO 32000-2 §7.6): every object is written in the clear, object
//! streams among them, and a cross-reference that says the same as before. The ciphers are lopdf's.

use std::collections::BTreeMap;

use lopdf::encryption::decrypt_object;
use lopdf::{EncryptionState, Permissions};

use super::change::RewriteError;
use super::object::{self, Object};
use crate::input::error::InputError;
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::password;
use crate::pdf::table::Location;
use crate::pdf::value::{Dictionary, Value};

/// The ways to encrypt that are known (`/CFM`, ISO 32000-2 table 25); without crypt filters it is RC4.
const METHODS: [&[u8]; 4] = [b"None", b"V2", b"AESV2", b"AESV3"];

/// What decrypts a file that needs no password.
pub(super) fn state(file: &PdfFile<'_>) -> Option<EncryptionState> {
    password::without(file).filter(|_| is_known(file))
}

/// Whether the author permits to change contents and to make form fields (table 22, bits 4 and 6).
pub(super) fn permits_changes(state: &EncryptionState) -> bool {
    state.permissions().contains(Permissions::MODIFIABLE | Permissions::ANNOTABLE)
}

/// The file in the clear.
pub(super) fn decrypted(file: &PdfFile<'_>, state: &EncryptionState) -> Result<Vec<u8>, RewriteError> {
    let encryption = file.xref().trailer().get(b"Encrypt").and_then(Value::reference);
    let mut out = b"%PDF-1.7\n".to_vec();
    if let Some(version) = file.reader().copy(0, 8) {
        out[..8].copy_from_slice(&version);
    }
    let mut rows: BTreeMap<u32, [u8; 11]> = BTreeMap::new();
    for (number, location) in file.xref().all() {
        match location {
            Location::Free => {}
            Location::InStream { stream, index } => {
                let index = u16::try_from(index).map_err(|_| damaged(number))?;
                rows.insert(number, row(2, stream.into(), index));
            }
            Location::InFile { generation, .. } => {
                let id = ObjectId::new(number, generation);
                if Some(id) == encryption {
                    continue;
                }
                let start = out.len() as u64;
                if write(&mut out, file, state, id)? {
                    rows.insert(number, row(1, start, generation));
                }
            }
        }
    }
    let last = rows.keys().next_back().copied().unwrap_or(0);
    let number = last.checked_add(1).ok_or_else(|| damaged(last))?;
    let index: Vec<String> = rows.keys().map(|number| format!("{number} 1")).collect();
    let data: Vec<u8> = rows.into_values().flatten().collect();
    let start = out.len();
    let trailer = file.xref().trailer();
    let mut entries = Vec::new();
    for key in ["Root", "Info", "ID"] {
        if let Some(value) = trailer.get(key.as_bytes()) {
            entries.extend_from_slice(format!("/{key} ").as_bytes());
            entries.extend_from_slice(value.raw());
            entries.push(b'\n');
        }
    }
    let size = u64::from(number) + 1;
    out.extend_from_slice(format!("{number} 0 obj\n<< /Type /XRef /Size {size} /W [1 8 2]\n").as_bytes());
    out.extend_from_slice(&entries);
    out.extend_from_slice(format!("/Index [{}] /Length {} >>\nstream\n", index.join(" "), data.len()).as_bytes());
    out.extend_from_slice(&data);
    out.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    Ok(out)
}

/// Whether all ways in which something may be encrypted are known: lopdf would take RC4 for what is not.
fn is_known(file: &PdfFile<'_>) -> bool {
    let Some(encryption) = file.entry(file.xref().trailer(), b"Encrypt").and_then(Value::dictionary) else {
        return false;
    };
    let version = file.entry(encryption, b"V").and_then(Value::integer);
    let filters = file.entry(encryption, b"CF").and_then(Value::dictionary);
    let is_named = |key: &[u8]| match file.entry(encryption, key).and_then(Value::name) {
        None => true,
        Some(name) if name == b"Identity" => true,
        Some(name) => filters.is_some_and(|filters| filters.get(&name).is_some()),
    };
    let mut methods = filters.into_iter().flat_map(Dictionary::entries).map(|entry| {
        let filter = file.resolve(entry.value).and_then(Value::dictionary);
        filter.and_then(|filter| file.entry(filter, b"CFM")).and_then(Value::name)
    });
    match version {
        Some(1 | 2) => true,
        Some(4 | 5) => {
            is_named(b"StmF")
                && is_named(b"StrF")
                && methods.all(|method| method.is_none_or(|method| METHODS.contains(&method.as_slice())))
        }
        _ => false,
    }
}

fn row(kind: u8, second: u64, third: u16) -> [u8; 11] {
    let mut row = [kind; 11];
    row[1..9].copy_from_slice(&second.to_be_bytes());
    row[9..].copy_from_slice(&third.to_be_bytes());
    row
}

fn damaged(number: u32) -> RewriteError {
    InputError::Damaged { reason: format!("object {number} cannot be decrypted") }.into()
}

/// Writes an object in the clear; whether there is one.
fn write(out: &mut Vec<u8>, file: &PdfFile<'_>, state: &EncryptionState, id: ObjectId) -> Result<bool, RewriteError> {
    let Some(found) = file.object(id) else { return Ok(false) };
    let Some(mut value) = object::parse(found.value) else { return Ok(false) };
    let is_stream = found.is_stream(file.reader());
    let is_plain = is_stream && value.as_dictionary().is_some_and(|dictionary| dictionary.is_type(b"XRef"));
    if is_plain {
        return Ok(false); // another one is written
    }
    let key = (id.number, id.generation);
    decrypt_strings(&mut value, state, key).ok_or_else(|| damaged(id.number))?;
    out.extend_from_slice(format!("{} {} obj\n", id.number, id.generation).as_bytes());
    if !is_stream {
        value.write_as_is(out);
        out.extend_from_slice(b"\nendobj\n");
        return Ok(true);
    }
    let data = file.raw_stream(found).ok_or_else(|| damaged(id.number))?;
    let Object::Dictionary(mut dictionary) = value else { return Ok(false) };
    let data = decrypt_data(&dictionary, &data, state, key).ok_or_else(|| damaged(id.number))?;
    remove_crypt_filter(&mut dictionary);
    dictionary.set("Length", Object::integer(data.len()));
    Object::Dictionary(dictionary).write_as_is(out);
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(&data);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    Ok(true)
}

/// All strings but the contents of signatures.
fn decrypt_strings(value: &mut Object, state: &EncryptionState, id: lopdf::ObjectId) -> Option<()> {
    match value {
        Object::String(bytes) => {
            let mut string = lopdf::Object::string_literal(std::mem::take(bytes));
            decrypt_object(state, id, &mut string).ok()?;
            *bytes = string.as_str().ok()?.to_vec();
            Some(())
        }
        Object::Array(items) => items.iter_mut().try_for_each(|item| decrypt_strings(item, state, id)),
        Object::Dictionary(dictionary) => {
            let is_signature = dictionary.get(b"ByteRange").is_some() || dictionary.is_type(b"Sig");
            let entries = dictionary.entries_mut().filter(|(key, _)| !(is_signature && *key == b"Contents"));
            entries.map(|(_, value)| value).try_for_each(|value| decrypt_strings(value, state, id))
        }
        _ => Some(()),
    }
}

fn decrypt_data(
    dictionary: &object::Dictionary,
    data: &[u8],
    state: &EncryptionState,
    id: lopdf::ObjectId,
) -> Option<Vec<u8>> {
    let mut entries = lopdf::Dictionary::new();
    if let Some(kind) = dictionary.name(b"Type") {
        entries.set("Type", lopdf::Object::Name(kind.to_vec()));
    }
    let first = match dictionary.get(b"Filter") {
        Some(Object::Array(filters)) => filters.first().cloned(),
        filter => filter.cloned(),
    };
    if first.is_some_and(|first| first.is_name(b"Crypt")) {
        entries.set("Filter", lopdf::Object::Name(b"Crypt".to_vec()));
        let parameters = match dictionary.get(b"DecodeParms") {
            Some(Object::Array(parameters)) => parameters.first(),
            parameters => parameters,
        };
        let name = parameters.and_then(Object::as_dictionary).and_then(|parameters| parameters.name(b"Name"));
        let mut parameters = lopdf::Dictionary::new();
        parameters.set("Name", lopdf::Object::Name(name.unwrap_or(b"Identity").to_vec()));
        entries.set("DecodeParms", lopdf::Object::Dictionary(parameters));
    }
    let attempt = |data: &[u8]| {
        let mut stream = lopdf::Object::Stream(lopdf::Stream::new(entries.clone(), data.to_vec()));
        decrypt_object(state, id, &mut stream).ok()?;
        Some(stream.as_stream().ok()?.content.clone())
    };
    // Where the length was wrong a line end was taken for data.
    let trimmed =
        || data.strip_suffix(b"\r\n").or_else(|| data.strip_suffix(b"\n")).or_else(|| data.strip_suffix(b"\r"));
    attempt(data).or_else(|| attempt(trimmed()?))
}

/// What a stream was decrypted by is no filter of it any more.
fn remove_crypt_filter(dictionary: &mut object::Dictionary) {
    let is_crypt = dictionary.get(b"Filter").is_some_and(|filter| match filter {
        Object::Array(filters) => filters.first().is_some_and(|first| first.is_name(b"Crypt")),
        filter => filter.is_name(b"Crypt"),
    });
    if !is_crypt {
        return;
    }
    for key in ["Filter", "DecodeParms"] {
        if let Some(Object::Array(mut items)) = dictionary.remove(key.as_bytes())
            && items.len() > 1
        {
            items.remove(0);
            dictionary.set(key, Object::Array(items));
        }
    }
}
