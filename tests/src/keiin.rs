//! The operator's command, as it is typed.

use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use local::deploy::{ACCESS_KEY, REGION, STACK};
use local::stack::Stack;
use serde_json::Value;

/// Calls `keiin` for this stack and gives its answer.
///
/// # Errors
/// It refuses; with what it said.
pub fn keiin(stack: &Stack, arguments: &[&str]) -> Result<Value> {
    keiin_with_input(stack, arguments, "")
}

/// The same with something on standard input.
///
/// # Errors
/// See [`keiin`].
pub fn keiin_with_input(stack: &Stack, arguments: &[&str], input: &str) -> Result<Value> {
    // Starting the stack has built the program. It is called by its path, so that no other `keiin` of this machine answers, and without
    // the environment of this process.
    let mut command = Command::new(workspace::target_dir().join("debug/keiin"));
    command.args(arguments).args(["--json", "--endpoint", stack.endpoint()]).env_clear();
    command.env("AWS_ACCESS_KEY_ID", ACCESS_KEY).env("AWS_SECRET_ACCESS_KEY", ACCESS_KEY);
    command.env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_REGION", REGION).env("KEIIN_STACK", STACK);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    child.stdin.take().context("standard input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "keiin {arguments:?}: {}\n{said}", output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("keiin {arguments:?} answers no JSON"))
}
