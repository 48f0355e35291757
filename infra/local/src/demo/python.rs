//! The sender's part by the client for Python.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use clients::Python;
use tokio::process::Command;

use super::contract::Contract;
use crate::stack::Stack;

const SCRIPT: &str = include_str!("../../python/send.py");

/// Sends a contract; gives the envelope's identifier.
pub(super) async fn send(stack: &Stack, contract: &Contract) -> Result<String> {
    let python = Python::install()?.context("the client needs Python 3.11 or newer")?;
    let folder = stack.dir().join("client");
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    for document in &contract.documents {
        fs::write(folder.join(format!("{}.pdf", document.name)), &document.bytes)?;
    }
    fs::write(folder.join("request.json"), contract.request().to_string())?;

    let mut script = Command::from(python.python());
    script.args(["-c", SCRIPT]).current_dir(&folder).env("PYTHONPATH", Python::source().join("src"));
    script.env("KEIIN_URL", stack.public_url()).env("KEIIN_API_KEY", stack.api_key());
    script.env("NO_PROXY", "localhost,127.0.0.1").stdin(Stdio::null()).kill_on_drop(true);
    let output = script.output().await.context("starting the client")?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    ensure!(output.status.success(), "the client failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(said)
}
