//! Keeps the recipients of completed envelopes as contacts (F15): in the address book that the organisation's policy says at that
//! moment. Contacts that the book has already stay as they are.
//!
//! A job that comes again finds that its envelope's recipients were kept, and does nothing. One that finds an import being written
//! into the book fails, and comes again once that is done. Nothing else waits for this job.

use std::sync::Arc;

use domain::contact::contacts_of;
use domain::envelope::State;
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::ports::{AddressBooks, BookError, Envelopes, PortError};

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where envelopes are kept.
    pub envelopes: Arc<dyn Envelopes>,
    /// The address books, with organisations, their people and their logs.
    pub books: AddressBooks,
}

/// Why recipients were not kept yet; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The envelope is gone.
    #[error("there is no envelope {0}")]
    NoEnvelope(EnvelopeId),
    /// The book could not be changed.
    #[error("the recipients were not kept")]
    Book(#[from] BookError),
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Keeps the recipients of the job's envelope.
///
/// # Errors
/// Why they were not kept yet.
pub async fn handle(dependencies: &Dependencies, job: Job) -> Result<(), KeepError> {
    let Job::KeepContacts { envelope: id } = job else {
        tracing::warn!(?job, "this job is not for the function that keeps contacts");
        return Ok(());
    };
    let envelope = dependencies.envelopes.load(id).await?.ok_or(KeepError::NoEnvelope(id))?;
    let State::Completed { .. } = envelope.state else {
        tracing::warn!(envelope = %id, status = ?envelope.state.status(), "the envelope is not completed: nobody is kept");
        return Ok(());
    };
    let recipients = contacts_of(&envelope);
    if recipients.is_empty() {
        return Ok(());
    }
    let registry = &dependencies.books.registry;
    let sender = &envelope.sender;
    // Before organisations had rows they had neither people nor address books.
    let Some(organisation) = registry.organisations.find(&sender.organisation).await? else { return Ok(()) };
    let holder = match organisation.holder_for_recipients(sender.person) {
        Some(person) => registry.people.person(&sender.organisation, person).await?,
        None => None,
    };
    let Some(book) = organisation.book_for_recipients(holder.as_ref()) else { return Ok(()) };
    match dependencies.books.keep(&book, id, &recipients).await? {
        None => tracing::info!(envelope = %id, "the recipients were kept before"),
        Some(kept) if kept.left_out > 0 => {
            tracing::warn!(envelope = %id, ?kept, "the address book is full, and recipients were left out");
        }
        Some(kept) => tracing::info!(envelope = %id, ?kept, "the recipients are kept"),
    }
    Ok(())
}
