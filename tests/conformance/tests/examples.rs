//! The document has an example of everything that is sent and answered, and each is what its schema says.

use conformance::{Document, OPENAPI};
use serde_json::{Value, json};

/// The faults that one operation has once the document is changed so.
fn faults_after(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut document = OPENAPI.json().clone();
    let create = document["paths"]["/v1/envelopes"]["post"].clone();
    document["paths"] = json!({"/v1/envelopes": {"post": create}});
    change(&mut document);
    Document::of(document).faults_of_examples()
}

#[test]
fn everything_that_is_sent_or_answered_has_an_example_that_its_schema_takes() {
    assert_eq!(OPENAPI.faults_of_examples(), [""; 0]);
}

#[test]
fn an_example_that_is_missing_is_found() {
    let create = "/paths/~1v1~1envelopes/post";
    let gone = |place: String, name: &'static str| {
        faults_after(move |document| {
            let within = document.pointer_mut(&place).and_then(Value::as_object_mut).expect("a place in the document");
            within.remove(name).expect("an example");
        })
    };
    assert_eq!(gone(format!("{create}/requestBody/content/application~1json"), "example").len(), 1);
    assert_eq!(gone(format!("{create}/requestBody/content/multipart~1form-data"), "example").len(), 1);
    assert_eq!(gone(format!("{create}/responses/201/content/application~1json"), "examples").len(), 1);
    let unauthorized = format!("{create}/responses/401/content/application~1problem+json/examples");
    assert_eq!(gone(unauthorized, "unauthorized").len(), 1);
}

#[test]
fn an_example_that_is_not_as_its_schema_says_is_found() {
    let with = |place: &str, value: Value| {
        faults_after(|document| *document.pointer_mut(place).expect("a place in the document") = value)
    };
    let request = "/paths/~1v1~1envelopes/post/requestBody/content/application~1json/example";
    assert_ne!(with(&format!("{request}/title"), json!("")), [""; 0]);
    assert_ne!(with("/components/examples/DraftEnvelope/value/status", json!("open")), [""; 0]);
    assert_ne!(with("/components/examples/DraftEnvelope/value", json!({"more": 1})), [""; 0]);
    assert_ne!(with("/components/examples/unauthorized/value/status", json!(403)), [""; 0]);
    assert_ne!(with("/components/examples/unauthorized/value/code", json!("not-found")), [""; 0]);
}
