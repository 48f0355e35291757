//! Programs that tests use where they are installed. What was left out for want of one is noted, and told at the end of
//! `cargo task test`: what was not tested must not look as if it were.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// Set to anything, it says that nothing may be left out. `CI=true` says the same.
const REQUIRE_ALL: &str = "KEIIN_REQUIRE_ALL";

/// Notes that `program` is missing, what is not tested for that, and how to get it.
///
/// # Errors
///
/// Where everything is required.
pub fn left_out(program: &str, untested: &str, how: &str) -> Result<()> {
    if is_all_required() {
        bail!("{program} is missing ({untested}), and nothing may be left out here; {how}");
    }
    eprintln!("left out: {program} is missing; {untested}; {how}");
    let folder = folder();
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join(program), format!("{program}: {untested}; {how}\n")))
        .with_context(|| format!("noting that {program} is missing in {}", folder.display()))
}

/// Whether nothing may be left out.
fn is_all_required() -> bool {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    set(REQUIRE_ALL).is_some() || set("CI").is_some_and(|value| value == "true")
}

/// Forgets what was left out before.
///
/// # Errors
///
/// Where the notes cannot be removed.
pub fn forget() -> Result<()> {
    match fs::remove_dir_all(folder()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).context("removing old notes"),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What was left out since, a sentence each.
///
/// # Errors
///
/// Where the notes cannot be read.
pub fn all_left_out() -> Result<Vec<String>> {
    let folder = folder();
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut notes = Vec::new();
    for entry in fs::read_dir(folder)? {
        notes.push(fs::read_to_string(entry?.path())?.trim().to_owned());
    }
    notes.sort();
    Ok(notes)
}

fn folder() -> PathBuf {
    crate::target_dir().join("left-out")
}
