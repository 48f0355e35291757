//! What the document does not say is found, wherever it stands.

use conformance::{Answer, Request, judge};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

/// A request and its answer, as the document says.
#[derive(Clone)]
struct Exchange {
    method: Method,
    target: &'static str,
    asked: HeaderMap,
    sent: Value,
    status: u16,
    headers: HeaderMap,
    answer: Value,
}

impl Exchange {
    fn faults(&self) -> Vec<String> {
        let sent = if self.sent.is_null() { Vec::new() } else { self.sent.to_string().into_bytes() };
        let request = Request { method: &self.method, target: self.target, headers: &self.asked, body: &sent };
        let status = StatusCode::from_u16(self.status).expect("a status");
        let body = self.answer.to_string();
        let answer = Answer { status, headers: &self.headers, body: body.as_bytes() };
        judge(request, answer).err().map(|fault| fault.faults).unwrap_or_default()
    }

    /// It conforms until it is changed so.
    fn conforms_until(&self, changed: impl FnOnce(&mut Self)) -> Vec<String> {
        assert_eq!(self.faults(), [""; 0]);
        let mut other = self.clone();
        changed(&mut other);
        other.faults()
    }
}

fn headers(of: &[(&'static str, &'static str)]) -> HeaderMap {
    of.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

fn list() -> Exchange {
    let envelope = json!({
        "id": "01900000-0000-7000-8000-000000000001",
        "number": "1000000001",
        "title": "工事請負契約",
        "status": "in_progress",
        "sender": {"name": "佐藤 花子", "email": "sato@city.example"},
        "created_at": "2026-11-22T09:00:00Z",
        "deadline": "2026-12-22T09:00:00Z",
        "folder": null,
        "awaited": null,
        "version": 3,
    });
    Exchange {
        method: Method::GET,
        target: "/v1/envelopes?limit=1",
        asked: HeaderMap::new(),
        sent: Value::Null,
        status: 200,
        headers: headers(&[("content-type", "application/json")]),
        answer: json!({"envelopes": [envelope], "next_cursor": null}),
    }
}

fn refusal() -> Exchange {
    Exchange {
        method: Method::GET,
        target: "/v1/envelopes/01900000-0000-7000-8000-000000000001",
        asked: HeaderMap::new(),
        sent: Value::Null,
        status: 404,
        headers: headers(&[("content-type", "application/problem+json"), ("content-language", "en")]),
        answer: json!({
            "type": "/problems/unknown-envelope",
            "code": "unknown-envelope",
            "title": "No such envelope",
            "status": 404,
            "detail": "Check the envelope's id.",
        }),
    }
}

fn upload() -> Exchange {
    Exchange {
        method: Method::POST,
        target: "/v1/verify/uploads",
        asked: headers(&[("content-type", "application/json")]),
        sent: json!({"size": 1, "sha256": "ab".repeat(32)}),
        status: 201,
        headers: headers(&[("content-type", "application/json")]),
        answer: json!({
            "upload": "AQEB",
            "put": {
                "method": "PUT",
                "url": "https://store.example/a?b=c",
                "headers": {"content-type": "application/pdf"},
                "expires_at": "2026-11-22T09:00:00Z",
            },
        }),
    }
}

/// A draft that is refused for its fields; that is answered with what an accepted one would be.
fn creation() -> Exchange {
    Exchange {
        method: Method::POST,
        target: "/v1/envelopes",
        asked: headers(&[("idempotency-key", "a-key")]),
        sent: json!({
            "title": "契約",
            "documents": [{"name": "契約書", "size": 1, "sha256": "ab".repeat(32)}],
            "recipients": [{
                "name": "鈴木", "email": "suzuki@example.jp", "seal": {"type": "contract"},
                "seal_policy": {"by": "sender", "placements": [
                    {"document": 1, "page": 1, "x": 150.1, "y": 0, "width": 24, "height": 5.5},
                ]},
            }],
        }),
        status: 201,
        headers: headers(&[("content-type", "application/json"), ("location", "/v1/envelopes/1"), ("etag", "\"1\"")]),
        answer: Value::Null,
    }
}

#[test]
fn a_field_that_is_not_described_is_found_at_any_depth() {
    assert_eq!(list().conforms_until(|it| it.answer["more"] = json!(1)).len(), 1);
    assert_eq!(list().conforms_until(|it| it.answer["envelopes"][0]["sender"]["phone"] = json!("1")).len(), 1);
    assert_eq!(refusal().conforms_until(|it| it.answer["instance"] = json!("/")).len(), 1);
    assert_eq!(upload().conforms_until(|it| it.answer["put"]["more"] = json!(1)).len(), 1);
}

#[test]
fn a_field_that_is_missing_or_of_another_kind_is_found() {
    let without = |it: &mut Exchange| {
        it.answer["envelopes"][0].as_object_mut().expect("an object").remove("deadline").expect("a field");
    };
    assert_eq!(list().conforms_until(without).len(), 1);
    assert_eq!(list().conforms_until(|it| it.answer["envelopes"][0]["version"] = json!("3")).len(), 1);
    assert_eq!(list().conforms_until(|it| it.answer["envelopes"][0]["status"] = json!("open")).len(), 1);
    assert_eq!(list().conforms_until(|it| it.answer["envelopes"][0]["created_at"] = json!("yesterday")).len(), 1);
    assert_eq!(list().conforms_until(|it| it.answer["next_cursor"] = json!("next")).len(), 1);
}

#[test]
fn a_status_a_code_or_a_type_of_content_that_is_not_described_is_found() {
    assert_eq!(list().conforms_until(|it| it.status = 202).len(), 1);
    assert_eq!(refusal().conforms_until(|it| it.status = 410).len(), 1);
    assert_eq!(refusal().conforms_until(|it| it.answer["code"] = json!("already-sent")).len(), 1);
    assert_eq!(refusal().conforms_until(|it| it.answer["status"] = json!(409)).len(), 1);
    assert_eq!(list().conforms_until(|it| it.headers = headers(&[("content-type", "text/plain")])).len(), 1);
    assert_eq!(refusal().conforms_until(|it| it.headers = headers(&[("content-language", "en")])).len(), 1);
    assert_eq!(refusal().conforms_until(|it| drop(it.headers.remove("content-language"))).len(), 1);
    // The page of a problem is for people; the answer to a question is none.
    assert_eq!(list().conforms_until(|it| it.headers = headers(&[("content-type", "text/html")])).len(), 1);
}

#[test]
fn what_is_accepted_though_nobody_is_told_to_send_it_is_found() {
    assert_eq!(upload().conforms_until(|it| it.sent["name"] = json!("a")).len(), 1);
    assert_eq!(upload().conforms_until(|it| it.sent["size"] = json!(51 << 20)).len(), 1);
    assert_eq!(upload().conforms_until(|it| it.sent = Value::Null).len(), 1);
    assert_eq!(list().conforms_until(|it| it.target = "/v1/envelopes?limit=101").len(), 1);
    // What the answer has to be is another test's matter here.
    let about_request = |exchange: Exchange| -> Vec<String> {
        exchange.faults().into_iter().filter(|fault| fault.starts_with("it was accepted")).collect()
    };
    assert_eq!(about_request(creation()), [""; 0]);
    let changed = |change: fn(&mut Exchange)| {
        let mut exchange = creation();
        change(&mut exchange);
        about_request(exchange).len()
    };
    assert_eq!(changed(|it| drop(it.asked.remove("idempotency-key"))), 1);
    assert_eq!(changed(|it| it.sent["titel"] = json!("a")), 1);
    assert_eq!(changed(|it| it.sent["title"] = json!("a".repeat(201))), 1);
    assert_eq!(changed(|it| it.sent["recipients"][0]["seal_policy"]["placements"][0]["x"] = json!(150.15)), 1);
    assert_eq!(changed(|it| it.sent["recipients"][0]["seal_policy"]["placements"][0]["width"] = json!(101)), 1);
    assert_ne!(changed(|it| it.sent["recipients"][0]["seal"]["organisation"] = json!("a")), 0);
}

#[test]
fn a_header_that_is_promised_and_missing_is_found() {
    let mut exchange = creation();
    exchange.headers.remove("location");
    assert!(exchange.faults().contains(&"the header Location is missing".to_owned()), "{:?}", exchange.faults());
}

#[test]
fn a_path_that_is_not_described_answers_a_problem_and_nothing_else() {
    let mut unknown = refusal();
    unknown.target = "/v1/nothing";
    unknown.answer["code"] = json!("not-found");
    assert_eq!(unknown.conforms_until(|it| it.answer["code"] = json!("unknown-envelope")).len(), 1);
    let unknown = Exchange { method: Method::PATCH, ..unknown };
    assert_ne!(unknown.conforms_until(|it| it.answer = json!({"message": "no"})).len(), 0);
    // Pages are not described.
    assert_eq!(Exchange { target: "/verify", status: 418, ..list() }.faults(), [""; 0]);
}

#[test]
fn every_schema_is_one_and_every_reference_leads_somewhere() {
    let document = conformance::OPENAPI.json();
    assert_eq!(document["openapi"], "3.1.0");
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        assert!(jsonschema::meta::is_valid(schema), "{name}: {schema}");
    }
    assert_ne!(references(document, document), 0);
}

/// How many references there are; each leads somewhere.
fn references(value: &Value, document: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.iter().fold(0, |found, (key, value)| match value.as_str() {
            Some(place) if key == "$ref" => {
                let place = place.strip_prefix('#').expect("a place in the document");
                assert!(document.pointer(place).is_some(), "{place} is nowhere");
                found + 1
            }
            _ => found + references(value, document),
        }),
        Value::Array(items) => items.iter().map(|item| references(item, document)).sum(),
        _ => 0,
    }
}
