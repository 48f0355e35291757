//! What a verification finds: for each signature a status with its reasons.
//!
//! The structures may grow. The enumerations are exhaustive on purpose: whoever puts a report into words has to be stopped by
//! the compiler when there is a new fault, since an arm for all others would tell of it as of something else. A new variant
//! is a new major version.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::changes::{Change, Place};
use crate::chain::ChainError;
use crate::evidence::EvidenceAnchor;
use crate::input::SignatureKind;
use crate::key::{Hash, KeyKind};
use crate::revocation::RevocationStatus;
use crate::signatures::{Coverage, Fault};

/// A file's signatures, each judged by itself.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The time at which the file was verified; nothing later is known.
    pub verified_at: Timestamp,
    /// The file's length in bytes.
    pub file_length: u64,
    /// Whether the file is encrypted: texts such as reasons are then not readable here.
    pub encrypted: bool,
    /// In the order of their revisions, document timestamps among them.
    pub signatures: Vec<SignatureReport>,
    /// What every revision after the first signature did.
    pub revisions: Vec<RevisionReport>,
}

impl Report {
    /// Whether there is a signature and every one is [`Verdict::Valid`].
    #[must_use]
    pub fn is_valid(&self) -> bool {
        !self.signatures.is_empty() && self.signatures.iter().all(|signature| signature.verdict == Verdict::Valid)
    }

    /// Whether the file itself shows of every certificate behind its signatures and timestamps, up to the trust anchors, that
    /// it was not revoked when it was used.
    #[must_use]
    pub fn shows_no_revocation(&self) -> bool {
        let is_good = |status: &RevocationStatus| {
            matches!(status, RevocationStatus::Good { .. } | RevocationStatus::NotNeeded { .. })
        };
        let is_shown =
            |certificate: &CertificateReport| certificate.error.is_none() && certificate.revocation.iter().all(is_good);
        self.signatures.iter().all(|signature| {
            let mut timestamps = signature.timestamps.iter();
            signature.signer.as_ref().is_some_and(is_shown)
                && timestamps.all(|timestamp| timestamp.authority.as_ref().is_some_and(is_shown))
        })
    }

    /// The first time at which a signature can no longer be proved unless the file is renewed before.
    #[must_use]
    pub fn proof_until(&self) -> Option<Timestamp> {
        self.signatures.iter().filter_map(|signature| Some(signature.proof_until.as_ref()?.time)).min()
    }
}

/// One revision after a signature.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RevisionReport {
    /// Its first byte in the file.
    pub start: usize,
    /// The position after its last byte.
    pub end: usize,
    /// What it changed, allowed or not.
    pub changes: Vec<Change>,
    /// Where its allowed changes can be seen; everywhere else a page looks as it did.
    pub places: Vec<Place>,
}

/// The sum of all checks (EN 319 102-1 §5.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Proved, and nothing happened to the document since but what is allowed.
    Valid,
    /// Broken, forged, revoked in time, or the document was manipulated.
    Invalid,
    /// Neither can be shown; [`SignatureReport::reasons`] says what is missing.
    Indeterminate,
}

/// Why a signature is not valid. What is not counted is said in the fields it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Reason {
    /// The signature does not cover a revision as it should.
    Coverage {
        /// What it covers.
        coverage: Coverage,
    },
    /// The covered bytes are not the signed ones, or that cannot be checked.
    Digest {
        /// Why.
        fault: Fault,
    },
    /// The signature value is wrong, or cannot be checked.
    Signature {
        /// Why.
        fault: Fault,
    },
    /// The signer's certificate is not the one that was signed with.
    SigningCertificate {
        /// Why.
        fault: Fault,
    },
    /// The signature's own dictionary is not as it should be.
    Structure {
        /// What is wrong with it.
        finding: Change,
    },
    /// A later revision made changes that are not allowed; they are in [`Report::revisions`].
    Changed,
    /// A later revision made changes that may be in order, but cannot be checked here: a signature of an unknown kind that is
    /// shown on a page, or a field filled in characters that cannot be told.
    AddedUnproved,
    /// No field of the document's form leads to it, so that some viewers show the signature and others do not.
    Unlisted,
    /// The signer's certificate leads to no trust anchor, or was not valid at the time proved.
    Chain {
        /// Why not.
        error: ChainError,
    },
    /// The signer's certificate, or one above it, was revoked by the time proved.
    Revoked {
        /// Whose.
        subject: String,
        /// When.
        at: Timestamp,
    },
    /// The signer's certificate is for something else than signing documents: its key usage or extended key usage says so.
    NotForSigning {
        /// Its subject.
        subject: String,
    },
    /// A timestamp in the signature does not belong to it or is forged.
    TimestampForged {
        /// Why.
        fault: Fault,
    },
    /// A timestamp whose authority leads to no trust anchor, or is no such authority.
    TimestampNotTrusted,
    /// A timestamp from after the time of the verification, at which nothing could have been proved by it.
    TimestampTooNew {
        /// The time in the timestamp.
        time: Timestamp,
    },
    /// A timestamp that covers one with a later time, although what it covers must be older. Both have this reason, and
    /// neither proves anything (EN 319 102-1 §5.6.3, TIMESTAMP_ORDER_FAILURE).
    TimestampOrder {
        /// The time of the one that covers the other.
        time: Timestamp,
        /// The field of the one that covers the other.
        field: String,
        /// The time of the one that is covered.
        covered_at: Timestamp,
    },
    /// A timestamp by an algorithm or key that was broken by the time up to which it is proved to have existed.
    TimestampWeak {
        /// Its name.
        algorithm: String,
    },
    /// An algorithm or key that was broken before the time proved.
    WeakAlgorithm {
        /// Its name.
        algorithm: String,
    },
}

impl Reason {
    /// Whether it shows the signature to be wrong; else it only keeps it from being proved.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Coverage { .. } | Self::Structure { .. } | Self::Changed | Self::Revoked { .. } => Verdict::Invalid,
            Self::TimestampForged { fault }
            | Self::Digest { fault }
            | Self::Signature { fault }
            | Self::SigningCertificate { fault } => match fault {
                Fault::Unsupported | Fault::NoCertificate => Verdict::Indeterminate,
                _ => Verdict::Invalid,
            },
            Self::AddedUnproved
            | Self::Unlisted
            | Self::Chain { .. }
            | Self::NotForSigning { .. }
            | Self::TimestampNotTrusted
            | Self::TimestampTooNew { .. }
            | Self::TimestampOrder { .. }
            | Self::TimestampWeak { .. }
            | Self::WeakAlgorithm { .. } => Verdict::Indeterminate,
        }
    }
}

/// The level of EN 319 142-1 §6 that a signature reaches, each including those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Level {
    /// The signature alone.
    #[serde(rename = "B-B")]
    BB,
    /// With a trusted timestamp.
    #[serde(rename = "B-T")]
    BT,
    /// With everything inside that is needed to prove it later.
    #[serde(rename = "B-LT")]
    BLT,
    /// With a document timestamp over that.
    #[serde(rename = "B-LTA")]
    BLTA,
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::BB => "B-B",
            Self::BT => "B-T",
            Self::BLT => "B-LT",
            Self::BLTA => "B-LTA",
        })
    }
}

/// One signature or document timestamp.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SignatureReport {
    /// Fully qualified field name.
    pub field: String,
    /// What it is for.
    pub kind: SignatureKind,
    /// `/SubFilter`.
    pub sub_filter: String,
    /// The sum.
    pub verdict: Verdict,
    /// Why it is not valid; empty if it is.
    pub reasons: Vec<Reason>,
    /// The baseline level; `None` for other forms of signature, for document timestamps, and when invalid.
    pub level: Option<Level>,
    /// What of the file it covers.
    pub coverage: Coverage,
    /// Who signed.
    pub signer: Option<CertificateReport>,
    /// `/Name`, claimed by the signer.
    pub name: Option<String>,
    /// `/Reason`, claimed by the signer.
    pub reason: Option<String>,
    /// `/Location`, claimed by the signer.
    pub location: Option<String>,
    /// The time claimed by the signer: `/M`, or else the signed attribute signing-time in the same form.
    pub claimed_time: Option<String>,
    /// The chain of records that the signature names, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceAnchor>,
    /// By when it certainly existed.
    pub proved_time: Option<ProvedTime>,
    /// The timestamps inside it; for a document timestamp itself.
    pub timestamps: Vec<TimestampReport>,
    /// Hash function of the document's digest.
    pub hash: Option<Hash>,
    /// Until when the proof holds unless it is renewed before.
    pub proof_until: Option<ProofEnd>,
    /// Whether later revisions changed the document.
    pub modification: Modification,
    /// What is remarkable about the signature itself and speaks neither for nor against it.
    pub notes: Vec<Change>,
}

/// What happened to a document after a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modification {
    /// Nothing follows.
    None,
    /// Only what is allowed.
    Allowed,
    /// Something of which it cannot be told whether it is.
    Unproved,
    /// Something that is not.
    Forbidden,
}

/// A certificate with its chain.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CertificateReport {
    /// Subject (RFC 4514).
    pub subject: String,
    /// Issuer (RFC 4514).
    pub issuer: String,
    /// Serial number in hexadecimal.
    pub serial_number: String,
    /// SHA-256 of the certificate itself (of its DER), in hexadecimal: names may be anybody's, this is of one certificate alone.
    pub sha256: String,
    /// The public key.
    pub key: Option<KeyKind>,
    /// The time at which it was judged.
    pub judged_at: Timestamp,
    /// The subjects from this certificate to the trust anchor; empty if there is no such chain.
    pub chain: Vec<String>,
    /// Why there is none.
    pub error: Option<ChainError>,
    /// For each certificate of the chain but the anchor whether it was revoked.
    pub revocation: Vec<RevocationStatus>,
}

/// A timestamp token.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TimestampReport {
    /// The time in the timestamp.
    pub time: Option<Timestamp>,
    /// How far the true time may be from it, either way, as the authority says.
    pub accuracy: Option<SignedDuration>,
    /// The authority's policy, an object identifier.
    pub policy: Option<String>,
    /// The token's serial number in hexadecimal.
    pub serial_number: String,
    /// The authority.
    pub authority: Option<CertificateReport>,
    /// Whether the token is genuine, belongs here and comes from a trusted authority.
    pub verdict: Verdict,
    /// Whether the authority's certificate marks its use for timestamps as critical, as RFC 3161 §2.3 wants.
    pub usage_critical: bool,
}

/// By when something certainly existed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProvedTime {
    /// The time in the timestamp. If the authority warrants it to no better than a second, the latest time that it allows for.
    pub time: Timestamp,
    /// What proves it.
    pub by: ProvedBy,
}

/// What proves a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ProvedBy {
    /// The timestamp in the signature.
    SignatureTimestamp,
    /// A document timestamp.
    DocumentTimestamp {
        /// Its field.
        field: String,
    },
}

/// When a proof ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProofEnd {
    /// The time.
    pub time: Timestamp,
    /// What ends then.
    pub by: EndsBy,
}

/// What ends a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum EndsBy {
    /// A certificate's validity.
    Certificate {
        /// Its subject.
        subject: String,
    },
    /// An algorithm or key length is expected to be secure until then (ETSI TS 119 312).
    Algorithm {
        /// Its name.
        algorithm: String,
    },
}
