//! One revision that holds one new signature: the placeholder, the increment around it, filling it in.

use serde::{Deserialize, Serialize};

use crate::appearance::{AppearanceError, Visible};
use crate::field::{AddFieldsError, FieldName, NewField, add_fields, mark_signed};
use crate::input::{self, InputError, SignatureKind};
use crate::key::Hash;
use crate::pdf::ObjectId;
use crate::pdf::edit::DictionaryEdit;
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, SignatureField};
use crate::pdf::increment::{Increment, NumbersUsedUp, as_dictionary};
use crate::pdf::reader::Reader;
use crate::pdf::value::{Dictionary, Value};
use crate::seed::{self, Offer};
use crate::source::{Revision, Source};

/// Digits reserved for each number of `/ByteRange`.
const DIGITS: usize = 10;

/// Why a signature cannot be put into a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RevisionError {
    /// The file cannot be signed.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The field is signed already.
    #[error("the field {0} is already signed; choose another field")]
    FieldSigned(FieldName),
    /// A field with a full stop in its name would have to be made.
    #[error("the field {0} does not exist and cannot be made; choose a name without a full stop")]
    FieldName(FieldName),
    /// A field of another type has the name.
    #[error("the field {0} is no signature field; choose another name")]
    NotASignatureField(FieldName),
    /// The field's author demands something of its signature that this one does not have.
    #[error(
        "the field {field} demands of its signature what this one does not have: {demand} (/SV); choose another field"
    )]
    SeedValue {
        /// The field.
        field: FieldName,
        /// The entry of the seed value dictionary (ISO 32000-2 table 237).
        demand: String,
    },
    /// Certification must be the first signature (ISO 32000-2 §12.8.2.2.1).
    #[error("the PDF already carries a signature, so it cannot be certified; sign it without certifying")]
    CertifyNotFirst,
    /// A certification permits to sign, but in fields that the certified document has (ISO 32000-2 table 257); a new
    /// field that is seen is held for a change of the page.
    #[error(
        "the PDF is certified, and a new field would be seen on its pages; sign without an appearance, or in a field \
         that it has"
    )]
    CertifiedWithoutField,
    /// The file is longer than 9,999,999,999 bytes.
    #[error("the PDF is too large to sign")]
    TooLarge,
    /// It cannot be shown as asked for.
    #[error(transparent)]
    Appearance(#[from] AppearanceError),
    /// No object number is left.
    #[error(transparent)]
    NumbersUsedUp(#[from] NumbersUsedUp),
}

impl From<AddFieldsError> for RevisionError {
    fn from(error: AddFieldsError) -> Self {
        match error {
            AddFieldsError::Structure => Self::Input(InputError::NoPages),
            AddFieldsError::NumbersUsedUp(error) => Self::NumbersUsedUp(error),
        }
    }
}

/// The `<…>` of `/Contents` in a file: what the signature does not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gap {
    /// Position of `<`.
    pub(crate) start: usize,
    /// Position after `>`.
    pub(crate) end: usize,
}

/// The gap is too small for what should go in; both in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow {
    pub(crate) reserved: usize,
    pub(crate) needed: usize,
}

impl Gap {
    /// Bytes of DER that fit.
    pub(crate) fn capacity(self) -> usize {
        (self.end - self.start - 2) / 2
    }

    /// The digest of everything in `source` but the gap.
    pub(crate) fn digest(self, source: &dyn Source, hash: Hash) -> Result<Vec<u8>, InputError> {
        let reader = Reader::new(source);
        let mut hasher = hash.hasher();
        let hashed =
            reader.hash(&mut hasher, 0, self.start).and_then(|()| reader.hash(&mut hasher, self.end, reader.len()));
        input::intact(&reader)?;
        // Both parts are within the file by construction.
        hashed.map(|()| hasher.finish()).ok_or(InputError::Truncated)
    }

    /// The gap's new content: `der` in hexadecimal, then zeros, with brackets.
    pub(crate) fn filled(self, der: &[u8]) -> Result<Vec<u8>, Overflow> {
        if der.len() > self.capacity() {
            return Err(Overflow { reserved: self.capacity(), needed: der.len() });
        }
        let mut content = vec![b'0'; self.end - self.start];
        content[0] = b'<';
        // The length is exact, so this cannot fail.
        let _ = hex::encode_to_slice(der, &mut content[1..=der.len() * 2]);
        content[self.end - self.start - 1] = b'>';
        Ok(content)
    }

    /// Writes `der` into the gap, which must be in `revision`'s own bytes.
    pub(crate) fn fill(self, revision: &mut Revision, der: &[u8]) -> Result<(), Overflow> {
        let content = self.filled(der)?;
        let start = self.start.saturating_sub(usize::try_from(revision.kept()).unwrap_or(usize::MAX));
        if let Some(gap) = revision.bytes_mut().get_mut(start..start + content.len()) {
            gap.copy_from_slice(&content);
        }
        Ok(())
    }
}

/// What the new signature dictionary says.
pub(crate) struct NewSignature<'r> {
    pub(crate) field: &'r FieldName,
    /// Entries in front of `/ByteRange`, serialised.
    pub(crate) entries: String,
    /// Bytes of DER to make room for.
    pub(crate) capacity: usize,
    /// DocMDP permission to certify with.
    pub(crate) certify: Option<u8>,
    /// How it is seen.
    pub(crate) visible: Option<&'r Visible<'r>>,
}

/// A new revision whose signature is still zeros. `offer` is what the signature has for a field that demands something.
pub(crate) fn append_offered(
    source: &dyn Source,
    new: &NewSignature<'_>,
    offer: &Offer<'_>,
) -> Result<(Revision, Gap), RevisionError> {
    let reader = Reader::new(source);
    let appended = append_to(&reader, new, Some(offer));
    input::intact(&reader)?;
    appended
}

/// The same, whatever the field demands.
#[cfg(test)]
pub(crate) fn append_signature(source: &dyn Source, new: &NewSignature<'_>) -> Result<(Revision, Gap), RevisionError> {
    append_to(&Reader::new(source), new, None)
}

fn append_to(
    reader: &Reader<'_>,
    new: &NewSignature<'_>,
    offer: Option<&Offer<'_>>,
) -> Result<(Revision, Gap), RevisionError> {
    let file = input::open_whole(reader)?;
    input::check_locks(&file, Some(new.field.as_str()))?;
    let fields = form::signature_fields(&file);
    if new.certify.is_some() && fields.iter().any(|field| field.signature.is_some()) {
        return Err(RevisionError::CertifyNotFirst);
    }
    let mut increment = Increment::new(&file);
    let existing = fields.iter().find(|field| field.name == new.field.as_str());
    let field = match existing {
        Some(field) if field.signature.is_some() => return Err(RevisionError::FieldSigned(new.field.clone())),
        Some(field) => {
            if let Some(demand) = offer.and_then(|offer| seed::unmet(&file, field.dictionary, offer)) {
                return Err(RevisionError::SeedValue { field: new.field.clone(), demand });
            }
            mark_signed(&mut increment)?;
            field.id
        }
        None if form::has_field(&file, new.field.as_str()) => {
            return Err(RevisionError::NotASignatureField(new.field.clone()));
        }
        None if !new.field.is_plain() => return Err(RevisionError::FieldName(new.field.clone())),
        None if new.visible.is_some() && is_certified(&file, &fields) => {
            return Err(RevisionError::CertifiedWithoutField);
        }
        None => {
            let place = new.visible.map(|visible| visible.place(&mut increment)).transpose()?;
            let fields = add_fields(&mut increment, &[NewField { name: new.field, place }])?;
            *fields.first().ok_or(InputError::NoPages)?
        }
    };
    if let (Some(existing), Some(visible)) = (existing, new.visible) {
        for (key, value) in visible.fill(&mut increment, existing)?.entries {
            set_entry(&mut increment, existing.id, key, value);
        }
    }
    let lock = existing.and_then(|field| field_lock(&file, field.dictionary));
    let (body, range_at, contents_at) = signature_body(new, lock);
    let signature = increment.add(body)?;
    set_entry(&mut increment, field, "V", signature.to_string());
    if new.certify.is_some() {
        set_permission(&mut increment, signature)?;
    }
    let mut written = increment.write()?;
    let start = written.offsets.get(&signature).copied().ok_or(InputError::NoPages)?;
    let contents_at = reader.len() + start + contents_at;
    let gap = Gap { start: contents_at, end: contents_at + new.capacity * 2 + 2 };
    let range = format!("{} {} {}", gap.start, gap.end, reader.len() + written.bytes.len() - gap.end);
    if range.len() > 3 * DIGITS + 2 {
        return Err(RevisionError::TooLarge);
    }
    let range_at = start + range_at;
    written.bytes[range_at..range_at + range.len()].copy_from_slice(range.as_bytes());
    Ok((Revision::new(reader.len(), written.bytes), gap))
}

fn is_certified(file: &PdfFile<'_>, fields: &[SignatureField<'_>]) -> bool {
    let mut signatures = fields.iter().filter_map(|field| field.signature);
    signatures.any(|signature| matches!(input::kind(file, signature.dictionary), SignatureKind::Certification { .. }))
}

/// The signature dictionary, and where in it the numbers of `/ByteRange` and the `<` of `/Contents` are.
fn signature_body(new: &NewSignature<'_>, lock: Option<String>) -> (Vec<u8>, usize, usize) {
    let mut references = lock.unwrap_or_default();
    if let Some(permission) = new.certify {
        references.push_str(&format!(
            "<< /Type /SigRef /TransformMethod /DocMDP \
             /TransformParams << /Type /TransformParams /P {permission} /V /1.2 >> >>"
        ));
    }
    let mut body = format!("<< {}\n", new.entries);
    if !references.is_empty() {
        body.push_str(&format!("/Reference [{references}]\n"));
    }
    body.push_str("/ByteRange [0 ");
    let range_at = body.len();
    body.push_str(&" ".repeat(3 * DIGITS + 2));
    body.push_str("]\n/Contents ");
    let contents_at = body.len();
    body.push('<');
    body.push_str(&"0".repeat(new.capacity * 2));
    body.push_str("> >>");
    (body.into_bytes(), range_at, contents_at)
}

/// The FieldMDP reference that the field's own `/Lock` demands of its signature (ISO 32000-2 table 236).
fn field_lock<'r>(file: &PdfFile<'r>, field: Dictionary<'r>) -> Option<String> {
    let lock = file.entry(field, b"Lock")?.dictionary()?;
    let entry = |key: &str| {
        let value = file.entry(lock, key.as_bytes())?;
        Some(format!("/{key} {} ", String::from_utf8(value.raw().to_vec()).ok()?))
    };
    let action = entry("Action")?;
    let fields = entry("Fields").unwrap_or_default();
    Some(format!(
        "<< /Type /SigRef /TransformMethod /FieldMDP \
         /TransformParams << /Type /TransformParams {action}{fields}/V /1.2 >> >>"
    ))
}

fn set_entry(increment: &mut Increment<'_>, id: ObjectId, key: &'static str, value: String) {
    let raw = increment.dictionary(id);
    if let Some(dictionary) = raw.as_deref().and_then(as_dictionary) {
        let edited = DictionaryEdit::new(dictionary).set(key, value).finish();
        increment.set(id, edited);
    }
}

/// Names the certification signature in the catalog's `/Perms` (ISO 32000-2 §12.8.6), other permissions kept.
fn set_permission(increment: &mut Increment<'_>, signature: ObjectId) -> Result<(), RevisionError> {
    let file = increment.file();
    let (root, catalog) = file.catalog().ok_or(InputError::NoPages)?;
    match catalog.get(b"Perms") {
        Some(value) if value.reference().is_some_and(|id| increment.dictionary(id).is_some()) => {
            if let Some(id) = value.reference() {
                set_entry(increment, id, "DocMDP", signature.to_string());
            }
        }
        value => {
            let empty = Value::parse(b"<< >>", 0);
            let permissions = value.and_then(Value::dictionary).or(empty.and_then(Value::dictionary));
            let permissions = permissions.ok_or(InputError::NoPages)?;
            let permissions = DictionaryEdit::new(permissions).set("DocMDP", signature.to_string()).finish();
            let raw = increment.dictionary(root).ok_or(InputError::NoPages)?;
            let catalog = as_dictionary(&raw).ok_or(InputError::NoPages)?;
            increment.set(root, DictionaryEdit::new(catalog).set("Perms", permissions).finish());
        }
    }
    Ok(())
}
