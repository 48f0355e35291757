//! page-validation: is it a PDF/A (ISO 19005-1 to -3), and if not, why?

use std::fmt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::{Case, Oracles, PdfA, tool};

const SCRIPT: &str = include_str!("../python/pdfa.py");

/// A rule that a file breaks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Breach {
    /// The validator's name for the rule, such as `PDFA1B-WIDGET-APPEARANCE-001`.
    pub rule: String,
    /// What is wrong, in its words.
    pub message: String,
    /// The number of the object that breaks it, if it is one.
    pub object: Option<u32>,
}

#[derive(Serialize)]
struct JobFile<'j> {
    path: &'j Path,
    profile: PdfA,
}

#[derive(Deserialize)]
struct Answer {
    breaches: Option<Vec<Breach>>,
    error: Option<String>,
}

impl Oracles {
    /// Which rules each file breaks of the profile beside it; a file that breaks none conforms. One that cannot be read is
    /// an error of its own.
    pub fn pdfa(&self, files: &[(&Path, PdfA)]) -> Result<Vec<Result<Vec<Breach>>>> {
        let job: Vec<_> = files.iter().map(|&(path, profile)| JobFile { path, profile }).collect();
        let mut file = NamedTempFile::new()?;
        serde_json::to_writer(&mut file, &job)?;
        let mut command = Command::new(self.venv.python());
        let said = tool::run(command.args(["-I", "-c", SCRIPT]).arg(file.path()))?;
        ensure!(said.status.success(), "the script for page-validation fails: {}", said.text);
        let answers: Vec<_> = said
            .stdout
            .lines()
            .map(|line| {
                let answer: Answer = serde_json::from_str(line).with_context(|| format!("reading {line}"))?;
                let error = answer.error.unwrap_or_default();
                Ok(answer.breaches.ok_or_else(|| anyhow!("page-validation cannot read it: {error}")))
            })
            .collect::<Result<_>>()?;
        ensure!(answers.len() == files.len(), "page-validation answers {} of {} questions", answers.len(), files.len());
        Ok(answers)
    }

    /// The answers for the cases that have a profile, in their order.
    pub(crate) fn pdfa_of_cases(&self, cases: &[Case<'_>]) -> Result<Vec<Result<Vec<Breach>>>> {
        let files: Vec<_> = cases.iter().filter_map(|case| Some((case.pdf, case.profile?))).collect();
        if files.is_empty() { Ok(Vec::new()) } else { self.pdfa(&files) }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.message)?;
        self.object.map_or(Ok(()), |number| write!(f, " (object {number})"))
    }
}
