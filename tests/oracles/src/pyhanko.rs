//! pyHanko: signatures, trust, timestamps, and what was changed afterwards.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::{Anchors, Case, Oracles, tool};

const SCRIPT: &str = include_str!("../python/validate.py");

/// What it says about one signature field.
#[derive(Debug, Clone, Deserialize)]
pub struct PyHankoVerdict {
    /// The field's full name.
    pub field: String,
    /// What is in it.
    pub kind: Kind,
    /// Its own words, such as `INTACT:TRUSTED,UNTOUCHED`.
    #[serde(default)]
    pub summary: String,
    /// Its bottom line.
    #[serde(default)]
    pub accepted: bool,
    /// The covered bytes are those that were signed.
    #[serde(default)]
    pub intact: bool,
    /// The certificate chains to the root.
    #[serde(default)]
    pub trusted: bool,
    /// How much of the file it covers, such as `ENTIRE_FILE`.
    pub coverage: Option<String>,
    /// What was added afterwards, such as `LTA_UPDATES`.
    pub modification: Option<String>,
    /// Whether that is what the certification allows; `None` for a document timestamp.
    pub docmdp_ok: Option<bool>,
    /// Which later change it cannot account for.
    pub suspicion: Option<String>,
    /// The timestamp inside a signature.
    pub timestamp: Option<EmbeddedTimestamp>,
    /// The time of a document timestamp.
    pub time: Option<String>,
    /// Why it could not say anything.
    pub error: Option<String>,
}

/// What a signature field can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Somebody's signature.
    Signature,
    /// A document timestamp.
    Timestamp,
}

/// The timestamp inside a signature.
#[derive(Debug, Clone, Deserialize)]
pub struct EmbeddedTimestamp {
    /// It is over this signature.
    pub intact: bool,
    /// Its certificate chains to the root.
    pub trusted: bool,
    /// Its time, by RFC 3339.
    pub time: String,
}

/// What it says about one signature by EN 319 102-1 §5.6.3: at the time of the judgement, from what the file holds.
#[derive(Debug, Clone, Deserialize)]
pub struct ArchiveVerdict {
    /// The field's full name.
    pub field: String,
    /// TOTAL-PASSED: the chain and that nothing in it was revoked are shown by the file alone.
    #[serde(default)]
    pub passed: bool,
    /// Its own words.
    #[serde(default)]
    pub said: String,
    /// When the signature is proved to have existed, by RFC 3339; the time of the judgement if nothing proves more.
    #[serde(default)]
    pub existed_at: String,
    /// The timestamp inside passed as well.
    #[serde(default)]
    pub timestamped: bool,
    /// The first document timestamp over the signature.
    pub archived_at: Option<String>,
    /// Nothing was changed afterwards but what may be.
    #[serde(default)]
    pub unchanged: bool,
    /// Why it could not say anything.
    pub error: Option<String>,
}

#[derive(Serialize)]
struct Job<'j> {
    roots: Vec<PathBuf>,
    others: Vec<PathBuf>,
    files: Vec<JobFile<'j>>,
}

#[derive(Serialize)]
struct JobFile<'j> {
    path: &'j Path,
    at: Option<Timestamp>,
    hybrid: bool,
    ask: &'static str,
}

#[derive(Deserialize)]
struct Answer<V> {
    fields: Option<Vec<V>>,
    error: Option<String>,
}

impl Oracles {
    /// Everything that pyHanko finds, in the order of the file. No signature at all is an error.
    pub fn pyhanko(&self, pdf: &Path, anchors: &Anchors) -> Result<Vec<PyHankoVerdict>> {
        self.pyhanko_all(&[Case::new(pdf)], anchors)?.pop().context("pyHanko gives no answer")?
    }

    /// The same for many files.
    pub fn pyhanko_all(&self, cases: &[Case<'_>], anchors: &Anchors) -> Result<Vec<Result<Vec<PyHankoVerdict>>>> {
        let answers = self.ask_pyhanko("status", cases, Some(anchors))?;
        Ok(answers.into_iter().map(|fields| fields.and_then(not_empty)).collect())
    }

    /// Every signature with a timestamp of its own, as an archive is judged: nothing but the root is given.
    pub fn pyhanko_archive(&self, cases: &[Case<'_>], anchors: &Anchors) -> Result<Vec<Result<Vec<ArchiveVerdict>>>> {
        let answers = self.ask_pyhanko("archive", cases, Some(anchors))?;
        Ok(answers.into_iter().map(|fields| fields.and_then(not_empty)).collect())
    }

    /// Whether signatures are intact and what was changed afterwards, whoever signed. A file may have no signature.
    pub fn pyhanko_integrity(&self, cases: &[Case<'_>]) -> Result<Vec<Result<Vec<PyHankoVerdict>>>> {
        self.ask_pyhanko("integrity", cases, None)
    }

    fn ask_pyhanko<V: DeserializeOwned>(
        &self,
        ask: &'static str,
        cases: &[Case<'_>],
        anchors: Option<&Anchors>,
    ) -> Result<Vec<Result<Vec<V>>>> {
        let files = cases.iter().map(|case| JobFile { path: case.pdf, at: case.at, hybrid: case.hybrid, ask });
        let pem = |file: fn(&Anchors) -> PathBuf| anchors.map(file).into_iter().collect();
        let job = Job { roots: pem(Anchors::root), others: pem(Anchors::others), files: files.collect() };
        let mut file = NamedTempFile::new()?;
        serde_json::to_writer(&mut file, &job)?;
        let mut command = Command::new(self.venv.python());
        let said = tool::run(command.args(["-I", "-c", SCRIPT]).arg(file.path()))?;
        ensure!(said.status.success(), "the script for pyHanko fails: {}", said.text);
        let answers: Vec<_> = said
            .stdout
            .lines()
            .map(|line| {
                let answer: Answer<V> = serde_json::from_str(line).with_context(|| format!("reading {line}"))?;
                Ok(answer
                    .fields
                    .ok_or_else(|| anyhow!("pyHanko cannot read it: {}", answer.error.as_deref().unwrap_or_default())))
            })
            .collect::<Result<_>>()?;
        ensure!(answers.len() == cases.len(), "pyHanko answers {} of {} questions", answers.len(), cases.len());
        Ok(answers)
    }
}

fn not_empty<V>(fields: Vec<V>) -> Result<Vec<V>> {
    ensure!(!fields.is_empty(), "pyHanko finds no signature");
    Ok(fields)
}

impl PyHankoVerdict {
    /// Why it is refused, if it is.
    pub(crate) fn objection(&self) -> Option<String> {
        let timestamped = self.timestamp.as_ref().is_none_or(|timestamp| timestamp.intact && timestamp.trusted);
        let fine = self.error.is_none() && self.accepted && self.intact && self.trusted && timestamped;
        let why = self.error.as_ref().unwrap_or(&self.summary);
        (!fine).then(|| format!("{}: {why}", self.field))
    }
}
