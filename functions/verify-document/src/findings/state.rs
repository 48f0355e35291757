//! The sum of one signature, and whether what was signed is still there: the one can be unknown and the other certain.

use pades::chain::ChainError;
use pades::signatures::Fault;
use pades::verify::changes::ChangeKind;
use pades::verify::{Modification, Reason, SignatureReport, Verdict};
use web::Language;

use super::Rating;

/// The sum of one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Proved.
    Valid,
    /// The document was changed afterwards, or what was signed is not what is there.
    Changed,
    /// Broken, forged or revoked.
    Invalid,
    /// Its certificate, or its timestamp's, leads to nobody whom this deployment trusts.
    IssuerUnknown,
    /// Something else is missing.
    Unproved,
}

/// Whether the signed bytes are the signed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// They are.
    Intact,
    /// They are, but programs may read them in different ways.
    Ambiguous,
    /// They are not, or the signature leaves out what it must cover.
    Broken,
    /// It could not be checked.
    Unknown,
}

impl State {
    pub(super) fn of(signature: &SignatureReport) -> Self {
        let is_change = |reason: &Reason| matches!(reason, Reason::Changed | Reason::Digest { fault: Fault::Digest });
        let is_stranger = |reason: &Reason| {
            matches!(reason, Reason::Chain { error: ChainError::NoAnchor { .. } } | Reason::TimestampNotTrusted)
        };
        match signature.verdict {
            Verdict::Valid => Self::Valid,
            Verdict::Invalid if signature.reasons.iter().any(is_change) => Self::Changed,
            Verdict::Invalid => Self::Invalid,
            Verdict::Indeterminate if signature.reasons.iter().all(is_stranger) => Self::IssuerUnknown,
            Verdict::Indeterminate => Self::Unproved,
        }
    }

    pub(super) const fn text(self, language: Language) -> &'static str {
        match self {
            Self::Valid => language.t("有効", "Valid"),
            Self::Changed => language.t("署名後に変更されています", "Changed after signing"),
            Self::Invalid => language.t("無効", "Not valid"),
            Self::IssuerUnknown => {
                language.t("発行元を確認できない証明書", "Certificate of an issuer that could not be confirmed")
            }
            Self::Unproved => language.t("確認できません", "Could not be confirmed"),
        }
    }

    /// How good it is.
    pub const fn rating(self) -> Rating {
        match self {
            Self::Valid => Rating::Good,
            Self::IssuerUnknown | Self::Unproved => Rating::Open,
            Self::Changed | Self::Invalid => Rating::Bad,
        }
    }
}

impl Integrity {
    pub(super) fn of(signature: &SignatureReport) -> Self {
        let each = signature.reasons.iter().map(|reason| match reason {
            Reason::Digest { fault } | Reason::Signature { fault } | Reason::SigningCertificate { fault } => {
                match fault {
                    Fault::Digest | Fault::Signature | Fault::Attribute | Fault::Content | Fault::Imprint => {
                        Self::Broken
                    }
                    // Nothing could be compared.
                    Fault::NoByteRange
                    | Fault::Malformed
                    | Fault::SignerCount
                    | Fault::NoCertificate
                    | Fault::Unsupported => Self::Unknown,
                }
            }
            Reason::Structure { finding } => match finding.kind {
                ChangeKind::StructureBroken | ChangeKind::XrefManipulated => Self::Ambiguous,
                ChangeKind::SignatureShared => Self::Intact,
                _ => Self::Broken,
            },
            Reason::Coverage { .. } => Self::Broken,
            _ => Self::Intact,
        });
        each.fold(Self::Intact, |sum, one| match (sum, one) {
            (Self::Broken, _) | (_, Self::Broken) => Self::Broken,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Ambiguous, _) | (_, Self::Ambiguous) => Self::Ambiguous,
            (Self::Intact, Self::Intact) => Self::Intact,
        })
    }
}

/// Whether what was signed is still there, as a sentence.
pub(super) const fn integrity_text(integrity: Integrity, since: Modification, language: Language) -> &'static str {
    match (integrity, since) {
        (Integrity::Intact, Modification::Forbidden) => language.t(
            "署名した時点の内容はファイルの中に残っていますが、いま表示される内容はそれと違うおそれがあります。",
            "What was signed is still in the file, but what is shown now may differ from it.",
        ),
        (Integrity::Intact, Modification::Unproved) => language.t(
            "署名した時点の内容はファイルの中に残っていますが、後から加えられた内容を確認できません。",
            "What was signed is still in the file, but what was added later could not be checked.",
        ),
        (Integrity::Intact, Modification::None | Modification::Allowed) => {
            language.t("署名した時点の内容は、改ざんされていません。", "What was signed is unaltered.")
        }
        (Integrity::Ambiguous, _) => language.t(
            "署名されたデータは元のままですが、表示するソフトによって違う内容に見えるおそれがあります。",
            "The signed data is unaltered, but different programs may show different content for it.",
        ),
        (Integrity::Broken, _) => language.t(
            "署名された内容が、書き換えられているか、欠けています。",
            "What was signed has been altered, or is not all there.",
        ),
        (Integrity::Unknown, _) => language.t(
            "署名を読み取れないため、署名された内容が元のままかどうか確認できません。",
            "Whether what was signed is unaltered could not be checked, for the signature could not be read.",
        ),
    }
}
