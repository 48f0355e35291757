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
use crate::ids::{ContactId, EnvelopeId, GroupId, KeyId, OrganisationId, PersonId, SealId};
use crate::registered_seal::{RegisteredSeal, SealName};

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

/// Who might sign with the registered seal that has the organisation's identifier before a change, and who may after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealPersonsChange {
    /// Who might.
    pub before: Vec<EmailAddress>,
    /// Who may now.
    pub after: Vec<EmailAddress>,
}

/// Who may not sign any more with a registered seal of another identifier. Who still may is not told: of many seals it would be more
/// than an entry holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealRightLoss {
    /// Which seal.
    pub seal: SealId,
    /// The addresses that were taken away.
    pub persons: Vec<EmailAddress>,
}

/// A certificate as a log names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedCertificate {
    /// SHA-256 of its DER.
    pub fingerprint: Digest,
    /// The number that the issuer gave it, in hexadecimal digits.
    pub serial_number: String,
    /// The last second of its validity.
    pub not_after: Timestamp,
}

/// What whoever operates the service does to an organisation's registered seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealAct {
    /// Puts the first certificate to use.
    Import(LoggedCertificate),
    /// Puts another in its place.
    Replace {
        /// The one before; nothing of one that could not be read.
        before: Option<LoggedCertificate>,
        /// The new one.
        after: LoggedCertificate,
    },
    /// Takes it out of use; nothing is known of one that could not be read.
    Remove(Option<LoggedCertificate>),
    /// Says what the seal is called.
    SetName {
        /// What it was called; nothing where it had no name.
        before: Option<SealName>,
        /// What it is called then.
        after: Option<SealName>,
    },
    /// Says which organisations may ask for the seal besides its owner.
    SetAskers {
        /// Which might.
        before: Vec<OrganisationId>,
        /// Which may then.
        after: Vec<OrganisationId>,
    },
}

impl EntryKind {
    /// The registered seal that it is about: its identifier, or nothing where that is the organisation's own.
    pub const fn seal(&self) -> Option<Option<&SealId>> {
        match self {
            Self::SealPersonsChanged { seal, .. }
            | Self::SealCertificateImported { seal, .. }
            | Self::SealCertificateReplaced { seal, .. }
            | Self::SealCertificateRemoved { seal, .. }
            | Self::SealNameChanged { seal, .. }
            | Self::SealAskersChanged { seal, .. } => Some(seal.as_ref()),
            _ => None,
        }
    }

    /// What was done to a seal.
    pub(in crate::organisation) fn of_seal_act(seal: &RegisteredSeal, act: SealAct) -> Self {
        let seal = seal.further().cloned();
        match act {
            SealAct::Import(after) => Self::SealCertificateImported { seal, after },
            SealAct::Replace { before, after } => Self::SealCertificateReplaced { seal, before, after },
            SealAct::Remove(before) => Self::SealCertificateRemoved { seal, before },
            SealAct::SetName { before, after } => Self::SealNameChanged { seal, before, after },
            SealAct::SetAskers { before, after } => Self::SealAskersChanged { seal, before, after },
        }
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
        /// Who may sign with the registered seal of the organisation's identifier, where the person has another address and might
        /// sign by the one before.
        seal_persons: Option<SealPersonsChange>,
        /// What was taken away of other registered seals for the same reason.
        further_seals: Vec<SealRightLoss>,
    },
    /// A person may not come in any more.
    PersonDeactivated {
        /// Who.
        person: PersonId,
        /// Who may sign with the registered seal of the organisation's identifier, where the person might.
        seal_persons: Option<SealPersonsChange>,
        /// What was taken away of other registered seals.
        further_seals: Vec<SealRightLoss>,
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
    /// A session was ended by its owner or by somebody who administers it.
    SessionEnded {
        /// Whose it was.
        person: PersonId,
        /// Which.
        session: Digest,
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
    /// Others may sign with a registered seal of the organisation. Here and below `seal` says which one: nothing where it is the one
    /// that has the organisation's identifier.
    SealPersonsChanged {
        /// Which seal.
        seal: Option<SealId>,
        /// Who might.
        before: Vec<EmailAddress>,
        /// Who may now.
        after: Vec<EmailAddress>,
    },
    /// A certificate of a registered seal is put to use, where there was none.
    SealCertificateImported {
        /// Which seal.
        seal: Option<SealId>,
        /// Which certificate.
        after: LoggedCertificate,
    },
    /// Another certificate takes the place of the one that was in use.
    SealCertificateReplaced {
        /// Which seal.
        seal: Option<SealId>,
        /// The one before; nothing of one that could not be read.
        before: Option<LoggedCertificate>,
        /// The new one.
        after: LoggedCertificate,
    },
    /// The certificate is taken out of use.
    SealCertificateRemoved {
        /// Which seal.
        seal: Option<SealId>,
        /// Which certificate; nothing of one that could not be read.
        before: Option<LoggedCertificate>,
    },
    /// A registered seal is called otherwise.
    SealNameChanged {
        /// Which seal.
        seal: Option<SealId>,
        /// What it was called.
        before: Option<SealName>,
        /// What it is called now.
        after: Option<SealName>,
    },
    /// Other organisations may ask for a registered seal besides its owner.
    SealAskersChanged {
        /// Which seal.
        seal: Option<SealId>,
        /// Which might.
        before: Vec<OrganisationId>,
        /// Which may now.
        after: Vec<OrganisationId>,
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
    /// Recipients of a completed envelope were kept as contacts. Of people's own books, whose changes are not recorded, it is told
    /// alone that recipients were left out; and of every book that once, until there is room in it again.
    ContactsKept {
        /// Of which envelope.
        envelope: EnvelopeId,
        /// Whose book it is; the organisation's where nothing is said.
        person: Option<PersonId>,
        /// Those that were added to the organisation's book.
        contacts: Vec<ContactId>,
        /// How many more there were, for which the book has no room.
        left_out: u32,
    },
}
