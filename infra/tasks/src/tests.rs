//! The tests, by how long they take and what they need.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZero;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::programs::{self, Program};
use crate::{cargo, cargo_with};

/// Packages whose tests start local stacks, browsers, or programs of others.
const SLOW: [&str; 11] = [
    "adapters", "browser", "clients", "house", "journeys", "local", "operate", "oracles", "signing", "venv", "viewers",
];

/// Everything but [`SLOW`]. Of the whole workspace, like the journeys: cargo would compile a part of it, and most of what it
/// needs, with other features.
pub(crate) fn fast() -> Result<()> {
    let targets = targets_of_fast_packages()?;
    let named = targets.iter().flat_map(|(option, name)| [*option, name]);
    let mut programs = programs::compile(&["--workspace", "--lib"].into_iter().chain(named).collect::<Vec<_>>())?;
    programs.retain(|program| !SLOW.contains(&program.package()));
    programs::run(programs, processors()?)
}

/// The test files, and the programs with tests in them, of all packages but [`SLOW`]: as options of cargo.
fn targets_of_fast_packages() -> Result<BTreeSet<(&'static str, String)>> {
    let output = workspace::cargo().args(["metadata", "--no-deps", "--format-version", "1"]).output();
    let output = output.context("asking cargo for the packages")?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo tells of its packages in JSON")?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]).into_iter();
    let fast = packages.filter(|package| package["name"].as_str().is_some_and(|name| !SLOW.contains(&name)));
    let targets = fast.flat_map(|package| list(&package["targets"])).filter(|target| target["test"] == true);
    let option = |target: Value| {
        let option = match target["kind"][0].as_str()? {
            "test" => "--test",
            "bin" => "--bin",
            _ => return None,
        };
        Some((option, target["name"].as_str()?.to_owned()))
    };
    let found: BTreeSet<_> = targets.filter_map(option).collect();
    ensure!(!found.is_empty(), "cargo tells of no tests");
    Ok(found)
}

/// The journeys of these files; all where none is named.
pub(crate) fn journeys(named: &[String]) -> Result<()> {
    let mut files = test_files(&workspace::root().join("tests/tests"))?;
    if let Some(unknown) = named.iter().find(|name| !files.contains(name)) {
        bail!("there is no journey {unknown} among {}", files.join(", "));
    }
    files.retain(|file| named.is_empty() || named.contains(file));
    telling_what_is_left_out(|| {
        // Of the whole workspace: a package alone is compiled with other features, and all that it needs along with it.
        let tests = files.iter().flat_map(|file| ["--test", file]);
        let mut programs = programs::compile(&["--workspace"].into_iter().chain(tests).collect::<Vec<_>>())?;
        programs.retain(|program| program.package() == "journeys");
        side_by_side(programs)
    })
}

/// The contracts of the adapters over LocalStack.
pub(crate) fn localstack() -> Result<()> {
    telling_what_is_left_out(|| cargo(&["test", "--workspace", "--test", "localstack", "--locked", "--", "--ignored"]))
}

/// The many cases that Schemathesis makes of the OpenAPI document.
pub(crate) fn schemathesis() -> Result<()> {
    telling_what_is_left_out(|| {
        cargo(&[
            "test",
            "--package",
            "journeys",
            "--test",
            "schemathesis",
            "--locked",
            "--",
            "--ignored",
            "--nocapture",
        ])
    })
}

/// Everything, but what [`localstack`] runs, and of Schemathesis's cases the few that are asked with every test instead of the many of
/// [`schemathesis`].
pub(crate) fn all() -> Result<()> {
    telling_what_is_left_out(|| {
        let programs = side_by_side(programs::compile(&["--workspace", "--tests", "--locked"])?);
        let examples = cargo(&["test", "--workspace", "--locked", "--doc"]);
        programs.and(examples)
    })
}

/// Two for each processor and one more: a journey keeps a third of one busy, and waits otherwise.
fn side_by_side(programs: Vec<Program>) -> Result<()> {
    // What the stacks and the tests of commands start. They build it by themselves, and would wait for each other.
    cargo(&["build", "--workspace", "--bins", "--locked"])?;
    let processors = processors()?;
    programs::run(programs, asked_for()?.unwrap_or(processors.saturating_add(processors.get() + 1)))
}

/// The names of the test files in a folder.
fn test_files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let is_test = path.extension().is_some_and(|extension| extension == "rs") || path.join("main.rs").exists();
        let name = path.file_stem().and_then(|name| name.to_str()).filter(|_| is_test);
        names.extend(name.map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// How many at once whoever runs the tests wants.
fn asked_for() -> Result<Option<NonZero<usize>>> {
    let count = std::env::var_os("KEIIN_PROGRAMS");
    count.map(|count| count.to_string_lossy().parse().context("KEIIN_PROGRAMS is a number from 1")).transpose()
}

fn processors() -> Result<NonZero<usize>> {
    std::thread::available_parallelism().context("counting the processors")
}

/// The tests that draw their cases, with many more of them.
pub(crate) fn soak() -> Result<()> {
    cargo_with(&[("KEIIN_CASES", "20000")], &["test", "--workspace", "--test", "mutations"])?;
    cargo_with(&[("KEIIN_CASES", "5000")], &["test", "--package", "house"])?;
    cargo_with(&[("KEIIN_CASES", "1000")], &["test", "--package", "walks"])?;
    cargo_with(&[("KEIIN_KILLS", "12")], &["test", "--workspace", "--test", "faults", "--test", "repeated"])
}

/// Says in its last lines what was not tested, for want of which program, and how to get that.
fn telling_what_is_left_out(tests: impl FnOnce() -> Result<()>) -> Result<()> {
    workspace::forget()?;
    let outcome = tests();
    let left_out = workspace::all_left_out()?;
    if left_out.is_empty() {
        println!("\nNothing was left out.");
    } else {
        println!("\nLeft out, since programs are missing (KEIIN_REQUIRE_ALL=1 makes that an error):");
        left_out.iter().for_each(|note| println!("  - {note}"));
    }
    outcome
}
