//! Every kind of verdict, as a page and as JSON, in both languages.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::files;
use crate::world::{World, trusting, unfolded, world};

const CHANGED: [&str; 2] = [
    "署名した後に、内容が変更されています。このファイルは使わず、送信者に原本をご確認ください。",
    "The content was changed after signing. Do not use this file; ask its sender for the original.",
];
const INVALID: [&str; 2] = [
    "無効な署名があります。このファイルは使わず、送信者に原本をご確認ください。",
    "A signature is not valid. Do not use this file; ask its sender for the original.",
];

/// The outcome, and the headline in both languages.
async fn judged(world: &World, bytes: &[u8]) -> (String, String, String) {
    let mut summaries = Vec::new();
    let mut outcome = String::new();
    for lang in ["ja", "en"] {
        let json = world.ask(lang, bytes).await;
        assert_eq!(json.status, 200, "{}", json.body);
        assert_eq!(json.headers["content-language"], lang);
        let findings = json.json();
        let page = world.drop_file(lang, "契約書.pdf", bytes).await;
        assert_eq!(page.status, 200, "{}", page.body);
        says_the_same(&findings, &page.body);
        let heads = page.main().split("<h1>").nth(1).unwrap().split("</p>").next().unwrap();
        let (verdict, then) = heads.split_once("</h1>\n<p class=\"then\">").unwrap();
        let between = if lang == "ja" { "" } else { " " };
        assert_eq!(escaped(findings["summary"].as_str().unwrap()), format!("{verdict}{between}{then}"));
        outcome = findings["outcome"].as_str().unwrap().to_owned();
        summaries.push(findings["summary"].as_str().unwrap().to_owned());
    }
    let en = summaries.pop().unwrap();
    (outcome, summaries.pop().unwrap(), en)
}

/// Every sentence of the JSON stands on the page.
fn says_the_same(json: &Value, page: &str) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_said = name == "value" || name.ends_with("text") || name == "signer";
                if let (Some(text), true) = (value.as_str(), is_said) {
                    let text = escaped(text);
                    assert!(page.contains(&text), "{name}: {text} is missing in {page}");
                }
                if ["reasons", "notes", "cautions"].contains(&name.as_str()) {
                    for text in value.as_array().unwrap() {
                        assert!(page.contains(&escaped(text.as_str().unwrap())), "{text} is missing in {page}");
                    }
                }
                says_the_same(value, page);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| says_the_same(item, page)),
        _ => {}
    }
}

fn escaped(text: &str) -> String {
    let pairs = [("&", "&#38;"), ("<", "&#60;"), (">", "&#62;"), ("\"", "&#34;"), ("'", "&#39;")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[tokio::test]
async fn every_kind_of_file_gets_its_headline() {
    let world = world();
    for (bytes, outcome, ja, en) in [
        (
            files::signed_by_two(),
            "valid",
            "署名2件は、すべて有効です。署名した内容は変更されていません。",
            "2 signatures: all valid. What was signed has not been changed.",
        ),
        (
            files::archived(),
            "valid",
            "署名1件とタイムスタンプ1件は、すべて有効です。署名した内容は変更されていません。",
            "1 signature and 1 timestamp: all valid. What was signed has not been changed.",
        ),
        (
            files::filled_in(),
            "valid",
            "作成者による証明は有効です。署名した後には、フォームへの記入など、認められた追記だけがあります。",
            "The author's certification is valid. Since then there are only additions that are allowed, such as filling in a form.",
        ),
        (files::redrawn(), "changed", CHANGED[0], CHANGED[1]),
        (files::altered(), "changed", CHANGED[0], CHANGED[1]),
        (files::ambiguous(), "invalid", INVALID[0], INVALID[1]),
        (files::broken(), "invalid", INVALID[0], INVALID[1]),
        (
            files::by_a_stranger(),
            "issuer_unknown",
            "証明書の発行元を確認できません。だれの署名かを、送信者または署名した方にご確認ください。",
            "The issuer of a certificate could not be confirmed. Ask the sender or the signer whose signature it is.",
        ),
        (
            files::timestamped_only(),
            "valid",
            "タイムスタンプは有効ですが、署名はありません。その時点から、内容は変更されていません。",
            "The timestamp is valid, but nobody has signed. The content has not been changed since.",
        ),
        (
            files::unsigned(),
            "unsigned",
            "電子署名が入っていません。署名済みの文書をお探しの場合は、送信者にご確認ください。",
            "This file has no electronic signature. If you expected a signed document, ask its sender.",
        ),
    ] {
        let judged = judged(&world, &bytes).await;
        assert_eq!(judged, (outcome.to_owned(), ja.to_owned(), en.to_owned()));
    }
}

/// Under a green tick nothing warns: what is good to know is folded away, and a real doubt is no green tick.
#[tokio::test]
async fn under_a_good_verdict_nothing_warns() {
    let world = world();
    for file in [
        files::signed_by_two(),
        files::archived(),
        files::filled_in(),
        files::claimed_later(),
        files::timestamped_only(),
        files::ours::signed(),
    ] {
        for lang in ["ja", "en"] {
            let page = world.drop_file(lang, "契約書.pdf", &file).await;
            let seen = unfolded(page.main());
            assert!(seen.contains(r#"class="verdict good""#), "{seen}");
            for warning in [
                "open",
                "bad",
                "?",
                "！",
                "⚠",
                "×",
                "不明",
                "未確認",
                "確認できません",
                "失効",
                "参考",
                "not confirmed",
                "could not",
                "revoked",
                "unknown",
                "not checked",
            ] {
                let words = seen.replace("?lang=", "");
                assert!(!words.contains(warning), "{warning} in {seen}");
            }
        }
    }
}

#[tokio::test]
async fn what_expired_without_a_timestamp_can_be_shown_neither_way() {
    let world = world();
    world.clock.set("2090-01-01T00:00:00Z");
    let (outcome, ja, _) = judged(&world, &files::archived()).await;
    assert_eq!(outcome, "unproved");
    assert_eq!(ja, "確認できない署名があります。契約書として使う前に、下に示す理由を送信者にお問い合わせください。");
}

#[tokio::test]
async fn without_anchors_the_mathematics_are_told_all_the_same() {
    let findings = trusting(Vec::new()).ask("ja", &files::signed_by_two()).await.json();
    assert_eq!(findings["outcome"], "issuer_unknown");
    for signature in findings["signatures"].as_array().unwrap() {
        assert_eq!(signature["state"], "issuer_unknown", "{signature}");
        assert_eq!(signature["state_text"], "発行元を確認できない証明書");
        assert_eq!((&signature["integrity"], &signature["signer_confirmed"]), (&"intact".into(), &false.into()));
    }
    let altered = trusting(Vec::new()).ask("ja", &files::altered()).await.json();
    assert_eq!((&altered["outcome"], &altered["signatures"][0]["integrity"]), (&"changed".into(), &"broken".into()));
}

#[tokio::test]
async fn a_claimed_time_that_contradicts_the_proved_one_is_told() {
    let findings = world().ask("ja", &files::claimed_later()).await.json();
    let cautions = findings["signatures"][0]["cautions"].to_string();
    assert!(cautions.contains("申告した日時は2026年12月1日 09:30 (JST)で、タイムスタンプより後です"), "{findings}");
}

#[tokio::test]
async fn a_file_that_programs_read_in_two_ways_is_not_called_altered() {
    let findings = world().ask("ja", &files::ambiguous()).await.json();
    let signature = &findings["signatures"][0];
    assert_eq!(signature["integrity"], "ambiguous", "{signature}");
    assert_eq!(
        signature["integrity_text"],
        "署名されたデータは元のままですが、表示するソフトによって違う内容に見えるおそれがあります。"
    );
    assert!(findings["summary"].to_string().contains("このファイルは使わず"), "{findings}");
}

/// Forged files of others, where they are there beside the workspace: none is called valid, and people are told what to do.
#[tokio::test]
async fn of_forged_files_the_page_says_that_they_are_not_as_they_were_signed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/forged");
    let Ok(root) = fs::read_to_string(folder.join("root.pem")) else { return };
    let world = trusting(vec![root]);
    // Of these nothing is wrong but what a careless report would make of them.
    let honest = ["m4_bidi_in_report.pdf"];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".pdf") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let (outcome, _, _) = judged(&world, &bytes).await;
        let findings = world.ask("ja", &bytes).await.json();
        if honest.contains(&name.as_str()) {
            assert_eq!(outcome, "valid", "{name}");
            continue;
        }
        assert!(["changed", "invalid", "unproved"].contains(&outcome.as_str()), "{name}: {outcome}");
        assert!(findings["summary"].to_string().contains("送信者"), "{name}: {findings}");
    }
}

#[tokio::test]
async fn a_claimed_name_never_stands_without_what_is_known_of_the_signer() {
    let page = world().drop_file("ja", "契約書.pdf", &files::broken()).await;
    let seen = unfolded(page.main());
    let (signer, claim) = (seen.find("証明書を読み取れないため、確認できません"), seen.find("申告された氏名"));
    assert!(signer.is_some() && signer < claim, "{seen}");
}

#[tokio::test]
async fn a_change_is_named_with_its_page() {
    let findings = world().ask("ja", &files::redrawn()).await.json();
    let changes = findings["signatures"][0]["changes"]["listed"].as_array().unwrap().clone();
    let drawn = changes.iter().find(|change| change["kind"] == "content_changed").unwrap();
    assert_eq!((&drawn["permission"], &drawn["page"]), (&"forbidden".into(), &1.into()));
    assert_eq!(drawn["text"], "1ページ目: ページの内容が変わっています");
}

#[tokio::test]
async fn what_is_no_pdf_is_refused_in_words() {
    let world = world();
    let cut = files::signed_by_two();
    for (bytes, code, titles) in [
        (b"".as_slice(), "pdf-empty", ["空のファイルです", "The file is empty"]),
        (
            b"PK\x03\x04 a document of another kind",
            "pdf-not-a-pdf",
            ["PDFファイルではありません", "This is not a PDF file"],
        ),
        (&cut[..400], "pdf-damaged", ["PDFとして読めません", "This cannot be read as a PDF"]),
    ] {
        for (lang, title) in ["ja", "en"].into_iter().zip(titles) {
            let json = world.ask(lang, bytes).await;
            assert_eq!(json.status, 422, "{}", json.body);
            assert_eq!(json.headers["content-type"], "application/problem+json");
            let problem = json.json();
            assert_eq!((&problem["code"], &problem["title"]), (&code.into(), &title.into()));
            let page = world.drop_file(lang, "x.pdf", bytes).await;
            assert_eq!(page.status, 422);
            let detail = problem["detail"].as_str().unwrap();
            assert!(page.body.contains(title) && page.body.contains(detail), "{}", page.body);
            assert!(page.body.contains(r#"type="file""#), "another file can be chosen at once");
        }
    }
}

#[tokio::test]
async fn files_made_to_harm_are_answered() {
    let world = world();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pades/fuzz/corpus");
    let mut files = 0;
    for target in ["verify", "pdf"] {
        for file in fs::read_dir(corpus.join(target)).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            let status = world.ask("ja", &bytes).await.status;
            assert!([200, 422].contains(&status), "{status}");
            files += 1;
        }
    }
    assert!(files > 4, "the corpus is there");
}
