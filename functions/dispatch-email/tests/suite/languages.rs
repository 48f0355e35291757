//! Every mail in both languages: whole, equal in both halves, and in one language only.

use std::collections::BTreeSet;

use domain::language::Language;
use domain::ports::OutgoingMail;

use crate::common::{assert_equal_content, every_mail, shape};

/// What stands in Japanese mails in Latin letters.
const LATIN_IN_JAPANESE: [&str; 27] = [
    "Keiin",
    "keiin",
    "JST",
    "SMS",
    "MB",
    "URL",
    "https",
    "smtp",
    "user",
    "unknown",
    "sign",
    "example",
    "help",
    "sato",
    "city",
    "suzuki",
    "tanaka",
    "saburo",
    "sasaki",
    "sorachi",
    "jp",
    "download",
    // What services say.
    "address",
    "suppressed",
    "Invalid",
    "parameter",
    "PhoneNumber",
];

fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[tokio::test]
async fn both_halves_of_every_mail_say_the_same() {
    for language in Language::ALL {
        for (_, mail) in every_mail(language).await {
            assert_equal_content(&mail);
            assert!(mail.html.contains(&format!(r#"<html lang="{}">"#, language.tag())));
            assert!(!mail.text.contains("\n\n\n") && !mail.text.contains(" \n"), "{}", mail.text);
        }
    }
}

#[tokio::test]
async fn english_mails_hold_no_japanese() {
    for (name, mail) in every_mail(Language::En).await {
        for half in [&mail.from_name, &mail.subject, &mail.text, &mail.html] {
            assert_eq!(half.chars().find(|c| is_japanese(*c)), None, "{name}: {half}");
        }
    }
}

#[tokio::test]
async fn japanese_mails_hold_no_english() {
    for (name, mail) in every_mail(Language::Ja).await {
        let links = |line: &&str| !line.starts_with("https://");
        let text = mail.text.lines().filter(links).collect::<Vec<_>>().join("\n");
        for half in [&mail.from_name, &mail.subject, &text] {
            let words = half.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
            let foreign: BTreeSet<&str> = words.filter(|word| !LATIN_IN_JAPANESE.contains(word)).collect();
            assert!(foreign.is_empty(), "{name}: {foreign:?} in {half}");
        }
    }
}

#[tokio::test]
async fn every_mail_reads_as_it_should() {
    for language in Language::ALL {
        let mails = every_mail(language).await.into_iter();
        let mails = mails.map(|(name, mail)| format!("######## {name}\n{}", shape(&mail)));
        insta::assert_snapshot!(language.tag(), mails.collect::<Vec<_>>().join("\n"));
    }
}

#[tokio::test]
async fn html_shows_in_every_program() {
    for language in Language::ALL {
        for (name, mail) in every_mail(language).await {
            assert!(mail.html.len() < 100_000, "{name}: Gmail cuts what is longer than 102 KB");
            assert!(mail.html.contains(r#"name="color-scheme" content="light dark""#));
            let buttons = mail.html.matches("mso-padding-alt:14px 32px").count();
            assert_eq!(buttons, usize::from(has_link(&mail)), "{name}");
        }
    }
}

fn has_link(mail: &OutgoingMail) -> bool {
    ["sign", "download", "status", "console"]
        .iter()
        .any(|page| mail.text.contains(&format!("https://sign.example/{page}/")))
}

/// What a list of mails shows beside the subject.
fn preheader(mail: &OutgoingMail) -> &str {
    let (_, rest) = mail.html.split_once("opacity:0;\">").expect("a preheader");
    rest.split_once("</div>").expect("its end").0
}

#[tokio::test]
async fn every_mail_has_a_preheader_of_its_own() {
    for language in Language::ALL {
        let mut kinds: Vec<(String, String)> = Vec::new();
        for (name, mail) in every_mail(language).await {
            let preheader = preheader(&mail).trim().to_owned();
            assert!(!preheader.is_empty(), "{name}");
            assert_ne!(preheader, mail.subject, "{name}");
            kinds.push((mail.subject.clone(), preheader));
        }
        let distinct: BTreeSet<&String> = kinds.iter().map(|(_, preheader)| preheader).collect();
        assert!(distinct.len() > 12, "{distinct:?}");
    }
}

#[tokio::test]
async fn senders_are_led_to_the_console_and_never_told_a_call_of_the_api() {
    for language in Language::ALL {
        for (name, mail) in every_mail(language).await {
            let leads = mail.text.contains("https://sign.example/console/envelopes/");
            assert_eq!(leads, name.ends_with("_sender"), "{name}");
            assert!(
                !mail.text.contains("POST ") && !mail.text.contains("/v1/") && !mail.text.contains("API"),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn a_complaint_and_a_blocked_address_are_told_differently() {
    for language in Language::ALL {
        let mails = every_mail(language).await;
        let of = |wanted: &str| &mails.iter().find(|(name, _)| name == wanted).expect("the mail").1;
        let (complaint, blocked) = (of("bounced_unwanted_sender"), of("bounced_suppressed_sender"));
        assert_ne!(complaint.subject, blocked.subject);
        let words = language.t("迷惑メール", "spam");
        assert!(complaint.text.contains(words) && !blocked.text.contains(words), "{}", blocked.text);
    }
}
