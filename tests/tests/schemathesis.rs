//! Schemathesis (<https://schemathesis.io>) asks the API what its OpenAPI document allows and what it does not. `cargo task
//! schemathesis` runs it; it takes minutes, and needs Python 3.11 or newer.

use std::process::Command;

use anyhow::ensure;
use journeys::run;

/// The program, with the hashes of everything that it needs.
const REQUIREMENTS: &str = include_str!("../python/schemathesis.txt");
/// Cases of each operation.
const CASES: &str = "8";

#[test]
#[ignore = "it takes minutes: cargo task schemathesis"]
fn the_api_answers_whatever_is_asked_as_its_document_says() {
    run(async |stack| {
        let tools = venv::install(&workspace::target_dir(), "schemathesis", REQUIREMENTS, |_| {})?;
        let status = Command::new(tools.bin("schemathesis"))
            .current_dir(stack.dir())
            .arg("--config-file")
            .arg(workspace::root().join("tests/python/schemathesis.toml"))
            .arg("run")
            .arg(workspace::root().join("infra/openapi.yaml"))
            .args(["--url", &stack.public_url()])
            .args(["--header", &format!("Authorization: Bearer {}", stack.api_key())])
            .args(["--max-examples", CASES, "--seed", "1", "--continue-on-failure"])
            .status()?;
        ensure!(status.success(), "schemathesis found something: {status}");
        Ok(())
    });
}
