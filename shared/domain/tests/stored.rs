//! Rows and events from before texts, addresses, numbers and amounts were judged are read as they are.

mod common;

use common::{Walk, approve, recipient};
use domain::draft::RecipientKind;
use domain::envelope::Envelope;
use domain::evidence::{Event, verify_chain};
use serde_json::{Value, json};

#[test]
fn an_envelope_with_what_older_code_took_is_read_and_written_again_as_it_was() {
    let walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    let mut row = serde_json::to_value(&walk.envelope).expect("JSON");
    row["title"] = json!("件名\u{202e}");
    row["sender"]["email"] = json!("市役所 <nobody>");
    row["recipients"][0]["name"] = json!("\u{200b}");
    row["recipients"][0]["email"] = json!("a..b@docomo.ne.jp");
    row["recipients"][0]["factor"] = json!({"type": "sms", "phone": "+8109012345678"});
    row["documents"][0]["name"] = json!("..");
    row["transaction"] = json!({
        "date": "0900-01-01", "counterparty": "", "amount": {"value": -9_000_000_000_000_000_000_i64, "currency": "ABC"},
        "tags": ["\u{3164}"]
    });
    let read: Envelope = serde_json::from_value(row.clone()).expect("a row of older code");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), row);
    assert_eq!(read.recipients[0].email.wire(), "\"a..b\"@docomo.ne.jp");
}

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
        let event: Event = serde_json::from_str(&text).expect("an event of older code");
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
