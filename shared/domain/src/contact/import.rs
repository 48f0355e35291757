//! What an import comes to: decided from the book's contacts and all rows of the file before anything is written.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Book, BookRefusal, Contact, CsvFault, CsvRow, ImportCounts, MAX_CONTACTS};
use crate::ids::ContactId;

/// What becomes of contacts that are in the book already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// What the file's columns say is said of them from now on; what the file has no column for stays.
    Update,
    /// They stay as they are.
    Keep,
    /// The file is refused.
    Refuse,
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// Contacts that are not yet as they are to be.
    pub to_write: Vec<Contact>,
    /// What the import comes to: as of when it began, where it goes on.
    pub counts: ImportCounts,
    /// How many contacts the book has afterwards.
    pub contacts: u32,
    /// Whether it had begun before.
    pub goes_on: bool,
}

/// Why nothing is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotImported {
    /// The book does not allow it.
    Refused(BookRefusal),
    /// Rows of contacts that there are already, where those are to be refused.
    There(Vec<CsvFault>),
}

/// Decides an import. One that had begun is decided anew from what is stored by now: what it has written is as it is to be.
///
/// # Errors
/// Why nothing is imported.
pub fn plan_import(
    book: &Book,
    contacts: &[Contact],
    rows: &[CsvRow],
    existing: Existing,
    import: Uuid,
    now: Timestamp,
) -> Result<ImportPlan, NotImported> {
    if book.is_written_by_another(Some(import), now) {
        return Err(NotImported::Refused(BookRefusal::ImportRunning));
    }
    let running = book.import.filter(|running| running.id == import);
    let there: BTreeMap<ContactId, &Contact> = contacts.iter().map(|contact| (contact.id, contact)).collect();
    let (mut to_write, mut counts, mut faults) = (Vec::new(), ImportCounts::default(), Vec::new());
    for row in rows {
        match (there.get(&book.id.contact(&row.details.email)), existing) {
            (None, _) => {
                counts.added += 1;
                to_write.push(Contact::new(&book.id, row.details.clone(), now));
            }
            (Some(_), Existing::Keep) => counts.unchanged += 1,
            // What this import has added is there by now.
            (Some(_), Existing::Refuse) if running.is_some() => counts.unchanged += 1,
            (Some(_), Existing::Refuse) => faults.push(CsvFault::there(row)),
            (Some(before), Existing::Update) => {
                let after = row.over(&before.details);
                if after == before.details {
                    counts.unchanged += 1;
                } else {
                    counts.updated += 1;
                    to_write.push(before.changed(&book.id, after, now));
                }
            }
        }
    }
    if !faults.is_empty() {
        return Err(NotImported::There(faults));
    }
    let total = contacts.len() + usize::try_from(counts.added).unwrap_or(usize::MAX);
    let contacts = u32::try_from(total).unwrap_or(u32::MAX);
    if contacts > MAX_CONTACTS {
        return Err(NotImported::Refused(BookRefusal::TooManyContacts));
    }
    let counts = running.map_or(counts, |running| running.counts);
    Ok(ImportPlan { to_write, counts, contacts, goes_on: running.is_some() })
}
