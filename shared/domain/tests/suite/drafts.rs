//! A draft is changed, gets documents and loses them, and is deleted.

use domain::command::{Command, Refusal};
use domain::deadline::next_date;
use domain::document::{KeptFiles, ObjectKey};
use domain::draft::{
    ChangeRequest, DocumentRequest, EnvelopeRequest, FactorAgain, FactorRequest, MAX_DOCUMENTS, RecipientKind,
    RecipientRequest,
};
use domain::envelope::{DRAFT_LIFETIME, Envelope, MAX_DOCUMENT_NUMBER, Status};
use domain::evidence::{DraftPart, EventKind};
use domain::factor::{Factor, Secret};
use domain::file::{FileState, WhichFile};
use domain::ids::{DocumentNumber, RecipientNumber, SecretId};
use domain::policy::Policy;
use domain::removal::{REVISIONS_KEPT, Removal, RemovalReport};
use domain::summary::EnvelopeSummary;
use domain::unsendable::{Unsendable, UnsendableDocument};
use domain::visible_seal::{PlacedBy, Placement, SealPolicy};

use crate::common::{Walk, add_document, approve, days, draft, recipient, start};

const SECRETS: SecretId = SecretId::new([7; 16]);

fn signer(email: &str) -> RecipientRequest {
    recipient(RecipientKind::Signer, 1, email)
}

fn access_code() -> FactorRequest {
    FactorRequest::AccessCode { code: Secret::new("takikawa".into()) }
}

/// A draft of so many documents.
fn drafted(documents: usize) -> Walk {
    Walk::of(draft(documents, vec![signer("a@example.jp")]))
}

fn change(walk: &mut Walk, request: &ChangeRequest) -> Result<(), Refusal> {
    let change = request.accept(&walk.envelope, &Policy::default(), SECRETS).map_err(Refusal::Fields)?;
    walk.apply(Command::ChangeDraft { change: Box::new(change) })
}

fn remove(walk: &mut Walk, number: u16) -> Result<(), Refusal> {
    walk.apply(Command::RemoveDocument { document: DocumentNumber(number) })
}

fn add(walk: &mut Walk, name: &str) -> Result<(), Refusal> {
    let command = add_document(&walk.envelope, name).expect("a good document");
    walk.apply(command)
}

fn numbers(envelope: &Envelope) -> Vec<u16> {
    envelope.documents.iter().map(|document| document.number.0).collect()
}

fn placement(document: u16) -> Placement {
    Placement { document: DocumentNumber(document), page: 1, x: 100, y: 100, width: 240, height: 240 }
}

fn sealing(placements: Vec<Placement>) -> RecipientRequest {
    RecipientRequest { seal_policy: Some(SealPolicy { by: PlacedBy::Sender, placements }), ..signer("a@example.jp") }
}

#[test]
fn what_is_left_out_of_a_change_stays() {
    let mut walk = drafted(1);
    let before = walk.envelope.clone();
    walk.now = days(1);
    change(&mut walk, &ChangeRequest { title: Some("変更契約".into()), ..ChangeRequest::default() }).expect("a draft");
    let changed = &walk.envelope;
    assert_eq!((&*changed.title, changed.version), ("変更契約", before.version + 1));
    assert_eq!((&changed.recipients, &changed.documents), (&before.recipients, &before.documents));
    assert_eq!(walk.events[1].kind, EventKind::DraftChanged { parts: vec![DraftPart::Title] });
    assert_eq!(changed.draft_ends_at(), days(1).checked_add(DRAFT_LIFETIME).ok(), "counted from the last change");
}

#[test]
fn recipients_take_the_place_of_those_before_and_name_their_own_secrets() {
    let mut walk = drafted(1);
    let with_code = RecipientRequest { factor: Some(access_code()), ..signer("b@example.jp") };
    let recipients = Some(vec![with_code, signer("c@example.jp")]);
    change(&mut walk, &ChangeRequest { recipients, ..ChangeRequest::default() }).expect("a draft");
    let [first, second] = &walk.envelope.recipients[..] else { panic!("{:?}", walk.envelope.recipients) };
    assert_eq!((first.number, second.number), (RecipientNumber(1), RecipientNumber(2)));
    assert_eq!((&first.factor, first.secret), (&Some(Factor::AccessCode), Some(SECRETS)));
    assert_eq!((&second.factor, second.secret), (&None, None), "nobody looks for a secret that there is not");
}

#[test]
fn what_is_wrong_in_a_new_envelope_is_wrong_in_a_change() {
    let walk = drafted(1);
    let wrong = ChangeRequest {
        title: Some(String::new()),
        recipients: Some(vec![RecipientRequest { email: "x".into(), ..sealing(vec![placement(2)]) }]),
        deadline_days: Some(Some(31)),
        ..ChangeRequest::default()
    };
    let errors = wrong.accept(&walk.envelope, &Policy::default(), SECRETS).expect_err("wrong fields");
    let pointers: Vec<&str> = errors.iter().map(|error| &*error.pointer).collect();
    assert_eq!(pointers, ["/title", "/recipients/0/email", "/recipients/0/seal_policy", "/deadline_days"]);
}

#[test]
fn nothing_but_a_draft_is_changed() {
    let acts = || {
        let document = DocumentNumber(1);
        let walk = drafted(1);
        let request = ChangeRequest { title: Some("変更".into()), ..ChangeRequest::default() };
        let change = Box::new(request.accept(&walk.envelope, &Policy::default(), SECRETS).expect("a good change"));
        let add = add_document(&walk.envelope, "追加").expect("a good document");
        [Command::ChangeDraft { change }, add, Command::RemoveDocument { document }, Command::DeleteDraft]
    };
    let mut sending = drafted(1);
    sending.apply(Command::RequestSending).expect("a draft");
    let mut ended = drafted(1);
    ended.now = days(30);
    let mut voided = drafted(1);
    voided.apply(Command::Void { reason: "不要".into() }).expect("a draft");
    for (walk, refusal) in [
        (&mut sending, Refusal::AlreadySent),
        (&mut Walk::sent(1, vec![signer("a@example.jp")]), Refusal::AlreadySent),
        (&mut ended, Refusal::DraftEnded),
        (&mut voided, Refusal::WrongStatus { status: Status::Voided }),
    ] {
        for command in acts() {
            assert_eq!(walk.apply(command.clone()), Err(refusal.clone()), "{command:?}");
        }
    }
}

#[test]
fn a_number_is_never_given_again() {
    let mut walk = drafted(2);
    remove(&mut walk, 2).expect("a draft");
    add(&mut walk, "別紙").expect("a draft");
    assert_eq!(numbers(&walk.envelope), [1, 3]);
    let key = |number| ObjectKey::of_upload(walk.envelope.id, DocumentNumber(number));
    assert_eq!(walk.envelope.documents[1].upload.object, key(3));
    for number in [3, 1] {
        remove(&mut walk, number).expect("a draft");
    }
    add(&mut walk, "別紙").expect("a name is free again");
    assert_eq!(numbers(&walk.envelope), [4]);
    assert_eq!(remove(&mut walk, 1), Err(Refusal::UnknownDocument(DocumentNumber(1))));
}

#[test]
fn numbers_come_to_an_end() {
    let mut walk = drafted(1);
    walk.envelope.documents[0].number = DocumentNumber(MAX_DOCUMENT_NUMBER);
    assert_eq!(add_document(&walk.envelope, "別紙"), None, "keys have three digits");
    remove(&mut walk, MAX_DOCUMENT_NUMBER).expect("a draft");
    assert_eq!(walk.envelope.next_document(), None);
}

#[test]
fn a_document_is_added_within_the_limits_of_a_new_envelope() {
    let walk = drafted(MAX_DOCUMENTS);
    let document = |name: &str, size| DocumentRequest { name: name.into(), size, sha256: "ab".repeat(32) };
    let pointers = |walk: &Walk, document: DocumentRequest| -> Vec<(String, String)> {
        let errors = document.accept_into(&walk.envelope).expect_err("wrong");
        errors.into_iter().map(|error| (error.pointer, error.code.into_owned())).collect()
    };
    let of = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    assert_eq!(pointers(&walk, document("別紙", 1)), [of("", "too-many")]);
    let mut walk = drafted(2);
    assert_eq!(pointers(&walk, document("文書1.pdf", 0)), [of("/name", "duplicate"), of("/size", "empty")]);
    walk.envelope.documents[0].upload.size = 199 << 20;
    assert_eq!(pointers(&walk, document("別紙", 2 << 20)), [of("/size", "too-large")]);
}

#[test]
fn a_seal_goes_with_the_document_that_it_was_to_stand_on() {
    let mut walk = Walk::of(draft(2, vec![sealing(vec![placement(1), placement(2)])]));
    remove(&mut walk, 1).expect("a draft");
    let policy = walk.envelope.recipients[0].seal_policy.clone().expect("a policy");
    assert_eq!(policy.placements, [placement(2)]);
    // From then on places are told by the numbers that there are.
    let placed =
        |number| ChangeRequest { recipients: Some(vec![sealing(vec![placement(number)])]), ..ChangeRequest::default() };
    assert!(placed(1).accept(&walk.envelope, &Policy::default(), SECRETS).is_err());
    change(&mut walk, &placed(2)).expect("a draft");
}

#[test]
fn an_envelope_whose_numbers_have_a_gap_goes_all_the_way() {
    let mut walk = drafted(2);
    remove(&mut walk, 1).expect("a draft");
    add(&mut walk, "別紙").expect("a draft");
    walk.send().expect("two documents");
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("the signer's turn");
    walk.seal_all();
    assert_eq!((walk.envelope.status_at(walk.now), numbers(&walk.envelope)), (Status::Completed, vec![2, 3]));
}

#[test]
fn a_draft_without_a_document_is_not_sent() {
    let mut walk = drafted(1);
    remove(&mut walk, 1).expect("a draft may be without");
    assert_eq!(walk.apply(Command::RequestSending), Err(Refusal::NoDocuments));
    add(&mut walk, "別紙").expect("a draft");
    walk.send().expect("it has one now");
}

#[test]
fn what_is_deleted_is_in_no_list_and_says_nothing_of_anybody_but_its_sender() {
    let mut walk = drafted(2);
    walk.apply(Command::DeleteDraft).expect("a draft");
    let deleted = &walk.envelope;
    assert!(deleted.is_deleted() && EnvelopeSummary::of(deleted).is_none());
    assert!(deleted.title.is_empty() && deleted.recipients.is_empty());
    assert!(deleted.documents.iter().all(|document| document.name.is_empty()));
    assert_eq!(next_date(deleted), None, "nothing was made of it: nothing is to come");
    for command in [Command::DeleteDraft, Command::RequestSending, Command::Expire] {
        let refused = walk.apply(command);
        assert_eq!(refused, Err(Refusal::WrongStatus { status: Status::Deleted }));
    }
}

#[test]
fn what_was_prepared_of_a_draft_that_is_deleted_goes() {
    for is_emptied in [false, true] {
        let mut walk = drafted(1);
        walk.apply(Command::RequestSending).expect("a draft");
        let request = walk.envelope.sending_request().expect("it is being sent");
        let documents = vec![UnsendableDocument { document: DocumentNumber(1), why: Unsendable::not_uploaded() }];
        walk.apply(Command::RefuseSending { request, documents }).expect("it is being sent");
        if is_emptied {
            remove(&mut walk, 1).expect("a draft");
        }
        walk.apply(Command::DeleteDraft).expect("a draft");
        assert_eq!(walk.envelope.removal_due(walk.now), None, "a function may still be at work on it");
        walk.now = start().checked_add(REVISIONS_KEPT).expect("a time");
        assert_eq!(walk.envelope.removal_due(walk.now), Some(Removal::Ended), "emptied: {is_emptied}");
        walk.apply(Command::RecordRemoval { report: RemovalReport::Documents { objects: Vec::new() } }).expect("due");
        assert_eq!(next_date(&walk.envelope), None);
    }
}

#[test]
fn a_file_is_to_be_had_when_it_was_made_and_as_long_as_it_is_kept() {
    let mut walk = drafted(1);
    let state = |walk: &Walk, which| FileState::of(&walk.envelope, &walk.envelope.documents[0], which);
    let is_awaited = |walk: &Walk| match state(walk, WhichFile::Original) {
        FileState::Upload { is_awaited, .. } => is_awaited,
        other => panic!("{other:?}"),
    };
    assert!(is_awaited(&walk));
    assert_eq!(state(&walk, WhichFile::Current), FileState::NotYet);
    walk.send().expect("a draft");
    assert!(!is_awaited(&walk), "what is not there any more was removed");
    walk.seal_all();
    let fixed = walk.envelope.documents[0].latest().cloned().expect("a file");
    assert_eq!(state(&walk, WhichFile::Current), FileState::Kept(fixed));
    assert_eq!(state(&walk, WhichFile::Signed), FileState::NotYet, "somebody has still to sign");
    walk.apply(approve(&walk.envelope, 1)).expect("the signer's turn");
    walk.seal_all();
    let finished = walk.envelope.documents[0].latest().cloned().expect("a file");
    assert_eq!(state(&walk, WhichFile::Signed), FileState::Kept(finished));
    walk.envelope.documents[0].kept = KeptFiles::Nothing;
    for which in [WhichFile::Current, WhichFile::Signed] {
        assert_eq!(state(&walk, which), FileState::Removed);
    }
}

#[test]
fn a_copy_asks_for_the_same_and_for_secrets_again() {
    let with_code = RecipientRequest { factor: Some(access_code()), ..sealing(vec![placement(2)]) };
    let mut walk = Walk::of(draft(2, vec![with_code, signer("b@example.jp")]));
    remove(&mut walk, 1).expect("a draft");
    let errors = EnvelopeRequest::copy_of(&walk.envelope, &[], &Policy::default()).expect_err("a code is missing");
    assert_eq!((&*errors[0].pointer, &*errors[0].code, errors.len()), ("/factors", "missing", 1));
    let again = |recipient| FactorAgain { recipient: RecipientNumber(recipient), factor: access_code() };
    for wrong in [vec![again(1), again(1)], vec![again(1), again(3)]] {
        let errors = EnvelopeRequest::copy_of(&walk.envelope, &wrong, &Policy::default()).expect_err("a wrong number");
        assert_eq!(errors[0].pointer, "/factors/1/recipient");
    }
    let copy = EnvelopeRequest::copy_of(&walk.envelope, &[again(1)], &Policy::default()).expect("a copy");
    assert_eq!(copy.errors(&Policy::default()), []);
    assert_eq!((copy.documents.len(), &*copy.documents[0].name), (1, "文書2"));
    let [first, second] = &copy.recipients[..] else { panic!("{:?}", copy.recipients) };
    assert_eq!((&first.factor, &*second.email), (&Some(access_code()), "b@example.jp"));
    let policy = first.seal_policy.clone().expect("a policy");
    assert_eq!(policy.placements, [placement(1)], "the copy numbers its documents from one");
}

#[test]
fn what_is_wrong_with_a_copy_is_told_by_what_was_asked_for() {
    let walk = Walk::of(draft(1, vec![signer("a@example.jp"), signer("b@example.jp")]));
    let factor = FactorRequest::AccessCode { code: Secret::new("x".into()) };
    let factors = [FactorAgain { recipient: RecipientNumber(2), factor }];
    let copy = EnvelopeRequest::copy_of(&walk.envelope, &factors, &Policy::default()).expect("a copy");
    let errors = EnvelopeRequest::errors_of_copy(&walk.envelope, &factors, copy.errors(&Policy::default()));
    assert_eq!(errors.iter().map(|error| &*error.pointer).collect::<Vec<_>>(), ["/factors/0/factor/code"]);
}
