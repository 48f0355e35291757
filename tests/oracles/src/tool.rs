//! Running a program that may not be there.

use std::io::ErrorKind;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result};

/// What a program said.
pub(crate) struct Said {
    pub(crate) status: ExitStatus,
    /// Standard output, then standard error.
    pub(crate) text: String,
    pub(crate) stdout: String,
}

/// Runs it; `None` when it is not installed, which is an error where nobody would notice: in CI.
pub(crate) fn run_if_installed(command: &mut Command) -> Result<Option<Said>> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.stdin(Stdio::null()).output() {
        Ok(output) => {
            let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
            let text = format!("{stdout}{}", String::from_utf8_lossy(&output.stderr)).trim().to_owned();
            Ok(Some(Said { status: output.status, text, stdout }))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => skipped(&program).map(|()| None),
        Err(error) => Err(error).with_context(|| format!("running {program}")),
    }
}

/// Runs what must be there.
pub(crate) fn run(command: &mut Command) -> Result<Said> {
    let program = command.get_program().to_string_lossy().into_owned();
    run_if_installed(command)?.with_context(|| format!("{program} is missing"))
}

fn skipped(program: &str) -> Result<()> {
    let package = match program {
        "pdfsig" | "pdftoppm" => "poppler-utils",
        "certutil" => "libnss3-tools",
        other => other,
    };
    let how = format!("install it (Debian, Ubuntu: apt-get install {package})");
    workspace::left_out(program, "not tested: what it says of signatures and pages", &how)
}
