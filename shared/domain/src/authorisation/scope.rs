//! What an API key is good for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A part of the API that a key opens. Sending is apart from writing: what only prepares drafts cannot send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// Reading envelopes, their events and files.
    EnvelopesRead,
    /// Making and changing drafts; voiding, trying again and correcting what was sent.
    EnvelopesWrite,
    /// Sending.
    EnvelopesSend,
    /// The organisation's people, groups, keys and rules, and its log.
    OrganisationAdmin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::EnvelopesRead, Self::EnvelopesWrite, Self::EnvelopesSend, Self::OrganisationAdmin];
    /// Those of a key about which nothing was said: envelopes, and not what rules over people and keys.
    pub const ENVELOPES: [Self; 3] = [Self::EnvelopesRead, Self::EnvelopesWrite, Self::EnvelopesSend];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EnvelopesRead => "envelopes:read",
            Self::EnvelopesWrite => "envelopes:write",
            Self::EnvelopesSend => "envelopes:send",
            Self::OrganisationAdmin => "organisation:admin",
        }
    }
}

/// A text that names no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scopes are envelopes:read, envelopes:write, envelopes:send and organisation:admin")]
pub struct UnknownScope;

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(UnknownScope)
    }
}

impl TryFrom<String> for Scope {
    type Error = UnknownScope;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.as_str().to_owned()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_read_by_its_name_and_named_where_a_name_is_wrong() {
        for scope in Scope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
            assert!(UnknownScope.to_string().contains(scope.as_str()), "{scope}");
        }
        for wrong in ["", "envelopes", "envelopes:*", "Envelopes:read", "envelopes:read "] {
            assert_eq!(wrong.parse::<Scope>(), Err(UnknownScope), "{wrong}");
        }
    }
}
