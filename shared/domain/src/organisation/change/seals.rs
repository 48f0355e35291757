//! Who may sign with the organisation's registered seal (実印タイプ): nobody who was deactivated, and nobody by an address that a
//! person of the organisation had before.

use super::super::{EntryKind, Person, PersonState, Profile, SealPersonsChange};
use super::{Draft, Refusal};
use crate::actor::Actor;
use crate::email_address::EmailAddress;
use crate::ports::SealPersons;

/// Whether a change of a person's profile can take an address from those who may sign: the person has another address then, or was
/// deactivated. Otherwise it need not be known who may.
pub(crate) fn profile_concerns_seal(person: &Person, after: &Profile) -> bool {
    let is_deactivated = matches!(person.state, PersonState::Deactivated { .. });
    is_deactivated || !person.profile.email.is_same_mailbox(&after.email)
}

impl Draft<'_> {
    /// Before there is a certificate, and after it was taken away, only the operator says who may sign: a certificate that comes
    /// later is used by nobody who was not named for it.
    pub(super) fn set_seal_persons(&mut self, after: Vec<EmailAddress>, by: &Actor) -> Result<EntryKind, Refusal> {
        let before = match (&self.facts.seal, by) {
            (Some(seal), _) if seal.persons == after => return Err(Refusal::Unchanged),
            (Some(seal), _) => seal.persons.clone(),
            (None, Actor::Operator) => Vec::new(),
            (None, Actor::Key { .. } | Actor::Person { .. } | Actor::Service) => return Err(Refusal::UnknownSeal),
        };
        let deactivated: Vec<EmailAddress> = after.iter().filter(|a| self.is_of_deactivated(a)).cloned().collect();
        if !deactivated.is_empty() {
            return Err(Refusal::NamesDeactivated(deactivated));
        }
        self.seal_persons = Some(SealPersons { persons: after.clone() });
        Ok(EntryKind::SealPersonsChanged { before, after })
    }

    fn is_of_deactivated(&self, address: &EmailAddress) -> bool {
        let is_gone = |state: &PersonState| matches!(state, PersonState::Deactivated { .. });
        self.facts.named.iter().any(|person| is_gone(&person.state) && person.profile.email.is_same_mailbox(address))
    }

    /// Takes addresses from those who may sign. Nothing where none of them might.
    pub(super) fn without_seal(&mut self, is_taken: impl Fn(&EmailAddress) -> bool) -> Option<SealPersonsChange> {
        let before = self.facts.seal_persons.clone();
        let after: Vec<EmailAddress> = before.iter().filter(|address| !is_taken(address)).cloned().collect();
        if after.len() == before.len() {
            return None;
        }
        self.seal_persons = Some(SealPersons { persons: after.clone() });
        Some(SealPersonsChange { before, after })
    }
}
