//! The folder of results. It is emptied of what an earlier demo left, and of nothing else.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Names all files that are ours.
const LIST: &str = ".keiin-demo";

/// The folder.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    written: Vec<String>,
}

impl Folder {
    /// Opens it, without the files of an earlier demo.
    pub(super) fn open(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("creating {}", path.display()))?;
        let earlier = fs::read_to_string(path.join(LIST)).unwrap_or_default();
        for name in earlier.lines() {
            match fs::remove_file(path.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("removing {name} of an earlier demo"));
                }
                _ => {}
            }
        }
        let folder = Self { path: path.to_owned(), written: Vec::new() };
        folder.list()?;
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file, unless somebody else's is there.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let mut file = file.with_context(|| {
            format!("{} is not from an earlier demo, so it stays; --out takes another folder", path.display())
        })?;
        self.written.push(name.to_owned());
        self.list()?;
        file.write_all(bytes).with_context(|| format!("writing {}", path.display()))
    }

    fn list(&self) -> Result<()> {
        let names: String = self.written.iter().map(|name| format!("{name}\n")).collect();
        fs::write(self.path.join(LIST), names).context("listing what was written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_files_go() {
        let dir = tempfile::tempdir().unwrap();
        let theirs = dir.path().join("signed/theirs.pdf");
        fs::create_dir_all(theirs.parent().unwrap()).unwrap();
        fs::write(&theirs, "theirs").unwrap();

        let mut folder = Folder::open(dir.path()).unwrap();
        folder.write("signed/ours.pdf", b"1").unwrap();

        let mut folder = Folder::open(dir.path()).unwrap();
        assert!(!dir.path().join("signed/ours.pdf").exists());
        assert!(folder.write("signed/theirs.pdf", b"2").is_err());
        assert_eq!(fs::read(&theirs).unwrap(), b"theirs");
    }
}
