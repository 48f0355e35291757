//! poppler's pdfsig: the signatures by another implementation, on NSS.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};
use tempfile::TempDir;

use crate::{Anchors, Oracles, tool};

/// What it says about one signature field.
///
/// Nothing about trust: of a chain with an intermediate it says "Unknown issue with Certificate", in versions that are
/// around, whatever it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfsigVerdict {
    /// The field's name.
    pub field: String,
    /// Whether the covered bytes are those that were signed.
    pub digest: Digest,
    /// Its own words.
    pub said: String,
}

/// What it found of the covered bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// They are those that were signed.
    Valid,
    /// They are not, or the signature is broken.
    Invalid,
    /// It knows no document timestamps.
    Unsupported,
}

/// The root that it is to trust, in the form that it wants.
pub(crate) struct Store {
    dir: TempDir,
}

impl Store {
    /// `None` when NSS's tools are not installed.
    pub(crate) fn new(anchors: &Anchors) -> Result<Option<Self>> {
        let store = Self { dir: tempfile::tempdir()? };
        let name = store.name();
        let Some(()) = certutil(&["-N", "-d", &name, "--empty-password"])? else { return Ok(None) };
        let root = anchors.root().display().to_string();
        certutil(&["-A", "-d", &name, "-n", "root", "-t", "CT,CT,CT", "-a", "-i", &root])?;
        Ok(Some(store))
    }

    fn name(&self) -> String {
        format!("sql:{}", self.dir.path().display())
    }
}

impl Oracles {
    /// All signed fields that it finds; `None` when it is not installed.
    pub fn pdfsig(&self, pdf: &Path, anchors: &Anchors) -> Result<Option<Vec<PdfsigVerdict>>> {
        self.pdfsig_by(pdf, Store::new(anchors)?.as_ref())
    }

    pub(crate) fn pdfsig_by(&self, pdf: &Path, store: Option<&Store>) -> Result<Option<Vec<PdfsigVerdict>>> {
        let Some(store) = store else { return Ok(None) };
        let mut pdfsig = Command::new("pdfsig");
        // Its answer is in words, and translated.
        pdfsig.env("LC_ALL", "C.UTF-8").args(["-nssdir", &store.name()]).arg(pdf);
        Ok(tool::run_if_installed(&mut pdfsig)?.map(|said| parse(&said.stdout)))
    }
}

fn certutil(args: &[&str]) -> Result<Option<()>> {
    let Some(said) = tool::run_if_installed(Command::new("certutil").args(args))? else { return Ok(None) };
    ensure!(said.status.success(), "certutil {}: {}", args.join(" "), said.text);
    Ok(Some(()))
}

fn parse(text: &str) -> Vec<PdfsigVerdict> {
    let is_signed = |text: &&str| !text.contains("The signature form field is not signed.");
    text.split("Signature #").skip(1).filter(is_signed).map(parse_one).collect()
}

fn parse_one(text: &str) -> PdfsigVerdict {
    let value = |name: &str| {
        let prefix = format!("- {name}: ");
        text.lines().find_map(|line| line.trim().strip_prefix(&prefix)).unwrap_or_default()
    };
    let said = value("Signature Validation");
    let digest = match (said, value("Signature Type")) {
        ("Signature is Valid.", _) => Digest::Valid,
        ("Signature has not yet been verified.", "unknown") => Digest::Unsupported,
        _ => Digest::Invalid,
    };
    PdfsigVerdict { field: value("Signature Field Name").to_owned(), digest, said: said.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_verdict_per_field() {
        let text = "Digital Signature Info of: out.pdf\n\
            Signature #1:\n  - Signature Field Name: Seal\n  - Signature Type: ETSI.CAdES.detached\n  \
            - Signature Validation: Signature is Valid.\n  \
            - Certificate Validation: Unknown issue with Certificate or corrupted data.\n\
            Signature #2:\n  - Signature Field Name: Stamp\n  - Signature Type: unknown\n  \
            - Signature Validation: Signature has not yet been verified.\n\
            Signature #3:\n  - Signature Field Name: Bad\n  - Signature Type: ETSI.CAdES.detached\n  \
            - Signature Validation: Digest Mismatch.\n\
            Signature #4:\n  - Signature Field Name: Empty\n  The signature form field is not signed.\n";
        let found: Vec<_> = parse(text).into_iter().map(|verdict| (verdict.field, verdict.digest)).collect();
        let expected = [("Seal", Digest::Valid), ("Stamp", Digest::Unsupported), ("Bad", Digest::Invalid)]
            .map(|(f, d)| (f.into(), d));
        assert_eq!(found, expected);
    }
}
