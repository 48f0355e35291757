//! Address books: a partition for each, so that one is read whole at once, with a row for each contact, known by its address.
//!
//! An import is the only write without a condition and without a transaction: these cost twice the capacity, and a partition takes a
//! thousand units a second, so that ten thousand contacts would not be written within a call. The book's row keeps everybody
//! else away meanwhile.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Delete, Put, PutRequest, TransactWriteItem, WriteRequest};
use domain::contact::{Book, BookDecision, BookHolder, BookId, Contact, FinishedImport, ImportCounts, KeptEnvelope};
use domain::ids::{ContactId, EnvelopeId, OrganisationId};
use domain::ports::{CommitError, Contacts, PortError, StoredAnswer};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use uuid::Uuid;

use super::envelopes::lost_a_race;
use super::{Item, Table, number, row, string, text};
use crate::stored::Row as _;

const ACTION: &str = "commit the change of the address book";
const WRITE: &str = "write contacts";
const BOOK: &str = "BOOK";
const CONTACT: &str = "CONTACT#";
/// Rows of one `BatchWriteItem` (DynamoDB, "BatchWriteItem").
const BATCH: usize = 25;
/// Batches on their way at once.
const BATCHES_AT_ONCE: usize = 8;
/// How often what DynamoDB put off is sent again, after pauses that grow up to a second.
const RESENDS: u32 = 8;

#[async_trait]
impl Contacts for Table {
    async fn book(&self, book: &BookId) -> Result<Book, PortError> {
        let read = self.read_row("read the address book", book_key(book), BOOK).await?;
        Ok(read.unwrap_or_else(|| Book::new(book.clone())))
    }

    async fn contact(&self, book: &BookId, id: ContactId) -> Result<Option<Contact>, PortError> {
        self.read_row("look up the contact", book_key(book), &contact_key(id)).await
    }

    async fn list(&self, book: &BookId) -> Result<Vec<Contact>, PortError> {
        const ACTION: &str = "read the contacts";
        let query = self.client.query().table_name(&self.name).consistent_read(true);
        let query = query.key_condition_expression("PK = :pk AND begins_with(SK, :contact)");
        let query = query.expression_attribute_values(":pk", text(book_key(book)));
        let query = query.expression_attribute_values(":contact", text(CONTACT));
        let mut items = query.into_paginator().items().send();
        let mut all = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|e| PortError::new(ACTION, e))?;
            let body = string(&item, "body").ok_or_else(|| PortError::new(ACTION, "a contact's row has no body"))?;
            all.push(Contact::from_row(body).map_err(|e| PortError::new(ACTION, e))?);
        }
        Ok(all)
    }

    async fn commit_book(&self, decision: &BookDecision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        let mut writes = self.put_book(decision)?;
        if let Some(answer) = answer {
            writes.push(self.put_answer(answer)?);
        }
        let request = self.client.transact_write_items().set_transact_items(Some(writes));
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(()),
            Err(TransactWriteItemsError::TransactionCanceledException(e)) if lost_a_race(&e) => {
                Err(CommitError::Conflict)
            }
            Err(TransactWriteItemsError::TransactionInProgressException(_)) => Err(CommitError::Conflict),
            Err(error) => Err(PortError::new(ACTION, error).into()),
        }
    }

    async fn write(&self, book: &BookId, contacts: &[Contact]) -> Result<(), PortError> {
        let batch = |contacts: &[Contact]| -> Result<Vec<WriteRequest>, PortError> {
            contacts.iter().map(|contact| put_request(book, contact)).collect()
        };
        let batches: Vec<_> = contacts.chunks(BATCH).map(batch).collect::<Result<_, _>>()?;
        let sent = stream::iter(batches).map(|batch| self.send_batch(batch)).buffer_unordered(BATCHES_AT_ONCE);
        sent.try_collect().await
    }

    async fn finished_import(&self, book: &BookId, import: Uuid) -> Result<Option<ImportCounts>, PortError> {
        self.read_row("read what the import came to", book_key(book), &import_key(import)).await
    }

    async fn has_kept(&self, organisation: &OrganisationId, envelope: EnvelopeId) -> Result<bool, PortError> {
        let pk = book_key(&BookId::shared(organisation.clone()));
        let row = self.read("look up whether recipients were kept", pk, &kept_key(envelope)).await?;
        Ok(row.is_some())
    }
}

impl Table {
    /// The book over the version that was read, and the contacts that change, in one transaction with what else there is.
    pub(super) fn put_book(&self, decision: &BookDecision) -> Result<Vec<TransactWriteItem>, PortError> {
        let (book, pk) = (&decision.book, book_key(&decision.book.id));
        let put = Put::builder().table_name(&self.name).item("PK", text(&pk)).item("SK", text(BOOK));
        let put = put.item("version", number(book.version)).item("body", row(ACTION, book)?);
        let put = if decision.before == 0 {
            put.condition_expression("attribute_not_exists(PK)")
        } else {
            put.condition_expression("version = :before")
                .expression_attribute_values(":before", number(decision.before))
        };
        let mut writes = vec![built(put.build().map_err(failed)?)];
        for (before, after) in &decision.put {
            let put = Put::builder().table_name(&self.name).set_item(Some(item(ACTION, &decision.book.id, after)?));
            let put = match before {
                // Whatever the book says: no address stands in it twice.
                None => put.condition_expression("attribute_not_exists(PK)"),
                Some(before) => put
                    .condition_expression("version = :before")
                    .expression_attribute_values(":before", number(before.version)),
            };
            writes.push(built(put.build().map_err(failed)?));
        }
        for contact in &decision.removed {
            let delete = Delete::builder().table_name(&self.name).key("PK", text(&pk));
            let delete = delete.key("SK", text(contact_key(contact.id))).condition_expression("version = :before");
            let delete = delete.expression_attribute_values(":before", number(contact.version));
            writes.push(TransactWriteItem::builder().delete(delete.build().map_err(failed)?).build());
        }
        if let Some(FinishedImport { id, counts, kept_until }) = &decision.finished {
            let put = Put::builder().table_name(&self.name).item("PK", text(&pk)).item("SK", text(import_key(*id)));
            let put = put.item("body", row(ACTION, counts)?);
            let put = put.item("ttl", number(kept_until.as_second()));
            writes.push(built(put.build().map_err(failed)?));
        }
        // Beside the organisation's book whichever book it is: an envelope's recipients are kept in one.
        if let Some(KeptEnvelope { envelope, known_until }) = &decision.kept {
            let pk = book_key(&BookId::shared(decision.book.id.organisation.clone()));
            let put = Put::builder().table_name(&self.name).item("PK", text(pk)).item("SK", text(kept_key(*envelope)));
            let put = put.item("ttl", number(known_until.as_second()));
            let put = put.condition_expression("attribute_not_exists(PK)");
            writes.push(built(put.build().map_err(failed)?));
        }
        Ok(writes)
    }

    /// Sends a batch, and what is put off again after a pause.
    async fn send_batch(&self, mut batch: Vec<WriteRequest>) -> Result<(), PortError> {
        for attempt in 0..RESENDS {
            let request = self.client.batch_write_item().request_items(&self.name, batch);
            let answer = request.send().await.map_err(|e| PortError::new(WRITE, e))?;
            batch = answer.unprocessed_items.unwrap_or_default().remove(&self.name).unwrap_or_default();
            if batch.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis((50 << attempt.min(4)).min(1000))).await;
        }
        Err(PortError::new(WRITE, "the table keeps putting them off"))
    }
}

fn put_request(book: &BookId, contact: &Contact) -> Result<WriteRequest, PortError> {
    let put = PutRequest::builder().set_item(Some(item(WRITE, book, contact)?));
    Ok(WriteRequest::builder().put_request(put.build().map_err(|e| PortError::new(WRITE, e))?).build())
}

fn item(action: &'static str, book: &BookId, contact: &Contact) -> Result<Item, PortError> {
    Ok(Item::from([
        ("PK".to_owned(), text(book_key(book))),
        ("SK".to_owned(), text(contact_key(contact.id))),
        ("version".to_owned(), number(contact.version)),
        ("body".to_owned(), row(action, contact)?),
    ]))
}

/// A partition of its own for each book. Organisations' identifiers hold no `#`.
fn book_key(BookId { organisation, holder }: &BookId) -> String {
    match holder {
        BookHolder::Organisation => format!("CONTACTS#{organisation}"),
        BookHolder::Person(person) => format!("CONTACTS#{organisation}#{person}"),
    }
}

fn contact_key(id: ContactId) -> String {
    format!("{CONTACT}{id}")
}

fn import_key(import: Uuid) -> String {
    format!("IMPORT#{import}")
}

fn kept_key(envelope: EnvelopeId) -> String {
    format!("KEPT#{envelope}")
}

fn built(put: Put) -> TransactWriteItem {
    TransactWriteItem::builder().put(put).build()
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PortError {
    PortError::new(ACTION, error)
}
