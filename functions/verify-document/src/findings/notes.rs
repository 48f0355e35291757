//! What there is to know beside the verdict, where it is not good.

use pades::verify::changes::Verdict;
use pades::verify::{Report, SignatureReport};
use web::Language;

use super::Outcome;
use super::headline::{is_signed, unchanged};
use super::state::{Integrity, State};
use super::stated::Purpose;

/// The sentences below the verdict.
pub(super) fn notes(report: &Report, outcome: Outcome, purposes: &[Purpose], language: Language) -> Vec<String> {
    let mut notes = Vec::new();
    let mut say = |ja: String, en: String| notes.push(if language.is_ja() { ja } else { en });
    let all = report.signatures.len();
    let of = |wanted: &[State]| report.signatures.iter().filter(|one| wanted.contains(&State::of(one))).count();
    match outcome {
        Outcome::Unsigned => say(
            "印影の画像は電子署名ではありません。印刷したものや、ほかのソフトで保存し直したものには、署名が残りません。".into(),
            "The picture of a seal is no signature, and a copy that was printed or saved anew by other software has lost its \
             signatures."
                .into(),
        ),
        Outcome::Changed => {
            if all > 1 {
                let changed = of(&[State::Changed]);
                say(
                    format!("全{all}件のうち{changed}件の署名が、その後の変更のために有効ではありません。"),
                    format!(
                        "Of {all} signatures, {changed} {} not valid, because of changes made afterwards.",
                        if changed == 1 { "is" } else { "are" }
                    ),
                );
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
            "有効とも無効とも言えません。".into(),
            "It can be shown neither to be valid nor to be invalid.".into(),
        ),
        Outcome::Unproved => {
            let open = of(&[State::Unproved, State::IssuerUnknown]);
            say(
                format!("全{all}件のうち{open}件は、有効とも無効とも言えません。"),
                format!("{open} of {all} can be shown neither to be valid nor to be invalid."),
            );
        }
        Outcome::IssuerUnknown => {
            if report.signatures.iter().all(is_intact) {
                say(unchanged(report, purposes, Language::Ja).into(), unchanged(report, purposes, Language::En).into());
            }
            say(
                "証明書に書かれた名前が本人のものかどうかは、この画面では確認できません。".into(),
                "Whether the name in the certificate is the signer's own could not be confirmed here.".into(),
            );
        }
        Outcome::Valid if !is_signed(purposes) => say(
            "署名済みの文書をお探しの場合は、送信者にご確認ください。".into(),
            "If you expected a signed document, ask its sender.".into(),
        ),
        Outcome::Valid => {}
    }
    notes
}

fn is_intact(signature: &SignatureReport) -> bool {
    Integrity::of(signature) == Integrity::Intact
}

/// Whether a later revision holds what is not allowed.
fn is_named(report: &Report) -> bool {
    let mut changes = report.revisions.iter().flat_map(|revision| &revision.changes);
    changes.any(|change| change.verdict == Verdict::Forbidden)
}
