//! This workspace, for what is built and tested in it: where it is, where cargo builds, how cargo is called from within, and
//! which programs of others are missing.

mod left_out;
mod run_folder;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
pub use left_out::{all_left_out, forget, left_out};
pub use run_folder::RunFolder;

/// The workspace's folder.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Where cargo builds.
pub fn target_dir() -> PathBuf {
    let told = std::env::var_os("CARGO_TARGET_DIR");
    told.map_or_else(|| root().join("target"), |told| root().join(told))
}

/// A call of cargo from a program that cargo runs. What cargo told that program about itself would tell the build scripts
/// below that everything has changed.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A call of another program from one that cargo runs, without what cargo told that one about itself.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_about_a_package(name)) {
        command.env_remove(name);
    }
    command
}

/// Runs a program to its end and gives what it said.
///
/// # Errors
/// It cannot be started, or fails; with what it said.
pub fn run(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("starting {program}"))?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        bail!("{program}: {}\n{said}", output.status);
    }
    Ok(said)
}

fn is_about_a_package(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy();
    let others = ["CARGO_CRATE_NAME", "CARGO_BIN_NAME", "CARGO_PRIMARY_PACKAGE"];
    name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || others.contains(&&*name)
}
