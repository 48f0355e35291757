//! What rows of earlier code lack, or hold though nobody would take it today.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "../../domain/tests/suite/common/mod.rs"]
mod common;

use aws::stored::Row;
use common::{Walk, approve, recipient};
use domain::draft::RecipientKind;
use domain::envelope::Envelope;
use domain::language::Language;
use domain::ports::SealingCertificate;
use domain::recipient::RecipientState;
use domain::waiting::Waits;
use serde_json::{Value, json};

/// A signer has approved; the seals are still to be made.
fn approved() -> Walk {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).unwrap();
    walk
}

fn row_of(envelope: &Envelope) -> Value {
    serde_json::from_str(&envelope.to_row().unwrap()).unwrap()
}

fn remove(from: &mut Value, field: &str) {
    from.as_object_mut().unwrap().remove(field).unwrap_or_else(|| panic!("{field} was written"));
}

#[test]
fn an_envelope_with_what_older_code_took_is_read_and_written_again_as_it_was() {
    let mut row = row_of(&approved().envelope);
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
    let read = Envelope::from_row(&row.to_string()).unwrap();
    assert_eq!(row_of(&read), row);
    assert_eq!(read.recipients[0].email.wire(), "\"a..b\"@docomo.ne.jp");
}

#[test]
fn an_envelope_is_written_so_that_code_which_would_drop_the_senders_person_refuses_it() {
    let mut row = row_of(&approved().envelope);
    assert_eq!(row["schema"], 3);
    for (schema, readable) in [(1, true), (2, true), (3, true), (4, false)] {
        row["schema"] = json!(schema);
        assert_eq!(Envelope::from_row(&row.to_string()).is_ok(), readable, "{schema}");
    }
}

#[test]
fn what_an_envelope_of_earlier_code_does_not_say_has_a_meaning() {
    let mut row = row_of(&approved().envelope);
    for field in ["schema", "may_forward", "sent_evidence", "kept_deadline", "last_event_at", "waits"] {
        remove(&mut row, field);
    }
    remove(&mut row["sender"], "language");
    for field in ["asked_by", "language", "attempts", "approval"] {
        remove(&mut row["recipients"][0], field);
    }
    remove(&mut row["documents"][0]["prepared"], "sizes");
    row["transaction"] = json!({"amount": {"value": 1}});
    let read = Envelope::from_row(&row.to_string()).unwrap();
    assert!(read.may_forward && read.sender.language == Language::Ja);
    assert_eq!((read.sent_evidence, read.last_event_at, &read.waits), (None, None, &Waits::default()));
    // An envelope that is open keeps its deadline as soon as anything is changed.
    assert_eq!((read.kept_deadline, read.given_deadline()), (None, read.deadline()));
    assert!(read.deadline().is_some());
    let recipient = &read.recipients[0];
    assert_eq!((recipient.request_event, recipient.language, recipient.attempts.tries), (0, Language::Ja, 0));
    assert_eq!(recipient.approval, None);
    assert!(matches!(recipient.state, RecipientState::Approved { .. }));
    assert_eq!(read.transaction.amount.unwrap().currency, "JPY");
}

#[test]
fn an_approval_from_before_its_identity_was_kept_tells_none() {
    let mut row = row_of(&approved().envelope);
    remove(&mut row["recipients"][0]["approval"], "identity");
    let read = Envelope::from_row(&row.to_string()).unwrap();
    assert_eq!(read.recipients[0].approval.map(|approval| approval.identity), Some(None));
}

#[test]
fn a_wait_that_was_reported_before_the_time_was_kept_has_none() {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.now = common::later(180);
    walk.apply(domain::command::Command::ReportWait).unwrap();
    let mut row = row_of(&walk.envelope);
    remove(&mut row["waits"], "reported_at");
    let read = Envelope::from_row(&row.to_string()).unwrap();
    assert_eq!((read.waits.reported, read.waits.reported_at), (walk.envelope.waits.reported, None));
}

#[test]
fn a_certificate_from_before_persons_were_named_names_nobody() {
    let certificate = SealingCertificate::from_row(r#"{"key_id":"key","chain_pem":"PEM"}"#).unwrap();
    assert_eq!((certificate.persons, certificate.organisations), (Vec::new(), Vec::new()));
}
