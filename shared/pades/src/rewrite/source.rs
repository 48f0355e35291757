//! How an upload is read: by its cross-reference if that is right, otherwise by the objects that lie in it.

use super::change::{Change, RewriteError};
use super::decrypt;
use crate::input::error::InputError;
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::form;
use crate::pdf::increment::are_numbers_scarce;
use crate::pdf::indirect::object_at;
use crate::pdf::pages::page_tree;
use crate::pdf::reach;
use crate::pdf::reader::Reader;
use crate::pdf::recover;
use crate::pdf::scan;
use crate::pdf::table::Location;
use crate::pdf::value::{Dictionary, Value};
use crate::source::Source;
use crate::strict::Document;

/// Line ends behind the end marker are no part of the file that is read.
const LINE_ENDS: usize = 4;

/// What was found when a file was opened.
pub(super) enum Opened {
    /// It carries signatures.
    Signed,
    /// Its cross-reference can be believed.
    Sound,
    /// It cannot: objects are not where it says.
    Damaged {
        /// What is wrong, in English.
        damage: String,
    },
}

/// Opens a file. One that keeps to the grammar is not looked through for damage.
pub(super) fn open(reader: &Reader<'_>, is_faulty: bool) -> Opened {
    match PdfFile::open(reader) {
        Ok(file) if is_signed(&file) => Opened::Signed,
        Ok(_) if !is_faulty => Opened::Sound,
        Ok(file) => match damage(&file) {
            None => Opened::Sound,
            Some(damage) => Opened::Damaged { damage },
        },
        Err(damage) => Opened::Damaged { damage: damage.to_string() },
    }
}

/// Whether there is a signature in the newest revision, whether or not the form lists it. Rights that a reader was given
/// (`/UR3`) are signed as well, but say nothing about the document.
pub(crate) fn is_signed(file: &PdfFile<'_>) -> bool {
    if form::signature_fields(file).iter().any(|field| field.signature.is_some()) {
        return true;
    }
    let rights: Vec<ObjectId> = file
        .catalog()
        .and_then(|(_, catalog)| file.entry(catalog, b"Perms"))
        .and_then(Value::dictionary)
        .into_iter()
        .flat_map(|permissions| [b"UR".as_slice(), b"UR3"].into_iter().filter_map(move |key| permissions.get(key)))
        .filter_map(Value::reference)
        .collect();
    file.xref().all().into_iter().any(|(number, location)| {
        let generation = match location {
            Location::Free => return false,
            Location::InFile { generation, .. } => generation,
            Location::InStream { .. } => 0,
        };
        let id = ObjectId::new(number, generation);
        let Some(object) = file.object(id) else { return false };
        scan::find(object.value.raw(), b"/ByteRange").is_some() && !rights.contains(&id)
    })
}

/// What is wrong with a file whose cross-reference can be read, in English.
fn damage(file: &PdfFile<'_>) -> Option<String> {
    let misplaced = file.xref().all().into_iter().find(|(number, location)| !file.is_placed(*number, *location));
    if let Some((number, _)) = misplaced {
        return Some(format!("object {number} is not where the cross-reference says"));
    }
    // What no section lists, or lists as another generation, may be there all the same.
    let dangling = reach::dangling(file);
    if let Some(id) =
        dangling.iter().find(|id| file.is_listed(**id) || file.xref().location(id.number).is_some_and(is_other))
    {
        return Some(format!("object {} is not where the cross-reference says", id.number));
    }
    if file.catalog().is_none() || page_tree(file).pages.is_empty() {
        return Some("a part of the page tree is missing".to_owned());
    }
    None
}

/// A row that is in use, by an object that a dangling reference does not name.
fn is_other(location: Location) -> bool {
    location != Location::Free
}

/// The file without its encryption; `None` if it has none.
pub(super) fn in_the_clear(reader: &Reader<'_>, body: &[u8]) -> Result<Option<Vec<u8>>, RewriteError> {
    let written = PdfFile::open(reader).ok();
    let scanned = if written.is_none() { recover::scanned(reader) } else { None };
    let Some(file) = written.or(scanned).filter(PdfFile::is_encrypted) else { return Ok(None) };
    let is_signed_openly = scan::find(body, b"/ByteRange").is_some();
    if is_signed_openly {
        return Err(InputError::EncryptedAndSigned.into());
    }
    let state = decrypt::state(&file).ok_or(InputError::Encrypted)?;
    let plain = decrypt::decrypted(&file, &state)?;
    if holds_signatures(&plain) {
        return Err(InputError::EncryptedAndSigned.into());
    }
    if !decrypt::permits_changes(&state) {
        return Err(InputError::Restricted.into());
    }
    Ok(Some(plain))
}

/// Whether there are signatures in an encrypted file that opens without a password.
pub(crate) fn is_signed_in_the_clear(file: &PdfFile<'_>) -> bool {
    let plain = decrypt::state(file).and_then(|state| decrypt::decrypted(file, &state).ok());
    plain.is_some_and(|plain| holds_signatures(&plain))
}

/// Whether the bytes of a whole file hold signatures.
fn holds_signatures(bytes: &[u8]) -> bool {
    PdfFile::open(&Reader::new(bytes)).is_ok_and(|file| is_signed(&file))
}

/// Whether a file that says how long it is (linearized, ISO 32000-2 annex F) is shorter.
pub(super) fn is_cut(reader: &Reader<'_>) -> bool {
    let declared = linearization(reader).and_then(|first| first.get(b"L")).and_then(Value::integer);
    declared.and_then(|length| usize::try_from(length).ok()).is_some_and(|length| length > reader.len() + LINE_ENDS)
}

/// The dictionary of a linearized file, which is its first object.
fn linearization<'r>(reader: &'r Reader<'_>) -> Option<Dictionary<'r>> {
    let first = object_at(reader, 0)?.value.dictionary()?;
    first.get(b"Linearized").map(|_| first)
}

/// How a file that can be read as it says is made of more than one clean revision.
pub(super) fn structure(file: &PdfFile<'_>, upload: &(impl Source + ?Sized), is_faulty: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    let reader = Reader::new(upload);
    let document = Document::read(&reader);
    let is_linearized = linearization(file.reader()).is_some();
    let is_hybrid = file.xref().trailer().get(b"XRefStm").is_some();
    let sections = file.xref().sections().len();
    let revisions = if is_faulty {
        sections - usize::from(is_linearized && sections > 1) - usize::from(is_hybrid && sections > 1)
    } else {
        document.revisions().len()
    };
    if revisions > 1 {
        changes.push(Change::EarlierRevisions);
    }
    if is_linearized {
        changes.push(Change::Linearization);
    }
    if is_hybrid {
        changes.push(Change::HybridCrossReference);
    }
    if (is_faulty || are_numbers_scarce(file)) && changes.is_empty() {
        changes.push(Change::Syntax);
    }
    changes
}
