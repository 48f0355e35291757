//! The oracles over a file that pyHanko signed, whole and damaged.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod pki;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use oracles::{Breach, Digest, Kind, Oracle, Oracles, Part, PdfA, Verdict};
use pki::Pki;
use tempfile::TempDir;

#[test]
fn all_accept_a_good_file() {
    let case = Case::new();
    let verdict = case.judge();
    verdict.assert_accepted();

    let [seal, timestamp] = verdict.fields() else { panic!("{verdict}") };
    assert_eq!((seal.field.as_str(), seal.kind), ("Seal", Kind::Signature));
    assert!(seal.summary.starts_with("INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>"), "{}", seal.summary);
    assert_eq!(seal.modification.as_deref(), Some("LTA_UPDATES"));
    assert!(seal.timestamp.is_some());
    assert_eq!((timestamp.field.as_str(), timestamp.kind), ("Stamp", Kind::Timestamp));

    if let Some(fields) = &verdict.pdfsig {
        assert_eq!(fields.iter().map(|field| field.digest).collect::<Vec<_>>(), [Digest::Valid, Digest::Unsupported]);
    }
    if let Some(parts) = &verdict.openssl {
        let parts: Vec<_> = parts.iter().map(|verdict| (verdict.signature, verdict.part)).collect();
        assert_eq!(parts, [(0, Part::Signature), (0, Part::SignatureTimestamp), (1, Part::DocumentTimestamp)]);
    }
}

#[test]
fn a_changed_byte_is_seen_by_all_who_read_signatures() {
    let case = Case::new();
    // Still a PDF of the same structure: another size of the page.
    case.replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 612 793 ]");
    assert_objections(&case.judge(), &[Oracle::PyHanko, Oracle::Pdfsig, Oracle::Openssl]);
}

#[test]
fn a_broken_structure_is_seen_by_qpdf() {
    let case = Case::new();
    case.replace(b"0000000000 65535 f", b"0000000000 65535 x");
    assert!(objectors(&case.judge()).contains(&Oracle::Qpdf));
}

#[test]
fn a_file_without_byte_ranges_is_refused() {
    let case = Case::new();
    case.replace(b"/ByteRange", b"/BiteRange");
    assert_objections(&case.judge(), &[Oracle::PyHanko, Oracle::Pdfsig, Oracle::Openssl]);
}

#[test]
fn another_root_is_not_trusted() {
    let case = Case::new();
    let other = Pki::make(case.oracles.venv());
    let verdict = case.oracles.judge(&case.pdf, &other.anchors()).unwrap();
    // pdfsig judges the bytes only.
    assert_objections(&verdict, &[Oracle::PyHanko, Oracle::Openssl]);
    assert!(verdict.to_string().contains("pyHanko objects"), "{verdict}");
}

#[test]
fn what_is_no_pdf_a_is_told_why() {
    let case = Case::new();
    let broken = case.pdf.with_file_name("broken.pdf");
    fs::write(&broken, "%PDF-1.7\n").unwrap();
    let asked = [(broken.as_path(), PdfA::A2b), (case.pdf.as_path(), PdfA::A2b)];
    let answers = case.oracles.pdfa(&asked).unwrap();
    assert!(answers[0].is_err(), "{:?}", answers[0]);
    let [breach] = answers[1].as_deref().unwrap() else { panic!("{:?}", answers[1]) };
    assert_eq!(breach.rule, "PDFA2B-ID-SCHEMA-001", "{breach}");

    let claimed = oracles::Case { profile: Some(PdfA::A2b), ..oracles::Case::new(&case.pdf) };
    let verdict = case.oracles.judge_all(&[claimed], &case.pki.anchors()).unwrap().remove(0);
    assert_objections(&verdict, &[Oracle::Pdfa]);
}

#[test]
fn of_several_signatures_each_covers_its_own_revision() {
    let case = Case::new();
    let bad_range = || {
        let breaches = case.oracles.pdfa(&[(&case.pdf, PdfA::A2b)]).unwrap().remove(0).unwrap();
        breaches.into_iter().filter(|breach: &Breach| breach.rule.contains("BYTERANGE")).count()
    };
    assert_eq!(bad_range(), 0, "the first of two");
    let file = fs::read(&case.pdf).unwrap();
    let range = file.windows(12).position(|window| window == b"/ByteRange [").unwrap();
    let end = range + file[range..].iter().position(|&byte| byte == b']').unwrap();
    let text = String::from_utf8(file[range..end].to_vec()).unwrap();
    let length: usize = text.split_whitespace().last().unwrap().parse().unwrap();
    let shorter = text.replace(&format!(" {length}"), &format!(" {}", length - 2));
    case.replace(text.as_bytes(), shorter.as_bytes());
    assert_eq!(bad_range(), 1, "{text}");
}

#[test]
fn templates_are_checked() {
    let oracles = Oracles::load().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let template = dir.path().join("template.yaml");
    fs::write(&template, "Resources: {Queue: {Type: 'AWS::SQS::Queue'}}\n").unwrap();
    oracles.cfn_lint(&template).unwrap();

    fs::write(&template, "Resources: {Queue: {Type: 'AWS::SQS::Queue', Properties: {Colour: red}}}\n").unwrap();
    let error = oracles.cfn_lint(&template).unwrap_err().to_string();
    assert!(error.contains("Colour"), "{error}");
}

#[test]
fn the_templates_of_the_installation_and_of_the_firewall_are_such_as_cloudformation_takes() {
    let oracles = Oracles::load().unwrap();
    for template in ["infra/template.yaml", "infra/firewall.yaml"] {
        oracles.cfn_lint(&workspace::root().join(template)).unwrap();
    }
}

/// A signed file of its own for each test.
struct Case {
    oracles: Oracles,
    pki: &'static Pki,
    pdf: PathBuf,
    _dir: TempDir,
}

impl Case {
    fn new() -> Self {
        static SIGNED: OnceLock<(Pki, Vec<u8>)> = OnceLock::new();
        let oracles = Oracles::load().unwrap();
        let (pki, signed) = SIGNED.get_or_init(|| {
            let pki = Pki::make(oracles.venv());
            let signed = sign(&oracles, &pki);
            (pki, signed)
        });
        let dir = tempfile::tempdir().unwrap();
        let pdf = dir.path().join("signed.pdf");
        fs::write(&pdf, signed).unwrap();
        Self { oracles, pki, pdf, _dir: dir }
    }

    fn judge(&self) -> Verdict {
        self.oracles.judge(&self.pdf, &self.pki.anchors()).unwrap()
    }

    fn replace(&self, from: &[u8], to: &[u8]) {
        assert_eq!(from.len(), to.len());
        let mut bytes = fs::read(&self.pdf).unwrap();
        let mut at = 0;
        let mut count = 0;
        while let Some(next) = bytes[at..].windows(from.len()).position(|window| window == from) {
            at += next;
            bytes[at..at + to.len()].copy_from_slice(to);
            count += 1;
        }
        assert!(count > 0, "{} is not in the file", String::from_utf8_lossy(from));
        fs::write(&self.pdf, bytes).unwrap();
    }
}

fn sign(oracles: &Oracles, pki: &Pki) -> Vec<u8> {
    let out = pki.path("signed.pdf");
    let output = Command::new(oracles.venv().python())
        .args(["-I", "-c", include_str!("../python/sign.py")])
        .arg(&out)
        .args(["signer.key.pem", "signer.pem", "others.pem", "tsa.key.pem", "tsa.pem"].map(|name| pki.path(name)))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(out).unwrap()
}

fn objectors(verdict: &Verdict) -> Vec<Oracle> {
    let mut all: Vec<_> = verdict.objections().into_iter().map(|(oracle, _)| oracle).collect();
    all.dedup();
    all
}

/// Exactly these object; those that are not installed are not expected to.
#[track_caller]
fn assert_objections(verdict: &Verdict, expected: &[Oracle]) {
    let installed = |oracle: &&Oracle| match oracle {
        Oracle::Pdfsig => verdict.pdfsig.is_some(),
        Oracle::Openssl => verdict.openssl.is_some(),
        Oracle::Qpdf | Oracle::PyHanko | Oracle::Pdfa => true,
    };
    let expected: Vec<_> = expected.iter().filter(installed).copied().collect();
    assert_eq!(objectors(verdict), expected, "{verdict}");
}
