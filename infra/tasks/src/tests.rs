//! The tests, by how long they take and what they need.

use anyhow::Result;

use crate::{cargo, cargo_with};

/// Packages whose tests start local stacks, browsers, or programs of others.
const SLOW: [&str; 10] =
    ["adapters", "browser", "house", "journeys", "local", "operate", "oracles", "signing", "venv", "viewers"];

/// Everything but [`SLOW`].
pub(crate) fn fast() -> Result<()> {
    let mut arguments = vec!["test", "--workspace", "--no-fail-fast"];
    for package in SLOW {
        arguments.extend(["--exclude", package]);
    }
    cargo(&arguments)
}

/// The journeys.
pub(crate) fn journeys() -> Result<()> {
    telling_what_is_left_out(|| cargo(&["test", "--package", "journeys", "--no-fail-fast"]))
}

/// The contracts of the adapters over LocalStack.
pub(crate) fn localstack() -> Result<()> {
    telling_what_is_left_out(|| {
        cargo(&["test", "--package", "adapters", "--test", "localstack", "--locked", "--", "--ignored"])
    })
}

/// Cases that Schemathesis makes of the OpenAPI document.
pub(crate) fn schemathesis() -> Result<()> {
    cargo(&["test", "--package", "journeys", "--test", "schemathesis", "--locked", "--", "--ignored", "--nocapture"])
}

/// Everything, but what [`localstack`] and [`schemathesis`] run.
pub(crate) fn all() -> Result<()> {
    telling_what_is_left_out(|| cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]))
}

/// The tests that draw their cases, with many more of them.
pub(crate) fn soak() -> Result<()> {
    cargo_with(&[("KEIIN_CASES", "20000")], &["test", "--package", "viewers", "--test", "mutations"])?;
    cargo_with(&[("KEIIN_CASES", "5000")], &["test", "--package", "house"])?;
    cargo(&["test", "--package", "journeys", "--test", "faults", "--test", "repeated"])
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
