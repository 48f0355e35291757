//! Recipients (F2, F3): who acts in which order, and how far each has come.

use jiff::Timestamp;

use crate::digest::Digest;
use crate::email_address::EmailAddress;
use crate::factor::{Attempts, Factor};
use crate::identity::Identity;
use crate::ids::{OrganisationId, RecipientNumber, SealId, SecretId};
use crate::language::Language;
use crate::registered_seal::RegisteredSeal;
use crate::visible_seal::{SealPolicy, VisibleSeal};

/// A person who signs, confirms or gets a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Place in the list, from 1.
    pub number: RecipientNumber,
    /// What this person does.
    pub role: Role,
    /// Signing order: lower acts first, equal numbers act side by side. Of no meaning for a copy.
    pub order: u16,
    /// The person's name.
    pub name: String,
    /// The person's company, if any.
    pub company: Option<String>,
    /// Where the links go.
    pub email: EmailAddress,
    /// The event by which the sender asked this recipient again, if that was done: mails from before do not count.
    pub request_event: u64,
    /// The language of pages and mails.
    pub language: Language,
    /// What has to be shown besides the link.
    pub factor: Option<Factor>,
    /// Which secret that is checked against, where it was set by a change of the draft.
    pub secret: Option<SecretId>,
    /// How that goes.
    pub attempts: Attempts,
    /// Whether the signer may sign visibly.
    pub seal_policy: Option<SealPolicy>,
    /// The visible seal that the signer chose.
    pub visible_seal: Option<VisibleSeal>,
    /// How the instruction to sign, or the confirmation, was given. Nothing before it was, nor where an earlier version
    /// recorded it.
    pub approval: Option<Approval>,
    /// Of which group of recipients one acts for all: those with the same name here. The others are not needed then.
    pub one_of: Option<String>,
    /// Whose task this recipient took over, and with it the signature field.
    pub stands_for: Option<RecipientNumber>,
    /// How far this person has come.
    pub state: RecipientState,
    /// Counts the links sent: a link of an earlier generation is revoked.
    pub link_generation: u32,
    /// Automatic reminders sent so far.
    pub reminders: u16,
    /// Reminders that the sender has had sent.
    pub sender_reminders: u8,
    /// When the last reminder went out, whoever asked for it. Nothing where an earlier version sent it.
    pub reminded_at: Option<Timestamp>,
}

/// What a recipient does (F2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Puts a seal to every document.
    Signer {
        /// Which seal.
        seal: SealType,
    },
    /// Confirms before the next in order acts (担当者 before 権限者).
    Viewer,
    /// Gets the finished documents (受領者).
    Copy,
}

impl Role {
    /// The registered seal that this recipient is asked to sign with.
    pub fn registered_seal(&self) -> Option<RegisteredSeal> {
        match self {
            Self::Signer { seal: SealType::Registered { organisation, seal } } => {
                Some(RegisteredSeal::new(organisation.clone(), seal.clone()))
            }
            Self::Signer { seal: SealType::Contract } | Self::Viewer | Self::Copy => None,
        }
    }

    /// Whether this recipient is asked to sign with a registered seal.
    pub const fn has_registered_seal(&self) -> bool {
        matches!(self, Self::Signer { seal: SealType::Registered { .. } })
    }
}

/// Whose certificate a signer's seal is made with (F3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealType {
    /// 実印タイプ: the signer's own organisation's certificate and its own key.
    Registered {
        /// The organisation that owns the key.
        organisation: OrganisationId,
        /// Which of its seals; nothing where it is the one that has the organisation's identifier.
        seal: Option<SealId>,
    },
    /// 契約印タイプ: authenticated by e-mail, sealed with the operator's certificate (立会人型).
    Contract,
}

/// How a recipient gave the instruction to sign, or confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The event's place in the evidence: seals follow this order.
    pub sequence: u64,
    /// SHA-256 of the event, which the signer's seals carry. Nothing where an earlier version recorded it, or where no seal
    /// follows.
    pub digest: Option<Digest>,
    /// How the person was identified. Nothing where an earlier version recorded it.
    pub identity: Option<Identity>,
}

/// How far a recipient has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecipientState {
    /// Not this person's turn yet.
    Waiting,
    /// The request is on its way or there.
    Invited {
        /// When.
        at: Timestamp,
    },
    /// The person opened the documents.
    Opened {
        /// When the turn came.
        invited_at: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// The person gave the instruction to sign; the seals are being made.
    Approved {
        /// When.
        at: Timestamp,
    },
    /// Every document carries this person's timestamped seal.
    Sealed {
        /// When the instruction was given.
        approved_at: Timestamp,
        /// When the last seal was timestamped.
        at: Timestamp,
    },
    /// A viewer confirmed.
    Confirmed {
        /// When.
        at: Timestamp,
    },
    /// The person declined.
    Declined {
        /// When.
        at: Timestamp,
    },
    /// The person forwarded the task to somebody else.
    Delegated {
        /// When.
        at: Timestamp,
        /// To whom.
        to: RecipientNumber,
    },
    /// Somebody else of the group acted.
    NotNeeded {
        /// When.
        at: Timestamp,
        /// Who.
        by: RecipientNumber,
    },
    /// The request did not arrive; it is still this person's turn.
    Bounced {
        /// When the turn came.
        invited_at: Timestamp,
        /// When.
        at: Timestamp,
    },
}

impl Recipient {
    /// Whether the envelope waits for this recipient at all.
    pub const fn must_act(&self) -> bool {
        match self.role {
            Role::Signer { .. } | Role::Viewer => true,
            Role::Copy => false,
        }
    }

    /// Whether this recipient has done (or refused) what was asked.
    pub const fn has_acted(&self) -> bool {
        match self.state {
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Opened { .. }
            | RecipientState::Bounced { .. } => false,
            RecipientState::Approved { .. }
            | RecipientState::Sealed { .. }
            | RecipientState::Confirmed { .. }
            | RecipientState::Declined { .. }
            | RecipientState::NotNeeded { .. }
            | RecipientState::Delegated { .. } => true,
        }
    }

    /// Whether the task was forwarded.
    pub const fn is_delegated(&self) -> bool {
        matches!(self.state, RecipientState::Delegated { .. })
    }

    /// Whether the task was forwarded, or somebody else of the group acted: this recipient is not concerned any more.
    pub const fn is_out(&self) -> bool {
        matches!(self.state, RecipientState::Delegated { .. } | RecipientState::NotNeeded { .. })
    }

    /// Whether no try of the factor is taken any more.
    pub const fn is_locked(&self) -> bool {
        self.attempts.locked_at.is_some()
    }

    /// Whether nothing more is to come from this recipient, seals included.
    pub const fn is_finished(&self) -> bool {
        let is_done = matches!(
            self.state,
            RecipientState::Sealed { .. }
                | RecipientState::Confirmed { .. }
                | RecipientState::NotNeeded { .. }
                | RecipientState::Delegated { .. }
        );
        is_done || !self.must_act()
    }

    /// When this recipient's turn came, while it lasts.
    pub const fn invited_at(&self) -> Option<Timestamp> {
        match self.state {
            RecipientState::Invited { at } => Some(at),
            RecipientState::Opened { invited_at, .. } | RecipientState::Bounced { invited_at, .. } => Some(invited_at),
            RecipientState::Waiting
            | RecipientState::Approved { .. }
            | RecipientState::Sealed { .. }
            | RecipientState::Confirmed { .. }
            | RecipientState::Declined { .. }
            | RecipientState::NotNeeded { .. }
            | RecipientState::Delegated { .. } => None,
        }
    }

    /// When the instruction to sign or the confirmation was given.
    pub const fn approved_at(&self) -> Option<Timestamp> {
        match self.state {
            RecipientState::Approved { at } | RecipientState::Confirmed { at } => Some(at),
            RecipientState::Sealed { approved_at, .. } => Some(approved_at),
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Opened { .. }
            | RecipientState::Bounced { .. }
            | RecipientState::Delegated { .. }
            | RecipientState::NotNeeded { .. }
            | RecipientState::Declined { .. } => None,
        }
    }
}
