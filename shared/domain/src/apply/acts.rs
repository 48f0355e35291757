//! What recipients do: open, approve, decline, forward.

use super::{Change, MAX_RECIPIENTS, checked_reason};
use crate::command::{Delegate, Refusal};
use crate::envelope::{State, Status};
use crate::evidence::{EventKind, Session, ShownDocument};
use crate::factor::Attempts;
use crate::ids::RecipientNumber;
use crate::mail::Addressee;
use crate::recipient::{Approval, Recipient, RecipientState, Role, SealType};
use crate::visible_seal::VisibleSeal;

impl Change {
    /// A recipient whose turn it is, in an envelope that is open.
    pub(super) fn acting(&mut self, number: RecipientNumber) -> Result<&mut Recipient, Refusal> {
        let status = self.require(Status::InProgress);
        let recipient = self.recipient(number)?;
        if !recipient.must_act() {
            return Err(Refusal::NotAsked);
        }
        if recipient.has_acted() {
            return Err(Refusal::AlreadyActed);
        }
        status?;
        if recipient.state == RecipientState::Waiting {
            return Err(Refusal::NotYourTurn);
        }
        Ok(recipient)
    }

    /// The same, who came by this generation of link.
    pub(super) fn acting_by_link(
        &mut self,
        number: RecipientNumber,
        generation: u32,
    ) -> Result<&mut Recipient, Refusal> {
        let recipient = self.acting(number)?;
        if generation == recipient.link_generation { Ok(recipient) } else { Err(Refusal::LinkRevoked) }
    }

    /// The same, who has shown the factor as well.
    pub(super) fn acting_identified(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: &Session,
    ) -> Result<&mut Recipient, Refusal> {
        let recipient = self.acting_by_link(number, generation)?;
        match &recipient.factor {
            Some(factor) if !factor.is_shown_by(session.identity) => Err(Refusal::FactorNeeded),
            Some(_) | None => Ok(recipient),
        }
    }

    pub(super) fn open(&mut self, number: RecipientNumber, generation: u32, session: Session) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting_identified(number, generation, &session)?;
        let (RecipientState::Invited { at: invited_at } | RecipientState::Bounced { invited_at, .. }) = recipient.state
        else {
            return Err(Refusal::AlreadyRecorded);
        };
        recipient.state = RecipientState::Opened { invited_at, at: now };
        self.record(EventKind::Opened { recipient: number, session })
    }

    pub(super) fn approve(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        shown: Vec<ShownDocument>,
        visible_seal: Option<VisibleSeal>,
        session: Session,
    ) -> Result<(), Refusal> {
        let recipient = self.acting_identified(number, generation, &session)?;
        if recipient.role.has_registered_seal() && !session.identity.is_second_factor() {
            return Err(Refusal::SecondFactorNeeded);
        }
        let (role, seal_policy) = (recipient.role.clone(), recipient.seal_policy.clone());
        let allows = |m: &VisibleSeal| {
            seal_policy.is_some_and(|seal_policy| seal_policy.allows(&m.placements, &self.envelope.documents))
        };
        if !visible_seal.as_ref().is_none_or(allows) {
            return Err(Refusal::VisibleSealNotAllowed);
        }
        let all_shown = self.envelope.documents.len() == shown.len()
            && self
                .envelope
                .documents
                .iter()
                .all(|d| shown.iter().any(|s| s.document == d.number && d.was_shown_as(s.sha256)));
        if !all_shown {
            return Err(Refusal::NotWhatWasShown);
        }
        match self.open(number, generation, session.clone()) {
            Ok(()) | Err(Refusal::AlreadyRecorded) => {}
            Err(refusal) => return Err(refusal),
        }
        let (at, sequence) = (self.now, self.next_sequence());
        let recipient = self.recipient(number)?;
        recipient.approval = Some(Approval { sequence, digest: None, identity: Some(session.identity) });
        match role {
            Role::Signer { .. } => {
                recipient.state = RecipientState::Approved { at };
                recipient.visible_seal.clone_from(&visible_seal);
                self.record(EventKind::Approved { recipient: number, session, documents: shown, visible_seal })?;
                let head = self.envelope.evidence.digest;
                if let Some(approval) = &mut self.recipient(number)?.approval {
                    approval.digest = Some(head);
                }
                self.release_others(number)?;
                self.wait_for_seals();
                Ok(())
            }
            Role::Viewer => {
                recipient.state = RecipientState::Confirmed { at };
                self.record(EventKind::Confirmed { recipient: number, session, documents: shown })?;
                self.release_others(number)?;
                self.advance()
            }
            Role::Copy => Err(Refusal::NotAsked),
        }
    }

    /// Where one acts for all of a group, the others of it are not needed any more. Those who took a task over are in the group of whoever
    /// had it.
    fn release_others(&mut self, by: RecipientNumber) -> Result<(), Refusal> {
        let at = self.now;
        let Some(group) = self.recipient(by)?.one_of.clone() else { return Ok(()) };
        let others = self.envelope.recipients.iter_mut();
        let others = others.filter(|r| r.number != by && r.one_of.as_ref() == Some(&group) && !r.has_acted());
        let mut recipients = Vec::new();
        for other in others {
            other.state = RecipientState::NotNeeded { at, by };
            recipients.push(other.number);
        }
        if recipients.is_empty() { Ok(()) } else { self.record(EventKind::NotNeeded { recipients, by }) }
    }

    pub(super) fn decline(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        reason: &str,
        session: Session,
    ) -> Result<(), Refusal> {
        let at = self.now;
        self.acting_identified(number, generation, &session)?;
        let reason = checked_reason(reason)?;
        let notify = self.addressees(|r| r.state != RecipientState::Waiting);
        self.recipient(number)?.state = RecipientState::Declined { at };
        self.envelope.state = State::Declined { at };
        self.record(EventKind::Declined { recipient: number, session, reason, notify })
    }

    pub(super) fn delegate(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        to: Delegate,
        reason: &str,
        session: Session,
    ) -> Result<(), Refusal> {
        let at = self.now;
        let from = self.acting_identified(number, generation, &session)?.clone();
        let reason = checked_reason(reason)?;
        let full = self.envelope.recipients.len() >= MAX_RECIPIENTS;
        let bound = from.factor.as_ref().is_some_and(|factor| !factor.can_be_passed_on());
        if !self.envelope.may_forward || full || bound {
            return Err(Refusal::ForwardingNotAllowed);
        }
        let to = to.checked().map_err(|_| Refusal::PersonInvalid)?;
        if to.email.is_same_mailbox(&from.email) {
            return Err(Refusal::PersonInvalid);
        }
        let Delegate { name, company, email, language } = to;
        // A registered seal is used by the persons named for it, who are not found by forwarding.
        let seal = from.role.has_registered_seal().then_some(SealType::Contract);
        let role = seal.clone().map_or_else(|| from.role.clone(), |seal| Role::Signer { seal });
        let last = self.envelope.recipients.iter().map(|r| r.number.0).max().unwrap_or_default();
        let next = RecipientNumber(last + 1);
        self.recipient(number)?.state = RecipientState::Delegated { at, to: next };
        self.envelope.recipients.push(Recipient {
            number: next,
            role,
            name: name.clone(),
            company: company.clone(),
            email: email.clone(),
            language,
            state: RecipientState::Waiting,
            link_generation: 0,
            reminders: 0,
            sender_reminders: 0,
            reminded_at: None,
            request_event: 0,
            attempts: Attempts::default(),
            visible_seal: None,
            approval: None,
            stands_for: Some(number),
            ..from
        });
        let notify = vec![Addressee::Sender];
        let recipient = number;
        self.record(EventKind::Delegated { recipient, to: next, name, company, email, reason, session, notify, seal })?;
        self.invite(next)
    }
}
