//! What can be asked of the API by somebody who is known.

use super::AccessLevel;
use super::{Reach, Scope};

/// What somebody wants to do. A route of the API that asks who calls names one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// List the organisation's envelopes.
    ListEnvelopes,
    /// Read an envelope.
    ReadEnvelope,
    /// Read an envelope's evidence.
    ReadEvents,
    /// Compare the seals of a document with the evidence.
    CheckEvidence,
    /// Make a draft.
    CreateEnvelope,
    /// Read a document of an envelope.
    ReadDocument,
    /// Fetch a file of a document.
    FetchFile,
    /// Change a draft.
    ChangeDraft,
    /// Delete a draft.
    DeleteDraft,
    /// Add a document to a draft.
    AddDocument,
    /// Remove a document from a draft.
    RemoveDocument,
    /// Make a draft of an envelope that there is.
    CopyEnvelope,
    /// Remind those whose turn it is.
    SendReminders,
    /// Send a draft.
    SendEnvelope,
    /// Take an envelope back.
    VoidEnvelope,
    /// Have what an envelope waits for tried again.
    RetryEnvelope,
    /// Ask a recipient again, at a corrected address if need be.
    RequestAgain,
    /// Move an envelope to another folder.
    MoveEnvelope,
    /// Read who may see an envelope, and by what.
    ReadAccess,
    /// List and read folders.
    ReadFolders,
    /// Make, change and remove folders, and say what rights they give.
    ManageFolders,
    /// Find, read and save contacts of the organisation's and one's own address book.
    ReadContacts,
    /// Add, change, remove and import contacts.
    ChangeContacts,
    /// Read who calls, and what they may do.
    ReadSelf,
    /// List and end one's own sessions.
    ManageOwnSessions,
    /// List, make and revoke one's own API keys.
    ManageOwnKeys,
    /// Read what holds for the organisation.
    ReadOrganisation,
    /// Change what holds for the organisation.
    ChangeOrganisation,
    /// Read the organisation's log.
    ReadLog,
    /// List and read people.
    ReadPeople,
    /// Invite people and change what is said of them.
    ManagePeople,
    /// List groups.
    ReadGroups,
    /// Make, rename and remove groups.
    ManageGroups,
    /// Read the organisation's registered seals.
    ReadSeals,
    /// Say who may sign with them.
    ManageSeals,
    /// Read what they were used for.
    ReadSealUses,
    /// List API keys.
    ReadKeys,
    /// Make and revoke API keys.
    ManageKeys,
}

/// What an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Envelopes.
    Envelopes,
    /// Folders.
    Folders,
    /// Contacts of the organisation's and one's own address book.
    Contacts,
    /// The organisation, its people, groups and keys.
    Organisation,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 38] = [
        Self::ListEnvelopes,
        Self::ReadEnvelope,
        Self::ReadEvents,
        Self::CheckEvidence,
        Self::CreateEnvelope,
        Self::ReadDocument,
        Self::FetchFile,
        Self::ChangeDraft,
        Self::DeleteDraft,
        Self::AddDocument,
        Self::RemoveDocument,
        Self::CopyEnvelope,
        Self::SendReminders,
        Self::SendEnvelope,
        Self::VoidEnvelope,
        Self::RetryEnvelope,
        Self::RequestAgain,
        Self::MoveEnvelope,
        Self::ReadAccess,
        Self::ReadFolders,
        Self::ManageFolders,
        Self::ReadContacts,
        Self::ChangeContacts,
        Self::ReadSelf,
        Self::ManageOwnSessions,
        Self::ManageOwnKeys,
        Self::ReadOrganisation,
        Self::ChangeOrganisation,
        Self::ReadLog,
        Self::ReadPeople,
        Self::ManagePeople,
        Self::ReadGroups,
        Self::ManageGroups,
        Self::ReadSeals,
        Self::ManageSeals,
        Self::ReadSealUses,
        Self::ReadKeys,
        Self::ManageKeys,
    ];

    /// The scope of the kind of things that it is about.
    const fn scope(self) -> Scope {
        match self {
            Self::ListEnvelopes
            | Self::ReadEnvelope
            | Self::ReadEvents
            | Self::CheckEvidence
            | Self::ReadDocument
            | Self::FetchFile
            | Self::ReadAccess
            | Self::ReadFolders => Scope::EnvelopesRead,
            Self::CreateEnvelope
            | Self::ChangeDraft
            | Self::DeleteDraft
            | Self::AddDocument
            | Self::RemoveDocument
            | Self::CopyEnvelope
            | Self::SendReminders
            | Self::VoidEnvelope
            | Self::RetryEnvelope
            | Self::RequestAgain
            | Self::MoveEnvelope
            // Whoever makes drafts needs them, and whoever only reads envelopes does not.
            | Self::ReadContacts
            | Self::ChangeContacts => Scope::EnvelopesWrite,
            Self::SendEnvelope => Scope::EnvelopesSend,
            Self::ManageFolders
            | Self::ReadSelf
            | Self::ManageOwnSessions
            | Self::ManageOwnKeys
            | Self::ReadOrganisation
            | Self::ChangeOrganisation
            | Self::ReadLog
            | Self::ReadPeople
            | Self::ManagePeople
            | Self::ReadGroups
            | Self::ManageGroups
            | Self::ReadSeals
            | Self::ManageSeals
            | Self::ReadSealUses
            | Self::ReadKeys
            | Self::ManageKeys => Scope::OrganisationAdmin,
        }
    }

    /// The scopes without any of which no API key does it. Who calls is told to every key: it is about the key itself.
    pub fn scopes(self) -> impl Iterator<Item = Scope> {
        let first = (self != Self::ReadSelf).then(|| self.scope());
        first.into_iter().chain(self.further_scope())
    }

    /// The scope that is needed beside that: whoever gets a copy, and sends it to themselves, has read it.
    const fn further_scope(self) -> Option<Scope> {
        match self {
            Self::CopyEnvelope => Some(Scope::EnvelopesRead),
            _ => None,
        }
    }

    /// How far everybody who has signed in may do it, whatever their roles: it concerns themselves, or what they have to know.
    pub const fn everybodys(self) -> Option<Reach> {
        match self {
            // Shared contacts are there to be read by all, and everybody has a book of their own.
            Self::ReadContacts => Some(Reach::All),
            Self::ChangeContacts
            | Self::ReadFolders
            | Self::ReadSelf
            | Self::ManageOwnSessions
            | Self::ManageOwnKeys
            | Self::ReadOrganisation
            // Whoever sends has to name one of those who may sign.
            | Self::ReadSeals
            | Self::ReadGroups => Some(Reach::Own),
            _ => None,
        }
    }

    /// From which level on a folder's right is one to do it with what is in the folder; nothing where no folder gives that.
    pub const fn level(self) -> Option<AccessLevel> {
        match self {
            Self::ListEnvelopes
            | Self::ReadEnvelope
            | Self::ReadEvents
            | Self::CheckEvidence
            | Self::ReadDocument
            | Self::ReadAccess
            | Self::ReadFolders => Some(AccessLevel::See),
            Self::FetchFile | Self::CopyEnvelope => Some(AccessLevel::Download),
            Self::MoveEnvelope => Some(AccessLevel::Change),
            Self::ManageFolders => Some(AccessLevel::Manage),
            Self::CreateEnvelope
            | Self::ChangeDraft
            | Self::DeleteDraft
            | Self::AddDocument
            | Self::RemoveDocument
            | Self::SendReminders
            | Self::SendEnvelope
            | Self::VoidEnvelope
            | Self::RetryEnvelope
            | Self::RequestAgain
            | Self::ReadContacts
            | Self::ChangeContacts
            | Self::ReadSelf
            | Self::ManageOwnSessions
            | Self::ManageOwnKeys
            | Self::ReadOrganisation
            | Self::ChangeOrganisation
            | Self::ReadLog
            | Self::ReadPeople
            | Self::ManagePeople
            | Self::ReadGroups
            | Self::ManageGroups
            | Self::ReadSeals
            | Self::ManageSeals
            | Self::ReadSealUses
            | Self::ReadKeys
            | Self::ManageKeys => None,
        }
    }

    /// Whether what folders give counts for it. Whoever asks what they may do is told that too.
    pub const fn asks_folders(self) -> bool {
        self.level().is_some() || self.writes_what_is_sent() || matches!(self, Self::ReadSelf)
    }

    pub(super) const fn subject(self) -> Subject {
        match (self, self.scope()) {
            (Self::ReadFolders | Self::ManageFolders, _) => Subject::Folders,
            (Self::ReadContacts | Self::ChangeContacts, _) => Subject::Contacts,
            (_, Scope::EnvelopesRead | Scope::EnvelopesWrite | Scope::EnvelopesSend) => Subject::Envelopes,
            (_, Scope::OrganisationAdmin) => Subject::Organisation,
        }
    }

    /// Whether it has to do with what somebody says in their own name.
    pub(super) const fn writes_what_is_sent(self) -> bool {
        matches!(
            self,
            Self::CreateEnvelope
                | Self::ChangeDraft
                | Self::AddDocument
                | Self::RemoveDocument
                | Self::CopyEnvelope
                | Self::SendEnvelope
        )
    }

    pub(super) const fn only_reads(self) -> bool {
        matches!(self.scope(), Scope::EnvelopesRead)
    }

    /// Its name for programs: in snake case.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }

    /// Its name in documents.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ListEnvelopes => "list envelopes",
            Self::ReadEnvelope => "read an envelope",
            Self::ReadEvents => "read an envelope's evidence",
            Self::CheckEvidence => "compare a document with the evidence",
            Self::CreateEnvelope => "make a draft",
            Self::ReadDocument => "read a document's state",
            Self::FetchFile => "fetch a document's file",
            Self::ChangeDraft => "change a draft",
            Self::DeleteDraft => "delete a draft",
            Self::AddDocument => "add a document to a draft",
            Self::RemoveDocument => "remove a document from a draft",
            Self::CopyEnvelope => "make a draft of an envelope",
            Self::SendReminders => "remind those whose turn it is",
            Self::SendEnvelope => "send a draft",
            Self::VoidEnvelope => "take an envelope back",
            Self::RetryEnvelope => "have something tried again",
            Self::RequestAgain => "ask a recipient again",
            Self::MoveEnvelope => "move an envelope to another folder",
            Self::ReadAccess => "read who may see an envelope",
            Self::ReadFolders => "list folders",
            Self::ManageFolders => "make, change and remove folders",
            Self::ReadContacts => "find, read and save contacts",
            Self::ChangeContacts => "add, change, remove and import contacts",
            Self::ReadSelf => "read who calls",
            Self::ManageOwnSessions => "see and end one's own sessions",
            Self::ManageOwnKeys => "see, make and revoke one's own API keys",
            Self::ReadOrganisation => "read what holds for the organisation",
            Self::ChangeOrganisation => "change what holds for the organisation",
            Self::ReadLog => "read the organisation's log",
            Self::ReadPeople => "list and read people",
            Self::ManagePeople => "invite and change people",
            Self::ReadGroups => "list groups",
            Self::ManageGroups => "make, rename and remove groups",
            Self::ReadSeals => "read the organisation's registered seals",
            Self::ManageSeals => "say who may sign with a registered seal",
            Self::ReadSealUses => "read what a registered seal was used for",
            Self::ReadKeys => "list API keys",
            Self::ManageKeys => "make and revoke API keys",
        }
    }
}
