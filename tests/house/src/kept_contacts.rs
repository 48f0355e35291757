//! Whether the organisation's address book holds the recipients of completed envelopes, and its log tells of each of them once.

use std::collections::BTreeSet;

use domain::contact::{BookId, contacts_of};
use domain::envelope::Status;
use domain::ids::ContactId;
use domain::organisation::{Entry, EntryKind};
use fakes::city;

use crate::backend::Backend;
use crate::violation::Violation;

/// What is wrong with the address book when nothing is left to do. Mails that came back after the recipients were kept take nobody
/// from it again.
pub(crate) fn wrong_contacts(backend: &Backend) -> Option<Violation> {
    let book = BookId::shared(city().organisation);
    let stored: BTreeSet<ContactId> =
        backend.organisations.contacts_of(&book).iter().map(|contact| contact.id).collect();
    let all = backend.envelopes.all();
    let completed = || all.iter().filter(|envelope| envelope.state.status() == Status::Completed);
    let wanted: BTreeSet<ContactId> =
        completed().flat_map(contacts_of).map(|details| book.contact(&details.email)).collect();
    let possible: BTreeSet<ContactId> =
        completed().flat_map(|envelope| &envelope.recipients).map(|recipient| book.contact(&recipient.email)).collect();
    let (mut envelopes, mut told) = (Vec::new(), Vec::new());
    for Entry { kind, .. } in backend.organisations.log(&book.organisation) {
        if let EntryKind::ContactsKept { envelope, contacts, .. } = kind {
            envelopes.push(envelope);
            told.extend(contacts);
        }
    }
    let wrong = if !stored.is_superset(&wanted) {
        "somebody who was to be kept is missing"
    } else if !stored.is_subset(&possible) {
        "somebody is kept who is no recipient of a completed envelope"
    } else if told.len() != stored.len() || told.iter().copied().collect::<BTreeSet<_>>() != stored {
        "the log does not tell of each contact once"
    } else if envelopes.iter().collect::<BTreeSet<_>>().len() != envelopes.len() {
        "the log tells of an envelope twice"
    } else {
        return None;
    };
    Some(Violation::WrongContacts(wrong.to_owned()))
}
