//! Sessions: each that begins stands in the log with who signed in, from where and how, and so does each that somebody ends.

use super::super::{EntryKind, Session};
use super::{Draft, Refusal, SessionChange};
use crate::digest::Digest;
use crate::ids::PersonId;

impl Draft<'_> {
    /// Of the person's generation as it is now: whoever ends all sessions meanwhile ends this one too.
    pub(super) fn begin_session(&mut self, session: Session) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        if !person.is_active() || person.id != session.person {
            return Err(Refusal::Deactivated);
        }
        let Session { digest, second_factor, address, .. } = session;
        let session = Session { generation: person.session_generation, ..session };
        self.session = Some(SessionChange::Begins(Box::new(session)));
        Ok(EntryKind::SignedIn { person: person.id, session: digest, second_factor, address })
    }

    pub(super) fn end_session(&mut self, person: PersonId, session: Digest) -> EntryKind {
        self.session = Some(SessionChange::Ends { person, session });
        EntryKind::SessionEnded { person, session }
    }

    pub(super) fn end_sessions(&mut self) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        let id = person.id;
        self.put_person(person.without_sessions())?;
        Ok(EntryKind::SessionsEnded { person: id })
    }
}
