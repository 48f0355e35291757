//! What there is to say of one signature beside its state: what it covers, how good its proof is, what happened afterwards.

use pades::revocation::RevocationStatus;
use pades::signatures::Coverage;
use pades::verify::{Level, SignatureReport};
use web::Language;

use super::Rating;
use super::later::{LaterChanges, Permission, leaves_the_content};
use super::state::{Integrity, State};
use super::words::{plain, sentence, time, verifiers};

pub(super) fn changes_text(changes: &LaterChanges, integrity: Integrity, language: Language) -> &'static str {
    let has = |permission: Permission| changes.listed.iter().any(|change| change.permission == permission);
    match integrity {
        _ if has(Permission::Forbidden) => language.t("認められない変更があります", "Changes that are not allowed"),
        _ if has(Permission::Unproved) => {
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
        Integrity::Intact if changes.listed.iter().all(|change| leaves_the_content(change.kind)) => {
            language.t("ありません", "None")
        }
        Integrity::Intact => language.t(
            "フォームへの記入など、認められた追記だけです",
            "Only additions that are allowed, such as filling in a form",
        ),
    }
}

pub(super) fn level_text(signature: &SignatureReport, state: State, language: Language) -> Option<String> {
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
            "長期保管のための標準（PAdES）以外の形式",
            "Of another form than the standard for long-term keeping (PAdES)",
        ),
    };
    Some(text.to_owned())
}

pub(super) const fn coverage(coverage: Coverage, language: Language) -> &'static str {
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

/// What to know beside the verdict. None of it speaks against the signature.
pub(super) fn cautions(signature: &SignatureReport, language: Language) -> Vec<String> {
    let mut cautions: Vec<String> =
        signature.notes.iter().map(|note| sentence(&plain(&note.text(verifiers(language))))).collect();
    if let Some(claimed) = signature.contradicting_claim().map(|claimed| time(claimed, language)) {
        cautions.push(match language {
            Language::Ja => format!("署名した側が申告した日時は{claimed}で、タイムスタンプより後です。"),
            Language::En => format!("The time that the signer claims, {claimed}, is later than the timestamp."),
        });
    }
    let statuses =
        || signature.signer.iter().filter(|signer| signer.error.is_none()).flat_map(|signer| &signer.revocation);
    let later = signature.signer.iter().flat_map(|signer| &signer.revocation).find_map(|status| match status {
        RevocationStatus::Good { revoked_later, .. } => *revoked_later,
        _ => None,
    });
    if statuses().any(|status| matches!(status, RevocationStatus::Unknown { .. })) {
        cautions.push(
            language
                .t(
                    "証明書の失効情報は、このファイルには入っていません。失効していないかは、証明書の発行元で確認できます。",
                    "This file holds no revocation data for the certificate. Its issuer can tell whether it has been revoked.",
                )
                .to_owned(),
        );
    }
    if let Some(since) = later.map(|since| time(since, language)) {
        cautions.push(match language {
            Language::Ja => format!("証明書はその後、{since}に失効しました。署名はそれより前のものです。"),
            Language::En => {
                format!("The certificate was revoked afterwards, on {since}; the signature is from before.")
            }
        });
    }
    cautions
}
