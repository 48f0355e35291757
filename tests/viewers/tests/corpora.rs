//! Files that others signed, where they are present beside the workspace: what the verifier passes of what was added to
//! them later, every viewer shows as it was signed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use mutations::{Finding, signed_revisions, verify};
use viewers::Viewers;

#[test]
fn what_was_added_to_files_of_others_changes_nothing_but_what_the_report_names() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    if !corpora.exists() {
        return; // they are no part of the workspace
    }
    let viewers = Viewers::start().unwrap();
    let (mut compared, mut wrong) = (0, Vec::new());
    for path in files(&corpora) {
        let bytes = fs::read(&path).unwrap();
        let Ok(report) = verify(&bytes) else { continue };
        // Who signed, and by which algorithms, is not the question here.
        let revisions = signed_revisions(&report, &|finding| matches!(finding, Finding::Reason(_)));
        for signed in revisions.into_iter().filter(|signed| signed.end < bytes.len()) {
            compared += 1;
            let found = viewers.differences(&bytes, &signed).unwrap();
            wrong.extend(found.iter().map(|one| format!("{}, since {}: {one}", path.display(), signed.field)));
        }
    }
    println!("{compared} signed revisions compared");
    assert!(compared > 0 && wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// All PDFs below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
    found.sort();
    found
}
