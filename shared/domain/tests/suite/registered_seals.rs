//! Registered seals (実印タイプ, F3): what their signers have to show, and what forwarding does to them.

use domain::command::{Command, Delegate, Refusal};
use domain::document::{Sealer, is_operators_field};
use domain::draft::{FactorRequest, RecipientKind, RecipientRequest};
use domain::evidence::{Event, EventKind, Identity, Session};
use domain::factor::Secret;
use domain::ids::{OrganisationId, RecipientNumber};
use domain::language::Language;
use domain::recipient::{RecipientState, Role, SealType};

use crate::common::{Walk, generation, recipient, session, shown};

const FIRST: RecipientNumber = RecipientNumber(1);

fn city() -> OrganisationId {
    "takikawa".to_owned().try_into().expect("an organisation id")
}

/// Somebody who is to sign with the city's seal.
fn with_seal(factor: Option<FactorRequest>) -> RecipientRequest {
    let seal = Some(SealType::Registered { organisation: city(), seal: None });
    RecipientRequest { seal, factor, ..recipient(RecipientKind::Signer, 1, "mayor@city.example") }
}

fn access_code() -> FactorRequest {
    FactorRequest::AccessCode { code: Secret::new("himitsu-77".into()) }
}

fn started(recipient: RecipientRequest) -> Walk {
    let mut walk = Walk::sent(1, vec![recipient]);
    walk.seal_all();
    walk
}

fn approve_as(walk: &Walk, recipient: RecipientNumber, identity: Identity) -> Command {
    let generation = generation(&walk.envelope, recipient.0);
    let session = Session { identity, ..session() };
    Command::Approve { recipient, generation, shown: shown(&walk.envelope), visible_seal: None, session }
}

fn delegate(walk: &Walk, identity: Identity) -> Command {
    let to = Delegate {
        name: "高橋 一郎".into(),
        company: None,
        email: "deputy@city.example".parse().expect("an address"),
        language: Language::Ja,
    };
    let session = Session { identity, ..session() };
    let generation = generation(&walk.envelope, 1);
    Command::Delegate { recipient: FIRST, generation, to, reason: "担当が替わりました".into(), session }
}

#[test]
fn a_registered_seal_is_not_approved_by_the_mailbox_alone() {
    // As envelopes from before a second factor was demanded may be.
    let mut walk = started(with_seal(None));
    assert_eq!(walk.apply(approve_as(&walk, FIRST, Identity::MailLink)), Err(Refusal::SecondFactorNeeded));
    let mut walk = started(with_seal(Some(FactorRequest::EmailCode)));
    for identity in [Identity::EmailCode, Identity::KnownDevice] {
        assert_eq!(walk.apply(approve_as(&walk, FIRST, identity)), Err(Refusal::SecondFactorNeeded), "{identity:?}");
    }
    assert_eq!(walk.envelope.recipients[0].approval, None);
    assert!(matches!(walk.envelope.recipients[0].state, RecipientState::Invited { .. }));
}

#[test]
fn the_envelope_keeps_how_the_person_was_identified_who_approved() {
    let mut walk = started(with_seal(Some(access_code())));
    walk.apply(approve_as(&walk, FIRST, Identity::AccessCode)).expect("identified");
    assert_eq!(walk.envelope.recipients[0].approval.and_then(|a| a.identity), Some(Identity::AccessCode));
    walk.seal_all();
    assert_eq!(walk.envelope.recipients[0].approval.and_then(|a| a.identity), Some(Identity::AccessCode));

    let signer = recipient(RecipientKind::Signer, 2, "vendor@example.jp");
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Viewer, 1, "clerk@city.example"), signer]);
    walk.seal_all();
    walk.apply(approve_as(&walk, FIRST, Identity::MailLink)).expect("a contract seal takes no second factor");
    walk.apply(approve_as(&walk, RecipientNumber(2), Identity::MailLink)).expect("nor does a confirmation");
    let approvals = walk.envelope.recipients.iter().map(|recipient| recipient.approval.and_then(|a| a.identity));
    assert_eq!(approvals.collect::<Vec<_>>(), [Some(Identity::MailLink); 2]);
}

#[test]
fn the_field_of_the_operators_seal_is_told_from_a_signers() {
    let walk = started(with_seal(Some(access_code())));
    let field = |by| walk.envelope.field_name(&walk.envelope.documents[0], by);
    assert!(is_operators_field(&field(Sealer::Operator)));
    assert!(!is_operators_field(&field(Sealer::Recipient(FIRST))));
    for other in [
        "operator",
        "keiin-operator",
        "keiin-0123abcd-operators",
        "keiin-0123abcX-operator",
        "keiin-0123abcd-1-operator",
    ] {
        assert!(!is_operators_field(other), "{other}");
    }
}

#[test]
fn whoever_takes_over_signs_with_the_contract_seal_and_the_evidence_says_so() {
    let mut walk = started(with_seal(Some(access_code())));
    let field = walk.envelope.field_name(&walk.envelope.documents[0], Sealer::Recipient(FIRST));
    walk.apply(delegate(&walk, Identity::AccessCode)).expect("forwarded");
    let [first, next] = &walk.envelope.recipients[..] else { panic!("{:?}", walk.envelope.recipients) };
    assert_eq!(
        first.role,
        Role::Signer { seal: SealType::Registered { organisation: city(), seal: None } },
        "as it was asked"
    );
    assert_eq!((&next.role, &next.approval), (&Role::Signer { seal: SealType::Contract }, &None));
    let told = walk.events.iter().find_map(|event| match &event.kind {
        EventKind::Delegated { seal, .. } => Some(seal.clone()),
        _ => None,
    });
    assert_eq!(told, Some(Some(SealType::Contract)));
    walk.apply(approve_as(&walk, RecipientNumber(2), Identity::AccessCode)).expect("the next person's turn");
    let document = &walk.envelope.documents[0];
    assert_eq!(walk.envelope.field_name(document, Sealer::Recipient(RecipientNumber(2))), field, "in the same field");
}

#[test]
fn forwarding_a_contract_seal_is_recorded_as_it_always_was() {
    let mut walk = started(recipient(RecipientKind::Signer, 1, "first@example.jp"));
    walk.apply(delegate(&walk, Identity::MailLink)).expect("forwarded");
    assert_eq!(walk.envelope.recipients[1].role, Role::Signer { seal: SealType::Contract });
    let is_delegated = |event: &&Event| matches!(event.kind, EventKind::Delegated { .. });
    let event = walk.events.iter().find(is_delegated).expect("it was forwarded").to_json().expect("JSON");
    assert!(!event.contains("\"seal\""), "{event}");

    // An event as an earlier version stored it: its digest stands in the next one.
    let stored = r#"{"envelope":"00000000-0000-0000-0000-000000000007","sequence":7,"previous":"0000000000000000000000000000000000000000000000000000000000000000","at":"2026-11-22T09:00:00Z","type":"delegated","recipient":1,"to":2,"name":"高橋 一郎","company":null,"email":"deputy@city.example","reason":"異動","session":{"ip":"127.0.0.1","user_agent":null,"identity":"mail_link"},"notify":["sender"]}"#;
    let read = Event::from_json(stored).expect("an earlier event");
    assert_eq!(read.to_json().expect("JSON"), stored);
}
