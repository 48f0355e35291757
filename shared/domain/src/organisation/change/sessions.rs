//! Sessions that are ended by the API. That people sign in and out is not recorded here: whatever is recorded of an organisation is
//! written one after the other, and a morning's sign-ins would hold up everything else.

use super::super::EntryKind;
use super::{Draft, EndedSession, Refusal};
use crate::digest::Digest;
use crate::ids::PersonId;

impl Draft<'_> {
    pub(super) fn end_session(&mut self, person: PersonId, session: Digest) -> EntryKind {
        self.ended_session = Some(EndedSession { person, session });
        EntryKind::SessionEnded { person, session }
    }

    pub(super) fn end_sessions(&mut self) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        let id = person.id;
        self.put_person(person.without_sessions())?;
        Ok(EntryKind::SessionsEnded { person: id })
    }
}
