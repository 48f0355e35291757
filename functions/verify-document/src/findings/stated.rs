//! Whose word it is what stands in a signature, and what the signature is for.
//!
//! Anybody can write any name and any reason into a signature of their own. Only where this service's own key has signed are they
//! what this service states, and only the very certificate tells that.

use std::collections::BTreeMap;

use domain::document::is_operators_field;
use domain::ports::SealHolder;
use pades::SignatureKind;
use pades::verify::{Report, SignatureReport, Verdict};
use web::Language;

/// Whose seals the certificates in a file make, by their SHA-256 in hexadecimal. What is not in it is nobody's whom we know.
pub type Holders = BTreeMap<String, SealHolder>;

/// Whose word name, reason and place of a signature are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedBy {
    /// Whoever signed claims them, and nobody has checked that. Who signed says the certificate alone.
    Signer,
    /// This service: its own certificate has signed for the person who is named.
    Operator,
    /// This service, of a signature by an organisation's registered seal: the certificate names the organisation, whose signature it
    /// is, and the record whoever made it.
    RegisteredSeal,
}

/// What a signature is for, in the order in which people want to read of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Somebody has signed.
    Signing,
    /// Its author vouches for it and says what may be changed.
    Certification,
    /// This service proves what was sent, by whom and when.
    Sending,
    /// An authority vouches for its time.
    Timestamp,
}

/// Whether something of the signature may be this service's statement: it is proved, and not by a timestamp authority.
pub(crate) fn may_be_ours(signature: &SignatureReport) -> bool {
    signature.verdict == Verdict::Valid && signature.kind != SignatureKind::DocumentTimestamp
}

impl StatedBy {
    pub(super) fn of(signature: &SignatureReport, holders: &Holders) -> Self {
        let certificate = signature.signer.as_ref().filter(|_| may_be_ours(signature));
        match certificate.and_then(|certificate| holders.get(&certificate.sha256)) {
            None => Self::Signer,
            Some(SealHolder::Operator) => Self::Operator,
            Some(SealHolder::Registered(_)) => Self::RegisteredSeal,
        }
    }
}

impl Purpose {
    /// What every signature of a file is for.
    pub(super) fn all(report: &Report, holders: &Holders) -> Vec<Self> {
        report.signatures.iter().map(|signature| Self::of(signature, StatedBy::of(signature, holders))).collect()
    }

    fn of(signature: &SignatureReport, stated_by: StatedBy) -> Self {
        let is_ours = stated_by == StatedBy::Operator;
        match signature.kind {
            SignatureKind::DocumentTimestamp => Self::Timestamp,
            SignatureKind::Certification { .. } if is_ours => Self::Sending,
            SignatureKind::Certification { .. } => Self::Certification,
            // Where signers choose a place for a visible seal, the proof of the sending does not certify.
            SignatureKind::Approval if is_ours && is_operators_field(&signature.field) => Self::Sending,
            SignatureKind::Approval => Self::Signing,
        }
    }

    pub(super) const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Signing => language.t("署名", "Signature"),
            Self::Sending => language.t("送信時の証明", "Proof of sending"),
            Self::Certification => language.t("作成者による証明", "Author's certification"),
            Self::Timestamp => language.t("文書のタイムスタンプ", "Document timestamp"),
        }
    }

    /// So many of them in a sentence.
    pub(super) fn counted(self, count: usize, language: Language) -> String {
        let plural = if count == 1 { "" } else { "s" };
        match (language, self) {
            (Language::Ja, Self::Timestamp) => format!("タイムスタンプ{count}件"),
            (Language::Ja, _) => format!("{}{count}件", self.name(language)),
            (Language::En, Self::Signing) => format!("{count} signature{plural}"),
            (Language::En, Self::Sending) => format!("{count} proof{plural} of sending"),
            (Language::En, Self::Certification) => format!("{count} author's certification{plural}"),
            (Language::En, Self::Timestamp) => format!("{count} timestamp{plural}"),
        }
    }
}
