//! What an operator does to a deployed stack: organisations and their API keys, keys and certificates of seals, timestamp
//! authorities, trust anchors, and a check of everything that a first envelope needs. The command is `keiin`.
//!
//! Rows are written by the same types by which the functions read them (`aws::table`). What is decided is decided by pure
//! functions beside the calls: [`certificate::judge`], [`seal_key::policy`], [`check::judge`].

use std::path::Path;

pub mod answer;
pub mod api_key;
pub mod arguments;
pub mod authority;
pub mod certificate;
pub mod check;
pub mod connection;
pub mod export;
pub mod organisation;
pub mod provider;
pub mod registry;
pub mod run;
pub mod seal_acts;
pub mod seal_certificate;
pub mod seal_key;
pub mod seal_users;
mod seal_words;
mod temporary_policy;
pub mod trust;

/// What was typed cannot be done: the exit code is 2, as for arguments that are not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// A file that an argument names.
pub(crate) fn read_file(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).map_err(|e| Usage(format!("{} cannot be read: {e}", path.display())).into())
}
