//! What is answered about address books.

use anyhow::Result;
use api::routes;
use api::v1::contacts::{BookScope, ContactChangeRequest, ContactListView, ContactView, ImportView};
use domain::contact::{BookId, ContactChange, EarlierDetails, ImportCounts, ListPlace};

use super::super::requests::{self, read_value};
use super::story::{contact, now, organisation, refused};
use super::{AnswerExample, example};

pub(super) fn all() -> Result<Vec<AnswerExample>> {
    let added = contact()?;
    let change: ContactChangeRequest = read_value(&requests::contact_change()).map_err(refused)?;
    let details = ContactChange::from(change).accept(&added.details).map_err(refused)?;
    let mut changed = added.changed(&BookId::shared(organisation()?), details, now()?);
    let before = EarlierDetails { details: added.details.clone(), until_entry: 58 };
    changed.earlier.push(before);
    let view = |contact: &domain::contact::Contact| ContactView::of(BookScope::Shared, contact.clone());
    let page = ContactListView::of(vec![(ListPlace::of(&added), BookScope::Shared, added.clone())], 50);
    let counts = ImportCounts { added: 1, updated: 1, unchanged: 0 };
    Ok(vec![
        example("Contact", "A contact of the organisation's book", &[&routes::ADD_CONTACT], &view(&added))?,
        example(
            "ChangedContact",
            "A contact, with what was said of it before",
            &[&routes::GET_CONTACT, &routes::CHANGE_CONTACT],
            &view(&changed),
        )?,
        example("ContactPage", "The last page of a list", &[&routes::LIST_CONTACTS], &page)?,
        example("Import", "An import of two rows", &[&routes::IMPORT_CONTACTS], &ImportView::from(counts))?,
    ])
}
