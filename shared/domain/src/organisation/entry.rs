//! The log of an organisation: who changed what, when, from what to what. Each entry carries the SHA-256 of the one before.
//!
//! Like the evidence of an envelope its JSON is hashed as it is stored, has types of its own (`record`), and only grows.

mod record;

use jiff::Timestamp;

use super::{KeyHolder, OidcIdentity, Organisation, Profile};
use crate::actor::Actor;
use crate::authorisation::KeyTerms;
use crate::chain_head::ChainHead;
use crate::contact::ContactField;
use crate::digest::Digest;
use crate::email_address::EmailAddress;
use crate::folder::Folder;
use crate::ids::{ContactId, GroupId, KeyId, OrganisationId, PersonId};

/// An entry of an organisation's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Place in the log, from 1.
    pub sequence: u64,
    /// SHA-256 of the entry before, [`Digest::ZERO`] for the first.
    pub previous: Digest,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub kind: EntryKind,
}

impl Entry {
    /// Where the log ends with this entry.
    ///
    /// # Errors
    /// The entry cannot be written.
    pub fn head(&self) -> Result<ChainHead, serde_json::Error> {
        Ok(ChainHead { sequence: self.sequence, digest: Digest::of(self.to_json()?.as_bytes()) })
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// The organisation was added.
    OrganisationAdded {
        /// As what.
        after: Box<Organisation>,
    },
    /// What is said of it was changed.
    OrganisationChanged {
        /// What it was.
        before: Box<Organisation>,
        /// What it is now.
        after: Box<Organisation>,
    },
    /// A person was invited.
    PersonInvited {
        /// Who.
        person: PersonId,
        /// As what.
        after: Profile,
    },
    /// A person was invited once more; the earlier link is not good any more.
    InvitationRenewed {
        /// Who.
        person: PersonId,
    },
    /// A person followed the invitation and signed in.
    InvitationAccepted {
        /// Who.
        person: PersonId,
        /// As whom.
        identity: OidcIdentity,
    },
    /// What is said of a person was changed.
    PersonChanged {
        /// Who.
        person: PersonId,
        /// What it was.
        before: Profile,
        /// What it is now.
        after: Profile,
    },
    /// A person may not come in any more.
    PersonDeactivated {
        /// Who.
        person: PersonId,
    },
    /// A person may come in again.
    PersonReactivated {
        /// Who.
        person: PersonId,
    },
    /// All sessions of a person were ended.
    SessionsEnded {
        /// Whose.
        person: PersonId,
    },
    /// A group was made.
    GroupAdded {
        /// Which.
        group: GroupId,
        /// What it is called.
        name: String,
    },
    /// A group has another name.
    GroupRenamed {
        /// Which.
        group: GroupId,
        /// What it was called.
        before: String,
        /// What it is called now.
        after: String,
    },
    /// A group is gone.
    GroupRemoved {
        /// Which.
        group: GroupId,
        /// What it was called.
        name: String,
    },
    /// A folder was made.
    FolderAdded {
        /// As what.
        after: Box<Folder>,
    },
    /// What is said of a folder was changed.
    FolderChanged {
        /// What it was.
        before: Box<Folder>,
        /// What it is now.
        after: Box<Folder>,
    },
    /// A folder is gone.
    FolderRemoved {
        /// What it was.
        before: Box<Folder>,
    },
    /// An API key was made.
    KeyMade {
        /// Which.
        key: KeyId,
        /// In whose name it sends.
        holder: KeyHolder,
        /// What it is good for.
        terms: KeyTerms,
    },
    /// An API key is not taken any more.
    KeyRevoked {
        /// Which.
        key: KeyId,
        /// What it was called.
        label: String,
    },
    /// Others may sign with the organisation's registered seal.
    SealPersonsChanged {
        /// Who might.
        before: Vec<EmailAddress>,
        /// Who may now.
        after: Vec<EmailAddress>,
    },
    /// A contact was added to the organisation's address book. Entries about contacts name nobody: they stay when a contact is
    /// gone, and what was said of it, which the contact itself keeps ([`crate::contact::Contact::earlier`]), is to go with it.
    ContactAdded {
        /// Which.
        contact: ContactId,
    },
    /// Something else is said of a contact.
    ContactChanged {
        /// Which.
        contact: ContactId,
        /// What it is called since its address is another.
        became: Option<ContactId>,
        /// Which parts.
        fields: Vec<ContactField>,
    },
    /// A contact is gone from the organisation's address book.
    ContactRemoved {
        /// Which.
        contact: ContactId,
    },
    /// A file was imported into the organisation's address book.
    ContactsImported {
        /// SHA-256 of the file.
        file: Digest,
        /// Contacts that were new.
        added: u32,
        /// Contacts that were changed.
        updated: u32,
        /// Rows that changed nothing.
        unchanged: u32,
    },
}
