//! OpenSSL: the bare cryptography, on bytes that we cut out ourselves.

mod cut;
mod der;

use std::fs;
use std::process::Command;

use anyhow::{Result, ensure};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::{Anchors, Case, Oracles, tool};
use cut::Signature;

/// What it says about one signature value or timestamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpensslVerdict {
    /// Which signature of the file, counted from 0 in the order of the bytes.
    pub signature: usize,
    /// Which part of it.
    pub part: Part,
    /// Why it was refused, in its own words.
    pub refusal: Option<String>,
}

/// What can be verified of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The CMS over the covered bytes, with the CAdES attribute.
    Signature,
    /// The timestamp over the signature value.
    SignatureTimestamp,
    /// A timestamp over the covered bytes.
    DocumentTimestamp,
}

impl Oracles {
    /// Every signature, its timestamp, and every document timestamp; `None` when there is no OpenSSL (LibreSSL does not
    /// know CAdES). A file whose signatures cannot even be cut out is refused, not an error.
    pub fn openssl_cms(&self, case: &Case<'_>, anchors: &Anchors) -> Result<Option<Vec<OpensslVerdict>>> {
        let Some(version) = tool::run_if_installed(Command::new("openssl").arg("version"))? else { return Ok(None) };
        if !version.stdout.starts_with("OpenSSL") {
            eprintln!("oracles: {} is not OpenSSL; its opinion is missing", version.stdout.trim());
            return Ok(None);
        }

        let signatures = match cut::signatures(&fs::read(case.pdf)?) {
            Ok(signatures) => signatures,
            Err(error) => {
                let refusal = Some(format!("{error:#}"));
                return Ok(Some(vec![OpensslVerdict { signature: 0, part: Part::Signature, refusal }]));
            }
        };
        let mut verdicts = Vec::new();
        for (signature, cut) in signatures.iter().enumerate() {
            for (part, refusal) in verify(cut, case.at, anchors)? {
                verdicts.push(OpensslVerdict { signature, part, refusal });
            }
        }
        Ok(Some(verdicts))
    }
}

fn verify(signature: &Signature, at: Option<Timestamp>, anchors: &Anchors) -> Result<Vec<(Part, Option<String>)>> {
    let work = Work { dir: tempfile::tempdir()?, at };
    if signature.is_timestamp {
        return Ok(vec![(Part::DocumentTimestamp, work.timestamp(&signature.cms, &signature.covered, anchors)?)]);
    }
    let mut verdicts = vec![(Part::Signature, work.cms(&signature.cms, &signature.covered, anchors)?)];
    for token in &signature.timestamps {
        verdicts.push((Part::SignatureTimestamp, work.timestamp(token, &signature.value, anchors)?));
    }
    Ok(verdicts)
}

struct Work {
    dir: TempDir,
    at: Option<Timestamp>,
}

impl Work {
    fn cms(&self, cms: &[u8], covered: &[u8], anchors: &Anchors) -> Result<Option<String>> {
        let mut openssl = Command::new("openssl");
        openssl.args(["cms", "-verify", "-inform", "DER", "-cades", "-binary", "-purpose", "any", "-out", "/dev/null"]);
        openssl.arg("-in").arg(self.file("cms", cms)?).arg("-content").arg(self.file("covered", covered)?);
        openssl.arg("-certfile").arg(anchors.others()).arg("-CAfile").arg(anchors.root());
        self.refusal(openssl)
    }

    fn timestamp(&self, token: &[u8], data: &[u8], anchors: &Anchors) -> Result<Option<String>> {
        let mut openssl = Command::new("openssl");
        openssl.args(["ts", "-verify", "-token_in"]);
        openssl.arg("-in").arg(self.file("token", token)?).arg("-data").arg(self.file("data", data)?);
        openssl.arg("-untrusted").arg(anchors.others()).arg("-CAfile").arg(anchors.root());
        self.refusal(openssl)
    }

    fn file(&self, name: &str, content: &[u8]) -> Result<std::path::PathBuf> {
        let path = self.dir.path().join(name);
        fs::write(&path, content)?;
        Ok(path)
    }

    fn refusal(&self, mut openssl: Command) -> Result<Option<String>> {
        if let Some(at) = self.at {
            openssl.args(["-attime", &at.as_second().to_string()]);
        }
        let said = tool::run(&mut openssl)?;
        ensure!(!said.text.contains("Use -help for summary"), "openssl does not know an option: {}", said.text);
        Ok((!said.status.success()).then_some(said.text))
    }
}
