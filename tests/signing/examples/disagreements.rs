//! Where `pades verify` and pyHanko disagree on whether a signature is intact and its document unchanged, whoever signed:
//! `cargo run -p signing --example disagreements -- FOLDER…` prints a table with who is right, and why. It ends with 1 if
//! a disagreement has no explanation.

#![allow(clippy::unwrap_used, reason = "a tool for the writers of tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use oracles::{Case, Kind, Oracles, PyHankoVerdict};
use pades::key::KeyKind;
use pades::signatures::{Coverage, Fault};
use pades::verify::changes::{ChangeKind, Detail, Verdict};
use pades::verify::report::{Modification, Reason, SignatureReport};
use pades::verify::{Report, Settings, verify};

#[expect(clippy::disallowed_methods, reason = "a command has a clock of its own")]
fn main() -> ExitCode {
    let mut files: Vec<PathBuf> = std::env::args().skip(1).flat_map(|folder| pdfs(Path::new(&folder))).collect();
    files.sort();
    let cases: Vec<Case<'_>> = files.iter().map(|path| Case::new(path)).collect();
    let answers = Oracles::load().unwrap().pyhanko_integrity(&cases).unwrap();
    let (mut compared, mut apart, mut unexplained) = (0, 0, 0);
    for (path, answer) in files.iter().zip(answers) {
        let bytes = std::fs::read(path).unwrap();
        let settings = Settings::new(&[], Timestamp::now());
        let ours = verify(&bytes, &settings).map_err(|error| error.to_string());
        for row in rows(&ours, &answer.map_err(|error| format!("{error:#}"))) {
            compared += 1;
            if row.ours == row.theirs {
                continue;
            }
            apart += 1;
            let name = path.file_name().unwrap().to_string_lossy();
            let word = |holds: bool| if holds { "holds" } else { "does not hold" };
            println!("{name} · {} · Keiin: {} · pyHanko: {}", row.field, word(row.ours), word(row.theirs));
            match explanation(&row) {
                Some((who, why)) => println!("    {who}. {why}"),
                None => {
                    unexplained += 1;
                    println!("    NOT EXPLAINED. Keiin: {:?} {:?}; pyHanko: {}", row.reasons, row.findings, row.said);
                }
            }
        }
    }
    println!("{} files, {compared} signatures, {apart} disagreements, {unexplained} not explained", files.len());
    ExitCode::from(u8::from(unexplained > 0))
}

fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|extension| extension == "pdf")).collect()
}

/// One signature in the eyes of both.
#[derive(Default)]
struct Row {
    field: String,
    ours: bool,
    theirs: bool,
    reasons: Vec<Reason>,
    /// What Keiin takes amiss, in the signature itself or behind it.
    findings: Vec<(ChangeKind, Option<Detail>)>,
    is_brainpool: bool,
    /// What pyHanko says.
    said: String,
}

fn rows(ours: &Result<Report, String>, theirs: &Result<Vec<PyHankoVerdict>, String>) -> Vec<Row> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let said = theirs.as_ref().err().map_or("there is no such signature", String::as_str);
    for signature in ours.iter().flat_map(|report| &report.signatures) {
        let row =
            rows.entry(signature.field.clone()).or_insert_with(|| Row { said: said.to_owned(), ..Row::default() });
        row.ours = holds(signature);
        row.reasons = signature.reasons.iter().filter(|reason| !is_of_trust(reason)).cloned().collect();
        let key = signature.signer.as_ref().and_then(|signer| signer.key);
        row.is_brainpool = matches!(key, Some(KeyKind::BrainpoolP256r1 | KeyKind::BrainpoolP384r1));
        let own = signature.reasons.iter().filter_map(|reason| match reason {
            Reason::Structure { finding } => Some(finding),
            _ => None,
        });
        let end = match signature.coverage {
            Coverage::Revision { end } => end,
            _ => usize::MAX,
        };
        let later = ours.iter().flat_map(|report| &report.revisions).filter(|revision| revision.start >= end);
        let later = later.flat_map(|revision| &revision.changes).filter(|change| change.verdict > Verdict::Note);
        row.findings = own.chain(later).map(|change| (change.kind, change.detail.clone())).collect();
    }
    for signature in theirs.iter().flatten() {
        // A signature that Keiin has under another field's name shares the reasons of that.
        let reasons = || ours.iter().flat_map(|report| &report.signatures).flat_map(|other| other.reasons.clone());
        let row = rows
            .entry(signature.field.clone())
            .or_insert_with(|| Row { reasons: reasons().collect(), ..Row::default() });
        let covers = matches!(signature.coverage.as_deref(), Some("ENTIRE_FILE" | "ENTIRE_REVISION"));
        let is_unchanged = signature.kind == Kind::Timestamp || signature.docmdp_ok != Some(false);
        let is_timestamped = signature.timestamp.as_ref().is_none_or(|timestamp| timestamp.intact);
        row.theirs = signature.intact && is_unchanged && covers && is_timestamped;
        let more = [&signature.suspicion, &signature.error].into_iter().flatten().cloned().collect::<Vec<_>>();
        row.said = format!("{} {}", signature.summary, more.join(" "));
    }
    rows.into_iter().map(|(field, row)| Row { field, ..row }).collect()
}

/// Whether a signature is intact and nothing but allowed updates followed, whoever signed.
fn holds(signature: &SignatureReport) -> bool {
    signature.reasons.iter().all(is_of_trust)
        && matches!(signature.modification, Modification::None | Modification::Allowed)
}

fn is_of_trust(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::Chain { .. }
            | Reason::Revoked { .. }
            | Reason::NotForSigning { .. }
            | Reason::TimestampNotTrusted
            | Reason::TimestampTooNew { .. }
            | Reason::TimestampWeak { .. }
    )
}

/// What pyHanko's refusals come from where Keiin has none.
const REFUSALS: [(&str, &str, &str); 7] = [
    (
        "hybrid-reference files",
        "Keiin is right",
        "pyHanko judges no hybrid-reference file. Keiin reads the table and the stream behind it, and refuses a file only \
         where they say different things (ISO 32000-2 §7.5.8.4).",
    ),
    (
        "XRef stream objects must not be clobbered",
        "Keiin is right",
        "A later cross-reference stream has the object number of an earlier one. Readers find both by their offsets, and \
         nothing else has the number.",
    ),
    (
        "not found in the current context",
        "Keiin is right",
        "A reference that leads nowhere is the null object (§7.3.10); all viewers read it so.",
    ),
    ("KeyError: Reference", "Keiin is right", "A reference that leads nowhere is the null object (§7.3.10)."),
    (
        "/ETSI.RFC3161 is not a recognized SubFilter",
        "Both",
        "The dictionary of this document timestamp is of /Type /Sig where §12.8.5 wants /DocTimeStamp. Nothing depends on \
         it: the token is judged as a timestamp by its /SubFilter.",
    ),
    (
        "Values for dict key /Resources differ",
        "Keiin is right",
        "The reference leads to another object that holds the same; Keiin compares what is there.",
    ),
    (
        "unexplained xrefs",
        "Keiin is right",
        "A new object that nothing leads to. Nobody shows it, and it has the number of no other object.",
    ),
];

/// Who is right, and why.
fn explanation(row: &Row) -> Option<(&'static str, &'static str)> {
    if row.ours && row.is_brainpool && row.said.starts_with("INVALID") {
        return Some((
            "Keiin is right",
            "The signature is a plain ECDSA value on a Brainpool curve (BSI TR-03111 §5.2.1), which pyHanko does not \
             know. It fits the digest.",
        ));
    }
    if row.ours {
        let known = REFUSALS.iter().find(|(said, ..)| row.said.contains(said));
        return known.map(|(_, who, why)| (*who, *why));
    }
    row.reasons.iter().find_map(|reason| of_reason(reason, row))
}

/// The same where Keiin refuses what pyHanko passes, for one reason.
fn of_reason(reason: &Reason, row: &Row) -> Option<(&'static str, &'static str)> {
    let has = |kind: ChangeKind| row.findings.iter().any(|(finding, _)| *finding == kind);
    let right = |why| Some(("Keiin is right", why));
    match reason {
        Reason::Structure { finding } => match finding.kind {
            ChangeKind::SignatureShared => right("Two fields show one signature: one person signed once, not two."),
            ChangeKind::XrefManipulated | ChangeKind::StructureBroken => right(
                "The signed revision can be read in more than one way: viewers that rebuild the file, or read it in another \
                 order, show something else.",
            ),
            _ => None,
        },
        Reason::WeakAlgorithm { .. } => right("SHA-1 proves nothing any more (ETSI TS 119 312)."),
        Reason::TimestampForged { .. } => right("The timestamp inside belongs to another signature."),
        Reason::Signature { fault: Fault::Unsupported } => Some((
            "pyHanko knows more",
            "Keiin does not know the algorithm (Ed25519), says so, and vouches for nothing.",
        )),
        Reason::AddedUnproved => Some((
            "Keiin is more careful",
            "A later signature that is seen on a page cannot be checked, so what it shows there is nobody's word. The \
             earlier one is called neither valid nor forged.",
        )),
        Reason::Changed if has(ChangeKind::UnsignedVisibleField) => {
            right("A signature field without a signature covers a page, on the screen or on paper.")
        }
        Reason::Changed if has(ChangeKind::FormChanged) => {
            right("A field was filled in with an appearance that shows something else than its value.")
        }
        Reason::Changed if has(ChangeKind::ObjectsRewritten) => {
            right("Objects were written again without need: in some viewers that decides what lies on top.")
        }
        _ => None,
    }
}
