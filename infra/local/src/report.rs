//! What a demo leaves in `report.json`.

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use pades::SignatureInfo;
use pades::signatures::{Coverage, Status};
use serde::Serialize;
use serde_json::Value;

use crate::clock;

/// All of it.
#[derive(Debug, Serialize)]
pub struct Report {
    /// When the contract began; the stack was up by then.
    pub started_at: Timestamp,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// Identifier, number and title.
    pub envelope: Value,
    /// On what it ran.
    pub emulator: String,
    /// Calls of each AWS service while the contract was on its way; empty when the emulator was not ours, whose log
    /// tells them.
    pub calls: BTreeMap<String, u64>,
    /// The signed documents.
    pub documents: Vec<Document>,
    /// The chain of events.
    pub evidence: Evidence,
    /// What is promised in numbers.
    pub timings: Timings,
}

/// A step of the contract.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What was done, with whom or what it was done to.
    pub step: String,
    /// When it was done.
    pub at: Timestamp,
    /// Milliseconds since the contract began.
    pub elapsed_ms: u64,
}

/// A signed document.
#[derive(Debug, Serialize)]
pub struct Document {
    /// Its name in the envelope.
    pub name: String,
    /// Where it is, from the folder of the report.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its signatures, as the project's own check reads them.
    pub signatures: Vec<SignatureInfo>,
}

/// The evidence of the envelope, as the API gives it.
#[derive(Debug, Serialize)]
pub struct Evidence {
    /// Events, in order.
    pub events: Value,
    /// Whether each holds the hash of the one before.
    pub intact: bool,
}

/// Times that matter.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Timings {
    /// From the last signer's click to the last completion mail.
    pub approval_to_completion_mail_ms: u64,
    /// The whole contract.
    pub contract_ms: u64,
}

/// Steps as they come: each is one line, and kept.
#[derive(Debug)]
pub struct Steps {
    started: Instant,
    /// When the first one began.
    pub started_at: Timestamp,
    /// Those done.
    pub done: Vec<Step>,
}

impl Steps {
    /// The contract begins.
    pub fn begin() -> Self {
        Self { started: Instant::now(), started_at: clock::timestamp(), done: Vec::new() }
    }

    /// Something was done right now; gives the milliseconds since the beginning.
    pub fn did(&mut self, step: &str) -> u64 {
        let elapsed_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.keep(step, clock::timestamp(), elapsed_ms)
    }

    /// Something was done at a time that the service tells.
    pub fn did_at(&mut self, step: &str, at: Timestamp) -> u64 {
        let since = at.duration_since(self.started_at).as_millis();
        self.keep(step, at, u64::try_from(since).unwrap_or(0))
    }

    fn keep(&mut self, step: &str, at: Timestamp, elapsed_ms: u64) -> u64 {
        println!("{:>4}.{:02} s  {step}", elapsed_ms / 1000, elapsed_ms % 1000 / 10);
        self.done.push(Step { step: step.to_owned(), at, elapsed_ms });
        elapsed_ms
    }
}

/// How often each service was called, by the emulator's log.
pub fn calls(log: &str) -> BTreeMap<String, u64> {
    let mut calls = BTreeMap::new();
    for service in log.lines().filter_map(service) {
        *calls.entry(service.to_owned()).or_default() += 1;
    }
    calls
}

/// MiniStack writes one line for each call; those of SES v2 look different, and only mails that were taken are told.
fn service(line: &str) -> Option<&str> {
    if line.contains("[ses-v2] SESv2 SendEmail") {
        return Some("sesv2");
    }
    line.split_once(" -> service=")?.1.split_whitespace().next()
}

/// The signatures of a finished document, all of which must hold. Those that are ours must be timestamped as well: one
/// that fixes the original, and one of each signer. What others did to the input is theirs.
pub fn judged(name: &str, input: &[u8], signed: &[u8], signers: usize) -> Result<Vec<SignatureInfo>> {
    // An input that a strict reader refuses was written anew by the service: no signature of it is left.
    let of_input = pades::signatures(input).unwrap_or_default();
    let earlier: HashSet<String> = of_input.into_iter().map(|signature| signature.field).collect();
    let signatures = pades::signatures(signed).with_context(|| format!("{name}.pdf cannot be read"))?;
    let mut ours = 0;
    for signature in &signatures {
        let is_ours = !earlier.contains(&signature.field);
        ours += usize::from(is_ours);
        if let Err(error) = judge(signature, is_ours) {
            bail!("{name}.pdf: signature {}: {error}", signature.field);
        }
    }
    ensure!(ours == 1 + signers, "{name}.pdf has {ours} new signatures; the original's and {signers} were due");
    ensure!(signatures.len() == ours + earlier.len(), "{name}.pdf lost a signature that it had");
    Ok(signatures)
}

fn judge(signature: &SignatureInfo, is_ours: bool) -> Result<()> {
    if let Coverage::Improper { reason } = signature.coverage {
        bail!("it does not cover the document ({reason:?})");
    }
    ensure!(signature.digest == Status::Ok, "the digest: {:?}", signature.digest);
    ensure!(signature.signature == Status::Ok, "the signature value: {:?}", signature.signature);
    match &signature.timestamp {
        Some(timestamp) => {
            ensure!(timestamp.imprint == Status::Ok, "its timestamp's imprint: {:?}", timestamp.imprint);
            ensure!(timestamp.signature == Status::Ok, "its timestamp's signature: {:?}", timestamp.signature);
        }
        None => ensure!(!is_ours, "it has no timestamp"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_service() {
        let log = "12:00:01 DEBUG [ministack] POST / -> service=dynamodb region=ap-northeast-1\n\
            12:00:01 INFO [lambda] service=none of ours\n\
            12:00:02 DEBUG [ministack] POST / -> service=kms region=ap-northeast-1\n\
            12:00:02 INFO [ses-v2] SESv2 SendEmail: MessageId=1 | a@b.example -> ['c@d.example']\n\
            12:00:02 DEBUG [ministack] POST / -> service=dynamodb region=ap-northeast-1\n";
        assert_eq!(
            calls(log),
            BTreeMap::from([("dynamodb", 2), ("kms", 1), ("sesv2", 1)].map(|(name, count)| (name.to_owned(), count)))
        );
    }

    #[test]
    fn an_unsigned_document_is_not_taken_for_a_finished_one() {
        let pdf = crate::sample::contract(3).unwrap();
        // As it is, and as a program leaves it that does not end its files well: the service repairs that.
        let cut = pdf.windows(9).rposition(|bytes| bytes == b"startxref").unwrap();
        for input in [&pdf[..], &pdf[..cut]] {
            let error = judged("契約書", input, &pdf, 2).unwrap_err().to_string();
            assert!(error.contains("0 new signatures"), "{error}");
        }
    }
}
