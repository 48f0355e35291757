//! What every operation keeps to: `Idempotency-Key` on POST, `Location` on 201, `ETag` and `If-Match` where something is changed.
//! Whatever does not is named here, and the document says why.

use conformance::OPENAPI;
use serde_json::Value;

/// POSTs that nobody has to be known for: there is no one in whose name an answer could be kept.
const WITHOUT_A_KEY: [&str; 2] = ["begin_verify_upload", "verify_document"];
/// What is made without an address.
const WITHOUT_A_LOCATION: [&str; 1] = ["begin_verify_upload"];
/// What is removed without a version: sessions and API keys have none, and end whatever was seen of them.
const WITHOUT_A_VERSION: [&str; 5] = ["end_own_session", "end_session", "end_sessions", "revoke_key", "revoke_own_key"];

/// Every operation with its method, in the order of their names.
fn operations() -> Vec<(&'static str, &'static str, &'static Value)> {
    let paths = OPENAPI.json()["paths"].as_object().expect("paths");
    let all = paths.values().flat_map(|methods| methods.as_object().expect("methods"));
    let named =
        all.map(|(method, operation)| (operation["operationId"].as_str().expect("a name"), method.as_str(), operation));
    let mut operations: Vec<_> = named.collect();
    operations.sort_by_key(|(name, ..)| *name);
    assert!(operations.len() > 60, "the document has operations");
    operations
}

fn takes(operation: &Value, parameter: &str) -> bool {
    let place = format!("#/components/parameters/{parameter}");
    operation["parameters"].as_array().is_some_and(|all| all.iter().any(|part| part["$ref"] == *place))
}

/// The names of operations of these methods that do not do so.
fn exceptions(methods: &[&str], does: impl Fn(&Value) -> bool) -> Vec<&'static str> {
    let asked = operations().into_iter().filter(|(_, method, _)| methods.contains(method));
    asked.filter(|(_, _, operation)| !does(operation)).map(|(name, ..)| name).collect()
}

fn says(name: &str, word: &str) -> bool {
    let (.., operation) = operations().into_iter().find(|(known, ..)| *known == name).expect("an operation");
    operation["description"].as_str().is_some_and(|text| text.contains(word))
}

#[test]
fn every_post_takes_an_idempotency_key_or_says_why_not() {
    assert_eq!(exceptions(&["post"], |operation| takes(operation, "IdempotencyKey")), WITHOUT_A_KEY);
    assert!(WITHOUT_A_KEY.iter().all(|name| says(name, "no Idempotency-Key")));
}

#[test]
fn what_is_made_has_an_address_or_says_why_not() {
    let methods = ["get", "post", "put", "patch", "delete"];
    let has_location = |operation: &Value| match operation["responses"].get("201") {
        Some(made) => made["headers"].get("Location").is_some(),
        None => true,
    };
    assert_eq!(exceptions(&methods, has_location), WITHOUT_A_LOCATION);
    assert!(WITHOUT_A_LOCATION.iter().all(|name| says(name, "no Location")));
}

#[test]
fn what_is_changed_or_removed_is_what_was_seen() {
    let takes_version = |operation: &Value| takes(operation, "IfMatchRequired");
    assert_eq!(exceptions(&["patch", "put"], takes_version), [""; 0]);
    assert_eq!(exceptions(&["delete"], takes_version), WITHOUT_A_VERSION);
    assert!(WITHOUT_A_VERSION.iter().all(|name| says(name, "no If-Match")));
    let tells_version = |operation: &Value| operation["responses"]["200"]["headers"].get("ETag").is_some();
    assert_eq!(exceptions(&["patch", "put"], tells_version), [""; 0]);
}

#[test]
fn what_can_be_changed_or_removed_by_its_version_can_be_read_with_it() {
    let paths = OPENAPI.json()["paths"].as_object().expect("paths");
    for (path, methods) in paths {
        let by_version =
            |method: &str| methods.get(method).is_some_and(|operation| takes(operation, "IfMatchRequired"));
        if by_version("patch") || by_version("delete") {
            assert!(methods["get"]["responses"]["200"]["headers"].get("ETag").is_some(), "{path}");
        }
    }
}
