//! A verifier's report in words for people who never saw a certificate. Page and JSON are made of the same findings, so
//! that they cannot differ. What files say of themselves is cut short and cleared of what could disguise it.

mod details;
mod headline;
mod later;
mod notes;
mod particulars;
mod signature;
mod state;
mod stated;
mod time;
mod words;

use domain::digest::Digest;
use jiff::Timestamp;
use pades::verify::Report;
use web::Language;

pub use details::{Certificate, Detail};
pub use headline::Headline;
pub use later::{LaterChange, LaterChanges, Permission};
use signature::Summed;
pub use signature::{Kind, Signature};
pub use state::{Integrity, State};
pub(crate) use stated::may_be_ours;
pub use stated::{Holders, Purpose, StatedBy};
pub use time::Time;

/// More signatures are counted, not shown.
const MAX_SIGNATURES: usize = 100;

/// What was found of a file.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The sum of it.
    pub outcome: Outcome,
    /// The same in two sentences.
    pub headline: Headline,
    /// What to know beside it.
    pub notes: Vec<String>,
    /// Now: nothing later is known.
    pub verified_at: Timestamp,
    /// The first time at which a signature can no longer be proved unless the file is renewed before.
    pub proof_until: Option<Timestamp>,
    /// Length of the file in bytes.
    pub size: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Digest,
    /// Signatures and document timestamps in the order of their making.
    pub signatures: Vec<Signature>,
    /// How many more there are than are listed.
    pub signatures_omitted: usize,
    language: Language,
}

/// The sum of all signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All are valid, and nothing was changed afterwards but what may be.
    Valid,
    /// The document was changed after signing in a way that is not allowed.
    Changed,
    /// A signature is broken, forged or revoked.
    Invalid,
    /// Nothing is broken, but a certificate leads to nobody whom this deployment trusts.
    IssuerUnknown,
    /// A signature can be shown neither to be valid nor to be invalid.
    Unproved,
    /// There is no signature.
    Unsigned,
}

/// How good that is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Wrong.
    Bad,
    /// Not known.
    Open,
    /// Proved.
    Good,
}

impl Outcome {
    /// How good it is.
    pub const fn rating(self) -> Rating {
        match self {
            Self::Valid => Rating::Good,
            Self::IssuerUnknown | Self::Unproved | Self::Unsigned => Rating::Open,
            Self::Changed | Self::Invalid => Rating::Bad,
        }
    }
}

impl Findings {
    /// What the report on a file with this digest comes to. `holders` are those of the certificates in it whose seals are made here.
    pub fn of(report: &Report, sha256: Digest, holders: &Holders, language: Language) -> Self {
        let purposes = Purpose::all(report, holders);
        let titles = signature::titles(&purposes, language);
        let all = report.signatures.iter().zip(purposes.iter().zip(titles)).enumerate().take(MAX_SIGNATURES);
        let signatures: Vec<Signature> = all
            .map(|(index, (signature, (purpose, title)))| {
                let sum =
                    Summed { number: index + 1, purpose: *purpose, title, stated_by: StatedBy::of(signature, holders) };
                Signature::of(sum, report, signature, language)
            })
            .collect();
        let outcome = headline::outcome(report);
        Self {
            outcome,
            headline: Headline::of(report, outcome, &purposes, language),
            notes: notes::notes(report, outcome, &purposes, language),
            verified_at: report.verified_at,
            proof_until: report.proof_until().filter(|_| report.is_valid()),
            size: report.file_length,
            sha256,
            signatures_omitted: report.signatures.len().saturating_sub(signatures.len()),
            signatures,
            language,
        }
    }

    /// The signatures in the order in which people want to read of them: what is wrong before what is not, and whoever signed
    /// before what proves the sending and the time.
    pub fn as_read(&self) -> Vec<&Signature> {
        let mut signatures: Vec<&Signature> = self.signatures.iter().collect();
        signatures.sort_by_key(|signature| (signature.state.rating(), signature.purpose));
        signatures
    }

    /// The two sentences in one.
    pub fn summary(&self) -> String {
        self.headline.summary(self.language)
    }

    /// When it was looked at, as people write it.
    pub fn checked_at(&self) -> String {
        words::time(self.verified_at, self.language)
    }

    /// Until when it can be proved, as people write it.
    pub fn provable_until(&self) -> Option<String> {
        self.proof_until.map(|end| words::time(end, self.language))
    }

    /// The file's length as people write it.
    pub fn length(&self) -> String {
        words::length(self.size)
    }
}
