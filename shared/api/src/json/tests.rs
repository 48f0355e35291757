#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use axum::http::StatusCode;

use crate::v1::EnvelopeRequest;
use serde::Deserialize;

use super::*;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Sample {
    name: String,
    count: u8,
    total: i64,
    share: f64,
    is_good: bool,
    note: Option<String>,
    list: Vec<Part>,
    part: Option<Part>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    kind: Kind,
    #[serde(rename = "a/b~c")]
    odd: Option<u16>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    First,
    Second,
}

/// The pointer and the code of the one wrong field; both sentences are checked.
fn wrong<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> (String, String) {
    let problem = read::<T>(body.as_bytes()).unwrap_err();
    assert_eq!((problem.status(), problem.kind.code), (StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields"), "{body}");
    let [error] = &problem.errors[..] else { panic!("{body}: {problem:?}") };
    let Localized { ja, en } = &error.detail;
    assert!(en.ends_with('.') && en.is_ascii(), "{body}: {en}");
    assert!(ja.ends_with('。'), "{body}: {ja}");
    for word in ["expected", "invalid", "struct", "line"] {
        assert!(!en.contains(word), "the library's words: {en}");
    }
    (error.pointer.clone(), error.code.to_string())
}

#[test]
fn what_fits_is_read() {
    let body = r#"{"name": "契約", "count": 255, "total": -9223372036854775808, "share": 1, "is_good": true, "note": null,
        "list": [{"kind": "first"}, {"kind": "second", "a/b~c": 3}], "part": {"kind": "second"}}"#;
    let sample: Sample = read(body.as_bytes()).unwrap();
    assert_eq!((sample.name.as_str(), sample.count, sample.total, sample.note), ("契約", 255, i64::MIN, None));
    assert_eq!(sample.list[1], Part { kind: Kind::Second, odd: Some(3) });
    assert_eq!(read::<Sample>(b"{}").unwrap(), Sample::default());
    assert_eq!(read::<Sample>("\u{feff}{}".as_bytes()).unwrap(), Sample::default(), "as some editors save it");
    assert_eq!(read_or_default::<Sample>(b"").unwrap(), Sample::default());
}

#[test]
fn what_does_not_fit_is_told_at_its_field() {
    for (body, pointer, code) in [
        (r#"{"name": 1}"#, "/name", "invalid-type"),
        (r#"{"name": null}"#, "/name", "invalid-type"),
        (r#"{"name": ["a"]}"#, "/name", "invalid-type"),
        (r#"{"count": "1"}"#, "/count", "invalid-type"),
        (r#"{"count": 1.5}"#, "/count", "invalid-type"),
        (r#"{"count": 256}"#, "/count", "out-of-range"),
        (r#"{"count": -1}"#, "/count", "out-of-range"),
        (r#"{"total": 9223372036854775808}"#, "/total", "out-of-range"),
        (r#"{"total": 123456789012345678901234567890}"#, "/total", "out-of-range"),
        (r#"{"share": "half"}"#, "/share", "invalid-type"),
        (r#"{"is_good": "yes"}"#, "/is_good", "invalid-type"),
        (r#"{"is_good": 1}"#, "/is_good", "invalid-type"),
        (r#"{"note": 5}"#, "/note", "invalid-type"),
        (r#"{"list": {"kind": "first"}}"#, "/list", "invalid-type"),
        (r#"{"list": [{"kind": "first"}, {"kind": 2}]}"#, "/list/1/kind", "unknown-value"),
        (r#"{"list": [{"kind": "third"}]}"#, "/list/0/kind", "unknown-value"),
        (r#"{"list": [{}]}"#, "/list/0/kind", "missing"),
        (r#"{"list": [["first", 3]]}"#, "/list/0", "invalid-type"),
        (r#"{"part": {"kind": "first", "a/b~c": "x"}}"#, "/part/a~1b~0c", "invalid-type"),
        (r#"{"part": {"kind": "first", "x/y": 1}}"#, "/part/x~1y", "unknown-field"),
        (r#"{"part": {"kind": "first", "kind": "second"}}"#, "/part/kind", "duplicate-field"),
        (r#"{"part": "first"}"#, "/part", "invalid-type"),
        (r#"{"titel": "a"}"#, "/titel", "unknown-field"),
        (r#"{"name": "a", "name": "b"}"#, "/name", "duplicate-field"),
        ("[]", "", "invalid-type"),
        (r#"["a"]"#, "", "invalid-type"),
        ("null", "", "invalid-type"),
        ("\"text\"", "", "invalid-type"),
    ] {
        assert_eq!(wrong::<Sample>(body), (pointer.to_owned(), code.to_owned()), "{body}");
    }
    let problem = read::<Sample>(br#"{"list": [{"kind": "third"}]}"#).unwrap_err();
    assert_eq!(problem.errors[0].detail.en, "Give one of: first, second.");
    assert_eq!(problem.errors[0].detail.ja, "次のいずれかを指定してください：first、second。");
    let problem = read::<Sample>(br#"{"count": 256}"#).unwrap_err();
    assert_eq!(problem.errors[0].detail.en, "Give a whole number from 0 to 255.");
}

#[test]
fn an_envelope_is_told_which_field_is_wrong_however_deep_it_lies() {
    for (body, pointer, code) in [
        (r#"{"title": 5}"#, "/title", "invalid-type"),
        (r#"{"deadline_days": "30"}"#, "/deadline_days", "invalid-type"),
        (r#"{"deadline_days": -1}"#, "/deadline_days", "out-of-range"),
        (r#"{"retention": "5y"}"#, "/retention", "unknown-value"),
        (r#"{"documents": [{"size": "1000"}]}"#, "/documents/0/size", "invalid-type"),
        (r#"{"recipients": [{"kind": "cc"}]}"#, "/recipients/0/kind", "unknown-value"),
        (r#"{"recipients": [{"language": "fr"}]}"#, "/recipients/0/language", "unknown-value"),
        (r#"{"recipients": [{"order": 65536}]}"#, "/recipients/0/order", "out-of-range"),
        (r#"{"recipients": [{"mail": "a@example.jp"}]}"#, "/recipients/0/mail", "unknown-field"),
        (r#"{"recipients": [{"factor": {"type": "fax"}}]}"#, "/recipients/0/factor/type", "unknown-value"),
        (r#"{"recipients": [{"factor": {"phone": "090"}}]}"#, "/recipients/0/factor/type", "missing"),
        (r#"{"recipients": [{"factor": {"type": "sms"}}]}"#, "/recipients/0/factor/phone", "missing"),
        (r#"{"recipients": [{"factor": {"type": "sms", "phone": 90}}]}"#, "/recipients/0/factor/phone", "invalid-type"),
        (
            r#"{"recipients": [{"factor": {"type": "email_code", "phone": "090"}}]}"#,
            "/recipients/0/factor/phone",
            "unknown-field",
        ),
        (r#"{"recipients": [{"factor": "sms"}]}"#, "/recipients/0/factor", "invalid-type"),
        (r#"{"recipients": [{"seal": {"type": "gold"}}]}"#, "/recipients/0/seal/type", "unknown-value"),
        (r#"{"recipients": [{"seal": {"type": "registered"}}]}"#, "/recipients/0/seal/organisation", "missing"),
        (
            r#"{"recipients": [{"seal": {"type": "registered", "organisation": "滝川市"}}]}"#,
            "/recipients/0/seal/organisation",
            "invalid",
        ),
        (
            r#"{"recipients": [{"seal": {"type": "contract", "organisation": "takikawa"}}]}"#,
            "/recipients/0/seal/organisation",
            "unknown-field",
        ),
        (r#"{"recipients": [{"seal_policy": {"by": "me"}}]}"#, "/recipients/0/seal_policy/by", "unknown-value"),
        (
            r#"{"recipients": [{"seal_policy": {"by": "sender", "placements": [{"document": -1}]}}]}"#,
            "/recipients/0/seal_policy/placements/0/document",
            "out-of-range",
        ),
        (r#"{"transaction": {"amount": {"value": "1000"}}}"#, "/transaction/amount/value", "invalid-type"),
        (r#"{"transaction": {"amount": {"currency": "JPY"}}}"#, "/transaction/amount/value", "missing"),
        (r#"{"transaction": {"amount": 1000}}"#, "/transaction/amount", "invalid-type"),
        (r#"{"transaction": {"date": 20260401}}"#, "/transaction/date", "invalid-type"),
        (r#"{"transaction": {"tags": "a"}}"#, "/transaction/tags", "invalid-type"),
        (r#"{"transaction": {"tags": [1]}}"#, "/transaction/tags/0", "invalid-type"),
    ] {
        assert_eq!(wrong::<EnvelopeRequest>(body), (pointer.to_owned(), code.to_owned()), "{body}");
    }
}

#[test]
fn a_place_on_a_page_is_millimetres_with_one_decimal_at_most() {
    for (x, fault) in [
        ("150.5", None),
        ("0", None),
        ("5080", None),
        ("24.0", None),
        ("-0.1", Some("out-of-range")),
        ("-1", Some("out-of-range")),
        ("5080.1", Some("out-of-range")),
        ("1e300", Some("out-of-range")),
        ("100000000000000000000000", Some("out-of-range")),
        ("24.25", Some("too-precise")),
        ("0.01", Some("too-precise")),
        (r#""24""#, Some("invalid-type")),
        ("null", Some("invalid-type")),
    ] {
        let place = format!(r#"{{"document": 1, "page": 1, "x": {x}, "y": 0, "width": 24, "height": 24}}"#);
        let body = format!(r#"{{"recipients": [{{"seal_policy": {{"by": "sender", "placements": [{place}]}}}}]}}"#);
        match fault {
            None => drop(read::<EnvelopeRequest>(body.as_bytes()).unwrap_or_else(|problem| panic!("{x}: {problem:?}"))),
            Some(code) => {
                let pointer = "/recipients/0/seal_policy/placements/0/x";
                assert_eq!(wrong::<EnvelopeRequest>(&body), (pointer.to_owned(), code.to_owned()), "{x}");
            }
        }
    }
}

#[test]
fn what_is_no_json_is_told_where_it_is_wrong() {
    for (body, code, place) in [
        ("{", "invalid-json", "line 1, column 1"),
        ("{\"name\": \"契約\",}", "invalid-json", "line 1, column 15"),
        ("{\n  \"name\": 契約\n}", "invalid-json", "line 2, column 11"),
        ("{} {}", "invalid-json", "line 1, column 4"),
        ("title=a", "invalid-json", "line 1, column 2"),
        (r#"{"name": "\ud800"}"#, "invalid-json", "line 1"),
        (r#"{"size": 1e999}"#, "invalid-json", "too large at line 1, column 14"),
        ("", "invalid-json", "no body"),
        (" \n", "invalid-json", "no body"),
    ] {
        let problem = read::<Sample>(body.as_bytes()).unwrap_err();
        let detail = &problem.detail;
        assert_eq!((problem.status(), problem.kind.code), (StatusCode::BAD_REQUEST, code), "{body}");
        assert!(detail.en.contains(place), "{body}: {}", detail.en);
        assert!(detail.ja.ends_with('。') && detail.en.is_ascii(), "{body}");
    }
    // 契約 in Shift_JIS.
    let problem = read::<Sample>(b"{\"name\": \"\x8c\x5f\x96\xf1\"}").unwrap_err();
    assert_eq!((problem.status(), problem.kind.code), (StatusCode::BAD_REQUEST, "invalid-utf8"));
    let deep = "[".repeat(100_000);
    let problem = read::<Sample>(deep.as_bytes()).expect_err("and the stack holds");
    assert_eq!(problem.kind.code, "invalid-json");
    assert!(problem.detail.en.contains("too deeply") && problem.detail.ja.contains("深すぎ"), "{problem:?}");
}
