//! Schemathesis (<https://schemathesis.io>) asks the API what its OpenAPI document allows and what it does not, in short with every
//! test, and `cargo task schemathesis` at length, which takes minutes. It needs Python 3.11 or newer; with an older one it is left out.

use std::process::Command;

use anyhow::{Result, ensure};
use domain::authorisation::{KeyTerms, Scope};
use journeys::run;
use local::stack::Stack;

/// The program, with the hashes of everything that it needs.
const REQUIREMENTS: &str = include_str!("../python/schemathesis.txt");

/// The oldest Python in which it runs.
const OLDEST: (u32, u32) = (3, 11);

/// How much is asked.
struct Extent {
    /// Cases of each operation.
    cases: &'static str,
    /// Kinds of cases: all, or those that are made one by one.
    phases: &'static str,
}

const SHORT: Extent = Extent { cases: "2", phases: "examples,fuzzing,stateful" };
const LONG: Extent = Extent { cases: "8", phases: "examples,coverage,fuzzing,stateful" };

#[test]
fn the_api_answers_some_cases_of_each_operation_as_its_document_says() {
    ask(&SHORT);
}

#[test]
#[ignore = "it takes minutes: cargo task schemathesis"]
fn the_api_answers_whatever_is_asked_as_its_document_says() {
    ask(&LONG);
}

/// Whether it can be asked shows before a stack starts.
fn ask(extent: &Extent) {
    if is_left_out().expect("a Python") {
        return;
    }
    run(async |stack| ask_stack(stack, extent).await);
}

fn is_left_out() -> Result<bool> {
    if venv::is_at_least(OLDEST)? {
        return Ok(false);
    }
    let untested = "what Schemathesis makes of the API's document is not asked";
    workspace::left_out("Python 3.11", untested, "install Python 3.11 or newer as python3")?;
    Ok(true)
}

async fn ask_stack(stack: &Stack, extent: &Extent) -> Result<()> {
    // A key that is good for everything, or half of the operations would only say what it lacks.
    let terms = KeyTerms { scopes: Scope::ALL.into(), ..KeyTerms::for_envelopes() };
    let client = stack.add_key(terms).await?;
    let tools = venv::install(&workspace::target_dir(), "schemathesis", REQUIREMENTS, |_| {})?;
    let status = Command::new(tools.bin("schemathesis"))
        .current_dir(stack.dir())
        .env("PYTHONPATH", workspace::root().join("tests/python"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SCHEMATHESIS_HOOKS", "serializers")
        .arg("--config-file")
        .arg(workspace::root().join("tests/python/schemathesis.toml"))
        .arg("run")
        .arg(workspace::root().join("infra/openapi.yaml"))
        .args(["--url", &stack.public_url()])
        .args(["--header", &format!("Authorization: Bearer {}", client.api_key())])
        .args(["--max-examples", extent.cases, "--phases", extent.phases, "--seed", "1", "--continue-on-failure"])
        .status()?;
    ensure!(status.success(), "schemathesis found something: {status}");
    Ok(())
}
