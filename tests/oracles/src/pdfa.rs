//! Conformance to PDF/A (ISO 19005): what is archived must stay what it is when it is signed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use tempfile::NamedTempFile;

use crate::{Oracles, tool};

const SCRIPT: &str = include_str!("../python/pdfa.py");

/// A file and the part and level that it claims.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Archived<'a> {
    /// The file.
    pub path: &'a Path,
    /// Part and level, such as `3b`.
    pub profile: &'a str,
}

impl Oracles {
    /// The broken rules of each file; none when it conforms.
    pub fn pdfa(&self, files: &[Archived<'_>]) -> Result<Vec<Vec<String>>> {
        let mut job = NamedTempFile::new()?;
        serde_json::to_writer(&mut job, files)?;
        let said = tool::run(Command::new(self.venv.python()).args(["-I", "-c", SCRIPT]).arg(job.path()))?;
        ensure!(said.status.success(), "the script for PDF/A fails: {}", said.text);
        let read = |line: &str| serde_json::from_str(line).with_context(|| format!("reading {line}"));
        let answers: Vec<Vec<String>> = said.stdout.lines().map(read).collect::<Result<_>>()?;
        ensure!(answers.len() == files.len(), "{} of {} questions are answered", answers.len(), files.len());
        Ok(answers)
    }
}
