//! What strangers wrote into their signatures is shown as text that stays where it is, whatever it is made of.

use domain::digest::Digest;
use domain::ports::SealHolder;
use signing::pki::PKI;

use crate::files::ours::{FIELDS, act, prepared};
use crate::world::{unfolded, world};

const BIDI: &str = "滝川市\u{202e}gnp.長市\u{2066}\u{200f}\u{61c}";

#[tokio::test]
async fn a_hostile_name_or_reason_breaks_neither_the_page_nor_its_lines() {
    let endless = "滝川市長".repeat(3000);
    let piled = format!("Zalgo{}", "\u{336}\u{489}".repeat(400));
    let cases = [
        (BIDI, "前\u{2028}後\r\n</dd></dl><h1>有効です</h1>"),
        (endless.as_str(), "<script>alert(1)</script>&amp;\"'"),
        (piled.as_str(), "{{ findings.summary }} {% if true %}"),
        ("\u{200b}\u{3164}\u{202e}", " \n\t "),
    ];
    let is_ours = [false, true];
    for (name, reason) in cases {
        let file = act(&PKI.p256, FIELDS[1], (name, reason)).sign_and_timestamp(&prepared());
        for (ours, lang) in is_ours.into_iter().flat_map(|ours| [(ours, "ja"), (ours, "en")]) {
            let world = world();
            if ours {
                world.known_seals.note(Digest::of(&PKI.p256.certificate), &SealHolder::Operator);
            }
            let page = world.drop_file(lang, "契約書.pdf", &file).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let main = page.main();
            let unseen = ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{200b}', '\u{3164}', '\u{2028}', '\r'];
            assert!(!main.contains(unseen), "{main}");
            assert!(!main.contains(&"\u{336}\u{489}".repeat(2)), "{main}");
            assert!(main.len() < 20_000, "{} bytes", main.len());
            for (tag, count) in [("<h1>", 1), ("<script", 0), ("<img", 0), ("<section", 1), ("</dl>", 3)] {
                assert_eq!(main.matches(tag).count(), count, "{tag} in {main}");
            }
            for tag in ["div", "dl", "dt", "dd", "bdi", "details", "section", "span", "strong"] {
                let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
                let opened = [">", " "].map(|end| main.matches(&format!("{open}{end}")).count());
                assert_eq!(opened[0] + opened[1], main.matches(&close).count(), "{tag} in {main}");
            }
            // Among the first lines names are shorter than in the details.
            let first = unfolded(main);
            assert!(!first.contains(&"滝川市長".repeat(26)), "{first}");
            // Each stands on one line, apart from the letters around it.
            for value in main.split("<bdi>").skip(1) {
                let (value, _) = value.split_once("</bdi>").unwrap();
                assert!(!value.contains('\n') && !value.is_empty() && value.chars().count() <= 320, "{value:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_name_of_which_nothing_can_be_seen_is_no_name() {
    let world = world();
    world.known_seals.note(Digest::of(&PKI.p256.certificate), &SealHolder::Operator);
    let file = act(&PKI.p256, FIELDS[1], ("\u{200b}\u{202e}", "\u{3164}")).sign_and_timestamp(&prepared());
    let findings = world.ask("ja", &file).await.json();
    let signature = &findings["signatures"][0];
    assert!(signature["name"].is_null() && signature["reason"].is_null(), "{signature}");
    let page = world.drop_file("ja", "契約書.pdf", &file).await;
    assert!(unfolded(page.main()).contains("P-256 Signer"), "the certificate is there: {}", page.body);
}
