//! Packages of npm in a folder under target/, installed from a `package-lock.json` with hashes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::run;

/// The oldest Node that the client works in.
const OLDEST: u32 = 20;
/// Written last: a folder without it is half a folder.
const MARKER: &str = "complete";

/// Whether there is a Node that is new enough, and npm.
pub(crate) fn is_there() -> bool {
    let version = run(Command::new("node").arg("--version")).ok();
    let major =
        version.as_deref().and_then(|text| text.trim().strip_prefix('v')?.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= OLDEST) && run(Command::new("npm").arg("--version")).is_ok()
}

/// Installs what the lock file of this package lists, or finds it installed; gives the folder `node_modules`.
///
/// Two processes may call this at once: the second waits for the first.
pub(crate) fn install(package: &Path) -> Result<PathBuf> {
    let files = ["package.json", "package-lock.json"].map(|name| (name, package.join(name)));
    let mut digest = Sha256::new();
    for (_, path) in &files {
        digest.update(fs::read(path).with_context(|| format!("reading {}", path.display()))?);
    }
    let root = std::path::absolute(workspace::target_dir())?.join("node");
    let folder = root.join(format!("clients-{}", hex::encode(&digest.finalize()[..6])));
    let (marker, modules) = (folder.join(MARKER), folder.join("node_modules"));
    if marker.exists() {
        return Ok(modules);
    }
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let lock = File::create(folder.with_extension("lock")).context("creating the lock file")?;
    lock.lock().context("waiting for another installation")?;
    if !marker.exists() {
        for (name, path) in &files {
            fs::copy(path, folder.join(name))?;
        }
        // Nothing that a package brings along runs on the way.
        let options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
        run(Command::new("npm").args(options).current_dir(&folder)).context("installing the packages of npm")?;
        fs::write(&marker, "")?;
    }
    Ok(modules)
}
