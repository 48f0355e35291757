//! An envelope's ways, one by one.

use domain::command::{Command, Correction, Refusal};
use domain::deadline::{next_date, next_try, reminders_due};
use domain::digest::Digest;
use domain::document::Sealer;
use domain::draft::{DraftError, RecipientKind, RecipientRequest};
use domain::email_address::EmailAddress;
use domain::envelope::{MAX_DRAFT_AGE, State, Status};
use domain::evidence::{BrokenChain, EventKind, ShownDocument, verify_chain};
use domain::factor::SECRET_LIFETIME;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::job::{Job, jobs_of};
use domain::link::DOWNLOAD_LIFETIME;
use domain::mail::{Addressee, MailKind};
use domain::policy::MAX_DEADLINE_DAYS;
use domain::policy::Policy;
use domain::recipient::{RecipientState, SealType};
use domain::retention::Retention;
use domain::text::{TextCause, TextFault};

use crate::common;
use crate::common::{Walk, approve, days, draft, later, next_seal, recipient, request, seeds, session, start};

fn two_in_order() -> Vec<RecipientRequest> {
    vec![
        recipient(RecipientKind::Signer, 1, "first@example.jp"),
        recipient(RecipientKind::Signer, 2, "second@example.jp"),
        recipient(RecipientKind::Copy, 1, "copy@example.jp"),
    ]
}

#[test]
fn the_main_way_from_draft_to_completion() {
    let mut walk = Walk::sent(2, two_in_order());
    assert_eq!(walk.envelope.status_at(walk.now), Status::Sent);
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::InProgress);
    assert_eq!(walk.envelope.recipients[1].state, RecipientState::Waiting, "the second waits for the first");
    assert_eq!(walk.apply(approve(&walk.envelope, 2)), Err(Refusal::NotYourTurn));
    walk.apply(approve(&walk.envelope, 1)).expect("the first's turn");
    assert_eq!(walk.apply(approve(&walk.envelope, 1)), Err(Refusal::AlreadyActed));
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 2)).expect("the second's turn");
    assert_eq!(walk.envelope.status_at(walk.now), Status::InProgress, "not before the seals are timestamped");
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
    let types = walk.types();
    let once = ["drafted", "sent", "originals_fixed", "completed"];
    assert!(once.iter().all(|kind| types.iter().filter(|t| t == kind).count() == 1), "{types:?}");
    assert_eq!(types.iter().filter(|t| *t == "document_stamped").count(), 2 * 3);
    assert_eq!(types.iter().filter(|t| *t == "document_sealed").count(), 2 * 3 - 1, "one upload was signed already");
    let jobs: Vec<Job> = walk.events.iter().flat_map(jobs_of).collect();
    let mails = |wanted| jobs.iter().filter(|j| matches!(j, Job::Mail { mail, .. } if *mail == wanted)).count();
    assert_eq!((mails(MailKind::Request), mails(MailKind::Completed)), (2, 4), "sender, two signers and the copy");
}

#[test]
fn signers_of_the_same_order_act_side_by_side_and_are_sealed_one_after_the_other() {
    let same = vec![
        recipient(RecipientKind::Signer, 1, "a@example.jp"),
        recipient(RecipientKind::Signer, 1, "b@example.jp"),
        recipient(RecipientKind::Signer, 5, "c@example.jp"),
    ];
    let mut walk = Walk::sent(1, same);
    walk.seal_all();
    let second = approve(&walk.envelope, 2);
    walk.apply(approve(&walk.envelope, 1)).expect("side by side");
    walk.apply(next_seal(&walk.envelope).expect("a seal is due")).expect("sealed");
    // The second was shown the document before the first's seal came on it: it is contained in what there is now.
    walk.apply(second).expect("side by side");
    assert_eq!(walk.envelope.recipients[2].state, RecipientState::Waiting);
    walk.seal_all();
    assert!(matches!(walk.envelope.recipients[2].state, RecipientState::Invited { .. }));
    let by: Vec<Sealer> = walk.envelope.documents[0].revisions.iter().map(|r| r.by).collect();
    assert_eq!(by, [Sealer::Operator, Sealer::Recipient(RecipientNumber(1)), Sealer::Recipient(RecipientNumber(2))]);
}

#[test]
fn a_viewer_confirms_before_the_signer_and_leaves_no_seal() {
    let viewer_first = vec![
        recipient(RecipientKind::Viewer, 1, "tantou@example.jp"),
        recipient(RecipientKind::Signer, 2, "kengen@example.jp"),
    ];
    let mut walk = Walk::sent(1, viewer_first);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("the viewer's turn");
    assert_eq!(next_seal(&walk.envelope), None);
    walk.apply(approve(&walk.envelope, 2)).expect("the signer's turn");
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
}

#[test]
fn what_was_not_shown_cannot_be_approved() {
    let mut walk = Walk::sent(2, two_in_order());
    walk.seal_all();
    let approve_with = |shown| Command::Approve {
        recipient: RecipientNumber(1),
        generation: 1,
        shown,
        visible_seal: None,
        session: session(),
    };
    let mut shown = common::shown(&walk.envelope);
    shown[1] = ShownDocument { document: DocumentNumber(2), sha256: Digest::of(b"another") };
    assert_eq!(walk.apply(approve_with(shown)), Err(Refusal::NotWhatWasShown));
    assert_eq!(walk.apply(approve_with(Vec::new())), Err(Refusal::NotWhatWasShown));
}

#[test]
fn declining_ends_it_and_tells_those_who_know_of_it() {
    let mut walk = Walk::sent(1, two_in_order());
    walk.seal_all();
    let decline = |n, reason: &str| Command::Decline {
        recipient: RecipientNumber(n),
        generation: 1,
        reason: reason.into(),
        session: session(),
    };
    let cause = |refused| match refused {
        Err(Refusal::Reason(TextFault { cause, .. })) => Some(cause),
        _ => None,
    };
    assert_eq!(cause(walk.apply(decline(1, "  "))), Some(TextCause::Missing));
    let misleading = cause(walk.apply(decline(1, "否\u{202e}認")));
    assert!(matches!(misleading, Some(TextCause::Direction(_))), "it reads otherwise than it is stored");
    assert_eq!(walk.apply(decline(2, "不要")), Err(Refusal::NotYourTurn));
    walk.apply(decline(1, "金額が違います")).expect("declined");
    assert_eq!(walk.envelope.status_at(walk.now), Status::Declined);
    let EventKind::Declined { notify, .. } = &walk.events.last().expect("an event").kind else { panic!("declined") };
    assert_eq!(notify, &[Addressee::Sender, Addressee::Recipient(RecipientNumber(1))]);
    let refused = walk.apply(approve(&walk.envelope, 2));
    assert_eq!(refused, Err(Refusal::WrongStatus { status: Status::Declined }));
}

#[test]
fn declining_after_signing_is_refused() {
    let mut walk = Walk::sent(1, two_in_order());
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    let decline =
        Command::Decline {
            recipient: RecipientNumber(1), generation: 1, reason: "やはり".into(), session: session()
        };
    assert_eq!(walk.apply(decline), Err(Refusal::AlreadyActed));
}

#[test]
fn a_draft_that_nobody_sends_ends_thirty_days_after_its_last_change() {
    let mut walk = Walk::of(draft(1, two_in_order()));
    assert_eq!(walk.envelope.draft_ends_at(), Some(days(30)));
    assert_eq!(next_date(&walk.envelope), Some(days(30)));
    walk.now = days(30) - jiff::SignedDuration::from_secs(1);
    assert_eq!(walk.apply(Command::Expire), Err(Refusal::NotDue));
    assert_eq!(walk.envelope.status_at(walk.now), Status::Draft);
    walk.now = days(30);
    // Whether that is recorded or not.
    for _ in 0..2 {
        assert_eq!(walk.envelope.status_at(walk.now), Status::Expired);
        assert_eq!(walk.send(), Err(Refusal::DraftEnded));
        assert_eq!(walk.apply(Command::Void { reason: "不要".into() }), Err(Refusal::DraftEnded));
        assert_eq!(walk.apply(Command::Retry), Err(Refusal::DraftEnded));
        let _ = walk.apply(Command::Expire);
    }
    assert_eq!(walk.envelope.state, State::Expired { at: days(30) });
    // The evidence has it, and nobody gets a mail about an envelope of which nobody has heard.
    let ended = walk.events.last().expect("an event");
    assert_eq!(ended.kind, EventKind::Expired { notify: Vec::new() });
    assert_eq!(jobs_of(ended), []);
    assert_eq!((next_date(&walk.envelope), walk.apply(Command::Expire).is_err()), (None, true));
}

#[test]
fn a_draft_that_is_changed_again_and_again_ends_sixty_days_after_it_was_made() {
    let mut envelope = draft(1, two_in_order()).envelope;
    for (changed, end) in [(10, 40), (29, 59), (45, 60), (59, 60)] {
        envelope.last_event_at = Some(days(changed));
        assert_eq!(envelope.draft_ends_at(), Some(days(end)), "changed on day {changed}");
    }
    // The codes and keys of its recipients are kept for longer than the longest deadline after that.
    assert!(MAX_DRAFT_AGE + jiff::SignedDuration::from_hours(24 * i64::from(MAX_DEADLINE_DAYS)) < SECRET_LIFETIME);
}

#[test]
fn a_draft_of_an_earlier_version_ends_by_when_it_was_made() {
    let mut envelope = draft(1, two_in_order()).envelope;
    envelope.last_event_at = None;
    assert_eq!(envelope.draft_ends_at(), Some(days(30)));
    assert_eq!(envelope.status_at(days(365)), Status::Expired);
}

#[test]
fn the_sender_takes_it_back_until_it_is_completed() {
    let void = || Command::Void { reason: "誤送信".into() };
    let mut draft = Walk::of(draft(1, two_in_order()));
    draft.apply(void()).expect("a draft");
    // It was never sent.
    assert_eq!(draft.send(), Err(Refusal::WrongStatus { status: Status::Voided }));

    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.seal_all();
    assert_eq!(walk.apply(void()), Err(Refusal::WrongStatus { status: Status::Completed }));
}

#[test]
fn past_its_deadline_it_is_expired_whether_recorded_or_not() {
    let mut walk = Walk::sent(1, two_in_order());
    walk.seal_all();
    assert_eq!(walk.apply(Command::Expire), Err(Refusal::NotDue));
    assert_eq!(next_try(&walk.envelope, start()), Some(later(60)), "the request mail is on its way");
    assert_eq!(next_date(&walk.envelope), Some(later(180)), "the sender is told if it does not go out");
    walk.request_taken(1);
    assert_eq!(next_try(&walk.envelope, start()), None);
    assert_eq!(next_date(&walk.envelope), Some(days(5)), "the first reminder");
    walk.now = days(30);
    assert_eq!(walk.envelope.status_at(walk.now), Status::Expired);
    assert_eq!(walk.apply(approve(&walk.envelope, 1)), Err(Refusal::DeadlinePassed));
    walk.apply(Command::Expire).expect("due");
    assert_eq!(next_date(&walk.envelope), Some(days(60)), "its files are removed");
    assert_eq!(next_try(&walk.envelope, walk.now), None);
    assert_eq!(walk.apply(Command::Expire), Err(Refusal::WrongStatus { status: Status::Expired }));
}

#[test]
fn an_envelope_that_everybody_approved_does_not_expire_while_its_seals_wait() {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.now = days(31);
    assert_eq!(walk.envelope.status_at(walk.now), Status::InProgress);
    assert!(next_try(&walk.envelope, walk.now).is_some(), "the seal is asked for");
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
}

#[test]
fn one_reminder_goes_out_after_five_days_and_one_a_week_later() {
    let mut walk = Walk::sent(1, two_in_order());
    walk.seal_all();
    let remind = || Command::Remind { recipient: RecipientNumber(1) };
    walk.now = days(4);
    assert_eq!(reminders_due(&walk.envelope, walk.now).count(), 0);
    assert_eq!(walk.apply(remind()), Err(Refusal::NotDue));
    walk.now = days(5);
    walk.apply(remind()).expect("due");
    assert_eq!(walk.apply(remind()), Err(Refusal::NotDue));
    walk.now = days(29);
    walk.apply(remind()).expect("due");
    assert_eq!(walk.apply(remind()), Err(Refusal::NotDue), "what was missed is not made up for");
}

#[test]
fn a_new_request_kills_the_links_before() {
    let mut walk = Walk::sent(1, two_in_order());
    walk.seal_all();
    let old = approve(&walk.envelope, 1);
    walk.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction: Correction::default() })
        .expect("the first's turn");
    assert_eq!(
        walk.apply(Command::RequestAgain { recipient: RecipientNumber(2), correction: Correction::default() }),
        Err(Refusal::NotAskedYet)
    );
    assert_eq!(walk.apply(old), Err(Refusal::LinkRevoked));
    walk.apply(approve(&walk.envelope, 1)).expect("by the new link");
}

#[test]
fn an_address_is_corrected_before_the_turn_and_used_when_it_comes() {
    let mut walk = Walk::sent(1, two_in_order());
    let to: EmailAddress = "right@example.jp".parse().expect("an address");
    let correction = Correction { email: Some(to.clone()), ..Correction::default() };
    let events = walk.types().len();
    walk.apply(Command::RequestAgain { recipient: RecipientNumber(2), correction: correction.clone() })
        .expect("while the documents are being sealed");
    assert_eq!(walk.types()[events..], ["address_corrected"], "nobody is asked before the turn");
    assert_eq!(walk.envelope.recipients[1].email, to);
    assert_eq!(walk.envelope.recipients[1].state, RecipientState::Waiting);
    let again = walk.apply(Command::RequestAgain { recipient: RecipientNumber(2), correction });
    assert_eq!(again, Err(Refusal::NotAskedYet), "the address is that already");
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("the first's turn");
    walk.seal_all();
    assert!(walk.envelope.recipients[1].invited_at().is_some(), "asked in turn");
}

#[test]
fn what_became_of_a_mail_is_recorded_once() {
    let mut walk = Walk::sent(1, two_in_order());
    let taken = || Command::RecordMail {
        mail: MailKind::Request,
        addressee: Addressee::Sender,
        request_event: 2,
        outcome: domain::command::MailOutcome::Taken { message_id: "1".into() },
    };
    walk.apply(taken()).expect("taken");
    assert_eq!(walk.apply(taken()), Err(Refusal::AlreadyRecorded));
}

#[test]
fn a_seal_that_has_no_room_for_its_timestamp_is_made_anew_with_more() {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    let sealed = next_seal(&walk.envelope).expect("a seal is due");
    walk.apply(sealed.clone()).expect("sealed");
    let discard = || Command::DiscardSeal { document: DocumentNumber(1), by: Sealer::Operator, needed: 20_000 };
    walk.apply(discard()).expect("waits for its timestamp");
    assert_eq!(walk.envelope.documents[0].timestamp_reserve, 25_000);
    assert_eq!(walk.apply(discard()), Err(Refusal::OutOfStep));
    assert!(jobs_of(walk.events.last().expect("an event")).iter().any(|j| matches!(j, Job::Seal { .. })));
    walk.apply(sealed).expect("sealed anew");
    walk.seal_all();
    assert_eq!(walk.envelope.documents[0].revisions.len(), 1);
}

#[test]
fn the_chain_shows_every_change() {
    let mut walk = Walk::sent(1, two_in_order());
    walk.seal_all();
    let texts: Vec<String> = walk.events.iter().map(|e| e.to_json().expect("json")).collect();
    let check = |texts: &[String]| verify_chain(texts.iter().map(String::as_str), walk.envelope.evidence);
    assert_eq!(check(&texts).expect("whole"), walk.events);

    let changed = |at: usize, text: String| {
        let mut copy = texts.clone();
        copy[at] = text;
        copy
    };
    assert_eq!(check(&changed(2, texts[2].replace("文書1", "文書9"))), Err(BrokenChain::Link { sequence: 4 }));
    assert_eq!(check(&texts[1..]), Err(BrokenChain::Sequence { expected: 1, found: 2 }));
    assert_eq!(check(&texts[..texts.len() - 1]), Err(BrokenChain::Head));
    assert!(matches!(check(&changed(0, "{}".into())), Err(BrokenChain::Unreadable { sequence: 1, .. })));
}

#[test]
fn every_wrong_field_is_told_at_once() {
    let mut bad = request(1, vec![recipient(RecipientKind::Viewer, 0, "")]);
    bad.title = "改\n行".into();
    bad.documents[0].size = 51 << 20;
    bad.documents[0].sha256 = "12".into();
    bad.documents[0].name = "../etc".into();
    bad.recipients[0].seal = Some(SealType::Contract);
    bad.deadline_days = Some(31);
    let Err(DraftError::Fields(errors)) = bad.draft(seeds(1), start()) else { panic!("refused") };
    let pointers: Vec<&str> = errors.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/title",
            "/documents/0/name",
            "/documents/0/size",
            "/documents/0/sha256",
            "/recipients",
            "/recipients/0/email",
            "/recipients/0/order",
            "/recipients/0/seal",
            "/deadline_days"
        ]
    );
    let many = request(101, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    assert_eq!(many.errors(&Policy::default())[0].pointer, "/documents");
    for address in ["a", "a@b", "a@b..jp", "a b@c.jp", "a@c.jp\r\nBcc: x@y.jp", "@c.jp", "a@-c.jp", "山@c.jp"] {
        let errors = request(1, vec![recipient(RecipientKind::Signer, 1, address)]).errors(&Policy::default());
        assert_eq!(errors[0].pointer, "/recipients/0/email", "{address}");
    }
}

#[test]
fn the_sender_who_also_signs_gets_one_mail() {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "SATO@city.example")]);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.seal_all();
    let completed = walk.events.iter().find_map(|e| match &e.kind {
        EventKind::Completed { notify } => Some(notify.clone()),
        _ => None,
    });
    assert_eq!(completed, Some(vec![Addressee::Sender]));
}

#[test]
fn the_sender_who_also_signs_hears_why_somebody_declined() {
    let city = recipient(RecipientKind::Signer, 1, "sato@city.example");
    let mut walk = Walk::sent(1, vec![city, recipient(RecipientKind::Signer, 2, "b@example.jp")]);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.seal_all();
    let (recipient, generation) = (RecipientNumber(2), walk.envelope.recipients[1].link_generation);
    let (reason, session) = ("金額が相違".to_owned(), session());
    walk.apply(Command::Decline { recipient, generation, reason, session }).expect("declined");
    let Some(EventKind::Declined { notify, .. }) = walk.events.last().map(|event| &event.kind) else {
        panic!("{:?}", walk.events.last())
    };
    assert_eq!(
        notify[..],
        [Addressee::Sender, Addressee::Recipient(RecipientNumber(2))],
        "as the sender, who is told the reason"
    );
}

#[test]
fn retention_is_never_shorter_than_the_law_asks() {
    let from = later(0);
    let years = |r: Retention| (r.until(from).as_second() - from.as_second()) / (365 * 24 * 3600);
    assert_eq!((years(Retention::SevenYears), years(Retention::TenYears)), (8, 11));
    assert_eq!(years(Retention::Unlimited), 99, "S3 takes no lock of more than 100 years");
    assert_eq!(DOWNLOAD_LIFETIME.as_hours(), 14 * 24);
}

#[test]
fn originals_that_are_timestamped_after_the_deadline_invite_nobody() {
    let mut walk = Walk::sent(1, two_in_order());
    walk.apply(next_seal(&walk.envelope).expect("a seal is due")).expect("sealed in time");
    walk.now = days(31);
    let timestamp = next_seal(&walk.envelope).expect("a timestamp waits");
    assert_eq!(walk.apply(timestamp), Err(Refusal::DeadlinePassed));
    walk.apply(Command::Expire).expect("due");
    assert_eq!(walk.envelope.recipients[0].state, RecipientState::Waiting);
}
