//! One signature or document timestamp in words.

use jiff::Timestamp;
use pades::SignatureKind;
use pades::chain::ChainError;
use pades::revocation::RevocationStatus;
use pades::signatures::Coverage;
use pades::verify::{Level, Reason, Report, SignatureReport};
use web::Language;

use super::Rating;
use super::details::{Certificate, Detail, details};
use super::later::{LaterChanges, Permission};
use super::state::{Integrity, State, integrity_text};
use super::time::Time;
use super::words::{plain, sentence, time, verifiers};

/// What was found of one signature. Fields that end in `text` say in words what the one before says to programs.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Counted from 1 in the order of their making.
    pub number: usize,
    /// What it is for.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// The sum of it.
    pub state: State,
    /// The same in words.
    pub state_text: String,
    /// Why it is not valid; empty if it is.
    pub reasons: Vec<String>,
    /// Whether what was signed is still what was signed, whoever signed it.
    pub integrity: Integrity,
    /// The same in words.
    pub integrity_text: String,
    /// Whom the certificate names.
    pub signer: Option<String>,
    /// Whether that is proved.
    pub signer_confirmed: bool,
    /// Who vouches for that: the trust anchor; the issuer, if there is none.
    pub issuer: Option<String>,
    /// What the signer gave as the reason, unproved.
    pub reason: Option<String>,
    /// What the signer gave as a name, unproved.
    pub name: Option<String>,
    /// What the signer gave as a place, unproved.
    pub location: Option<String>,
    /// When it was made.
    pub time: Time,
    /// The baseline level of EN 319 142-1, where it reaches one.
    pub level: Option<Level>,
    /// What that is good for.
    pub level_text: Option<String>,
    /// What of the file it covers.
    pub coverage_text: String,
    /// What was done to the document afterwards.
    pub changes: LaterChanges,
    /// The sum of that.
    pub changes_text: String,
    /// Until when it can be proved.
    pub proof_until: Option<Timestamp>,
    /// The same with what ends then.
    pub proof_text: Option<String>,
    /// What to know beside that.
    pub cautions: Vec<String>,
    /// The certificate.
    pub certificate: Option<Certificate>,
    /// For those who want to know exactly.
    pub details: Vec<Detail>,
}

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody approves the document.
    Approval,
    /// Its author vouches for it and says what may be changed.
    Certification,
    /// An authority vouches for its time.
    DocumentTimestamp,
}

impl Signature {
    pub(super) fn of(number: usize, report: &Report, signature: &SignatureReport, language: Language) -> Self {
        let kind = Kind::of(signature.kind);
        let (state, integrity) = (State::of(signature), Integrity::of(signature));
        let signer = signature.signer.as_ref();
        let level_text = match kind {
            Kind::DocumentTimestamp => None,
            Kind::Approval | Kind::Certification => level_text(signature, state, language),
        };
        let proof_text = signature.proof_until.as_ref().map(|end| {
            let (at, by) = (time(end.time, language), plain(&end.by.text(verifiers(language))));
            if language.is_ja() { format!("{at} まで、{by}") } else { format!("{at}; {by}") }
        });
        let changes = LaterChanges::of(signature, &report.revisions, language);
        Self {
            number,
            kind,
            title: format!("{} {number}", kind.text(language)),
            state,
            state_text: state.text(language).to_owned(),
            reasons: reasons(signature, language),
            integrity,
            integrity_text: integrity_text(integrity, signature.modification, language).to_owned(),
            signer: signer.map(|signer| plain(&signer.name(verifiers(language)))),
            signer_confirmed: signature
                .reasons
                .iter()
                .all(|reason| matches!(reason, Reason::Changed | Reason::AddedUnproved | Reason::Unlisted)),
            issuer: signer.map(|signer| plain(&signer.voucher(verifiers(language)))),
            reason: signature.reason.as_deref().map(plain),
            name: signature.name.as_deref().map(plain),
            location: signature.location.as_deref().map(plain),
            time: Time::of(report, signature, language),
            level: signature.level,
            level_text,
            coverage_text: coverage(signature.coverage, language).to_owned(),
            changes_text: changes_text(&changes, integrity, language).to_owned(),
            changes,
            proof_until: signature.proof_until.as_ref().map(|end| end.time),
            proof_text,
            cautions: cautions(signature, language),
            certificate: signer.map(Certificate::of),
            details: details(signature, language),
        }
    }
}

impl Kind {
    const fn of(kind: SignatureKind) -> Self {
        match kind {
            SignatureKind::Approval => Self::Approval,
            SignatureKind::Certification { .. } => Self::Certification,
            SignatureKind::DocumentTimestamp => Self::DocumentTimestamp,
        }
    }

    const fn text(self, language: Language) -> &'static str {
        match self {
            Self::Approval => language.t("署名", "Signature"),
            Self::Certification => language.t("文書の発行者の署名", "Issuer's certification"),
            Self::DocumentTimestamp => language.t("文書のタイムスタンプ", "Document timestamp"),
        }
    }
}

/// Why it is not valid, each reason once.
fn reasons(signature: &SignatureReport, language: Language) -> Vec<String> {
    let mut said = Vec::new();
    for reason in &signature.reasons {
        let reason = match reason {
            Reason::Chain { error: ChainError::NoAnchor { issuer } } => {
                let issuer = plain(&pades::verify::name(issuer, verifiers(language)));
                if language.is_ja() {
                    format!("証明書の発行元「{issuer}」は、このサービスで信頼する発行元として登録されていません")
                } else {
                    format!("the certificate's issuer, {issuer}, is none that this service trusts")
                }
            }
            other => plain(&other.text(verifiers(language))),
        };
        let reason = sentence(&reason);
        if !said.contains(&reason) {
            said.push(reason);
        }
    }
    said
}

fn changes_text(changes: &LaterChanges, integrity: Integrity, language: Language) -> &'static str {
    match integrity {
        _ if changes.remarkable().any(|change| change.permission == Permission::Forbidden) => {
            language.t("認められない変更があります", "Changes that are not allowed")
        }
        _ if changes.remarkable().any(|change| change.permission == Permission::Unproved) => {
            language.t("確認できない追加があります", "Additions that could not be checked")
        }
        Integrity::Broken => language.t(
            "署名された部分そのものが損なわれています。どこが変わったかは特定できません",
            "The signed part itself is damaged; where it was changed cannot be told",
        ),
        Integrity::Ambiguous => language.t(
            "表示するソフトによって読み方が変わるため、確認できません",
            "Could not be checked, for programs read the file in different ways",
        ),
        Integrity::Unknown => language.t("確認できません", "Could not be checked"),
        Integrity::Intact if changes.listed.is_empty() => language.t("ありません", "Nothing"),
        Integrity::Intact => language.t("認められた追加だけです", "Only what is allowed"),
    }
}

fn level_text(signature: &SignatureReport, state: State, language: Language) -> Option<String> {
    let text = match signature.level {
        Some(Level::BB) => language.t("署名のみ（日時の証明なし）", "The signature alone, without proof of its time"),
        Some(Level::BT) => language.t("日時の証明付き", "With proof of its time"),
        Some(Level::BLT) => language.t(
            "日時の証明と、後から検証するための情報付き",
            "With proof of its time and what is needed to verify it later",
        ),
        Some(Level::BLTA) => {
            language.t("長期保管用（更新すれば期限を延ばせます）", "For long-term keeping; it can be renewed")
        }
        None if state.rating() == Rating::Bad => return None,
        None => language.t(
            "長期保管のための標準（PAdES）には沿っていない署名",
            "Not of the standard for long-term keeping (PAdES)",
        ),
    };
    Some(text.to_owned())
}

const fn coverage(coverage: Coverage, language: Language) -> &'static str {
    match coverage {
        Coverage::WholeFile => language.t("このファイル全体", "This whole file"),
        Coverage::Revision { .. } => {
            language.t("署名した時点の文書全体", "The whole document as it was at that moment")
        }
        Coverage::Improper { .. } => language.t(
            "文書の一部だけ（守られていない部分があります）",
            "Only part of the document; the rest is not protected",
        ),
    }
}

fn cautions(signature: &SignatureReport, language: Language) -> Vec<String> {
    let Some(signer) = &signature.signer else { return Vec::new() };
    let mut cautions: Vec<String> =
        signature.notes.iter().map(|note| sentence(&plain(&note.text(verifiers(language))))).collect();
    let is_unknown = |status: &RevocationStatus| matches!(status, RevocationStatus::Unknown { .. });
    if signer.error.is_none() && signer.revocation.iter().any(is_unknown) {
        cautions.push(
            language
                .t(
                    "証明書が失効していないことを示す情報は、このファイルに入っていません。",
                    "Nothing in this file shows that the certificate had not been revoked.",
                )
                .to_owned(),
        );
    }
    let later = signer.revocation.iter().find_map(|status| match status {
        RevocationStatus::Good { revoked_later, .. } => *revoked_later,
        _ => None,
    });
    if let Some(since) = later.map(|since| time(since, language)) {
        cautions.push(if language.is_ja() {
            format!("証明書はその後、{since}に失効しました。署名はそれより前のものです。")
        } else {
            format!("The certificate was revoked afterwards, on {since}; the signature is from before.")
        });
    }
    cautions
}
