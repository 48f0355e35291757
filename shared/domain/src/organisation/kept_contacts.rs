//! In which address book the recipients of an organisation's completed envelopes are kept (F15).

use super::{Organisation, Person};
use crate::contact::BookId;
use crate::ids::PersonId;
use crate::policy::KeepContacts;

impl Organisation {
    /// Whose row has to be known for [`Organisation::book_for_recipients`].
    pub fn holder_for_recipients(&self, sender: Option<PersonId>) -> Option<PersonId> {
        sender.filter(|_| self.policy.keep_contacts == KeepContacts::Own)
    }

    /// In which book recipients are kept of what was sent by this person, or by nobody who has a book; in none where the
    /// organisation has its reasons. Nobody reads the books of an organisation that is closed, and that of somebody who was deactivated.
    pub fn book_for_recipients(&self, sender: Option<&Person>) -> Option<BookId> {
        if self.closed_at.is_some() {
            return None;
        }
        match self.policy.keep_contacts {
            KeepContacts::Off => None,
            KeepContacts::Shared => Some(BookId::shared(self.id.clone())),
            KeepContacts::Own => {
                let person = sender.filter(|person| person.is_active())?;
                Some(BookId::own(self.id.clone(), person.id))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::language::Language;
    use crate::organisation::{OidcIdentity, PersonState, Profile};

    fn organisation(keep_contacts: KeepContacts) -> Organisation {
        let id = "takikawa".to_owned().try_into().expect("an organisation");
        let mut organisation = Organisation::new(id, "滝川市".to_owned(), Timestamp::UNIX_EPOCH);
        organisation.policy.keep_contacts = keep_contacts;
        organisation
    }

    fn person(state: PersonState) -> Person {
        let profile = Profile {
            name: "佐藤 花子".to_owned(),
            email: "sato@city.example".parse().expect("an address"),
            language: Language::Ja,
            roles: BTreeSet::new(),
            groups: BTreeSet::new(),
        };
        Person {
            id: PersonId::new(Uuid::from_u128(1)),
            version: 1,
            profile,
            state,
            added_at: Timestamp::UNIX_EPOCH,
            session_generation: 0,
            key_generation: 0,
        }
    }

    fn identity() -> OidcIdentity {
        OidcIdentity { issuer: "https://id.example".to_owned(), subject: "7".to_owned() }
    }

    #[test]
    fn recipients_are_kept_in_the_senders_own_book_where_nobody_has_set_otherwise() {
        let organisation = organisation(KeepContacts::default());
        let sender = person(PersonState::Active { identity: identity() });
        let own = BookId::own(organisation.id.clone(), sender.id);
        assert_eq!(organisation.holder_for_recipients(Some(sender.id)), Some(sender.id));
        assert_eq!(organisation.book_for_recipients(Some(&sender)), Some(own));
        assert_eq!(organisation.book_for_recipients(None), None, "a service has no book");
        let gone = PersonState::Deactivated { identity: Some(identity()), since: Timestamp::UNIX_EPOCH };
        assert_eq!(organisation.book_for_recipients(Some(&person(gone))), None);
    }

    #[test]
    fn the_organisation_may_have_them_kept_in_its_own_book_or_nowhere() {
        let sender = person(PersonState::Active { identity: identity() });
        let shared = organisation(KeepContacts::Shared);
        assert_eq!(shared.holder_for_recipients(Some(sender.id)), None, "nobody's row is needed");
        assert_eq!(shared.book_for_recipients(None), Some(BookId::shared(shared.id.clone())));
        assert_eq!(organisation(KeepContacts::Off).book_for_recipients(Some(&sender)), None);
    }

    #[test]
    fn an_organisation_that_is_closed_keeps_nobody() {
        let closed = Organisation { closed_at: Some(Timestamp::UNIX_EPOCH), ..organisation(KeepContacts::Shared) };
        assert_eq!(closed.book_for_recipients(None), None);
    }
}
