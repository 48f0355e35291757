//! What a person of an organisation does (F32).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::action::Subject;
use super::{Action, Reach};

/// A role. A person has any number of them, and may do what any of them allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Role {
    /// 管理者: people, groups, API keys and rules of the organisation. No contracts.
    Administrator,
    /// 文書管理者: all envelopes of the organisation.
    DocumentManager,
    /// 文書閲覧者: reads all envelopes of the organisation.
    DocumentViewer,
    /// 送信者: makes and sends envelopes, and follows those.
    Sender,
    /// 承認者: approves what others want to send. It gives no right by itself before approvals exist.
    Approver,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Administrator, Self::DocumentManager, Self::DocumentViewer, Self::Sender, Self::Approver];

    /// Its name for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::DocumentManager => "document_manager",
            Self::DocumentViewer => "document_viewer",
            Self::Sender => "sender",
            Self::Approver => "approver",
        }
    }

    /// How far its right to an action goes; nothing where it gives none.
    pub const fn reach(self, action: Action) -> Option<Reach> {
        match (self, action.subject()) {
            (Self::Administrator, Subject::Organisation) => Some(Reach::All),
            (Self::DocumentViewer, Subject::Envelopes) if action.only_reads() => Some(Reach::All),
            // What was begun by somebody else is followed and ended, and not written or sent in their name.
            (Self::DocumentManager, Subject::Envelopes) if !action.writes_what_is_sent() => Some(Reach::All),
            // Whoever says who may do what says it of folders too.
            (Self::Administrator | Self::DocumentManager, Subject::Folders) => Some(Reach::All),
            (Self::DocumentViewer, Subject::Folders) if action.only_reads() => Some(Reach::All),
            (Self::Sender, Subject::Envelopes) => Some(Reach::Own),
            // Whoever sends, or sees to what was sent, and whoever administers the organisation keeps its address book.
            (Self::Administrator | Self::DocumentManager | Self::Sender, Subject::Contacts) => Some(Reach::All),
            _ => None,
        }
    }
}

/// A text that names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the roles are administrator, document_manager, document_viewer, sender and approver")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

impl TryFrom<String> for Role {
    type Error = UnknownRole;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.as_str().to_owned()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_by_its_name_and_named_where_a_name_is_wrong() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert!(UnknownRole.to_string().contains(role.as_str()), "{role}");
        }
        for wrong in ["", "admin", "Sender", "sender "] {
            assert_eq!(wrong.parse::<Role>(), Err(UnknownRole), "{wrong}");
        }
    }

    /// The API's description of roles says so.
    #[test]
    fn an_approver_has_no_right_by_that_role_alone_and_everybody_else_has_some() {
        for role in Role::ALL {
            let gives_something = Action::ALL.into_iter().any(|action| role.reach(action).is_some());
            assert_eq!(gives_something, role != Role::Approver, "{role}");
        }
    }
}
