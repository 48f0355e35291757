//! Everybody's opinion on many files at once.

use std::sync::LazyLock;
use std::thread;

use jiff::{Timestamp, ToSpan};
use oracles::{Anchors, Case, Kind, Oracles, PdfA};
use pades::SignatureKind;
use pades::revocation::RevocationStatus;
use pades::verify::report::{ProvedBy, TimestampReport};
use pades::verify::{Level, Settings, Verdict, verify};
use signing::pki::{PKI, now, pem};
use signing::signer::anchors;

pub(crate) static ORACLES: LazyLock<Oracles> = LazyLock::new(|| Oracles::load().unwrap());

/// The timestamp authorities' certificates are in their tokens, the intermediate's in every signature.
static ANCHORS: LazyLock<Anchors> =
    LazyLock::new(|| Anchors::new(&pem(&PKI.root.certificate), &pem(&PKI.intermediate.certificate)).unwrap());

/// A file, and what it must be found to be.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Signatures and document timestamps.
    pub(crate) signatures: usize,
    /// When it was finished; it is judged an hour later.
    pub(crate) at: Timestamp,
    pub(crate) hybrid: bool,
    /// The kind of PDF/A that it must be.
    pub(crate) profile: Option<PdfA>,
    /// The levels of fields.
    pub(crate) levels: Vec<(String, Level)>,
    /// The first document timestamp.
    pub(crate) archived: Option<Timestamp>,
}

impl Sample {
    /// Nothing is expected but that it is valid.
    pub(crate) fn new(name: String, bytes: Vec<u8>, signatures: usize, at: Timestamp) -> Self {
        Self { name, bytes, signatures, at, hybrid: false, profile: None, levels: Vec::new(), archived: None }
    }

    /// Expects a level of the field `Seal`.
    pub(crate) fn expect(&mut self, level: Level, archived: Option<Timestamp>) {
        self.levels = vec![("Seal".into(), level)];
        self.archived = archived;
    }

    fn judged_at(&self) -> Timestamp {
        self.at + 1.hour()
    }

    fn is_long_term(&self) -> bool {
        self.levels.iter().any(|(_, level)| *level >= Level::BLT)
    }

    /// Our own verifier.
    pub(crate) fn judge_ourselves(&self) {
        let anchors = anchors();
        let report = verify(&self.bytes, &Settings::new(&anchors, self.judged_at())).unwrap();
        assert_eq!(report.signatures.len(), self.signatures, "{}", self.name);
        if self.name.starts_with("Hybrid") {
            // Readers disagree about what its table frees and its stream holds: the verifier vouches for no such file.
            assert!(report.signatures.iter().all(|signature| signature.verdict == Verdict::Invalid), "{}", self.name);
            return;
        }
        for signature in &report.signatures {
            let why = &signature.reasons;
            assert_eq!(signature.verdict, Verdict::Valid, "{}: {}: {why:?}", self.name, signature.field);
            let chains = signature.signer.iter().chain(signature.timestamps.iter().filter_map(authority));
            for status in chains.flat_map(|certificate| &certificate.revocation) {
                assert!(!self.is_long_term() || is_good(status), "{}: {}: {status:?}", self.name, signature.field);
            }
        }
        for (field, level) in &self.levels {
            let signature = report.signatures.iter().find(|signature| signature.field == *field).unwrap();
            assert_eq!(signature.level, Some(*level), "{}: {field}", self.name);
            assert_ne!(signature.kind, SignatureKind::DocumentTimestamp);
            let proved = signature.proved_time.as_ref();
            if *level == Level::BB {
                assert_eq!(proved, None, "{}", self.name);
            } else {
                let proved = proved.unwrap();
                assert_eq!((proved.time, &proved.by), (now(), &ProvedBy::SignatureTimestamp), "{}", self.name);
            }
        }
    }
}

/// All of them accept all files, and ourselves too.
pub(crate) fn judge(samples: &[Sample]) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..samples.len()).map(|index| folder.path().join(format!("{index}.pdf"))).collect();
    for (sample, path) in samples.iter().zip(&paths) {
        sample.judge_ourselves();
        std::fs::write(path, &sample.bytes).unwrap();
    }
    let cases: Vec<Case<'_>> = samples
        .iter()
        .zip(&paths)
        .map(|(sample, path)| {
            let (hybrid, profile) = (sample.hybrid, sample.profile);
            Case { hybrid, profile, ..Case::new(path).at(now() + 1.hour()) }
        })
        .collect();
    let verdicts = thread::scope(|scope| {
        scope.spawn(|| judge_archives(samples, &cases));
        ORACLES.judge_all(&cases, &ANCHORS).unwrap()
    });
    for (sample, verdict) in samples.iter().zip(&verdicts) {
        assert!(verdict.is_accepted(), "{}\n{verdict}", sample.name);
        assert_eq!(verdict.fields().len(), sample.signatures, "{}", sample.name);
        for field in verdict.fields().iter().filter(|field| field.kind == Kind::Signature) {
            assert_eq!(field.docmdp_ok, Some(true), "{}: {field:?}", sample.name);
        }
    }
}

/// What must be provable by itself, at the time that it is finished: signers' certificates may have ended by then.
fn judge_archives(samples: &[Sample], cases: &[Case<'_>]) {
    let long_term: Vec<_> = samples.iter().zip(cases).filter(|(sample, _)| sample.is_long_term()).collect();
    let cases: Vec<_> = long_term.iter().map(|(sample, case)| case.at(sample.judged_at())).collect();
    if cases.is_empty() {
        return;
    }
    let verdicts = ORACLES.pyhanko_archive(&cases, &ANCHORS).unwrap();
    for ((sample, _), verdict) in long_term.into_iter().zip(verdicts) {
        for verdict in verdict.unwrap() {
            let name = format!("{}: {verdict:?}", sample.name);
            assert!(verdict.passed && verdict.unchanged, "{name}");
            assert!(verdict.timestamped, "{name}");
            assert_eq!(verdict.existed_at.parse::<Timestamp>().unwrap(), now(), "{name}");
            let archived = verdict.archived_at.as_ref().map(|time| time.parse::<Timestamp>().unwrap());
            assert_eq!(archived, sample.archived, "{name}");
        }
    }
}

fn authority(timestamp: &TimestampReport) -> Option<&pades::verify::report::CertificateReport> {
    timestamp.authority.as_ref()
}

fn is_good(status: &RevocationStatus) -> bool {
    matches!(status, RevocationStatus::Good { .. } | RevocationStatus::NotNeeded { .. })
}
