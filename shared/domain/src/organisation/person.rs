//! People of an organisation (F32).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::authorisation::Role;
use crate::email_address::EmailAddress;
use crate::ids::{GroupId, PersonId};
use crate::language::Language;

/// How long an invitation is good: two weeks, over holidays too.
pub const INVITATION_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);

/// So long nobody is invited once more: mails to strangers are the operator's name with mail services.
pub const INVITATION_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// A person of an organisation. Whoever belongs to two organisations is two persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The identifier, which never changes.
    pub id: PersonId,
    /// Which change of this person it is, counted from 1.
    pub version: u64,
    /// What can be changed.
    pub profile: Profile,
    /// Whether the person may come in.
    pub state: PersonState,
    /// When the person was invited first.
    pub added_at: Timestamp,
    /// Only sessions of this generation are good: ending them all takes no clock, and no list of them.
    pub session_generation: u32,
    /// Only API keys of this generation are good: they end when the person is deactivated.
    pub key_generation: u32,
}

/// What an administrator says of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Name, as recipients of envelopes read it.
    pub name: String,
    /// Address. It is written to, and identifies nobody.
    pub email: EmailAddress,
    /// The language of pages and mails.
    pub language: Language,
    /// What the person does.
    pub roles: BTreeSet<Role>,
    /// To which groups the person belongs.
    pub groups: BTreeSet<GroupId>,
}

/// Whether a person may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonState {
    /// Was asked by mail, and has not signed in yet.
    Invited {
        /// The entry of the log that asked for the mail: the link of an earlier one is not good any more.
        by_entry: u64,
        /// Until when the link is good.
        until: Timestamp,
    },
    /// Signs in by this identity.
    Active {
        /// Which account of which provider.
        identity: OidcIdentity,
    },
    /// Does not come in any more.
    Deactivated {
        /// As whom the person signed in before; nothing of somebody who never did.
        identity: Option<OidcIdentity>,
        /// Since when.
        since: Timestamp,
    },
}

impl PersonState {
    /// As whom the person signs in, or did.
    pub const fn identity(&self) -> Option<&OidcIdentity> {
        match self {
            Self::Invited { .. } => None,
            Self::Active { identity } => Some(identity),
            Self::Deactivated { identity, .. } => identity.as_ref(),
        }
    }

    /// Whether the person signs in at the provider with this issuer identifier, or did. Whoever has signed in once is known by that
    /// account for good, so that a session too was begun there.
    pub fn is_of(&self, issuer: &str) -> bool {
        self.identity().is_some_and(|identity| identity.issuer == issuer)
    }
}

/// An account of an identity provider: the claims `iss` and `sub`, which alone identify somebody (OpenID Connect Core 1.0,
/// §5.7). Addresses can change hands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OidcIdentity {
    /// The provider's issuer identifier, a URL.
    pub issuer: String,
    /// The account, unique with this issuer.
    pub subject: String,
}

impl Person {
    /// The same without any session that has begun.
    pub(super) fn without_sessions(self) -> Self {
        Self { session_generation: self.session_generation + 1, ..self }
    }

    /// Whether the person may come in now.
    pub const fn is_active(&self) -> bool {
        matches!(self.state, PersonState::Active { .. })
    }

    /// Whether the person may administer the organisation now.
    pub fn is_acting_administrator(&self) -> bool {
        self.is_active() && self.profile.roles.contains(&Role::Administrator)
    }
}
