//! Carrying out a change of an organisation.

use std::sync::Arc;

use super::decide::pause_after;
use super::{
    Clock, CommitError, Directories, ListedKeys, Organisations, People, PortError, SealingCertificates, StoredAnswer,
};
use crate::actor::Actor;
use crate::digest::Digest;
use crate::email_address::EmailAddress;
use crate::field_error::FieldError;
use crate::ids::{KeyId, OrganisationId, PersonId};
use crate::organisation::{Change, Decision, Directory, Facts, KeyHolder, OidcIdentity, Refusal, SealAct};
use crate::organisation::{decide_change, profile_concerns_seal};
use crate::registered_seal::RegisteredSeal;

/// Where organisations are kept.
#[derive(Clone)]
pub struct Registry {
    /// Rows of organisations.
    pub organisations: Arc<dyn Organisations>,
    /// Rows of people.
    pub people: Arc<dyn People>,
    /// Rows of API keys.
    pub keys: Arc<dyn ListedKeys>,
    /// Directories, folders and logs, and changes of all.
    pub directories: Arc<dyn Directories>,
    /// Registered seals.
    pub certificates: Arc<dyn SealingCertificates>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// What a change is about: what is read before it is decided.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// This person.
    pub person: Option<PersonId>,
    /// This address.
    pub address: Option<EmailAddress>,
    /// This identity.
    pub identity: Option<OidcIdentity>,
    /// This key.
    pub key: Option<KeyId>,
    /// Folders.
    pub folders: bool,
    /// This registered seal of the organisation.
    pub seal: Option<RegisteredSeal>,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// What is asked for is wrong by itself.
    #[error("what is asked for is wrong")]
    Fields(Vec<FieldError>),
    /// What is stored does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The row is not the version that the caller wants to change.
    #[error("somebody else has changed it meanwhile")]
    OtherVersion {
        /// The version that there is.
        version: u64,
    },
    /// The caller could not take it back: it shuts the caller out.
    #[error("the caller would be shut out")]
    LocksOut,
    /// Others kept changing the organisation.
    #[error("the organisation is being changed by many at once; try again")]
    Contention,
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Tries before giving up.
pub(super) const MAX_TRIES: u32 = 30;

/// How a try ended.
pub(super) enum Attempt {
    /// The change is made.
    Made(Box<Decision>),
    /// Somebody else was first.
    Overtaken {
        /// The digest of the entry that was to be made: rivals pause differently by it.
        wanted: Digest,
    },
}

impl Registry {
    /// Decides a change and commits it; again from what is stored by then when somebody else was first.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn change(
        &self,
        organisation: &OrganisationId,
        about: &About,
        by: &Actor,
        answer: Option<&StoredAnswer>,
        change: impl Fn(&Directory, &Facts) -> Result<Change, ChangeError> + Send,
    ) -> Result<Decision, ChangeError> {
        for attempt in 0..MAX_TRIES {
            match self.attempt(organisation, about, by, answer, &change).await? {
                Attempt::Made(decision) => return Ok(*decision),
                Attempt::Overtaken { wanted } => self.clock.pause(pause_after(attempt, wanted)).await,
            }
        }
        Err(ChangeError::Contention)
    }

    /// Decides a change and tries once to commit it.
    pub(super) async fn attempt(
        &self,
        organisation: &OrganisationId,
        about: &About,
        by: &Actor,
        answer: Option<&StoredAnswer>,
        change: &(impl Fn(&Directory, &Facts) -> Result<Change, ChangeError> + Send),
    ) -> Result<Attempt, ChangeError> {
        // First the directory: whoever commits after this read makes the commit below fail.
        let directory = self.directories.load(organisation).await?;
        let mut facts = self.facts(organisation, about, by).await?;
        let change = change(&directory, &facts)?;
        self.add_seal_facts(organisation, &change, &mut facts).await?;
        let decision = decide_change(&directory, &facts, change, by.clone(), self.clock.now())?;
        match self.directories.commit(&decision, answer).await {
            Ok(()) => Ok(Attempt::Made(Box::new(decision))),
            Err(CommitError::Conflict) => Ok(Attempt::Overtaken { wanted: decision.directory.log.digest }),
            Err(CommitError::Port(error)) => Err(error.into()),
        }
    }

    async fn facts(&self, organisation: &OrganisationId, about: &About, by: &Actor) -> Result<Facts, PortError> {
        let mut facts = Facts { organisation: self.organisations.find(organisation).await?, ..Facts::default() };
        if let Actor::Key { key: Some(key), .. } = by {
            facts.actor_key = self.keys.key(organisation, *key).await?;
        }
        if let Some(person) = about.person {
            facts.person = self.people.person(organisation, person).await?;
        }
        if let Some(address) = &about.address {
            facts.with_address = self.people.with_address(organisation, address).await?;
        }
        if let Some(identity) = &about.identity {
            facts.with_identity = self.people.with_identity(organisation, identity).await?;
        }
        if let Some(key) = about.key {
            facts.key = self.keys.key(organisation, key).await?;
        }
        if about.folders {
            facts.folders = self.directories.all(organisation).await?;
            let by_key = facts.actor_key.as_ref().map(|key| &key.holder);
            let person = match (by, by_key) {
                (Actor::Person { person }, _) | (_, Some(KeyHolder::Person { person })) => Some(*person),
                _ => None,
            };
            if let Some(person) = person {
                facts.actor_person = self.people.person(organisation, person).await?;
            }
        }
        if let Some(seal) = &about.seal {
            facts.seal = self.certificates.find(Some(seal)).await?;
        }
        Ok(facts)
    }

    /// What a change turns out to concern of registered seals. It follows from the change, so that nobody who asks for one can leave
    /// it out.
    async fn add_seal_facts(
        &self,
        organisation: &OrganisationId,
        change: &Change,
        facts: &mut Facts,
    ) -> Result<(), PortError> {
        match change {
            Change::Deactivate => {
                facts.seal_persons = self.certificates.persons(organisation).await?;
            }
            Change::SetProfile(after) if facts.person.as_ref().is_some_and(|one| profile_concerns_seal(one, after)) => {
                facts.seal_persons = self.certificates.persons(organisation).await?;
            }
            Change::RecordSealAct { act, .. } if matches!(**act, SealAct::Import(_)) => {
                facts.seal_persons = self.certificates.persons(organisation).await?;
            }
            // Also those who were named already: code of before left people named whom it deactivated.
            Change::SetSealPersons { persons, .. } => {
                facts.seal_persons = self.certificates.persons(organisation).await?;
                for address in persons {
                    if let Some(id) = self.people.with_address(organisation, address).await? {
                        facts.named.extend(self.people.person(organisation, id).await?);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}
