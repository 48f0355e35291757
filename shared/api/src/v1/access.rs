//! Who may see an envelope (F38): `GET /v1/envelopes/{id}/access`.

use domain::access::{Rule, Seer};
use domain::authorisation::{AccessLevel, Role};
use domain::email_address::EmailAddress;
use domain::envelope::Envelope;
use domain::ids::{FolderId, GroupId, KeyId, PersonId, RecipientNumber};
use domain::organisation::{KeyHolder, ListedKey, Person};
use domain::recipient::Recipient;
use serde::Serialize;

/// A page of those who may see an envelope.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessView {
    /// People of the organisation who may see it, in the order in which they were invited. A page may hold none where there is a next
    /// one.
    pub people: Vec<AccessRow>,
    /// API keys of services by which it can be read; on the first page. A person's keys may do no more than the person.
    pub keys: Vec<AccessKeyView>,
    /// Those to whom it was sent, who see it by their links; on the first page.
    pub recipients: Vec<AccessRecipientView>,
    /// What `cursor` is for the next page; nothing on the last one.
    pub next_cursor: Option<PersonId>,
}

/// A person who may see it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessRow {
    id: PersonId,
    name: String,
    email: EmailAddress,
    /// Whether the person may fetch its files as well.
    may_download: bool,
    /// By what, all of it.
    by: Vec<RuleView>,
}

impl AccessRow {
    /// Of a person who may.
    pub fn of(person: &Person, seer: Seer) -> Self {
        let Seer { may_download, rules } = seer;
        Self {
            id: person.id,
            name: person.profile.name.clone(),
            email: person.profile.email.clone(),
            may_download,
            by: rules.into_iter().map(RuleView::from).collect(),
        }
    }
}

/// By what somebody may see it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
enum RuleView {
    /// The person sent it, or made the draft.
    Sender,
    /// A role gives it, over everything of the organisation.
    Role { role: Role },
    /// A folder gives it: the envelope's, or one above that.
    Folder {
        folder: FolderId,
        level: AccessLevel,
        /// The group to which the folder gives it, where it is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        group: Option<GroupId>,
        /// The role to which the folder gives it, where it is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
        /// Whether the folder gives it to everybody.
        everybody: bool,
    },
}

impl From<Rule> for RuleView {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Sender => Self::Sender,
            Rule::Role(role) => Self::Role { role },
            Rule::Folder(given) => {
                let (person, group, role) = given.grant.to.parts();
                let everybody = (person, group, role) == (None, None, None);
                Self::Folder { folder: given.folder, level: given.grant.level, group, role, everybody }
            }
        }
    }
}

/// An API key by which it can be read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessKeyView {
    id: KeyId,
    label: String,
    /// The service that it is for.
    name: String,
}

impl AccessKeyView {
    /// Of a service's key.
    pub fn of(key: &ListedKey) -> Option<Self> {
        let KeyHolder::Service { name, .. } = &key.holder else { return None };
        Some(Self { id: key.id, label: key.terms.label.clone(), name: name.clone() })
    }
}

/// Somebody to whom it was sent.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessRecipientView {
    number: RecipientNumber,
    name: String,
    email: EmailAddress,
}

impl AccessRecipientView {
    /// All of an envelope that was sent; nobody has a link before.
    pub fn all(envelope: &Envelope) -> Vec<Self> {
        let view = |r: &Recipient| Self { number: r.number, name: r.name.clone(), email: r.email.clone() };
        if envelope.was_sent() { envelope.recipients.iter().map(view).collect() } else { Vec::new() }
    }
}
