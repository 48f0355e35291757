//! The collections of other people's PDFs, where they are present.

use super::*;

fn files(collection: &str) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/../../../shared/corpora/{collection}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "pdf"));
    let name = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    files.map(|entry| (name(&entry), std::fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn shadow_attacks_are_caught() {
    for (name, file) in files("attacks") {
        let has_faults = !Document::read(&Reader::new(&file)).faults().is_empty();
        let is_forbidden = judge_with(&file, &|_| true).steps.iter().any(Step::is_forbidden);
        match name.contains("manipulated") {
            true => assert!(is_forbidden || has_faults, "{name}"),
            // What was prepared for an attack may leave the grammar; nothing was changed yet.
            false => assert!(!is_forbidden, "{name}"),
        }
    }
}

#[test]
fn other_signers_updates_are_in_order() {
    let changed = [
        // A new visible signature over a certified document.
        "DSS1376-rev_n.pdf",
        "annotation-and-visible-change.pdf",
        "pades-5-signatures-and-1-document-timestamp.pdf",
        "pades-spoofing-replaced-reason.pdf",
        "pdf-signed-added-page.pdf",
    ];
    for (name, file) in files("dss") {
        let is_forbidden = judge_with(&file, &|_| true).steps.iter().any(Step::is_forbidden);
        assert_eq!(is_forbidden, changed.contains(&name.as_str()), "{name}");
    }
}
