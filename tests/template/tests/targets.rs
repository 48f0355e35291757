//! No test is left out of the programs that are compiled.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of the workspace's packages.
fn packages() -> Vec<PathBuf> {
    let root = workspace::root();
    let mut folders = vec![root.join("tests")];
    for parent in ["shared", "functions", "infra", "tests"] {
        let entries = fs::read_dir(root.join(parent)).expect("a folder of packages");
        folders.extend(entries.map(|entry| entry.expect("an entry").path()));
    }
    folders.retain(|folder| folder.join("Cargo.toml").exists());
    folders
}

fn sources_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources_under(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The part of a manifest from this heading to the next.
fn section<'a>(manifest: &'a str, heading: &str) -> &'a str {
    let (_, rest) = manifest.split_once(heading).unwrap_or_default();
    rest.split_once("\n[").map_or(rest, |(section, _)| section)
}

fn has_tests(source: &str) -> bool {
    ["#[test]", "#[tokio::test", "proptest!"].iter().any(|mark| source.contains(mark))
}

fn has_examples(source: &str) -> bool {
    let mut docs =
        source.lines().map(str::trim_start).filter(|line| line.starts_with("//!") || line.starts_with("///"));
    docs.any(|line| line[3..].trim_start().starts_with("```"))
}

#[test]
fn where_a_manifest_says_that_there_are_no_tests_there_are_none() {
    for folder in packages() {
        let manifest = read(&folder.join("Cargo.toml"));
        let (library, program) = (section(&manifest, "[lib]"), section(&manifest, "[[bin]]"));
        let mut sources = Vec::new();
        sources_under(&folder.join("src"), &mut sources);
        for path in sources {
            let (source, is_main) = (read(&path), path.ends_with("src/main.rs"));
            let says = if is_main { program } else { library };
            assert!(
                !says.contains("\ntest = false") || !has_tests(&source),
                "the tests of {} are not run",
                path.display()
            );
            let unread = library.contains("\ndoctest = false") && has_examples(&source);
            assert!(!unread, "the examples of {} are not run", path.display());
        }
    }
}

#[test]
fn every_file_of_a_suite_is_part_of_it() {
    let mut files = 0;
    for folder in packages().into_iter().map(|folder| folder.join("tests/suite")).filter(|folder| folder.exists()) {
        let suite = read(&folder.join("main.rs"));
        for entry in fs::read_dir(&folder).expect("a suite") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
            let is_module = path.extension().is_some_and(|extension| extension == "rs") || path.join("mod.rs").exists();
            if is_module && name != "main" {
                files += 1;
                assert!(suite.contains(&format!("mod {name};")), "{} is not compiled", path.display());
            }
        }
    }
    assert!(files > 0, "suites are elsewhere");
}

#[test]
fn tests_and_examples_are_seen() {
    assert!(has_tests("    #[tokio::test(start_paused = true)]\n") && !has_tests("fn test() {}"));
    assert!(has_examples("/// ```\n/// let x = 1;\n") && !has_examples("let fence = \"```\";"));
    assert!(section("[lib]\ndoctest = false\n\n[dependencies]\n", "[lib]").contains("\ndoctest = false"));
}
