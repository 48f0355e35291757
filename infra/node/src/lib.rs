//! Packages of npm in a folder under target/, installed from a `package-lock.json` with hashes.
//!
//! The first call downloads; every later one finds what is installed and neither waits nor needs a network.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The oldest Node for which the packages are made.
const OLDEST: u32 = 20;
/// Written last: a folder without it is half a folder.
const MARKER: &str = "complete";

/// Whether there is a Node that is new enough, and npm. Where there is not, it is noted what is not tested for that.
///
/// # Errors
/// There is none, and nothing may be left out.
pub fn is_there(untested: &str) -> Result<bool> {
    let major = workspace::run(Command::new("node").arg("--version")).ok().as_deref().and_then(major);
    let is_there =
        major.is_some_and(|major| major >= OLDEST) && workspace::run(Command::new("npm").arg("--version")).is_ok();
    if !is_there {
        workspace::left_out("node", untested, "install Node 20 or newer, with npm")?;
    }
    Ok(is_there)
}

/// 20 in `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs what the lock file of this package lists into `target/node/<name>-<hash>`, or finds it installed; gives the folder
/// `node_modules`.
///
/// Two processes may call this at once: the second waits for the first.
///
/// # Errors
/// The packages cannot be fetched, or are not those of the lock file.
pub fn install(name: &str, package: &Path) -> Result<PathBuf> {
    let files = ["package.json", "package-lock.json"].map(|name| (name, package.join(name)));
    let mut digest = Sha256::new();
    for (_, path) in &files {
        digest.update(fs::read(path).with_context(|| format!("reading {}", path.display()))?);
    }
    let root = std::path::absolute(workspace::target_dir())?.join("node");
    let folder = root.join(format!("{name}-{}", hex::encode(&digest.finalize()[..6])));
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
        workspace::run(Command::new("npm").args(options).current_dir(&folder))
            .context("installing the packages of npm")?;
        fs::write(&marker, "")?;
    }
    Ok(modules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read_by_its_first_number() {
        assert_eq!(["v20.11.1\n", "v8.0.0", "20.1", ""].map(major), [Some(20), Some(8), None, None]);
    }
}
