//! Events from before addresses and numbers were judged are read as they are.

use domain::draft::RecipientKind;
use domain::evidence::{Event, verify_chain};
use serde_json::{Value, json};

use crate::common::{Walk, approve, recipient};

#[test]
fn events_with_addresses_keep_their_json_and_their_digests() {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    let texts: Vec<String> = walk.events.iter().map(|event| event.to_json().expect("JSON")).collect();
    let chain = verify_chain(texts.iter().map(String::as_str), walk.envelope.evidence).expect("whole");
    let again: Vec<String> = chain.iter().map(|event| event.to_json().expect("JSON")).collect();
    assert_eq!(again, texts);

    let envelope = walk.envelope.id;
    for kind in [
        json!({"type": "address_corrected", "recipient": 1, "from": "nobody", "to": "山@example"}),
        json!({"type": "telephone_corrected", "recipient": 1, "from": "+8109012345678", "to": "+81"}),
    ] {
        let text = text_of(&envelope.to_string(), &kind);
        let event = Event::from_json(&text).expect("an event of older code");
        assert_eq!(event.to_json().expect("JSON"), text);
    }
}

/// As it was stored: fields in the order of their declaration.
fn text_of(envelope: &str, kind: &Value) -> String {
    let zero = "0".repeat(64);
    let field = |name: &str| kind[name].to_string();
    format!(
        r#"{{"envelope":"{envelope}","sequence":1,"previous":"{zero}","at":"2026-11-22T09:00:00Z","type":{},"recipient":{},"from":{},"to":{}}}"#,
        field("type"),
        field("recipient"),
        field("from"),
        field("to"),
    )
}
