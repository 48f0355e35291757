//! People and functions that act at the same moment, with clocks that disagree.

use domain::command::{Command, Correction, Refusal};
use domain::digest::Digest;
use domain::document::Sealer;
use domain::draft::{RecipientKind, RecipientRequest};
use domain::envelope::Status;
use domain::evidence::EventKind;
use domain::ids::RecipientNumber;
use domain::job::{Job, jobs_of};
use domain::mail::MailKind;
use domain::waiting::Waits;

use crate::common::{Walk, approve, days, draft, later, next_seal, recipient, start};

fn side_by_side(signers: usize) -> Vec<RecipientRequest> {
    (0..signers).map(|n| recipient(RecipientKind::Signer, 1, &format!("signer{n}@example.jp"))).collect()
}

/// An envelope that waits for all of its signers.
fn waiting_for(signers: usize) -> Walk {
    let mut walk = Walk::sent(1, side_by_side(signers));
    walk.seal_all();
    walk
}

fn recipients(walk: &Walk) -> Vec<Sealer> {
    walk.envelope.sealers().into_iter().filter(|by| *by != Sealer::Operator).collect()
}

fn number(n: u16) -> Sealer {
    Sealer::Recipient(RecipientNumber(n))
}

#[test]
fn seals_follow_the_order_of_the_approvals_and_not_their_clock_times() {
    let mut walk = waiting_for(3);
    walk.now = later(100);
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    // This function's clock is a minute behind.
    walk.now = later(40);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.now = later(70);
    walk.apply(approve(&walk.envelope, 3)).expect("approved");
    assert_eq!(recipients(&walk), [number(2), number(1), number(3)]);
}

#[test]
fn a_later_approval_never_changes_the_order_of_those_before() {
    let mut walk = waiting_for(5);
    for (signer, at) in [(4, 50), (1, 10), (5, 50), (3, 0), (2, 20)] {
        let before = recipients(&walk);
        walk.now = later(at);
        walk.apply(approve(&walk.envelope, signer)).expect("approved");
        assert_eq!(recipients(&walk)[..before.len()], before);
    }
}

#[test]
fn approvals_of_an_earlier_version_keep_their_order_and_come_first() {
    let mut walk = waiting_for(3);
    for (signer, at) in [(3, 10), (2, 20)] {
        walk.now = later(at);
        walk.apply(approve(&walk.envelope, signer)).expect("approved");
    }
    // As it was before approvals had a place.
    (walk.envelope.last_event_at, walk.envelope.waits) = (None, Waits::default());
    for recipient in &mut walk.envelope.recipients {
        recipient.approval = None;
    }
    walk.now = later(30);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    assert_eq!(recipients(&walk), [number(3), number(2), number(1)]);
}

#[test]
fn evidence_never_runs_backwards() {
    let mut walk = waiting_for(2);
    walk.now = later(100);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.now = later(-100);
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    walk.seal_all();
    let times: Vec<_> = walk.events.iter().map(|event| event.at).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(times.last(), Some(&later(100)));
    assert_eq!(walk.envelope.recipients[1].approved_at(), Some(later(100)), "the act has the time of its event");
}

#[test]
fn a_clock_that_is_behind_does_not_bring_an_expired_envelope_back() {
    let mut walk = waiting_for(2);
    walk.now = days(29);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.now = days(30);
    walk.apply(Command::Expire).expect("due");
    walk.now = days(29);
    assert_eq!(walk.apply(approve(&walk.envelope, 2)), Err(Refusal::DeadlinePassed));
}

#[test]
fn a_seal_on_a_file_that_is_not_the_newest_is_refused() {
    let mut walk = waiting_for(2);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    walk.apply(next_seal(&walk.envelope).expect("the first seal")).expect("sealed");
    walk.apply(next_seal(&walk.envelope).expect("its timestamp")).expect("timestamped");
    let Some(Command::RecordSealed { document, by, signed, key, file, .. }) = next_seal(&walk.envelope) else {
        panic!("the second seal is due")
    };
    // Made on the original, as if the first seal were not there.
    let base = walk.envelope.documents[0].original().expect("an original").sha256;
    let seal = Command::RecordSealed { document, by, base, signed, key, file };
    assert_eq!(walk.apply(seal), Err(Refusal::OutOfStep));
}

#[test]
fn a_timestamp_of_a_seal_that_was_made_anew_since_is_refused() {
    let mut walk = Walk::sent(1, side_by_side(1));
    walk.apply(next_seal(&walk.envelope).expect("the operator's seal")).expect("sealed");
    let Some(Command::RecordTimestamped { document, by, timestamp, .. }) = next_seal(&walk.envelope) else {
        panic!("a timestamp is due")
    };
    let over = Digest::of(b"the seal before");
    assert_eq!(walk.apply(Command::RecordTimestamped { document, by, over, timestamp }), Err(Refusal::OutOfStep));
}

#[test]
fn what_everybody_has_signed_cannot_be_taken_back_while_seals_are_being_made() {
    let void = || Command::Void { reason: "誤送信".into() };
    let mut walk = waiting_for(2);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    let mut early = Walk { envelope: walk.envelope.clone(), events: Vec::new(), now: walk.now };
    early.apply(void()).expect("one has still to sign");
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    assert_eq!(walk.envelope.status_at(walk.now), Status::InProgress, "seals are being made");
    assert_eq!(walk.apply(void()), Err(Refusal::EverybodyHasActed));
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
}

#[test]
fn a_draft_can_be_taken_back() {
    let mut walk = Walk::of(draft(1, side_by_side(1)));
    walk.apply(Command::Void { reason: "誤り".into() }).expect("a draft");
}

/// The generation that the job for the newest request mail carries.
fn newest_request(walk: &Walk) -> Option<u32> {
    let jobs = walk.events.iter().flat_map(jobs_of);
    jobs.filter_map(|job| match job {
        Job::Mail { mail: MailKind::Request, generation, .. } => generation,
        _ => None,
    })
    .next_back()
}

#[test]
fn of_several_requests_side_by_side_each_mail_knows_its_link() {
    let mut walk = waiting_for(1);
    assert_eq!(newest_request(&walk), Some(1));
    for generation in 2..5 {
        let correction = Correction::default();
        walk.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction }).expect("asked again");
        assert_eq!(newest_request(&walk), Some(generation));
        let request_event = walk.envelope.recipients[0].request_event;
        let event = &walk.events[usize::try_from(request_event).expect("a place") - 1];
        assert!(matches!(event.kind, EventKind::Invited { generation: g, .. } if g == generation));
    }
}

#[test]
fn an_envelope_of_an_earlier_version_takes_every_act() {
    let mut envelope = waiting_for(2).envelope;
    (envelope.last_event_at, envelope.waits) = (None, Waits::default());
    for recipient in &mut envelope.recipients {
        recipient.request_event = 0;
    }
    assert_eq!(envelope.wait(), None, "by which event it asked is not known");
    let mut walk = Walk { envelope, events: Vec::new(), now: start() };
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
}
