//! Files that attackers made, and honest ones that look odd, where they are present beside the workspace.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

use pades::certificate::certificates_from_pem;
use pades::verify::{Settings, verify};
use signing::pki::now;

/// Whether each file of a folder is valid for those who trust its root.
fn verdicts(folder: &str) -> Vec<(String, bool)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases").join(folder);
    let Ok(root) = fs::read_to_string(folder.join("root.pem")) else { return Vec::new() };
    let anchors = certificates_from_pem(&root).unwrap();
    let settings = Settings::new(&anchors, now());
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    let verdict = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let report = verify(&fs::read(path).unwrap(), &settings);
        (name, report.is_ok_and(|report| report.is_valid()))
    };
    files.map(verdict).collect()
}

#[test]
fn forged_files_are_not_valid() {
    for (name, is_valid) in verdicts("forged") {
        // That one is genuine; its signer's name would turn the report around.
        assert_eq!(is_valid, name.starts_with("m4_"), "{name}");
    }
}

#[test]
fn honest_files_are_valid_however_odd_they_look() {
    for (name, is_valid) in verdicts("honest") {
        assert!(is_valid, "{name}");
    }
}
