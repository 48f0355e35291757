//! Python tools in a virtual environment under target/, installed from a requirements file with hashes.
//!
//! The first call downloads; every later one finds the finished environment and neither waits nor needs a network.

mod pip;
mod python;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

pub use pip::Progress;
use python::Python;

/// Written last: an environment without it is half an environment.
const MARKER: &str = "complete";

/// Installs `requirements` (exact versions, a hash for every file) into `<target_dir>/python/<name>-<hash>`, or finds
/// them installed.
///
/// Two processes may call this at once: the second waits for the first.
pub fn install(target_dir: &Path, name: &str, requirements: &str, progress: impl FnMut(Progress)) -> Result<Venv> {
    let python = Python::find()?;
    let root = std::path::absolute(target_dir)?.join("python");
    let venv = Venv { dir: root.join(format!("{name}-{}", fingerprint(&root, &python, requirements))) };
    if venv.is_complete() {
        return Ok(venv);
    }

    fs::create_dir_all(&root).with_context(|| format!("creating {}", root.display()))?;
    let lock = File::create(venv.dir.with_extension("lock")).context("creating the lock file")?;
    lock.lock().context("waiting for another installation")?;
    if !venv.is_complete() {
        venv.create(&python)?;
        pip::install(&venv, requirements, progress)
            .with_context(|| format!("installing the Python tools of {name}"))?;
        fs::write(venv.dir.join(MARKER), "")?;
    }
    Ok(venv)
}

/// Whether environments are built on this version of Python or a newer one.
pub fn is_at_least(version: (u32, u32)) -> Result<bool> {
    Ok(Python::find()?.is_at_least(version))
}

/// A finished environment.
#[derive(Debug, Clone)]
pub struct Venv {
    dir: PathBuf,
}

impl Venv {
    /// The folder of the environment.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// An installed command, such as `ministack`.
    pub fn bin(&self, command: &str) -> PathBuf {
        self.dir.join(if cfg!(windows) { "Scripts" } else { "bin" }).join(command)
    }

    /// The environment's own interpreter.
    pub fn python(&self) -> PathBuf {
        self.bin("python")
    }

    fn is_complete(&self) -> bool {
        self.dir.join(MARKER).exists()
    }

    fn create(&self, python: &Python) -> Result<()> {
        let output = Command::new(python.command).args(["-I", "-m", "venv", "--clear"]).arg(&self.dir).output()?;
        ensure!(
            output.status.success(),
            "{} -m venv failed; some distributions keep it in a package of its own (python3-venv)\n{}{}",
            python.command,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        Ok(())
    }
}

/// Another interpreter, other requirements or another place is another environment: its scripts name all three.
fn fingerprint(root: &Path, python: &Python, requirements: &str) -> String {
    let digest = Sha256::new()
        .chain_update(root.as_os_str().as_encoded_bytes())
        .chain_update(&python.version)
        .chain_update(requirements)
        .finalize();
    hex::encode(&digest[..6])
}
