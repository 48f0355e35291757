//! How far a folder's right goes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How far a right over the envelopes in a folder goes. Each level holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AccessLevel {
    /// Sees them, and how they stand.
    See,
    /// Fetches their files.
    Download,
    /// Changes their data for the archive, and moves them.
    Change,
    /// Names the folder, gives rights, and makes folders in it.
    Manage,
}

/// A text that names no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the levels are see, download, change and manage")]
pub struct UnknownAccessLevel;

impl AccessLevel {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::See, Self::Download, Self::Change, Self::Manage];

    /// Its name for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Download => "download",
            Self::Change => "change",
            Self::Manage => "manage",
        }
    }
}

impl FromStr for AccessLevel {
    type Err = UnknownAccessLevel;

    fn from_str(text: &str) -> Result<Self, UnknownAccessLevel> {
        Self::ALL.into_iter().find(|level| level.as_str() == text).ok_or(UnknownAccessLevel)
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for AccessLevel {
    type Error = UnknownAccessLevel;

    fn try_from(text: String) -> Result<Self, UnknownAccessLevel> {
        text.parse()
    }
}

impl From<AccessLevel> for String {
    fn from(level: AccessLevel) -> Self {
        level.as_str().to_owned()
    }
}
