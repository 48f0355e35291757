//! Opening a file to verify it, and what its signatures say of themselves.

use super::changes::{self, SignedRevision};
use super::structure;
use crate::input::{self, InputError};
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, SignatureField};
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::signatures::{self, Examined, Status};
use crate::strict::Document;

/// How many earlier ends are tried in a file whose last revision cannot be followed.
const MOST_ENDS: usize = 1000;

/// A file with its signatures.
pub(crate) struct Opened<'r> {
    pub(crate) reader: &'r Reader<'r>,
    /// The newest revision that can be followed.
    pub(crate) file: PdfFile<'r>,
    /// In the order of their revisions.
    pub(crate) signatures: Vec<Examined>,
    /// The signatures that stand as they should in the revision that they sign.
    pub(crate) signed: Vec<SignedRevision>,
    /// The same file read strictly.
    pub(crate) strict: Document,
}

impl<'r> Opened<'r> {
    pub(crate) fn open(reader: &'r Reader<'r>) -> Result<Self, InputError> {
        input::check_header(reader)?;
        let file = match PdfFile::open(reader) {
            Ok(file) => file,
            Err(damage) => {
                let damaged = InputError::Damaged { reason: damage.to_string() };
                earlier_revision(reader).ok_or(damaged)?
            }
        };
        let mut strict = structure::read(reader);
        let ends = match structure::ends(&strict) {
            Some(ends) => ends,
            None if structure::is_too_complex(&strict) => Vec::new(),
            None => changes::marked_ends(reader),
        };
        let signed = changes::signed_revisions(reader, &ends);
        structure::compare(&mut strict, reader, &signed);
        let fields = fields(&file, &signed);
        let read = fields.into_iter().filter_map(|(view, field)| {
            let findings = changes::signature_sanity(&view, &field);
            Some(Examined { findings, ..signatures::read(&view, &field)? })
        });
        let signatures = signatures::check_all(reader, read.collect());
        // That no signature is found says nothing in a file that is encrypted or can be followed in part only.
        if signatures.is_empty() && file.is_encrypted() {
            return Err(input::encrypted(&file));
        }
        if signatures.is_empty() && file.len() < reader.len() {
            return Err(InputError::Truncated);
        }
        Ok(Self { reader, file, signatures, signed, strict })
    }

    /// Whether the signature in a field fits the bytes that it covers, whoever made it.
    pub(crate) fn is_intact(&self, field: &str) -> bool {
        self.signatures.iter().any(|signature| {
            let info = &signature.info;
            info.field == field && info.digest == Status::Ok && info.signature == Status::Ok
        })
    }
}

/// Each signature in the revision that it signs, so that one that was overridden later is judged as it was signed; and
/// those of the newest revision that sign none.
fn fields<'r>(file: &PdfFile<'r>, signed: &[SignedRevision]) -> Vec<(PdfFile<'r>, SignatureField<'r>)> {
    let reader = file.reader();
    let mut fields = Vec::new();
    for revision in signed {
        let Ok(view) = PdfFile::open_revision(reader, revision.end) else { continue };
        let found = form::signature_fields(&view);
        let own = found.into_iter().find(|field| field.name == revision.field && field.id.number == revision.object);
        fields.extend(own.map(|field| (view, field)));
    }
    for field in form::signature_fields(file) {
        let known = signed.iter().any(|known| known.field == field.name && known.object == field.id.number);
        if field.signature.is_some() && !known {
            fields.extend(PdfFile::open_revision(reader, file.len()).ok().map(|view| (view, field)));
        }
    }
    fields
}

/// The newest revision that can be followed, in a file whose last one cannot: what was signed is judged all the same.
fn earlier_revision<'r>(reader: &'r Reader<'r>) -> Option<PdfFile<'r>> {
    let bytes = reader.everything()?;
    let mut end = bytes.len();
    for _ in 0..MOST_ENDS {
        let at = scan::find_last(bytes.get(..end)?, b"%%EOF")?;
        let mut after = at + b"%%EOF".len();
        after += usize::from(bytes.get(after) == Some(&b'\r'));
        after += usize::from(bytes.get(after) == Some(&b'\n'));
        if let Ok(file) = PdfFile::open_revision(reader, after) {
            return Some(file);
        }
        end = at;
    }
    None
}
