//! The verifier's verdicts: every honest file is valid, every attack is caught and named.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use pades::Certificate;
use pades::verify::changes::{self, Change};
use pades::verify::{Reason, Report, Settings, Verdict, verify};
use signing::finding::Class;
use signing::pki::{PKI, now};
use signing::{attacks, honest};

fn anchors() -> [Certificate; 1] {
    [Certificate::from_der(&PKI.root.certificate).unwrap()]
}

/// The names of all that a report finds fault with.
fn names(report: &Report) -> Vec<String> {
    let mut names = Vec::new();
    for reason in report.signatures.iter().flat_map(|signature| &signature.reasons) {
        names.push(match reason {
            Reason::Coverage { .. } => "byte_range_wrong".to_owned(),
            Reason::Digest { .. } | Reason::Signature { .. } => "digest_mismatch".to_owned(),
            Reason::Structure { finding } => name(finding),
            _ => continue,
        });
    }
    let changes = report.revisions.iter().flat_map(|revision| &revision.changes);
    names.extend(changes.filter(|change| change.verdict != changes::Verdict::Allowed).map(name));
    names
}

fn name(change: &Change) -> String {
    serde_json::to_value(change.kind).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn honest_files_are_valid() {
    let anchors = anchors();
    let settings = Settings::new(&anchors, now());
    let mut failures = Vec::new();
    for file in honest::all() {
        let report = verify(&file.bytes, &settings).unwrap();
        if !report.is_valid() || report.signatures.len() != file.signatures {
            failures.push(format!("== {}\n{}", file.name, report.text(pades::verify::Language::English)));
        }
    }
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn attacks_are_caught_and_named() {
    let anchors = anchors();
    let settings = Settings::new(&anchors, now());
    let mut failures = Vec::new();
    for attack in attacks::all() {
        let report = match verify(&attack.bytes, &settings) {
            Ok(report) => report,
            // A file that cannot be followed at all is not taken for anything.
            Err(_) if attack.class == Class::Structure => continue,
            Err(error) => {
                failures.push(format!("== {:?} {}: {error}", attack.class, attack.name));
                continue;
            }
        };
        let names = names(&report);
        let snake = |name: String| {
            name.chars().enumerate().fold(String::new(), |mut text, (at, letter)| {
                if letter.is_uppercase() && at > 0 {
                    text.push('_');
                }
                text.push(letter.to_ascii_lowercase());
                text
            })
        };
        let expected: Vec<String> = attack.expected.iter().map(|finding| snake(format!("{finding:?}"))).collect();
        let named = expected.iter().any(|name| names.contains(name));
        let caught =
            report.signatures.iter().any(|signature| signature.verdict == Verdict::Invalid) || !report.is_valid();
        if !caught || !named {
            failures.push(format!(
                "== {:?} {}: caught {caught}, expected {expected:?}, found {names:?}",
                attack.class, attack.name
            ));
        }
    }
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}
