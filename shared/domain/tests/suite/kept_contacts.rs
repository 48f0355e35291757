//! Whom a completed envelope leaves as contacts.

use domain::command::{Command, Correction, Delegate};
use domain::contact::contacts_of;
use domain::draft::{RecipientKind, RecipientRequest};
use domain::ids::RecipientNumber;
use domain::job::{Job, jobs_of};
use domain::language::Language;
use domain::mail::{Addressee, Bounce};

use crate::common::{Walk, approve, generation, recipient, session};

fn sent(recipients: Vec<RecipientRequest>) -> Walk {
    let mut walk = Walk::sent(1, recipients);
    walk.seal_all();
    walk
}

fn sign(walk: &mut Walk, number: u16) {
    walk.apply(approve(&walk.envelope, number)).expect("it is this one's turn");
    walk.seal_all();
}

fn forward(walk: &mut Walk, number: u16, email: &str) {
    let email = email.parse().expect("an address");
    let to = Delegate { name: "高橋 一郎".into(), company: None, email, language: Language::En };
    let (recipient, generation) = (RecipientNumber(number), generation(&walk.envelope, number));
    let forward = Command::Delegate { recipient, generation, to, reason: "異動".into(), session: session() };
    walk.apply(forward).expect("forwarded");
}

fn bounce(walk: &mut Walk, number: u16) {
    let number = RecipientNumber(number);
    let request_event = walk.envelope.recipient(number).expect("a recipient").request_event;
    let (addressee, bounce) = (Addressee::Recipient(number), Bounce::Permanent);
    let detail = "550 5.1.1".to_owned();
    walk.apply(Command::RecordBounce { addressee, request_event, bounce, detail }).expect("a mail came back");
}

fn addresses(walk: &Walk) -> Vec<String> {
    contacts_of(&walk.envelope).iter().map(|details| details.email.to_string()).collect()
}

const SIGNER: RecipientKind = RecipientKind::Signer;

#[test]
fn everybody_who_signed_confirmed_or_got_a_copy_is_kept_once_with_what_the_envelope_says() {
    let mut walk = sent(vec![
        recipient(RecipientKind::Viewer, 1, "a@example.jp"),
        RecipientRequest { company: None, language: Language::En, ..recipient(SIGNER, 2, "b@example.jp") },
        recipient(RecipientKind::Copy, 3, "c@example.jp"),
        recipient(RecipientKind::Copy, 3, "A@example.jp"),
    ]);
    assert!(addresses(&walk).is_empty(), "nobody before it is completed");
    sign(&mut walk, 1);
    sign(&mut walk, 2);
    assert_eq!(addresses(&walk), ["a@example.jp", "b@example.jp", "c@example.jp"]);
    let kept = contacts_of(&walk.envelope);
    assert_eq!((kept[0].name.as_str(), kept[0].company.as_deref()), ("鈴木 太郎", Some("株式会社〇〇")));
    assert_eq!((&kept[1].company, kept[1].language), (&None, Language::En));
    assert!(kept.iter().all(|details| details.kana.is_none() && details.phone.is_none() && details.note.is_none()));
}

#[test]
fn who_passed_the_task_on_is_not_kept_and_who_took_it_over_and_signed_is() {
    let mut walk = sent(vec![recipient(SIGNER, 1, "a@example.jp"), recipient(SIGNER, 2, "b@example.jp")]);
    forward(&mut walk, 1, "d@example.jp");
    sign(&mut walk, 3);
    sign(&mut walk, 2);
    assert_eq!(addresses(&walk), ["b@example.jp", "d@example.jp"]);
}

#[test]
fn who_passed_one_task_on_and_did_another_is_kept() {
    let mut walk = sent(vec![recipient(SIGNER, 1, "a@example.jp"), recipient(RecipientKind::Copy, 2, "a@example.jp")]);
    forward(&mut walk, 1, "d@example.jp");
    sign(&mut walk, 3);
    assert_eq!(addresses(&walk), ["a@example.jp", "d@example.jp"]);
}

#[test]
fn of_a_group_those_whom_the_sender_named_are_kept_and_a_delegate_who_did_nothing_is_not() {
    let member = |email| RecipientRequest { one_of: Some("総務課".to_owned()), ..recipient(SIGNER, 1, email) };
    let mut walk = sent(vec![member("a@example.jp"), member("b@example.jp"), member("c@example.jp")]);
    forward(&mut walk, 1, "d@example.jp");
    sign(&mut walk, 2);
    assert_eq!(addresses(&walk), ["b@example.jp", "c@example.jp"]);
}

#[test]
fn an_address_whose_mail_came_back_is_not_kept_and_the_one_that_took_its_place_is() {
    let copy = recipient(RecipientKind::Copy, 1, "copy@example.jp");
    let mut walk = sent(vec![recipient(SIGNER, 1, "a@example.jp"), recipient(SIGNER, 1, "b@example.jp"), copy]);
    for number in [1, 2, 3] {
        bounce(&mut walk, number);
    }
    let email = Some("right@example.jp".parse().expect("an address"));
    let correction = Correction { email, ..Correction::default() };
    walk.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction }).expect("asked anew");
    sign(&mut walk, 1);
    sign(&mut walk, 2);
    assert_eq!(addresses(&walk), ["right@example.jp"]);
}

#[test]
fn the_recipients_are_kept_when_an_envelope_is_completed_and_behind_everything_else() {
    let mut walk = sent(vec![recipient(SIGNER, 1, "a@example.jp")]);
    let asked = |walk: &Walk| walk.events.iter().flat_map(jobs_of).filter(is_keep).count();
    assert_eq!(asked(&walk), 0);
    sign(&mut walk, 1);
    assert_eq!(asked(&walk), 1);
    let completed = walk.events.iter().map(jobs_of).find(|jobs| jobs.iter().any(|job| is_keep(&job)));
    assert!(completed.expect("it is completed").last().is_some_and(|job| is_keep(&job)));
}

fn is_keep(job: &impl std::borrow::Borrow<Job>) -> bool {
    matches!(job.borrow(), Job::KeepContacts { .. })
}
