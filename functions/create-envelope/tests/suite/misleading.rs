//! Input that misleads is refused with its field, a stable code and a sentence in the caller's language, and nothing is made
//! of it.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::caller::{Answer, good_request, send, world};

/// A value put at a pointer of the good request, and what is said of it: code, a part of the Japanese sentence, a part of the
/// English one.
type Case = (&'static str, Value, &'static str, &'static str, &'static str);

fn texts() -> Vec<Case> {
    let link = ("link", "メールソフトがリンクに変えてしまう", "mail programs turn it into a link");
    vec![
        ("/title", json!("\u{200b}"), "invisible-character", "（1文字目、U+200B）", "(U+200B, character 1)"),
        ("/title", json!("契約\u{202e}書"), "direction-control", "文字の並ぶ向き", "writing direction"),
        ("/title", json!("\u{3164}"), "invisible-character", "画面に表示されない文字", "invisible"),
        ("/title", json!(" \u{3000}"), "missing", "件名を入力してください。", "Enter the title."),
        ("/title", json!("契約\r\nBcc: x@example.jp"), "line-break", "1行で", "one line"),
        (
            "/title",
            json!("あ".repeat(201)),
            "too-long",
            "200文字以内で入力してください（現在201文字）",
            "at most 200 characters; it has 201",
        ),
        (
            "/title",
            json!("契\u{301}\u{302}\u{303}\u{304}\u{305}約"),
            "too-many-marks",
            "記号が多すぎる",
            "too many combining marks",
        ),
        ("/title", json!("契約\u{fffd}"), "damaged-character", "文字が壊れています", "damaged"),
        ("/title", json!("契約\u{ffff}"), "unassigned-character", "定められていない符号", "no character of Unicode"),
        (
            "/message",
            json!("外字\u{e000}"),
            "private-use-character",
            "ほかの端末では別の文字",
            "other devices show something else",
        ),
        ("/message", json!("a\u{2028}b"), "control-character", "制御文字", "control character"),
        ("/documents/0/name", json!("契約\u{2066}書"), "direction-control", "文書名に", "document name"),
        ("/documents/0/name", json!("../etc"), "path-separator", "「/」は使えません", "cannot contain \"/\""),
        ("/documents/0/name", json!("契約／別紙"), "path-separator", "「／」は使えません", "U+FF0F"),
        ("/documents/0/name", json!(".."), "only-dots", "ドットだけ", "dots alone"),
        ("/documents/0/name", json!("契約書."), "trailing-dot", "末尾のドット", "dot at the end"),
        ("/documents/0/name", json!("NUL.pdf"), "device-name", "Windows", "Windows"),
        ("/documents/0/name", json!(".pdf"), "missing", "文書名を入力", "Enter the document name."),
        ("/documents/1/name", json!("契約書.PDF"), "duplicate", "重複", "Another document"),
        ("/recipients/0/name", json!("\u{2800}"), "invisible-character", "氏名に", "the name"),
        ("/recipients/0/name", json!("佐藤 evil.example"), link.0, link.1, link.2),
        ("/recipients/0/name", json!("ｗｗｗ．ｅｖｉｌ．ｅｘａｍｐｌｅ"), link.0, link.1, link.2),
        ("/recipients/0/company", json!("evil.example/login"), link.0, link.1, link.2),
        ("/recipients/0/company", json!("https：／／evil"), link.0, link.1, link.2),
        ("/recipients/0/company", json!("会社\u{ad}"), "invisible-character", "会社名に", "company"),
        ("/transaction/counterparty", json!("商店\u{200f}"), "direction-control", "取引先に", "counterparty"),
        (
            "/transaction/counterparty",
            json!("あ".repeat(201)),
            "too-long",
            "取引先は200文字以内",
            "the counterparty to at most 200",
        ),
        ("/transaction/tags/1", json!("\u{feff}"), "invisible-character", "タグに", "tag"),
        ("/transaction/tags/1", json!(""), "missing", "タグを入力", "Enter the tag."),
        ("/transaction/tags/1", json!("あ".repeat(51)), "too-long", "タグは50文字以内", "the tag to at most 50"),
        ("/transaction/tags", json!(vec!["a"; 21]), "too-many", "20件以内", "at most 20"),
    ]
}

fn addresses_and_numbers() -> Vec<Case> {
    let email = |text: &str| ("/recipients/0/email", json!(text));
    let case = |(pointer, value), code, ja, en| (pointer, value, code, ja, en);
    let phone = |text: &str| {
        let (ja, en) = ("090-1234-5678または+81 90 1234 5678の形で", "such as 090-1234-5678 or +81 90 1234 5678");
        ("/recipients/0/factor/phone", json!(text), "invalid", ja, en)
    };
    vec![
        case(email(""), "missing", "メールアドレスを入力してください。", "Enter the email address."),
        case(email("taro"), "no-at-sign", "「@」がありません", "has no @"),
        case(email("a@b.jp,c@d.jp"), "several-at-signs", "1件だけ", "single address"),
        case(email("佐藤 <taro@example.jp>"), "display-name", "メールアドレスだけ", "address alone"),
        case(email("ta ro@example.jp"), "blank", "空白や改行", "space or line break"),
        case(email("ta\u{202e}ro@example.jp"), "invisible-character", "U+202E", "U+202E"),
        case(email("\"a..b\"@docomo.ne.jp"), "quoted-local-part", "引用符", "quotation marks"),
        case(email("太郎@example.jp"), "international-local-part", "「@」より前に、日本語", "other letters than ASCII"),
        case(email("taro(work)@example.jp"), "comment", "括弧", "parentheses"),
        case(email("taro@localhost"), "domain-without-dot", "途中で切れている", "cut off"),
        case(email("taro@.example.jp"), "domain-dots", "余分なドット", "extra dot"),
        case(email("taro@[192.0.2.1]"), "ip-address", "IPアドレスではなく", "no IP address"),
        case(email("taro@exa_mple.jp"), "invalid-domain", "ドメイン名として正しくありません", "cannot be a domain"),
        phone("+81 90-1234-567"),
        phone("110"),
        phone("1234567890"),
    ]
}

/// An amount is put in as a whole, and its faults are told at its fields.
fn amounts_and_dates() -> Vec<Case> {
    let value = "/transaction/amount/value";
    let currency = "/transaction/amount/currency";
    let date = "/transaction/date";
    vec![
        (value, json!({"value": -1}), "negative", "0以上で", "not negative"),
        (value, json!({"value": 1, "reduction": true}), "not-negative", "負の値", "negative amount"),
        (value, json!({"value": 1_000_000_000_000_000_i64}), "too-large", "15桁以内", "15 digits"),
        (currency, json!({"value": 1, "currency": "jpy"}), "invalid", "英大文字3文字", "three capital letters"),
        (currency, json!({"value": 1, "currency": "ABC"}), "invalid", "ISO 4217", "ISO 4217"),
        (currency, json!({"value": 1, "currency": "XXX"}), "invalid", "ISO 4217", "ISO 4217"),
        (date, json!("2026-02-30"), "invalid", "実在する日付", "a date that there is"),
        (date, json!("2026/04/01"), "invalid", "2026-04-01の形", "2026-04-01"),
        (date, json!("令和8年4月1日"), "invalid", "2026-04-01の形", "2026-04-01"),
        (date, json!("1867-12-31"), "out-of-range", "1868年から", "1868"),
    ]
}

fn types() -> Vec<Case> {
    vec![
        ("/title", json!(5), "invalid-type", "文字列", "string"),
        ("/documents", json!({}), "invalid-type", "配列", "list"),
        ("/documents/0/size", json!("1000"), "invalid-type", "整数", "whole number"),
        ("/documents/0/size", json!(1.5), "invalid-type", "整数", "whole number"),
        ("/documents/0/size", json!(-1), "out-of-range", "0から", "from 0 to"),
        ("/recipients/0", json!(["signer", 1]), "invalid-type", "オブジェクト", "object"),
        ("/recipients/0/kind", json!("cc"), "unknown-value", "signer、viewer、copy", "signer, viewer, copy"),
        ("/recipients/0/language", json!("fr"), "unknown-value", "ja、en", "ja, en"),
        ("/recipients/0/order", json!(65_536), "out-of-range", "65535まで", "to 65535"),
        ("/recipients/0/seal/type", json!("gold"), "unknown-value", "registered、contract", "registered, contract"),
        (
            "/recipients/0/factor/type",
            json!("fax"),
            "unknown-value",
            "access_code、totp、sms",
            "access_code, totp, sms",
        ),
        ("/recipients/0/factor/phone", json!(90), "invalid-type", "文字列", "string"),
        ("/transaction/amount/value", json!("1000"), "invalid-type", "整数", "whole number"),
        ("/retention", json!("5y"), "unknown-value", "7y、10y、unlimited", "7y, 10y, unlimited"),
        ("/may_forward", json!("yes"), "invalid-type", "trueまたはfalse", "true or false"),
        ("/deadline_days", json!(300), "out-of-range", "1～30日", "1 to 30 days"),
    ]
}

/// The good request with another value at this pointer. An amount's faults are told at a field of the amount.
fn request_with(pointer: &str, value: &Value) -> Value {
    let mut request = good_request();
    let place = match (pointer, value) {
        ("/transaction/amount/value" | "/transaction/amount/currency", Value::Object(_)) => "/transaction/amount",
        (pointer, _) => pointer,
    };
    *request.pointer_mut(place).unwrap_or_else(|| panic!("{place} is in the good request")) = value.clone();
    request
}

/// A problem document (RFC 9457) with this status and code; gives it.
fn problem(answer: &Answer, status: StatusCode, code: &str) -> Value {
    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"]), (status, &json!(code)), "{problem}");
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{problem}");
    for part in ["title", "detail"] {
        assert!(problem[part].as_str().is_some_and(|text| !text.is_empty()), "{part}: {problem}");
    }
    problem
}

async fn create(world: &Router, language: &str, body: String) -> Answer {
    send(world, "POST", "/v1/envelopes", language, body).await
}

#[tokio::test]
async fn what_is_right_is_taken_as_it_was_written() {
    let world = world();
    let answer = create(&world, "ja", good_request().to_string()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let made = answer.json();
    let good = good_request();
    for pointer in ["/title", "/message", "/documents/1/name", "/recipients/0/name", "/recipients/0/company"] {
        assert_eq!(made.pointer(pointer), good.pointer(pointer));
    }
    assert_eq!(made["transaction"], good["transaction"]);

    for (pointer, typed, kept) in [
        ("/documents/0/name", json!("v2.pdf"), json!("v2")),
        ("/recipients/0/email", json!("　ｔａｒｏ＠日本語．jp"), json!("taro@日本語.jp")),
        ("/recipients/0/email", json!("a..b@docomo.ne.jp"), json!("a..b@docomo.ne.jp")),
        ("/recipients/0/factor/phone", json!("＋８１（０）９０－１２３４－５６７８"), json!("+819012345678")),
        ("/recipients/0/company", json!("Booking.com Japan株式会社"), json!("Booking.com Japan株式会社")),
        ("/title", json!("契約 https://city.example/12"), json!("契約 https://city.example/12")),
        (
            "/transaction/amount",
            json!({"value": -5, "currency": "USD", "reduction": true}),
            json!({"value": -5, "currency": "USD", "reduction": true}),
        ),
    ] {
        let answer = create(&world, "ja", request_with(pointer, &typed).to_string()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{typed}: {}", answer.body);
        assert_eq!(answer.json().pointer(pointer), Some(&kept), "{typed}");
    }
}

#[tokio::test]
async fn what_misleads_is_refused_in_the_callers_language() {
    let world = world();
    let cases = [texts(), addresses_and_numbers(), amounts_and_dates(), types()].concat();
    for (pointer, value, code, ja, en) in cases {
        let body = request_with(pointer, &value).to_string();
        for (language, words) in [("ja", ja), ("en", en)] {
            let answer = create(&world, language, body.clone()).await;
            let problem = problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields");
            let [error] = &problem["errors"].as_array().expect("wrong fields")[..] else { panic!("one: {problem}") };
            assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)), "{value}");
            let detail = error["detail"].as_str().expect("a sentence");
            assert!(detail.contains(words), "{value}: {detail}");
            assert!(detail.ends_with(if language == "ja" { "。" } else { "." }), "{detail}");
            assert_eq!(answer.headers["content-language"], language);
        }
    }
}

#[tokio::test]
async fn a_field_too_much_or_too_little_is_named() {
    let world = world();
    for (body, pointer, code) in [
        (json!({"titel": "誤り"}), "/titel", "unknown-field"),
        (json!({"recipients": [{"mail": "a@example.jp"}]}), "/recipients/0/mail", "unknown-field"),
        (json!({"transaction": {"amount": {}}}), "/transaction/amount/value", "missing"),
        (json!({"recipients": [{"factor": {"type": "sms"}}]}), "/recipients/0/factor/phone", "missing"),
        (
            json!({"recipients": [{"seal": {"type": "registered", "organisation": "滝川市"}}]}),
            "/recipients/0/seal/organisation",
            "invalid",
        ),
        (json!([]), "", "invalid-type"),
    ] {
        for language in ["ja", "en"] {
            let answer = create(&world, language, body.to_string()).await;
            let problem = problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields");
            assert_eq!(
                (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]),
                (&json!(pointer), &json!(code))
            );
            let is_japanese = problem["errors"][0]["detail"].as_str().is_some_and(|text| text.ends_with('。'));
            assert_eq!(is_japanese, language == "ja", "{problem}");
        }
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_told_why() {
    let world = world();
    let shift_jis = b"{\"title\": \"\x8c\x5f\x96\xf1\"}".to_vec();
    let large = format!("{{\"title\": \"{}\"}}", "a".repeat(3 << 20)).into_bytes();
    for (path, body, status, code, ja, en) in [
        ("/v1/envelopes", b"{\"title\":\n 5,}".to_vec(), 400, "invalid-json", "2行目、4文字目", "line 2, column 4"),
        ("/v1/envelopes", b"title=a".to_vec(), 400, "invalid-json", "1行目", "line 1"),
        ("/v1/envelopes", Vec::new(), 400, "invalid-json", "空です", "no body"),
        ("/v1/envelopes", shift_jis, 400, "invalid-utf8", "UTF-8", "UTF-8"),
        ("/v1/envelopes", large, 413, "body-too-large", "小さくして", "smaller"),
        ("/v1/envelopes/%FF/void", Vec::new(), 400, "invalid-url", "UTF-8", "UTF-8"),
    ] {
        let status = StatusCode::from_u16(status).expect("a status");
        for (language, words) in [("ja", ja), ("en", en)] {
            let answer = send(&world, "POST", path, language, body.clone()).await;
            let problem = problem(&answer, status, code);
            assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(words)), "{problem}");
        }
    }
}

#[tokio::test]
async fn reasons_and_corrections_are_judged_too() {
    let world = world();
    let made = create(&world, "ja", good_request().to_string()).await.json();
    let id = made["id"].as_str().expect("an id");
    let void = format!("/v1/envelopes/{id}/void");
    let again = format!("/v1/envelopes/{id}/recipients/1/request");
    for (path, body, problem_code, pointer, code, ja) in [
        (&void, String::new(), "reason-needed", "/reason", "missing", "理由を入力してください。"),
        (&void, json!({"reason": " "}).to_string(), "reason-needed", "/reason", "missing", "理由を入力してください。"),
        (
            &void,
            json!({"reason": "誤\u{202e}り"}).to_string(),
            "reason-refused",
            "/reason",
            "direction-control",
            "理由に",
        ),
        (
            &void,
            json!({"reason": "\u{200b}"}).to_string(),
            "reason-refused",
            "/reason",
            "invisible-character",
            "理由に",
        ),
        (
            &void,
            json!({"reason": "あ".repeat(501)}).to_string(),
            "reason-refused",
            "/reason",
            "too-long",
            "500文字以内",
        ),
        (&void, json!({"reason": 5}).to_string(), "invalid-fields", "/reason", "invalid-type", "文字列"),
        (&void, json!({"raison": "x"}).to_string(), "invalid-fields", "/raison", "unknown-field", "reason"),
        (&again, json!({"email": "taro"}).to_string(), "invalid-fields", "/email", "no-at-sign", "「@」がありません"),
        (&again, json!({"email": ""}).to_string(), "invalid-fields", "/email", "missing", "入力してください"),
        (&again, json!({"phone": "110"}).to_string(), "invalid-fields", "/phone", "invalid", "090-1234-5678"),
        (&again, json!({"phone": 110}).to_string(), "invalid-fields", "/phone", "invalid-type", "文字列"),
        (&again, json!({"fax": "110"}).to_string(), "invalid-fields", "/fax", "unknown-field", "email、phone"),
    ] {
        let answer = send(&world, "POST", path, "ja", body.clone()).await;
        let problem = problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, problem_code);
        let error = &problem["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)), "{body}: {problem}");
        assert!(error["detail"].as_str().is_some_and(|detail| detail.contains(ja)), "{body}: {problem}");
        let english = send(&world, "POST", path, "en", body.clone()).await.json();
        assert!(english["errors"][0]["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{english}");
    }
    let both = json!({"email": "x", "phone": "y"}).to_string();
    let both = send(&world, "POST", &again, "ja", both).await.json();
    assert_eq!((&both["errors"][0]["pointer"], &both["errors"][1]["pointer"]), (&json!("/email"), &json!("/phone")));

    let unchanged = send(&world, "GET", &format!("/v1/envelopes/{id}"), "ja", String::new()).await.json();
    assert_eq!((&unchanged["status"], &unchanged["version"]), (&json!("draft"), &made["version"]), "nothing happened");
    let voided = send(&world, "POST", &void, "ja", json!({"reason": "金額の\n誤り"}).to_string()).await;
    assert_eq!(voided.status, StatusCode::OK, "{}", voided.body);
}
