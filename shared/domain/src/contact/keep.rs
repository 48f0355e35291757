//! Contacts that are kept from completed envelopes: which of the recipients, and what becomes of a book by it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    Book, BookDecision, BookRefusal, Contact, ContactDetails, ENVELOPE_KEPT, KeptEnvelope, MAX_CONTACTS, Recorded,
};
use crate::digest::Digest;
use crate::envelope::{Envelope, State};
use crate::ids::{ContactId, EnvelopeId};
use crate::mail::Addressee;
use crate::recipient::{Recipient, RecipientState};

/// What is stored and concerns the recipients, all read after the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeepFound {
    /// Which of them the book has already, whatever it says of them.
    pub there: BTreeSet<ContactId>,
    /// How many contacts there are, where that was counted anew, since an import was left unfinished.
    pub counted: Option<u32>,
}

/// Whom a completed envelope leaves as contacts, each mailbox once, with what the envelope says of them: department, job title and
/// telephone number are no part of it. Of the other envelopes it is nobody.
pub fn contacts_of(envelope: &Envelope) -> Vec<ContactDetails> {
    let State::Completed { .. } = envelope.state else { return Vec::new() };
    let bounced = envelope.recipients.iter().filter(|recipient| has_bounced(envelope, recipient));
    let mut left_out: BTreeSet<Digest> = bounced.map(|recipient| recipient.email.mailbox_digest()).collect();
    let concerned = envelope.recipients.iter().filter(|recipient| is_concerned(recipient));
    let new = concerned.filter(|recipient| left_out.insert(recipient.email.mailbox_digest()));
    new.map(details_of).collect()
}

/// Whoever passed the task on is not concerned any more. Whom somebody else named, and not the sender, is where they acted.
const fn is_concerned(recipient: &Recipient) -> bool {
    let was_named_by_sender = recipient.stands_for.is_none();
    !recipient.is_delegated() && (was_named_by_sender || recipient.approved_at().is_some())
}

/// Whether a mail to the address that the recipient has now came back.
fn has_bounced(envelope: &Envelope, recipient: &Recipient) -> bool {
    let is_of_address = |(request_event, addressee): &(u64, Addressee)| {
        *addressee == Addressee::Recipient(recipient.number) && *request_event >= recipient.request_event
    };
    matches!(recipient.state, RecipientState::Bounced { .. }) || envelope.bounces.iter().any(is_of_address)
}

fn details_of(recipient: &Recipient) -> ContactDetails {
    ContactDetails {
        name: recipient.name.clone(),
        kana: None,
        email: recipient.email.clone(),
        company: recipient.company.clone(),
        department: None,
        job_title: None,
        phone: None,
        language: recipient.language,
        note: None,
    }
}

/// Decides what a book becomes when these contacts of an envelope are kept in it. Those that are in it already stay as they are; those
/// for which there is no room are left out.
///
/// # Errors
/// An import is being written into the book.
pub fn decide_keep(
    book: &Book,
    found: &KeepFound,
    envelope: EnvelopeId,
    contacts: &[ContactDetails],
    now: Timestamp,
) -> Result<BookDecision, BookRefusal> {
    if book.is_written_by_another(None, now) {
        return Err(BookRefusal::ImportRunning);
    }
    let count = found.counted.unwrap_or(book.contacts);
    let room = usize::try_from(MAX_CONTACTS.saturating_sub(count)).unwrap_or(usize::MAX);
    let new = contacts.iter().map(|details| Contact::new(&book.id, details.clone(), now));
    let mut new: Vec<Contact> = new.filter(|contact| !found.there.contains(&contact.id)).collect();
    let left_out = u32::try_from(new.split_off(room.min(new.len())).len()).unwrap_or(u32::MAX);
    let added = u32::try_from(new.len()).unwrap_or(u32::MAX);
    let mut after = Book { version: book.version + 1, contacts: count + added, import: None, ..book.clone() };
    after.told_full = left_out > 0 || book.told_full && after.is_full();
    let recorded_contacts: Vec<ContactId> =
        new.iter().filter(|_| book.id.is_shared()).map(|contact| contact.id).collect();
    let is_told = !recorded_contacts.is_empty() || left_out > 0 && !book.told_full;
    let recorded = is_told.then_some(Recorded::Kept { envelope, contacts: recorded_contacts, left_out });
    let known_until = now.checked_add(ENVELOPE_KEPT).unwrap_or(Timestamp::MAX);
    Ok(BookDecision {
        before: book.version,
        book: after,
        put: new.into_iter().map(|contact| (None, contact)).collect(),
        removed: Vec::new(),
        finished: None,
        kept: Some(KeptEnvelope { envelope, known_until }),
        recorded,
    })
}
