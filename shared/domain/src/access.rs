//! Who of an organisation may see an envelope, and by what (F38). It says the same as [`may`](crate::authorisation::may), which
//! decides, and a test holds the two against each other.

use crate::actor::Actor;
use crate::authorisation::{Action, Member, Principal, Reach, Resource, Role, may};
use crate::envelope::Envelope;
use crate::folder::{FolderTree, GivenBy};
use crate::organisation::Person;

/// Somebody who may see an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seer {
    /// Whether they may fetch its files as well.
    pub may_download: bool,
    /// By what they may see it, all of it.
    pub rules: Vec<Rule>,
}

/// By what somebody may see an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// They sent it, or made the draft.
    Sender,
    /// A role gives it, over everything of the organisation.
    Role(Role),
    /// A folder gives it.
    Folder(GivenBy),
}

impl Member {
    /// A person, with what their roles, groups and folders give.
    pub fn of(person: &Person, folders: &FolderTree) -> Self {
        let (roles, groups) = (person.profile.roles.clone(), person.profile.groups.clone());
        let levels = folders.levels(person.id, &roles, &groups);
        Self { id: person.id, roles, groups, folders: levels }
    }
}

impl Seer {
    /// Whether a person of the organisation may see the envelope; nothing where not.
    pub fn of(person: &Person, envelope: &Envelope, folders: &FolderTree) -> Option<Self> {
        if !person.is_active() {
            return None;
        }
        let member = Member::of(person, folders);
        let (roles, groups) = (&person.profile.roles, &person.profile.groups);
        let by_role = roles.iter().filter(|role| role.reach(Action::ReadEnvelope) == Some(Reach::All));
        let is_sender = envelope.sender.person == Some(person.id)
            && roles.iter().any(|role| role.reach(Action::ReadEnvelope).is_some());
        let mut rules: Vec<Rule> = is_sender.then_some(Rule::Sender).into_iter().collect();
        rules.extend(by_role.copied().map(Rule::Role));
        if let Some(folder) = envelope.folder {
            rules.extend(folders.grants_of(folder, person.id, roles, groups).map(Rule::Folder));
        }
        let principal = Principal {
            organisation: envelope.sender.organisation.clone(),
            actor: Actor::Person { person: person.id },
            scopes: None,
            member: Some(member),
        };
        let can = |action| may(&principal, action, Resource::Envelope(envelope)).is_ok();
        can(Action::ReadEnvelope).then(|| Self { may_download: can(Action::FetchFile), rules })
    }
}
