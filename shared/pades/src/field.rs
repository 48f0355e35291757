//! Signature fields: their names, and making them (ISO 32000-2 §12.7.5.5).

use std::collections::{BTreeMap, BTreeSet};

use crate::appearance::{Rules, Widget};
use crate::input::{self, InputError};
use crate::pdf::ObjectId;
use crate::pdf::edit::{DictionaryEdit, append};
use crate::pdf::form;
use crate::pdf::increment::{Increment, NumbersUsedUp, as_dictionary};
use crate::pdf::pages::{first_page, page_tree};
use crate::pdf::reader::Reader;
use crate::pdf::text::text_string;
use crate::pdf::value::{Dictionary, Value};
use crate::source::Source;

/// The longest field name, in characters.
const MAX_NAME: usize = 127;
/// Annotation flags Print and Locked: the widget is never moved.
const WIDGET_FLAGS: u32 = 132;
/// `/SigFlags` SignaturesExist and AppendOnly (table 225).
const SIG_FLAGS: i64 = 3;

/// The fully qualified name of a signature field, 1 to 127 characters without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldName(String);

/// Not a name that a field can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no field name; use 1 to 127 characters, none of them a control character")]
pub struct FieldNameError(pub String);

impl FieldName {
    /// Checks a name. Full stops separate the parts of an existing field's name; a field that is to be made has none.
    ///
    /// # Errors
    /// [`FieldNameError`] for an empty or long name, or one with control characters.
    pub fn new(name: impl Into<String>) -> Result<Self, FieldNameError> {
        let name = name.into();
        let length = name.chars().count();
        if (1..=MAX_NAME).contains(&length) && !name.chars().any(char::is_control) {
            Ok(Self(name))
        } else {
            Err(FieldNameError(name))
        }
    }

    /// The field to sign when nobody has named one: the first that is empty, otherwise a new one, `Signature1` or the next
    /// that is free.
    ///
    /// # Errors
    /// [`InputError`] if the file cannot be opened.
    pub fn vacant(source: &(impl Source + ?Sized)) -> Result<Self, InputError> {
        Self::choose(&source, "Signature", true)
    }

    /// A name that no field has: `stem` and the first number from 1 on that is free.
    ///
    /// # Errors
    /// [`InputError`] if the file cannot be opened.
    pub fn unused(source: &(impl Source + ?Sized), stem: &str) -> Result<Self, InputError> {
        Self::choose(&source, stem, false)
    }

    fn choose(source: &dyn Source, stem: &str, takes_empty: bool) -> Result<Self, InputError> {
        let reader = Reader::new(source);
        let file = input::open_whole(&reader)?;
        let empty = form::signature_fields(&file).into_iter().filter(|field| field.signature.is_none());
        let empty = empty.filter_map(|field| Self::new(field.name).ok()).find(|_| takes_empty);
        let taken = form::field_names(&file);
        input::intact(&reader)?;
        // A form has fewer fields than there are numbers.
        let unused = (1..=u32::MAX).map(|number| Self(format!("{stem}{number}")));
        let unused = || unused.into_iter().find(|name| !taken.contains(name.as_str()));
        empty.or_else(unused).ok_or(InputError::NoPages)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a field of this name can be made: it has no parents.
    pub(crate) fn is_plain(&self) -> bool {
        !self.0.contains('.')
    }
}

impl std::fmt::Display for FieldName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why fields cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddFieldsError {
    #[error("no page or no catalog")]
    Structure,
    #[error(transparent)]
    NumbersUsedUp(#[from] NumbersUsedUp),
}

/// A signature field to be made, merged with its widget.
pub(crate) struct NewField<'n> {
    pub(crate) name: &'n FieldName,
    /// The page that it is on and where; `None` for an invisible one, which is on the first page.
    pub(crate) place: Option<(ObjectId, Widget)>,
}

/// Adds empty signature fields.
pub(crate) fn add_fields(increment: &mut Increment<'_>, new: &[NewField<'_>]) -> Result<Vec<ObjectId>, AddFieldsError> {
    let first = first_page(increment.file()).map(|page| page.id).ok_or(AddFieldsError::Structure)?;
    let rules = Rules::of(increment.file());
    let mut fields = Vec::with_capacity(new.len());
    let mut pages: BTreeMap<ObjectId, Vec<String>> = BTreeMap::new();
    for NewField { name, place } in new {
        let (page, widget) = match place {
            Some((page, widget)) => (*page, widget.clone()),
            None => (first, Widget::unseen(increment, rules)?),
        };
        let rect = widget.rect;
        let entries: String = widget.entries.iter().map(|(key, value)| format!("/{key} {value} ")).collect();
        let field = increment.add(format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T {} /F {WIDGET_FLAGS} /Rect {rect} /P {page} {entries}>>",
            text_string(name.as_str())
        ))?;
        pages.entry(page).or_default().push(field.to_string());
        fields.push(field);
    }
    let shared = shared_annotations(increment, &pages.keys().copied().collect());
    for (page, widgets) in pages {
        append_to_entry(increment, page, "Annots", &widgets, &shared)?;
    }
    let references: Vec<String> = fields.iter().map(ToString::to_string).collect();
    edit_form(increment, &references)?;
    Ok(fields)
}

/// Makes sure that the form says that the file holds signatures.
pub(crate) fn mark_signed(increment: &mut Increment<'_>) -> Result<(), AddFieldsError> {
    edit_form(increment, &[])
}

/// The lists of annotations of these pages that other pages have as well: what is put into one would be seen on both.
fn shared_annotations(increment: &Increment<'_>, pages: &BTreeSet<ObjectId>) -> BTreeSet<ObjectId> {
    let list = |page: ObjectId| {
        let raw = increment.dictionary(page)?;
        as_dictionary(&raw)?.get(b"Annots").and_then(Value::reference)
    };
    let own: BTreeSet<ObjectId> = pages.iter().filter_map(|page| list(*page)).collect();
    if own.is_empty() {
        return own;
    }
    let mut users: BTreeMap<ObjectId, usize> = BTreeMap::new();
    for page in page_tree(increment.file()).pages {
        if let Some(list) = page.dictionary.get(b"Annots").and_then(Value::reference) {
            *users.entry(list).or_default() += 1;
        }
    }
    own.into_iter().filter(|list| users.get(list).is_some_and(|users| *users > 1)).collect()
}

/// Appends references to the array at `key` of the dictionary object `holder`; the array may be an object of its own. One
/// of those `shared` is copied.
fn append_to_entry(
    increment: &mut Increment<'_>,
    holder: ObjectId,
    key: &'static str,
    references: &[String],
    shared: &BTreeSet<ObjectId>,
) -> Result<(), AddFieldsError> {
    let raw = increment.dictionary(holder).ok_or(AddFieldsError::Structure)?;
    let dictionary = as_dictionary(&raw).ok_or(AddFieldsError::Structure)?;
    if let Some(list) = dictionary.get(key.as_bytes()).and_then(Value::reference).filter(|list| shared.contains(list)) {
        let copy = append(increment.value(list), references);
        let edited = DictionaryEdit::new(dictionary).set(key, copy).finish();
        increment.set(holder, edited);
    } else if let Some(edited) = appended(increment, dictionary, key, references) {
        let edited = DictionaryEdit::new(dictionary).set(key, edited).finish();
        increment.set(holder, edited);
    }
    Ok(())
}

/// The new value for `key`, or `None` when the array was an object of its own and has been changed there. A reference
/// that leads to no array is replaced: its number may be another object's, or beyond every number that the file has.
fn appended(
    increment: &mut Increment<'_>,
    dictionary: Dictionary<'_>,
    key: &str,
    references: &[String],
) -> Option<Vec<u8>> {
    let value = dictionary.get(key.as_bytes());
    let Some(id) = value.and_then(Value::reference) else { return Some(append(value, references)) };
    let Some(array) = increment.value(id).filter(|value| value.is_array()) else {
        return Some(append(None, references));
    };
    let array = append(Some(array), references);
    increment.set(id, array);
    None
}

/// Appends fields to the form, which is made when it is missing, and sets `/SigFlags`. Leaves alone what is right.
fn edit_form(increment: &mut Increment<'_>, references: &[String]) -> Result<(), AddFieldsError> {
    let root = increment.file().catalog().map(|(id, _)| id).ok_or(AddFieldsError::Structure)?;
    let catalog = increment.dictionary(root).ok_or(AddFieldsError::Structure)?;
    let catalog = as_dictionary(&catalog).ok_or(AddFieldsError::Structure)?;
    let entry = catalog.get(b"AcroForm");
    let holder = entry.and_then(Value::reference).filter(|&id| increment.dictionary(id).is_some());
    let form = match (holder, entry.and_then(Value::dictionary)) {
        (Some(id), _) => increment.dictionary(id).ok_or(AddFieldsError::Structure)?,
        (None, Some(direct)) => direct.raw().to_vec(),
        (None, None) => b"<< /Fields [] >>".to_vec(),
    };
    let form = as_dictionary(&form).ok_or(AddFieldsError::Structure)?;
    let mut edit = DictionaryEdit::new(form);
    let mut changed = entry.is_none();
    if !references.is_empty()
        && let Some(fields) = appended(increment, form, "Fields", references)
    {
        edit = edit.set("Fields", fields);
        changed = true;
    }
    let flags = form.get(b"SigFlags").and_then(|value| increment.file().resolve(value)?.integer()).unwrap_or(0);
    if flags & SIG_FLAGS != SIG_FLAGS {
        edit = edit.set("SigFlags", (flags | SIG_FLAGS).to_string());
        changed = true;
    }
    if !changed {
        return Ok(());
    }
    match (holder, entry.and_then(Value::dictionary)) {
        (Some(id), _) => increment.set(id, edit.finish()),
        (None, Some(_)) => {
            let catalog = DictionaryEdit::new(catalog).set("AcroForm", edit.finish()).finish();
            increment.set(root, catalog);
        }
        (None, None) => {
            let id = increment.add(edit.finish())?;
            let catalog = DictionaryEdit::new(catalog).set("AcroForm", id.to_string()).finish();
            increment.set(root, catalog);
        }
    }
    Ok(())
}
