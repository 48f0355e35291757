//! Opening a file to verify it, and what its signatures say of themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::changes::{self, Change, ChangeKind, SignedRevision};
use super::structure;
use crate::input::{self, InputError};
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, SignatureField};
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::signatures::{self, Examined, Status};
use crate::strict::Document;

/// So many findings about one signature are enough to name the other fields that share it.
const MAX_SHARED: usize = 8;
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
        // The newest signatures come first, so that they are reported whatever the others cost.
        let newest = form::signature_fields(&file);
        let mut strict = structure::read(reader);
        let ends = match structure::ends(&strict) {
            Some(ends) => ends,
            None if structure::is_too_complex(&strict) => Vec::new(),
            None => changes::marked_ends(reader),
        };
        let signed = changes::signed_revisions(reader, &ends);
        structure::compare(&mut strict, reader, &signed);
        let fields = fields(&file, newest, &signed);
        let signatures = signatures::check_all(reader, examined(fields));
        // That no signature is found says nothing in a file that is encrypted or can be followed in part only.
        if signatures.is_empty() && file.is_encrypted() {
            return Err(input::encrypted(&file));
        }
        if signatures.is_empty() && reader.is_exhausted() {
            return Err(InputError::Damaged { reason: "it is too complex to be judged".to_owned() });
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

/// What the signatures say of themselves. A value that several fields share is one signature, and no sound one.
fn examined(fields: Vec<(Rc<PdfFile<'_>>, SignatureField<'_>)>) -> Vec<Examined> {
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let mut found: Vec<Examined> = Vec::new();
    for (view, field) in fields {
        let place = field.signature.and_then(|signature| signature.offset);
        if let Some(first) = place.and_then(|place| places.get(&place)).and_then(|first| found.get_mut(*first)) {
            let shared = Change::forbidden(ChangeKind::SignatureShared).object(field.id.number).field(field.name);
            // The first few say enough.
            if first.findings.len() < MAX_SHARED {
                first.findings.push(shared);
            }
            continue;
        }
        let Some(examined) = signatures::read(&view, &field) else { continue };
        if let Some(place) = place {
            places.insert(place, found.len());
        }
        found.push(Examined { findings: changes::signature_sanity(&view, &field), ..examined });
    }
    found
}

/// Each signature in the revision that it signs, so that one that was overridden later is judged as it was signed; and
/// those of the newest revision that sign none.
fn fields<'r>(
    file: &PdfFile<'r>,
    newest: Vec<SignatureField<'r>>,
    signed: &[SignedRevision],
) -> Vec<(Rc<PdfFile<'r>>, SignatureField<'r>)> {
    let reader = file.reader();
    let mut fields = Vec::new();
    let mut known = BTreeSet::new();
    // Those of one revision together, so that it is looked through once.
    for of_one in signed.chunk_by(|one, next| one.end == next.end) {
        let Some(end) = of_one.first().map(|first| first.end) else { continue };
        let Ok(view) = PdfFile::open_revision(reader, end) else { continue };
        let view = Rc::new(view);
        let wanted: BTreeSet<(&str, u32)> = of_one.iter().map(|one| (one.field.as_str(), one.object)).collect();
        for field in form::signature_fields(&view) {
            if wanted.contains(&(field.name.as_str(), field.id.number))
                && known.insert((field.name.clone(), field.id.number, end))
            {
                fields.push((Rc::clone(&view), field));
            }
        }
    }
    let known: BTreeSet<(&str, u32)> = signed.iter().map(|one| (one.field.as_str(), one.object)).collect();
    let view = PdfFile::open_revision(reader, file.len()).ok().map(Rc::new);
    for field in newest {
        let is_known = known.contains(&(field.name.as_str(), field.id.number));
        if field.signature.is_some() && !is_known {
            fields.extend(view.clone().map(|view| (view, field)));
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
