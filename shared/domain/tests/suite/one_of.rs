//! Groups of which one acts for all.

use domain::command::{Command, Delegate, Refusal};
use domain::document::Sealer;
use domain::draft::{RecipientKind, RecipientRequest};
use domain::envelope::{State, Status};
use domain::evidence::EventKind;
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::mail::Addressee;
use domain::policy::Policy;
use domain::recipient::RecipientState;

use crate::common::{Walk, approve, generation, recipient, request, session};

fn member(kind: RecipientKind, order: u16, email: &str) -> RecipientRequest {
    RecipientRequest { one_of: Some("総務課".to_owned()), ..recipient(kind, order, email) }
}

/// Two of one division, of whom one signs, before somebody else signs.
fn sent() -> Walk {
    let signer = RecipientKind::Signer;
    let recipients = vec![
        member(signer, 1, "a@example.jp"),
        member(signer, 1, "b@example.jp"),
        recipient(signer, 2, "c@example.jp"),
    ];
    let mut walk = Walk::sent(1, recipients);
    walk.seal_all();
    walk
}

fn state(walk: &Walk, number: u16) -> RecipientState {
    walk.envelope.recipient(RecipientNumber(number)).expect("a recipient").state.clone()
}

#[test]
fn whoever_signs_first_signs_for_all_in_the_one_field_of_the_group() {
    let mut walk = sent();
    assert!(matches!(
        (state(&walk, 1), state(&walk, 2)),
        (RecipientState::Invited { .. }, RecipientState::Invited { .. })
    ));
    walk.apply(approve(&walk.envelope, 2)).expect("the second may sign first");
    assert_eq!(state(&walk, 1), RecipientState::NotNeeded { at: walk.now, by: RecipientNumber(2) });
    assert_eq!(walk.apply(approve(&walk.envelope, 1)), Err(Refusal::AlreadyActed));
    assert!(walk.types().contains(&"not_needed".to_owned()), "{:?}", walk.types());
    let document = &walk.envelope.documents[0];
    let field = |number| walk.envelope.field_name(document, Sealer::Recipient(RecipientNumber(number)));
    assert_eq!((field(1), field(1) == field(3)), (field(2), false));
    assert_eq!(walk.envelope.sealers(), [Sealer::Operator, Sealer::Recipient(RecipientNumber(2))]);
    walk.seal_all();
    assert!(matches!(state(&walk, 3), RecipientState::Invited { .. }), "the next in order is asked");
    walk.apply(approve(&walk.envelope, 3)).expect("the last signs");
    walk.seal_all();
    assert!(matches!(walk.envelope.state, State::Completed { .. }));
    let told = walk.events.iter().find_map(|event| match &event.kind {
        EventKind::Completed { notify } => Some(notify.clone()),
        _ => None,
    });
    let signers = [2, 3].map(|number| Addressee::Recipient(RecipientNumber(number)));
    assert_eq!(told.expect("it is completed"), [&[Addressee::Sender][..], &signers].concat(), "not who was not needed");
}

#[test]
fn one_who_confirms_confirms_for_all() {
    let viewer = RecipientKind::Viewer;
    let recipients = vec![
        member(viewer, 1, "a@example.jp"),
        member(viewer, 1, "b@example.jp"),
        recipient(RecipientKind::Signer, 2, "c@example.jp"),
    ];
    let mut walk = Walk::sent(1, recipients);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("the first confirms");
    assert!(matches!(state(&walk, 2), RecipientState::NotNeeded { .. }));
    assert!(matches!(state(&walk, 3), RecipientState::Invited { .. }));
}

#[test]
fn whoever_took_the_task_over_is_of_the_group() {
    let mut walk = sent();
    let to = Delegate {
        name: "高橋 一郎".into(),
        company: None,
        email: "d@example.jp".parse().expect("an address"),
        language: Language::Ja,
    };
    let (recipient, generation) = (RecipientNumber(1), generation(&walk.envelope, 1));
    walk.apply(Command::Delegate { recipient, generation, to, reason: "異動".into(), session: session() })
        .expect("forwarded");
    walk.apply(approve(&walk.envelope, 2)).expect("the other signs");
    assert!(matches!(state(&walk, 4), RecipientState::NotNeeded { .. }), "{:?}", state(&walk, 4));
    assert!(matches!(state(&walk, 1), RecipientState::Delegated { .. }), "what was recorded of the first stays");

    let mut walk = sent();
    let to = Delegate {
        name: "高橋 一郎".into(),
        company: None,
        email: "d@example.jp".parse().expect("an address"),
        language: Language::Ja,
    };
    walk.apply(Command::Delegate { recipient, generation, to, reason: "異動".into(), session: session() })
        .expect("forwarded");
    walk.apply(approve(&walk.envelope, 4)).expect("whoever took it over signs");
    assert!(matches!(state(&walk, 2), RecipientState::NotNeeded { .. }));
    let document = &walk.envelope.documents[0];
    let field = |number| walk.envelope.field_name(document, Sealer::Recipient(RecipientNumber(number)));
    assert_eq!(field(4), field(1));
}

#[test]
fn one_who_declines_ends_it_for_all() {
    let mut walk = sent();
    let (recipient, generation) = (RecipientNumber(2), generation(&walk.envelope, 2));
    let decline = Command::Decline { recipient, generation, reason: "内容に誤り".into(), session: session() };
    walk.apply(decline).expect("declined");
    assert_eq!(walk.envelope.status_at(walk.now), Status::Declined);
}

#[test]
fn a_group_of_one_or_of_unlike_members_is_refused() {
    let signer = RecipientKind::Signer;
    let errors = |recipients| {
        let errors = request(1, recipients).errors(&Policy::default());
        errors.into_iter().map(|error| (error.pointer, error.code.into_owned())).collect::<Vec<_>>()
    };
    let told = |at: usize, code: &str| (format!("/recipients/{at}/one_of"), code.to_owned());
    let alone = vec![member(signer, 1, "a@example.jp"), recipient(signer, 1, "b@example.jp")];
    assert_eq!(errors(alone), [told(0, "alone")]);
    let unlike = vec![member(signer, 1, "a@example.jp"), member(signer, 2, "b@example.jp")];
    assert_eq!(errors(unlike), [told(0, "not-alike"), told(1, "not-alike")]);
    let kinds = vec![member(signer, 1, "a@example.jp"), member(RecipientKind::Viewer, 1, "b@example.jp")];
    assert_eq!(errors(kinds).len(), 2);
    let copies = vec![recipient(signer, 1, "a@example.jp"), member(RecipientKind::Copy, 1, "b@example.jp")];
    assert_eq!(errors(copies), [told(1, "not-allowed")]);
}
