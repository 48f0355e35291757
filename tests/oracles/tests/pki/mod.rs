//! A small certificate authority, for nothing but these tests.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use oracles::Anchors;
use tempfile::TempDir;
use venv::Venv;

/// A root, a signer and a timestamp authority under it.
pub(crate) struct Pki {
    dir: TempDir,
}

impl Pki {
    pub(crate) fn make(venv: &Venv) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut python = Command::new(venv.python());
        let output = python.args(["-I", "-c", include_str!("make.py")]).current_dir(&dir).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { dir }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn anchors(&self) -> Anchors {
        let read = |name: &str| fs::read_to_string(self.path(name)).unwrap();
        Anchors::new(&read("root.pem"), &read("others.pem")).unwrap()
    }
}
