//! Reminders that the sender asks for.

use domain::command::{Command, Correction, Refusal};
use domain::deadline::MAX_SENDER_REMINDERS;
use domain::draft::RecipientKind;
use domain::envelope::Status;
use domain::evidence::{Event, EventKind};
use domain::ids::RecipientNumber;
use domain::job::{Job, jobs_of};
use domain::mail::{Addressee, Bounce, MailKind};
use jiff::SignedDuration;

use crate::common::{Walk, approve, days, recipient};

/// Two side by side, and a third after them.
fn asked() -> Walk {
    let signer = |order, email: &str| recipient(RecipientKind::Signer, order, email);
    let all = vec![signer(1, "a@example.jp"), signer(1, "b@example.jp"), signer(2, "c@example.jp")];
    let mut walk = Walk::sent(1, all);
    walk.seal_all();
    walk
}

fn remind(walk: &mut Walk) -> Result<Vec<Event>, Refusal> {
    let before = walk.events.len();
    walk.apply(Command::SendReminders)?;
    Ok(walk.events[before..].to_vec())
}

fn reminded(events: &[Event]) -> Vec<u16> {
    let whom = |event: &Event| match event.kind {
        EventKind::RemindedBySender { recipient, .. } => Some(recipient.0),
        _ => None,
    };
    events.iter().filter_map(whom).collect()
}

#[test]
fn those_are_reminded_whose_turn_it_is() {
    let mut walk = asked();
    walk.apply(approve(&walk.envelope, 1)).expect("side by side");
    let events = remind(&mut walk).expect("the second has not acted");
    assert_eq!(reminded(&events), [2]);
    let [Job::Mail { mail: MailKind::Reminder, addressee, sequence, .. }] = jobs_of(&events[0])[..] else {
        panic!("{events:?}")
    };
    // By its event a mail is known, so that a job that comes twice sends one.
    assert_eq!((addressee, sequence), (Addressee::Recipient(RecipientNumber(2)), events[0].sequence));
}

#[test]
fn nobody_is_reminded_twice_in_an_hour() {
    let mut walk = asked();
    assert_eq!(reminded(&remind(&mut walk).expect("nobody was reminded")), [1, 2]);
    walk.now += SignedDuration::from_mins(59);
    assert_eq!(remind(&mut walk), Err(Refusal::RemindedJustNow { seconds: 61 }));
    walk.now += SignedDuration::from_mins(1);
    assert_eq!(reminded(&remind(&mut walk).expect("an hour later")), [1, 2]);
}

#[test]
fn a_reminder_by_the_schedule_counts() {
    let mut walk = asked();
    walk.now = days(6);
    walk.apply(Command::Remind { recipient: RecipientNumber(1) }).expect("due");
    assert_eq!(reminded(&remind(&mut walk).expect("the second was not reminded")), [2]);
    assert!(matches!(remind(&mut walk), Err(Refusal::RemindedJustNow { .. })));
}

#[test]
fn reminders_come_to_an_end() {
    let mut walk = asked();
    for _ in 0..MAX_SENDER_REMINDERS {
        remind(&mut walk).expect("not too many yet");
        walk.now += SignedDuration::from_hours(1);
    }
    assert_eq!(remind(&mut walk), Err(Refusal::TooManyReminders), "each is noted in the envelope");
}

#[test]
fn there_may_be_nobody_to_remind() {
    let mut walk = asked();
    for number in [1, 2] {
        let recipient = RecipientNumber(number);
        let request_event = walk.envelope.recipient(recipient).expect("a recipient").request_event;
        let (addressee, detail) = (Addressee::Recipient(recipient), "550".to_owned());
        walk.apply(Command::RecordBounce { addressee, request_event, bounce: Bounce::Permanent, detail })
            .expect("open");
    }
    assert_eq!(remind(&mut walk), Err(Refusal::NobodyToRemind), "nothing arrives there");
    let (recipient, correction) = (RecipientNumber(1), Correction::default());
    walk.apply(Command::RequestAgain { recipient, correction }).expect("asked anew");
    assert_eq!(reminded(&remind(&mut walk).expect("the first is asked")), [1]);
}

#[test]
fn who_is_not_asked_yet_or_any_more_is_not_reminded() {
    let mut draft = Walk::of(crate::common::draft(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]));
    assert_eq!(remind(&mut draft), Err(Refusal::WrongStatus { status: Status::Draft }));
    let mut late = asked();
    late.now = days(30);
    assert_eq!(remind(&mut late), Err(Refusal::DeadlinePassed));
    let mut done = asked();
    for number in [1, 2] {
        done.apply(approve(&done.envelope, number)).expect("side by side");
    }
    assert_eq!(remind(&mut done), Err(Refusal::NobodyToRemind), "the seals are being made");
}
