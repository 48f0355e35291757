//! Folders for what one run of tests starts.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A folder of this process's own under the target folder, locked as long as this lives. What earlier runs unpacked into
/// `tmp` of theirs is cleared away; their logs are small and stay.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    _lock: File,
}

impl RunFolder {
    /// Makes one among those of this name.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn create(name: &str) -> Result<Self> {
        Self::among(&crate::target_dir().join(name))
    }

    fn among(all: &Path) -> Result<Self> {
        let path = all.join(std::process::id().to_string());
        fs::create_dir_all(&path).with_context(|| format!("creating {}", path.display()))?;
        let lock = File::create(path.join("lock"))?;
        lock.lock()?;
        for entry in fs::read_dir(all)? {
            let other = entry?.path();
            let abandoned = File::open(other.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok());
            let unpacked = other.join("tmp");
            if abandoned && unpacked.exists() {
                // What it started may be ending at this moment, and still write: then whoever comes next clears it.
                if let Err(error) = fs::remove_dir_all(&unpacked) {
                    eprintln!("{} cannot be cleared away: {error}", unpacked.display());
                }
            }
        }
        Ok(Self { path, _lock: lock })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
