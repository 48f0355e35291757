//! What `up`, `down`, `status` and `logs` know of the stack in the background.
//!
//! It holds a lock on a file for as long as it lives, however it ends. So a process id from the state file is that of the
//! stack exactly while the lock is held, and nothing else is ever ended by it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::progress::Position;

/// The folder of the background stack.
#[derive(Debug, Clone)]
pub struct Home {
    dir: PathBuf,
}

/// How the stack in the background is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It starts, and is so far.
    Starting {
        /// Its process.
        pid: u32,
        /// How far.
        position: Position,
    },
    /// It runs.
    Running(Running),
    /// It could not start.
    Failed {
        /// Why.
        error: String,
    },
}

/// A stack that runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Running {
    /// Its process; the emulator and all the rest end with it.
    pub pid: u32,
    /// Since when.
    pub since: Timestamp,
    /// API and pages.
    pub public_url: String,
    /// All mails.
    pub mailbox_url: String,
    /// The sender's API key.
    pub api_key: String,
    /// The emulator.
    pub emulator: String,
    /// Where the emulator's services are.
    pub endpoint: String,
    /// The endpoint that `up` was told to use, if any.
    pub given_endpoint: Option<String>,
}

impl Home {
    /// The one of this workspace; the folder is there afterwards.
    pub fn open() -> Result<Self> {
        let dir = workspace::target_dir().join("local").join("up");
        fs::create_dir_all(&dir).with_context(|| format!("creating {}", dir.display()))?;
        Ok(Self { dir })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// What the background process writes.
    pub fn log(&self) -> PathBuf {
        self.dir.join("serve.log")
    }

    /// Makes this process the stack's own, for as long as the result lives. None when there is one already.
    pub fn occupy(&self) -> Result<Option<File>> {
        let lock = File::create(self.dir.join("lock")).context("creating the lock file")?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(lock)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("locking"),
        }
    }

    /// Whether a stack lives.
    pub fn is_occupied(&self) -> Result<bool> {
        Ok(self.occupy()?.is_none())
    }

    /// The state as last written, by a living stack or one of earlier.
    pub fn state(&self) -> Result<Option<State>> {
        match fs::read(self.file()) {
            Ok(json) => Ok(Some(serde_json::from_slice(&json).context("reading the state file")?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("reading the state file"),
        }
    }

    /// The stack that runs.
    pub fn running(&self) -> Result<Running> {
        match self.state()? {
            Some(State::Running(running)) if self.is_occupied()? => Ok(running),
            _ => bail!("no stack is running; `cargo local up` starts one"),
        }
    }

    /// Writes the state, whole or not at all.
    pub fn write(&self, state: &State) -> Result<()> {
        let draft = self.dir.join("state.json.draft");
        fs::write(&draft, serde_json::to_vec_pretty(state)?)?;
        fs::rename(&draft, self.file()).context("writing the state file")
    }

    /// Forgets an earlier stack.
    pub fn forget(&self) -> Result<()> {
        match fs::remove_file(self.file()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).context("removing the state file"),
            _ => Ok(()),
        }
    }

    fn file(&self) -> PathBuf {
        self.dir.join("state.json")
    }
}

impl State {
    /// The process of a stack that is not over.
    pub fn pid(&self) -> Option<u32> {
        match self {
            Self::Starting { pid, .. } | Self::Running(Running { pid, .. }) => Some(*pid),
            Self::Failed { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_process_occupies_it() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home { dir: dir.path().to_owned() };
        let lock = home.occupy().unwrap();
        assert!(lock.is_some() && home.is_occupied().unwrap());
        home.write(&State::Starting { pid: 1, position: Position::default() }).unwrap();
        assert!(home.running().is_err());

        drop(lock);
        assert!(!home.is_occupied().unwrap());
        home.forget().unwrap();
        home.forget().unwrap();
        assert!(home.state().unwrap().is_none());
    }
}
