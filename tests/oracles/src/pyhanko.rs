//! pyHanko: signatures, trust, timestamps, and what was changed afterwards.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::{Anchors, Oracles, tool};

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

impl Oracles {
    /// Everything that pyHanko finds, in the order of the file. No signature at all is an error.
    pub fn pyhanko(&self, pdf: &Path, anchors: &Anchors) -> Result<Vec<PyHankoVerdict>> {
        let mut command = Command::new(self.venv.python());
        command.args(["-I", "-c", SCRIPT]).arg(pdf).arg(anchors.root()).arg(anchors.others());
        let said = tool::run(&mut command)?;
        ensure!(said.status.success(), "pyHanko cannot read it: {}", said.text.lines().last().unwrap_or_default());
        let verdicts: Vec<PyHankoVerdict> = said
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).with_context(|| format!("reading {line}")))
            .collect::<Result<_>>()?;
        ensure!(!verdicts.is_empty(), "pyHanko finds no signature");
        Ok(verdicts)
    }
}

impl PyHankoVerdict {
    /// Why it is refused, if it is.
    pub(crate) fn objection(&self) -> Option<String> {
        let stamped = self.timestamp.as_ref().is_none_or(|stamp| stamp.intact && stamp.trusted);
        let fine = self.error.is_none() && self.accepted && self.intact && self.trusted && stamped;
        let why = self.error.as_ref().unwrap_or(&self.summary);
        (!fine).then(|| format!("{}: {why}", self.field))
    }
}
