//! What must happen before the first signature: the document ID on every page, and the signature fields.

pub(crate) mod balance;
mod font;
mod place;
mod resources;

use std::collections::{BTreeMap, BTreeSet};

use crate::appearance::{AppearanceError, Placement, Widget};
use crate::field::{AddFieldsError, FieldName, NewField, add_fields};
use crate::input::{self, InputError};
use crate::pdf::ObjectId;
use crate::pdf::edit::DictionaryEdit;
use crate::pdf::file::PdfFile;
use crate::pdf::form;
use crate::pdf::geometry::PageGeometry;
use crate::pdf::increment::{Increment, NumbersUsedUp, stream_body};
use crate::pdf::pages::{Page, page_tree};
use crate::pdf::reach;
use crate::pdf::reader::Reader;
use crate::pdf::value::Value;

/// The document ID: 32 hexadecimal characters, written in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentId(String);

/// Not a document ID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no document ID; give 32 hexadecimal characters")]
pub struct DocumentIdError(pub String);

impl DocumentId {
    /// Checks an ID; capitals become small letters.
    ///
    /// # Errors
    /// [`DocumentIdError`] unless it is 32 hexadecimal characters.
    pub fn new(id: &str) -> Result<Self, DocumentIdError> {
        if id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(id.to_ascii_lowercase()))
        } else {
            Err(DocumentIdError(id.to_owned()))
        }
    }

    /// The 32 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What to put into a file before its first signature; nothing at first.
#[derive(Clone, Debug, Default)]
pub struct Preparation {
    document_id: Option<DocumentId>,
    fields: Vec<FieldName>,
    visible_fields: Vec<(FieldName, Placement)>,
}

impl Preparation {
    /// Nothing. A damaged file is repaired all the same.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An ID to be shown at the lower left of every page.
    #[must_use]
    pub fn with_document_id(mut self, id: impl Into<Option<DocumentId>>) -> Self {
        self.document_id = id.into();
        self
    }

    /// Empty, invisible signature fields (ISO 32000-2 §12.7.5.5), one for each signer to come.
    #[must_use]
    pub fn with_fields(mut self, fields: impl IntoIterator<Item = FieldName>) -> Self {
        self.fields = fields.into_iter().collect();
        self
    }

    /// Empty fields for signatures that will be seen, each with its place.
    #[must_use]
    pub fn with_visible_fields(mut self, fields: impl IntoIterator<Item = (FieldName, Placement)>) -> Self {
        self.visible_fields = fields.into_iter().collect();
        self
    }
}

/// Why a file cannot be prepared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrepareError {
    /// The file cannot be signed.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The file carries signatures: nothing is put on its pages, and fields are made when they are signed.
    #[error("the PDF already carries signatures and is not changed; sign it as it is")]
    AlreadySigned,
    /// A field of this name exists or is named twice.
    #[error("there is already a field {0}; choose another name")]
    FieldExists(FieldName),
    /// A name with a full stop, which would need parent fields.
    #[error("the field name {0} has a full stop; choose one without")]
    FieldName(FieldName),
    /// A field's place is not on the page.
    #[error(transparent)]
    Appearance(#[from] AppearanceError),
    /// No object number is left.
    #[error(transparent)]
    NumbersUsedUp(#[from] NumbersUsedUp),
}

impl From<AddFieldsError> for PrepareError {
    fn from(error: AddFieldsError) -> Self {
        match error {
            AddFieldsError::Structure => Self::Input(InputError::NoPages),
            AddFieldsError::NumbersUsedUp(error) => Self::NumbersUsedUp(error),
        }
    }
}

/// Puts the document ID on every page and makes the fields, in one increment.
pub(crate) fn increment(reader: &Reader<'_>, preparation: &Preparation) -> Result<Vec<u8>, PrepareError> {
    let file = input::open(reader)?;
    let existing = form::signature_fields(&file);
    if existing.iter().any(|field| field.signature.is_some()) || reach::holds_signature(&file) {
        return Err(PrepareError::AlreadySigned);
    }
    let names = preparation.fields.iter().chain(preparation.visible_fields.iter().map(|(name, _)| name));
    let mut seen = BTreeSet::new();
    for name in names {
        if !name.is_plain() {
            return Err(PrepareError::FieldName(name.clone()));
        }
        if !seen.insert(name) || form::has_field(&file, name.as_str()) {
            return Err(PrepareError::FieldExists(name.clone()));
        }
    }
    if preparation.document_id.is_none() && seen.is_empty() {
        return Ok(Vec::new());
    }
    let mut increment = Increment::new(&file);
    if let Some(id) = &preparation.document_id {
        mark_pages(&mut increment, &file, id)?;
    }
    let mut fields: Vec<NewField<'_>> = preparation.fields.iter().map(|name| NewField { name, place: None }).collect();
    if !preparation.visible_fields.is_empty() {
        let pages = page_tree(&file).pages;
        for (name, placement) in &preparation.visible_fields {
            let page = placement.find(&pages)?;
            let rect = placement.rectangle(&PageGeometry::of(&file, page))?;
            let widget = Widget::blank(&mut increment, rect)?;
            fields.push(NewField { name, place: Some((page.id, widget)) });
        }
    }
    if !fields.is_empty() {
        add_fields(&mut increment, &fields)?;
    }
    Ok(increment.write()?.bytes)
}

fn mark_pages(increment: &mut Increment<'_>, file: &PdfFile<'_>, id: &DocumentId) -> Result<(), NumbersUsedUp> {
    let font = font::add(increment)?;
    let mut marker =
        Marker { id, resources: resources::Merger::new(font), streams: BTreeMap::new(), balances: BTreeMap::new() };
    for page in &page_tree(file).pages {
        marker.mark(increment, file, page)?;
    }
    Ok(())
}

/// Marks pages; equal resources and equal streams become one object.
struct Marker<'m> {
    id: &'m DocumentId,
    resources: resources::Merger,
    streams: BTreeMap<Vec<u8>, ObjectId>,
    balances: BTreeMap<Vec<ObjectId>, balance::Balance>,
}

impl Marker<'_> {
    fn mark(
        &mut self,
        increment: &mut Increment<'_>,
        file: &PdfFile<'_>,
        page: &Page<'_>,
    ) -> Result<(), NumbersUsedUp> {
        let (resources, names) = self.resources.merged(increment, page.resources())?;
        let contents = contents(file, page);
        let open = *self.balances.entry(contents.clone()).or_insert_with(|| balance::measure(file, &contents));
        let mark = place::operators(file, page, self.id, &names);
        let before = self.stream(increment, "q\n".repeat(open.before).into_bytes())?;
        let after = format!("\n{}{}{mark}", if open.in_text { "ET\n" } else { "" }, "Q\n".repeat(open.after));
        let after = self.stream(increment, after.into_bytes())?;
        let mut array = format!("[{before} ");
        for id in contents {
            array.push_str(&format!("{id} "));
        }
        array.push_str(&format!("{after}]"));
        let edited = DictionaryEdit::new(page.dictionary)
            .set("Contents", array)
            .set("Resources", resources.to_string())
            .finish();
        increment.set(page.id, edited);
        Ok(())
    }

    fn stream(&mut self, increment: &mut Increment<'_>, data: Vec<u8>) -> Result<ObjectId, NumbersUsedUp> {
        if let Some(id) = self.streams.get(&data) {
            return Ok(*id);
        }
        let id = increment.add(stream_body("", &data))?;
        self.streams.insert(data, id);
        Ok(id)
    }
}

/// The page's content streams (ISO 32000-2 table 31): one, or an array, itself perhaps an object.
fn contents(file: &PdfFile<'_>, page: &Page<'_>) -> Vec<ObjectId> {
    let Some(value) = page.dictionary.get(b"Contents") else { return Vec::new() };
    match file.resolve(value).and_then(Value::array) {
        Some(streams) => streams.into_iter().filter_map(Value::reference).collect(),
        None => value.reference().filter(|&id| file.object(id).is_some()).into_iter().collect(),
    }
}
