//! Every requirement that the repository cites is defined in docs/requirements.md, and every one defined there is cited.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const DEFINITIONS: &str = "docs/requirements.md";
/// This file shows what a citation looks like, and cites nothing.
const THIS_FILE: &str = "tests/template/tests/requirements.rs";

/// Folders that are searched with all folders in them, beside the files at the repository's root.
const FOLDERS: [&str; 5] = ["docs", "functions", "infra", "shared", "tests"];
/// Folders that are left out wherever they are: what builds leave, and what others wrote.
const LEFT_OUT: [&str; 3] = ["target", "pdfjs", "node_modules"];
/// Files that people write. Others may hold any letters by chance.
const EXTENSIONS: [&str; 10] = ["css", "html", "md", "mjs", "py", "rs", "sh", "toml", "txt", "yaml"];

/// The numbers that a text cites: `F` or `L` with one or two digits, between the characters that surround words in a
/// sentence. Names in PDFs (`/F1`), escapes (`%F1`) and assignments (`L0=`) are something else.
fn citations(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['F', 'L']).filter_map(move |(start, _)| {
        let digits = text[start + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let end = start + 1 + digits;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let is_word = before.is_none_or(|c| c.is_whitespace() || "([–（、".contains(c))
            && after.is_none_or(|c| c.is_whitespace() || ")]–）、,.:;".contains(c));
        (is_word && (1..=2).contains(&digits)).then(|| &text[start..end])
    })
}

/// Each defined number, with the last column of its row: where it is implemented.
fn definitions() -> BTreeMap<String, String> {
    let text = fs::read_to_string(workspace::root().join(DEFINITIONS)).expect("the requirements are there");
    let mut found = BTreeMap::new();
    for row in text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [number, .., places] = cells[..] else { continue };
        if citations(number).next() != Some(number) {
            continue; // the table's head
        }
        let before = found.insert(number.to_owned(), places.to_owned());
        assert!(before.is_none(), "{DEFINITIONS} defines {number} twice");
    }
    found
}

/// Every file that may cite a requirement, by its path from the repository's root.
fn sources() -> Vec<PathBuf> {
    let root = workspace::root();
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).collect();
    list(root, &mut files, &mut Vec::new());
    while let Some(folder) = folders.pop() {
        list(&folder, &mut files, &mut folders);
    }
    let mut files: Vec<PathBuf> =
        files.iter().map(|file| file.strip_prefix(root).expect("in the repository").to_owned()).collect();
    files.retain(|file| file != Path::new(DEFINITIONS) && file != Path::new(THIS_FILE));
    files.sort();
    files
}

fn list(folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder that can be listed") {
        let entry = entry.expect("an entry");
        let (path, kind) = (entry.path(), entry.file_type().expect("a kind"));
        let is_one_of = |name: Option<&std::ffi::OsStr>, names: &[&str]| {
            name.and_then(|name| name.to_str()).is_some_and(|name| names.contains(&name))
        };
        if kind.is_dir() && !is_one_of(path.file_name(), &LEFT_OUT) {
            folders.push(path);
        } else if kind.is_file() && is_one_of(path.extension(), &EXTENSIONS) {
            files.push(path);
        }
    }
}

/// Each cited number, with the files that cite it.
fn cited() -> BTreeMap<String, BTreeSet<PathBuf>> {
    let mut found: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for file in sources() {
        let bytes = fs::read(workspace::root().join(&file)).expect("a file that can be read");
        for number in citations(&String::from_utf8_lossy(&bytes)) {
            found.entry(number.to_owned()).or_default().insert(file.clone());
        }
    }
    found
}

#[test]
fn every_cited_requirement_is_defined() {
    let defined = definitions();
    let cited = cited();
    assert!(!cited.is_empty(), "the search finds no citation at all");
    let missing: Vec<_> = cited.iter().filter(|(number, _)| !defined.contains_key(*number)).collect();
    assert!(missing.is_empty(), "{DEFINITIONS} does not define these, which files cite: {missing:#?}");
}

#[test]
fn every_defined_requirement_is_cited() {
    let cited = cited();
    // Documents may mention a number as an example.
    let is_code = |file: &PathBuf| file.extension().is_some_and(|extension| extension != "md");
    let is_cited = |number: &String| cited.get(number).is_some_and(|files| files.iter().any(is_code));
    let unused: Vec<String> = definitions().into_keys().filter(|number| !is_cited(number)).collect();
    assert!(unused.is_empty(), "no code cites these, which {DEFINITIONS} defines: {unused:?}");
}

#[test]
fn every_requirement_names_places_that_exist() {
    for (number, places) in definitions() {
        let paths: Vec<&str> = places.split('`').skip(1).step_by(2).collect();
        assert!(!paths.is_empty(), "{number} names no place");
        for path in paths {
            assert!(workspace::root().join(path).exists(), "{number} names {path}, and there is no such place");
        }
    }
}

#[test]
fn names_and_escapes_are_not_citations() {
    let prose = "Extra factors (F10, L3): a policy.\nThe envelope (F1–F3), L6";
    assert_eq!(citations(prose).collect::<Vec<_>>(), ["F10", "L3", "F1", "F3", "L6"]);
    for other in
        ["<< /F1 4 0 R >>", "name=%96%F1.pdf", "'\\u{F900}'", "Dictionary(L0=group)", "F100 and L", "RFC2119 F"]
    {
        assert_eq!(citations(other).count(), 0, "{other}");
    }
}
