//! No two files of a package need each other, directly or through others: each can be read, tested and moved with what it
//! names, and nothing else.
//!
//! A module's own file is the face of the folder below it: it gathers what the files there define, and they may name what
//! stands in it. So what a file names of the files above it counts for nothing; what it names of others does, whichever
//! face it is taken from.

mod imports;
mod modules;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use imports::imports;
use modules::Package;

/// Files, by their paths, and those that each one names, with one of the names.
type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// Every file that can be reached from one, itself only when a way leads back.
fn reached<'g>(graph: &'g Graph, from: &'g str) -> BTreeSet<&'g str> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    found
}

/// The imports that lie on a circle: `a.rs names Thing of b.rs`.
fn circles(graph: &Graph) -> Vec<String> {
    let ways: BTreeMap<&str, BTreeSet<&str>> = graph.keys().map(|file| (file.as_str(), reached(graph, file))).collect();
    let mut found = Vec::new();
    for (file, named) in graph {
        for (other, name) in named {
            if ways.get(other.as_str()).is_some_and(|way| way.contains(file.as_str())) {
                found.push(format!("{file} names {name} of {other}"));
            }
        }
    }
    found
}

/// The folders of the workspace's packages that have a library or a program.
fn packages(root: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for group in ["functions", "shared", "infra", "tests"] {
        for entry in std::fs::read_dir(root.join(group)).expect("a folder") {
            let folder = entry.expect("an entry").path();
            if folder.join("Cargo.toml").exists() && folder.join("src").exists() {
                found.push(folder);
            }
        }
    }
    found.push(root.join("tests"));
    found.sort();
    found
}

#[test]
fn no_files_of_a_package_import_each_other_in_a_circle() {
    let mut found = Vec::new();
    let mut edges = 0;
    for folder in packages(workspace::root()) {
        for root in ["src/lib.rs", "src/main.rs"] {
            if !folder.join(root).exists() {
                continue;
            }
            let package = Package::read(&folder.join(root), &|path| std::fs::read_to_string(path).ok());
            let graph = imports(&package);
            edges += graph.values().map(BTreeMap::len).sum::<usize>();
            found.extend(circles(&graph));
        }
    }
    assert!(edges > 500, "only {edges} imports were found: the reader is blind");
    assert!(found.is_empty(), "{} imports lie on circles:\n{}", found.len(), found.join("\n"));
}

/// What is found in files that are given as text, of which the first is the root.
fn found_in(files: &[(&str, &str)]) -> Vec<String> {
    let files: BTreeMap<&Path, &str> = files.iter().map(|(path, text)| (Path::new(*path), *text)).collect();
    let read = |path: &Path| files.get(path).map(|text| (*text).to_owned());
    circles(&imports(&Package::read(Path::new("lib.rs"), &read)))
}

#[test]
fn two_files_that_import_each_other_are_found() {
    let found = found_in(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "pub struct B; impl B { fn a(&self, _: crate::a::A) {} }"),
    ]);
    assert_eq!(found, ["a.rs names crate::b::B of b.rs", "b.rs names crate::a::A of a.rs"]);
}

#[test]
fn a_circle_of_three_through_a_parent_and_what_it_exports_again_is_found() {
    let found = found_in(&[
        ("lib.rs", "mod a; mod c;"),
        ("a/mod.rs", "mod deep; pub use deep::Deep;"),
        ("a/deep.rs", "use crate::c; pub struct Deep(c::C);"),
        ("c.rs", "use super::a::Deep; pub struct C(Box<Deep>);"),
    ]);
    assert_eq!(found, ["a/deep.rs names crate::c of c.rs", "c.rs names super::a::Deep of a/deep.rs"]);
}

#[test]
fn a_path_within_a_macro_and_a_glob_are_imports() {
    let found = found_in(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use super::b::*; pub const A: u8 = 1;"),
        ("b.rs", "pub fn b() { assert!(matches!(1, crate::a::A)); }"),
    ]);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn what_a_function_imports_for_itself_is_an_import() {
    let found = found_in(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub const A: u8 = 1; pub fn a() { use super::b::{self, B as Other}; }"),
        ("b.rs", "pub const B: u8 = crate::a::A;"),
    ]);
    assert_eq!(found, ["a.rs names super::b of b.rs", "b.rs names crate::a::A of a.rs"]);
}

#[test]
fn a_child_may_name_what_stands_in_the_file_above_it() {
    let found = found_in(&[
        ("lib.rs", "mod child; pub struct Thing; pub fn run() { child::run(&Thing) }"),
        ("child.rs", "use super::Thing; pub fn run(_: &Thing) {}"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_child_that_names_what_its_sibling_got_from_the_file_above_is_found() {
    let found = found_in(&[
        ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        ("a.rs", "use crate::B; pub struct A(Box<B>);"),
        ("b.rs", "use super::A; pub struct B(Box<A>);"),
    ]);
    assert_eq!(found, ["a.rs names crate::B of b.rs", "b.rs names super::A of a.rs"]);
}

#[test]
fn a_folder_and_a_file_beside_it_that_need_each_other_are_found() {
    let found = found_in(&[
        ("lib.rs", "mod folder; mod beside;"),
        ("folder/mod.rs", "mod deep; pub struct Face; pub fn run() { deep::run() }"),
        ("folder/deep.rs", "pub fn run() { crate::beside::run() }"),
        ("beside.rs", "use crate::folder::Face; pub fn run() -> Face { Face }"),
    ]);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn siblings_under_a_parent_that_only_gathers_them_are_no_circle() {
    let found = found_in(&[
        ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        ("a.rs", "pub struct A;"),
        ("b.rs", "use super::A; pub struct B(A); #[cfg(test)] mod tests { use super::*; use crate::B; }"),
    ]);
    assert_eq!(found, [""; 0]);
}
