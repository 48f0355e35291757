//! Which Chromium to use.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Names the Chromium to use.
const VARIABLE: &str = "KEIIN_CHROMIUM";
/// Set to anything, it says that there is no browser on this machine and shall be none.
const WITHOUT: &str = "KEIIN_WITHOUT_BROWSER";
/// Chromium without windows: the same engine at less than half of the work.
const SHELLS: [&str; 2] = ["chromium-headless-shell", "chrome-headless-shell"];
const WITH_WINDOWS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const HELP: &str = "install Chromium (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk; macOS: brew install --cask \
    chromium), or say where one is by KEIIN_CHROMIUM=/path/to/chromium";

/// The program named by `KEIIN_CHROMIUM`, or the first on the PATH, one without windows if there is one. The error says what to
/// install.
pub fn find_program() -> Result<PathBuf> {
    find(&[&SHELLS[..], &WITH_WINDOWS].concat())
}

/// The same, one with windows if there is one: it alone keeps a page as it was for the back button.
pub(crate) fn find_with_windows() -> Result<PathBuf> {
    find(&[&WITH_WINDOWS[..], &SHELLS].concat())
}

fn find(names: &[&str]) -> Result<PathBuf> {
    if let Some(told) = std::env::var_os(VARIABLE).filter(|told| !told.is_empty()) {
        let told = PathBuf::from(told);
        if told.is_file() {
            return Ok(told);
        }
        bail!("{VARIABLE} names {}, which is no file; {HELP}", told.display());
    }
    let folders: Vec<PathBuf> = std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect();
    match in_folders(names, &folders) {
        Some(program) => Ok(program),
        None => bail!("no Chromium on the PATH; {HELP}"),
    }
}

/// Whether the tests that need a browser are left out: there is none, or whoever runs the tests has chosen to have none
/// (`KEIIN_WITHOUT_BROWSER`). It is noted; where nothing may be left out, the answer is no, and the tests fail.
pub fn is_left_out() -> bool {
    let is_unwanted = std::env::var_os(WITHOUT).is_some_and(|value| !value.is_empty());
    if !is_unwanted && find_program().is_ok() {
        return false;
    }
    let untested = "not tested: the journeys through the pages, and what pdf.js shows of documents";
    match workspace::left_out("chromium", untested, HELP) {
        Ok(()) => true,
        Err(error) => {
            eprintln!("{error:#}");
            false
        }
    }
}

fn in_folders(names: &[&str], folders: &[impl AsRef<Path>]) -> Option<PathBuf> {
    let candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.as_ref().join(name)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_wins_wherever_it_is() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        assert_eq!(in_folders(&WITH_WINDOWS, &[one.path(), two.path()]), None);
        std::fs::write(one.path().join("google-chrome"), "").unwrap();
        std::fs::write(two.path().join("chromium"), "").unwrap();
        assert_eq!(in_folders(&WITH_WINDOWS, &[one.path(), two.path()]), Some(two.path().join("chromium")));
        std::fs::write(two.path().join("chromium-headless-shell"), "").unwrap();
        let shell = Some(two.path().join("chromium-headless-shell"));
        assert_eq!(in_folders(&[&SHELLS[..], &WITH_WINDOWS].concat(), &[one.path(), two.path()]), shell);
    }
}
