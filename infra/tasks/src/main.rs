//! `cargo task NAME`: what a developer does with this repository, each by one word.

mod programs;
mod tests;

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

/// A task: its name, what it does, and its commands.
struct Task {
    name: &'static str,
    does: &'static str,
    run: fn() -> Result<()>,
}

const TASKS: [Task; 12] = [
    Task { name: "fmt", does: "writes all code as rustfmt has it", run: || cargo(&["fmt", "--all"]) },
    Task { name: "lint", does: "checks format and lints; warnings are errors", run: lint },
    Task { name: "codegen", does: "writes the files that follow from the code", run: || cargo(&["codegen"]) },
    Task {
        name: "clients",
        does: "writes anew what the clients of the API have from infra/openapi.yaml; needs Python 3.11 and Node 20",
        run: clients::generate,
    },
    Task { name: "fast", does: "the tests that need no stack, no browser and no Python", run: tests::fast },
    Task {
        name: "journeys",
        does: "the journeys over local stacks, or those of the files that are named: cargo task journeys time verify",
        run: || tests::journeys(&std::env::args().skip(2).collect::<Vec<_>>()),
    },
    Task { name: "test", does: "everything that must hold before a change lands", run: tests::all },
    Task {
        name: "localstack",
        does: "the adapters over LocalStack's community edition, which it installs (500 MB)",
        run: tests::localstack,
    },
    Task {
        name: "schemathesis",
        does: "whatever the OpenAPI document allows and does not, asked of a local stack; installs Schemathesis",
        run: tests::schemathesis,
    },
    Task {
        name: "soak",
        does: "the long forms: kills, random people, viewers, each for some thousands of cases",
        run: tests::soak,
    },
    Task { name: "pictures", does: "renews the pictures of the READMEs; needs Chromium and poppler", run: pictures },
    Task {
        name: "bench",
        does: "how fast PDFs are signed and verified",
        run: || cargo(&["bench", "--package", "pades"]),
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().and_then(|name| TASKS.iter().find(|task| task.name == name));
    let Some(task) = task else {
        eprintln!("cargo task NAME, where NAME is one of");
        for Task { name, does, .. } in TASKS {
            eprintln!("  {name:<12} {does}");
        }
        return ExitCode::FAILURE;
    };
    match (task.run)() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Built with the features of the whole workspace, as the tests are, so that nothing is compiled twice.
fn pictures() -> Result<()> {
    cargo(&["build", "--workspace", "--example", "pictures"])?;
    let program = workspace::target_dir().join("debug").join("examples").join("pictures");
    let status = Command::new(&program).status().with_context(|| format!("starting {}", program.display()))?;
    if !status.success() {
        bail!("the pictures were not taken");
    }
    Ok(())
}

fn lint() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])
}

/// Runs cargo, and shows what it says.
fn cargo(arguments: &[&str]) -> Result<()> {
    cargo_with(&[], arguments)
}

/// The same with these environment variables.
fn cargo_with(variables: &[(&str, &str)], arguments: &[&str]) -> Result<()> {
    let status =
        workspace::cargo().args(arguments).envs(variables.iter().copied()).status().context("starting cargo")?;
    if !status.success() {
        bail!("cargo {} failed", arguments.join(" "));
    }
    Ok(())
}
