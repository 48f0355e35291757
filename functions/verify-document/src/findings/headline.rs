//! The one verdict on a file.

use pades::SignatureKind;
use pades::verify::changes::{ChangeKind, Verdict};
use pades::verify::{Report, SignatureReport};
use web::Language;

use super::Outcome;
use super::state::{Integrity, State};

/// The worst that was found.
pub(super) fn outcome(report: &Report) -> Outcome {
    let states: Vec<State> = report.signatures.iter().map(State::of).collect();
    let has = |state: State| states.contains(&state);
    match states.len() {
        0 => Outcome::Unsigned,
        _ if has(State::Changed) => Outcome::Changed,
        _ if has(State::Invalid) => Outcome::Invalid,
        _ if has(State::Unproved) => Outcome::Unproved,
        _ if has(State::IssuerUnknown) => Outcome::IssuerUnknown,
        _ => Outcome::Valid,
    }
}

/// The headline.
pub(super) fn summary(report: &Report, outcome: Outcome, language: Language) -> String {
    let t = |ja: &str, en: &str| language.t(ja, en).to_owned();
    match outcome {
        Outcome::Unsigned => t("署名がありません", "There is no signature"),
        Outcome::Changed => t("署名後に変更されています", "It was changed after signing"),
        Outcome::Invalid => t("無効な署名があります", "A signature is not valid"),
        Outcome::Unproved => t("署名を確認できません", "A signature could not be confirmed"),
        Outcome::IssuerUnknown => t(
            "発行元を確認できない証明書で署名されています",
            "Signed with a certificate whose issuer could not be confirmed",
        ),
        Outcome::Valid => format!("{}{}", all_valid(report, language), since(report, language)),
    }
}

fn all_valid(report: &Report, language: Language) -> String {
    let signatures = report.signatures.iter().filter(|signature| !is_timestamp(signature)).count();
    match (language, signatures) {
        (Language::Ja, 0) => "タイムスタンプは有効です。署名はありません。".to_owned(),
        (Language::Ja, 1) => "署名は有効です。".to_owned(),
        (Language::Ja, count) => format!("{count}件の署名はすべて有効です。"),
        (Language::En, 0) => "The timestamp is valid; there is no signature. ".to_owned(),
        (Language::En, 1) => "The signature is valid. ".to_owned(),
        (Language::En, count) => format!("All {count} signatures are valid. "),
    }
}

/// What happened after the first signature: more signatures and what proves them are no changes to the document.
fn since(report: &Report, language: Language) -> &'static str {
    let mut changes = report.revisions.iter().flat_map(|revision| &revision.changes);
    let is_nothing = |kind: ChangeKind| {
        matches!(
            kind,
            ChangeKind::SignatureAdded
                | ChangeKind::CertificationAdded
                | ChangeKind::TimestampAdded
                | ChangeKind::FieldAdded
                | ChangeKind::ValidationDataAdded
                | ChangeKind::MetadataUpdated
                | ChangeKind::UnseenChanged
                | ChangeKind::StructureExtended
                | ChangeKind::Rewritten
        )
    };
    let is_signed = !report.signatures.iter().all(is_timestamp);
    if changes.all(|change| is_nothing(change.kind)) {
        match is_signed {
            true => language.t("署名後の変更はありません。", "Nothing was changed after signing."),
            false => language.t("その後の変更はありません。", "Nothing was changed since."),
        }
    } else {
        language.t(
            "署名後には、記入など認められた変更だけがあります。",
            "Only what is allowed was changed after signing, such as filling in a form.",
        )
    }
}

/// The sentences below it.
pub(super) fn notes(report: &Report, outcome: Outcome, language: Language) -> Vec<String> {
    let mut notes = Vec::new();
    let mut say = |ja: String, en: String| notes.push(if language.is_ja() { ja } else { en });
    let all = report.signatures.len();
    let of = |wanted: &[State]| report.signatures.iter().filter(|one| wanted.contains(&State::of(one))).count();
    match outcome {
        Outcome::Unsigned => say(
            "このPDFには、電子署名もタイムスタンプも入っていません。印影の画像は電子署名ではありません。".into(),
            "This PDF holds neither an electronic signature nor a timestamp. The picture of a seal is no signature."
                .into(),
        ),
        Outcome::Changed => {
            match (all, of(&[State::Changed])) {
                (1, _) => say(
                    "署名は、その後の変更のために有効ではありません。".into(),
                    "The signature is not valid, because of changes made afterwards.".into(),
                ),
                (all, changed) => say(
                    format!("全{all}件のうち{changed}件の署名が、その後の変更のために有効ではありません。"),
                    format!(
                        "Of {all} signatures, {changed} {} not valid, because of changes made afterwards.",
                        if changed == 1 { "is" } else { "are" }
                    ),
                ),
            }
            if is_named(report) {
                say("何が変わったかは下に示します。".into(), "What was changed is named below.".into());
            } else {
                say(
                    "署名された内容そのものが書き換えられていて、どこが変わったかは特定できません。".into(),
                    "The signed content itself was rewritten; where cannot be told.".into(),
                );
            }
        }
        Outcome::Invalid if all == 1 => say(
            "署名したときの文書であるとは言えません。理由は下に示します。".into(),
            "This cannot be taken for the document as it was signed. The reason is given below.".into(),
        ),
        Outcome::Invalid => {
            let bad = of(&[State::Invalid]);
            say(
                format!("全{all}件のうち{bad}件が無効で、署名したときの文書であるとは言えません。理由は下に示します。"),
                format!(
                    "{bad} of {all} {} not valid: this cannot be taken for the document as it was signed. The reasons are \
                     given below.",
                    if bad == 1 { "is" } else { "are" }
                ),
            );
        }
        Outcome::Unproved if all == 1 => say(
            "有効とも無効とも言えません。理由は下に示します。".into(),
            "It can be shown neither to be valid nor to be invalid. The reason is given below.".into(),
        ),
        Outcome::Unproved => {
            let open = of(&[State::Unproved, State::IssuerUnknown]);
            say(
                format!("全{all}件のうち{open}件は、有効とも無効とも言えません。理由は下に示します。"),
                format!(
                    "{open} of {all} can be shown neither to be valid nor to be invalid. The reasons are given below."
                ),
            );
        }
        Outcome::IssuerUnknown => {
            let intact = report.signatures.iter().all(|signature| Integrity::of(signature) == Integrity::Intact);
            if intact {
                say(
                    format!("署名そのものは文書と一致しています。{}", since(report, language)),
                    format!("The signatures themselves fit the document. {}", since(report, language)),
                );
            }
            say(
                "署名した人が誰であるかは、この画面では確かめられません。".into(),
                "Who signed could not be confirmed here.".into(),
            );
        }
        Outcome::Valid => {}
    }
    match outcome {
        Outcome::Changed | Outcome::Invalid => say(
            "このファイルを契約書として使わず、送り主または署名した人から、署名されたままのファイルを受け取ってください。".into(),
            "Do not use this file as the contract: ask its sender or a signer for the file as it was signed.".into(),
        ),
        Outcome::Unproved => say(
            "契約書として使う前に、下の理由を示して、送り主または署名した人に問い合わせてください。".into(),
            "Before you rely on this file, ask its sender or a signer about the reason below.".into(),
        ),
        Outcome::Unsigned | Outcome::IssuerUnknown | Outcome::Valid => {}
    }
    let timestamps = report.signatures.iter().filter(|signature| is_timestamp(signature)).count();
    if outcome == Outcome::Valid && timestamps > 0 && timestamps < all {
        let plural =
            if timestamps == 1 { "timestamp of the whole document is" } else { "timestamps of the whole document are" };
        say(
            format!("文書全体に付けられたタイムスタンプ{timestamps}件も有効です。"),
            format!("{timestamps} {plural} valid, too."),
        );
    }
    notes
}

fn is_timestamp(signature: &SignatureReport) -> bool {
    signature.kind == SignatureKind::DocumentTimestamp
}

/// Whether a later revision holds what is not allowed.
fn is_named(report: &Report) -> bool {
    let mut changes = report.revisions.iter().flat_map(|revision| &revision.changes);
    changes.any(|change| change.verdict == Verdict::Forbidden)
}
