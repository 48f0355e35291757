//! The one verdict on a file: what it is, and what to know or do next, in a sentence each.

use pades::verify::Report;
use web::Language;

use super::Outcome;
use super::later::leaves_the_content;
use super::state::State;
use super::stated::Purpose;

/// The two sentences.
#[derive(Clone, Debug)]
pub struct Headline {
    /// What the file comes to.
    pub verdict: String,
    /// Whether the content is as it was signed, or what to do.
    pub then: String,
}

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

impl Headline {
    pub(super) fn of(report: &Report, outcome: Outcome, purposes: &[Purpose], language: Language) -> Self {
        let t = |ja: &str, en: &str| language.t(ja, en).to_owned();
        let keep_away = || {
            t(
                "このファイルは使わず、送信者に原本をご確認ください。",
                "Do not use this file; ask its sender for the original.",
            )
        };
        let (verdict, then) = match outcome {
            Outcome::Unsigned => (
                t("電子署名が入っていません。", "This file has no electronic signature."),
                t(
                    "署名済みの文書をお探しの場合は、送信者にご確認ください。",
                    "If you expected a signed document, ask its sender.",
                ),
            ),
            Outcome::Changed => {
                (t("署名した後に、内容が変更されています。", "The content was changed after signing."), keep_away())
            }
            Outcome::Invalid => (t("無効な署名があります。", "A signature is not valid."), keep_away()),
            Outcome::Unproved => (
                t("確認できない署名があります。", "A signature could not be confirmed."),
                t(
                    "契約書として使う前に、下に示す理由を送信者にお問い合わせください。",
                    "Before you rely on this file, ask its sender about the reason given below.",
                ),
            ),
            Outcome::IssuerUnknown => (
                t("証明書の発行元を確認できません。", "The issuer of a certificate could not be confirmed."),
                t(
                    "だれの署名かを、送信者または署名した方にご確認ください。",
                    "Ask the sender or the signer whose signature it is.",
                ),
            ),
            Outcome::Valid => (all_valid(purposes, language), unchanged(report, purposes, language).to_owned()),
        };
        Self { verdict, then }
    }

    /// Both sentences.
    pub(super) fn summary(&self, language: Language) -> String {
        let Self { verdict, then } = self;
        if language.is_ja() { format!("{verdict}{then}") } else { format!("{verdict} {then}") }
    }
}

/// Whether somebody has signed, rather than that the sending or the time alone is proved.
pub(super) fn is_signed(purposes: &[Purpose]) -> bool {
    purposes.iter().any(|purpose| matches!(purpose, Purpose::Signing | Purpose::Certification))
}

fn all_valid(purposes: &[Purpose], language: Language) -> String {
    let order = [Purpose::Signing, Purpose::Certification, Purpose::Sending, Purpose::Timestamp];
    let count = |wanted: Purpose| purposes.iter().filter(|purpose| **purpose == wanted).count();
    let there: Vec<Purpose> = order.into_iter().filter(|purpose| count(*purpose) > 0).collect();
    let names = match (&*there, purposes.len(), language) {
        ([Purpose::Timestamp], 1, Language::Ja) => "タイムスタンプ".to_owned(),
        ([only], 1, Language::Ja) => only.name(language).to_owned(),
        ([Purpose::Timestamp], 1, Language::En) => "The timestamp".to_owned(),
        ([only], 1, Language::En) => format!("The {}", only.name(language).to_lowercase()),
        _ => listed(
            &there.iter().map(|purpose| purpose.counted(count(*purpose), language)).collect::<Vec<_>>(),
            language,
        ),
    };
    let is_one = purposes.len() == 1;
    match (language, is_signed(purposes)) {
        (Language::Ja, true) if is_one => format!("{names}は有効です。"),
        (Language::Ja, true) => format!("{names}は、すべて有効です。"),
        (Language::Ja, false) => format!("{names}は有効ですが、署名はありません。"),
        (Language::En, true) if is_one => format!("{names} is valid."),
        (Language::En, true) => format!("{names}: all valid."),
        (Language::En, false) if is_one => format!("{names} is valid, but nobody has signed."),
        (Language::En, false) => format!("{names}: all valid, but nobody has signed."),
    }
}

fn listed(parts: &[String], language: Language) -> String {
    let (comma, and) = if language.is_ja() { ("、", "と") } else { (", ", " and ") };
    match parts {
        [first @ .., last] if !first.is_empty() => format!("{}{and}{last}", first.join(comma)),
        _ => parts.concat(),
    }
}

/// What happened after the first signature: more signatures and what proves them are no changes to the document.
pub(super) fn unchanged(report: &Report, purposes: &[Purpose], language: Language) -> &'static str {
    let mut changes = report.revisions.iter().flat_map(|revision| &revision.changes);
    if !changes.all(|change| leaves_the_content(change.kind)) {
        return language.t(
            "署名した後には、フォームへの記入など、認められた追記だけがあります。",
            "Since then there are only additions that are allowed, such as filling in a form.",
        );
    }
    if is_signed(purposes) {
        language.t("署名した内容は変更されていません。", "What was signed has not been changed.")
    } else if purposes.contains(&Purpose::Sending) {
        language.t("送信された内容は変更されていません。", "What was sent has not been changed.")
    } else {
        language.t("その時点から、内容は変更されていません。", "The content has not been changed since.")
    }
}
