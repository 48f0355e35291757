//! What the console reads of the API's answers. Answers may grow: what is not read here is passed over.

mod access;
mod contacts;
mod envelope;
mod events;
mod folders;
mod keys;
mod list;
mod log;
mod me;
mod organisation;
mod people;
mod seals;

pub(crate) use access::{Access, Rule, Seer};
pub(crate) use contacts::{Book, Contact, ContactList, Imported};
pub(crate) use envelope::{
    Document, DocumentState, Envelope, File, Recipient, RecipientKind, RecipientState, Sealer, Waiting, Work,
};
pub(crate) use events::Events;
pub(crate) use folders::{Folder, FolderList, Grant, GranteeKind};
pub(crate) use keys::{Holder, Key, KeyList, MadeKey};
pub(crate) use list::{Awaited, EnvelopeList, Summary};
pub(crate) use log::Log;
pub(crate) use me::Me;
pub(crate) use organisation::{Brand, Organisation, OwnField};
pub(crate) use people::{Group, GroupList, Person, PersonList, PersonState, Session, SessionList};
pub(crate) use seals::{Seal, SealList, SealState, SealUse, SealUseList};

use serde::Deserialize;

/// How an envelope stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Draft,
    Sending,
    Sent,
    InProgress,
    Completed,
    Declined,
    Voided,
    Expired,
    Failed,
}

impl Status {
    /// All of them, in the order in which an envelope has them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Draft,
        Self::Sending,
        Self::Sent,
        Self::InProgress,
        Self::Completed,
        Self::Declined,
        Self::Voided,
        Self::Expired,
        Self::Failed,
    ];

    /// Its name in the API.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Voided => "voided",
            Self::Expired => "expired",
            Self::Failed => "failed",
        }
    }

    /// Whether it is on its way: sent, and not at an end.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Sending | Self::Sent | Self::InProgress)
    }
}
