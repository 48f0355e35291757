//! Who may sign with the organisation's registered seals (実印タイプ): nobody who was deactivated, and nobody by an address that a
//! person of the organisation had before.

use super::super::{EntryKind, Person, PersonState, Profile, SealAct, SealPersonsChange, SealRightLoss};
use super::{Draft, Refusal};
use crate::actor::Actor;
use crate::email_address::EmailAddress;
use crate::ports::SealPersons;
use crate::registered_seal::{MAX_SEALS, RegisteredSeal};

/// Whether a change of a person's profile can take an address from those who may sign: the person has another address then, or was
/// deactivated. Otherwise it need not be known who may.
pub(crate) fn profile_concerns_seal(person: &Person, after: &Profile) -> bool {
    let is_deactivated = matches!(person.state, PersonState::Deactivated { .. });
    is_deactivated || !person.profile.email.is_same_mailbox(&after.email)
}

impl Draft<'_> {
    /// Before there is a certificate, and after it was taken away, only the operator says who may sign: a certificate that comes
    /// later is used by nobody who was not named for it.
    pub(super) fn set_seal_persons(
        &mut self,
        seal: RegisteredSeal,
        after: Vec<EmailAddress>,
        by: &Actor,
    ) -> Result<EntryKind, Refusal> {
        if !after.is_empty() {
            self.demand_room_for(&seal)?;
        }
        let before = match (&self.facts.seal, by) {
            (Some(certificate), _) if certificate.persons == after => return Err(Refusal::Unchanged),
            (Some(certificate), _) => certificate.persons.clone(),
            (None, Actor::Operator) => Vec::new(),
            (None, Actor::Key { .. } | Actor::Person { .. } | Actor::Service) => return Err(Refusal::UnknownSeal),
        };
        let deactivated: Vec<EmailAddress> = after.iter().filter(|a| self.is_of_deactivated(a)).cloned().collect();
        if !deactivated.is_empty() {
            return Err(Refusal::NamesDeactivated(deactivated));
        }
        let of = seal.further().cloned();
        self.seal_persons = vec![(seal, SealPersons { persons: after.clone() })];
        Ok(EntryKind::SealPersonsChanged { seal: of, before, after })
    }

    /// What the operator does to a seal, for the log. A seal that is new has to find room.
    pub(super) fn record_seal_act(
        &self,
        seal: &RegisteredSeal,
        act: SealAct,
        by: &Actor,
    ) -> Result<EntryKind, Refusal> {
        if *by != Actor::Operator {
            return Err(Refusal::NotAllowed);
        }
        if let SealAct::Import(_) = act {
            self.demand_room_for(seal)?;
        }
        Ok(EntryKind::of_seal_act(seal, act))
    }

    fn demand_room_for(&self, seal: &RegisteredSeal) -> Result<(), Refusal> {
        let known = &self.facts.seal_persons;
        let is_known = known.iter().any(|(other, _)| other == seal);
        if is_known || known.len() < MAX_SEALS { Ok(()) } else { Err(Refusal::TooManySeals) }
    }

    fn is_of_deactivated(&self, address: &EmailAddress) -> bool {
        let is_gone = |state: &PersonState| matches!(state, PersonState::Deactivated { .. });
        self.facts.named.iter().any(|person| is_gone(&person.state) && person.profile.email.is_same_mailbox(address))
    }

    /// Takes addresses from those who may sign, of every seal: what becomes of the seal that has the organisation's identifier, and
    /// what is taken of the others.
    pub(super) fn without_seals(
        &mut self,
        is_taken: impl Fn(&EmailAddress) -> bool,
    ) -> (Option<SealPersonsChange>, Vec<SealRightLoss>) {
        let (mut own, mut further) = (None, Vec::new());
        for (seal, before) in &self.facts.seal_persons {
            let (taken, after): (Vec<EmailAddress>, Vec<_>) = before.iter().cloned().partition(&is_taken);
            if taken.is_empty() {
                continue;
            }
            self.seal_persons.push((seal.clone(), SealPersons { persons: after.clone() }));
            match seal.further() {
                None => own = Some(SealPersonsChange { before: before.clone(), after }),
                Some(id) => further.push(SealRightLoss { seal: id.clone(), persons: taken }),
            }
        }
        (own, further)
    }
}
