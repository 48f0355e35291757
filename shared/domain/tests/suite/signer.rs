//! The signer's side: factors, forwarding, bounced mails, visible seals.

use domain::command::{Command, Correction, Delegate, MailOutcome, Refusal};
use domain::deadline::reminders_due;
use domain::document::Sealer;
use domain::draft::{FactorRequest, RecipientKind, RecipientRequest};
use domain::envelope::Status;
use domain::evidence::{EventKind, Identity, Session};
use domain::factor::{CODE_PAUSE, MAX_ATTEMPTS, MAX_CODES, Secret};
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::job::{Job, jobs_of};
use domain::language::Language;
use domain::mail::{Addressee, Bounce, MailKind};
use domain::policy::Policy;
use domain::recipient::RecipientState;
use domain::visible_seal::{PlacedBy, Placement, SealPolicy, VisibleSeal};

use crate::common;
use crate::common::{Walk, approve, draft, file, generation, recipient, request, seeds, session, shown, start};

const FIRST: RecipientNumber = RecipientNumber(1);

fn with_code() -> RecipientRequest {
    let factor = Some(FactorRequest::AccessCode { code: Secret::new("himitsu-77".into()) });
    RecipientRequest { factor, ..recipient(RecipientKind::Signer, 1, "first@example.jp") }
}

fn by_sms() -> RecipientRequest {
    let factor = Some(FactorRequest::Sms { phone: "090-1234-5678".into() });
    RecipientRequest { factor, ..recipient(RecipientKind::Signer, 1, "first@example.jp") }
}

fn as_identity(identity: Identity) -> Session {
    Session { identity, ..session() }
}

fn started(recipients: Vec<RecipientRequest>) -> Walk {
    let mut walk = Walk::sent(2, recipients);
    walk.seal_all();
    walk
}

fn asks(walk: &Walk) -> (RecipientNumber, u32, Session) {
    (FIRST, generation(&walk.envelope, 1), session())
}

fn try_factor(walk: &mut Walk) -> Result<(), Refusal> {
    let (recipient, generation, session) = asks(walk);
    walk.apply(Command::TryFactor { recipient, generation, session })
}

fn lock_out(walk: &mut Walk) -> Result<(), Refusal> {
    let (recipient, generation, session) = asks(walk);
    walk.apply(Command::LockOut { recipient, generation, session, is_known_wrong: true })
}

fn pass(walk: &mut Walk, identity: Identity) -> Result<(), Refusal> {
    let (recipient, generation, _) = asks(walk);
    walk.apply(Command::PassFactor { recipient, generation, session: as_identity(identity) })
}

fn approve_as(walk: &Walk, identity: Identity, visible_seal: Option<VisibleSeal>) -> Command {
    let (recipient, generation, _) = asks(walk);
    Command::Approve {
        recipient,
        generation,
        shown: shown(&walk.envelope),
        visible_seal,
        session: as_identity(identity),
    }
}

fn delegate(walk: &Walk, email: &str) -> Command {
    let (recipient, generation, session) = asks(walk);
    let email = email.parse().expect("an address");
    let to = Delegate { name: " 高橋 一郎 ".into(), company: None, email, language: Language::En };
    Command::Delegate { recipient, generation, to, reason: "担当が替わりました".into(), session }
}

fn mails(walk: &Walk, wanted: MailKind) -> Vec<Addressee> {
    let jobs = walk.events.iter().flat_map(jobs_of);
    let addressee = |job| match job {
        Job::Mail { mail, addressee, .. } if mail == wanted => Some(addressee),
        _ => None,
    };
    jobs.filter_map(addressee).collect()
}

#[test]
fn without_the_factor_nobody_acts() {
    let mut walk = started(vec![with_code()]);
    let (recipient, generation, session) = asks(&walk);
    assert_eq!(walk.apply(approve(&walk.envelope, 1)), Err(Refusal::FactorNeeded));
    let decline = Command::Decline { recipient, generation, reason: "否".into(), session };
    assert_eq!(walk.apply(decline), Err(Refusal::FactorNeeded));
    assert_eq!(walk.apply(delegate(&walk, "other@example.jp")), Err(Refusal::FactorNeeded));
    assert_eq!(pass(&mut walk, Identity::MailLink), Err(Refusal::FactorNeeded));
    assert_eq!(walk.apply(approve_as(&walk, Identity::Totp, None)), Err(Refusal::FactorNeeded), "another factor");

    try_factor(&mut walk).expect("a try");
    pass(&mut walk, Identity::AccessCode).expect("the right code");
    assert_eq!(walk.envelope.recipients[0].attempts.tries, 0);
    assert!(matches!(walk.envelope.recipients[0].state, RecipientState::Opened { .. }));
    walk.apply(approve_as(&walk, Identity::AccessCode, None)).expect("identified");
    let by = walk.events.iter().rev().find_map(|e| match &e.kind {
        EventKind::Approved { session, .. } => Some(session.identity),
        _ => None,
    });
    assert_eq!(by, Some(Identity::AccessCode), "the method is in the evidence");
}

#[test]
fn three_wrong_codes_lock_out_until_the_sender_asks_anew() {
    let mut walk = started(vec![with_code()]);
    for attempt in 1..=MAX_ATTEMPTS {
        assert_eq!(lock_out(&mut walk), Err(Refusal::NotDue));
        try_factor(&mut walk).expect("a try");
        assert_eq!(walk.envelope.recipients[0].attempts.tries, attempt);
    }
    assert_eq!(try_factor(&mut walk), Err(Refusal::LockedOut), "even before that is recorded");
    lock_out(&mut walk).expect("the last try was wrong");
    assert_eq!(lock_out(&mut walk), Err(Refusal::AlreadyRecorded));
    assert_eq!(pass(&mut walk, Identity::AccessCode), Err(Refusal::LockedOut));
    assert_eq!(mails(&walk, MailKind::LockedOut), [Addressee::Sender]);

    walk.apply(Command::RequestAgain { recipient: FIRST, correction: Correction::default() })
        .expect("the sender asks anew");
    try_factor(&mut walk).expect("a try by the new link");
    pass(&mut walk, Identity::AccessCode).expect("the right code");
}

#[test]
fn codes_are_sent_when_they_are_asked_for_and_not_without_end() {
    let mut walk = started(vec![by_sms()]);
    let request_code = |walk: &mut Walk| {
        let (recipient, generation, session) = asks(walk);
        walk.apply(Command::RequestCode { recipient, generation, session })
    };
    for _ in 0..MAX_CODES {
        request_code(&mut walk).expect("a code");
        assert_eq!(request_code(&mut walk), Err(Refusal::CodeJustSent), "a finger that pressed twice");
        walk.now += CODE_PAUSE;
    }
    assert!(mails(&walk, MailKind::LockedOut).is_empty(), "the last one may be right");
    request_code(&mut walk).expect("the sender is told");
    assert_eq!(mails(&walk, MailKind::LockedOut), [Addressee::Sender]);
    assert_eq!(request_code(&mut walk), Err(Refusal::TooManyCodes));
    assert_eq!(mails(&walk, MailKind::Code).len(), usize::from(MAX_CODES));
    assert_eq!(walk.apply(delegate(&walk, "other@example.jp")), Err(Refusal::FactorNeeded));

    let mut walk = started(vec![with_code()]);
    assert_eq!(request_code(&mut walk), Err(Refusal::OutOfStep), "an access code is never sent");
}

#[test]
fn a_policy_demands_a_second_factor_of_every_signer() {
    let viewer = recipient(RecipientKind::Viewer, 1, "viewer@example.jp");
    let by_mail = RecipientRequest {
        factor: Some(FactorRequest::EmailCode),
        ..recipient(RecipientKind::Signer, 1, "c@example.jp")
    };
    let request =
        request(1, vec![viewer, with_code(), by_sms(), by_mail, recipient(RecipientKind::Signer, 1, "d@example.jp")]);
    assert_eq!(request.errors(&Policy::default()), []);
    let errors = request.errors(&Policy { two_factor_required: true, ..Policy::default() });
    let pointers: Vec<_> = errors.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(pointers, ["/recipients/3/factor", "/recipients/4/factor"]);
}

#[test]
fn wrong_factors_are_told_and_no_secret_is_printed() {
    let wrong = [
        (FactorRequest::AccessCode { code: Secret::new("短い".into()) }, "/recipients/0/factor/code"),
        (FactorRequest::AccessCode { code: Secret::new("a".repeat(41)) }, "/recipients/0/factor/code"),
        (FactorRequest::Totp { key: Secret::new("JBSWY3DPEHPK3PXP".into()) }, "/recipients/0/factor/key"),
        (FactorRequest::Sms { phone: "110".into() }, "/recipients/0/factor/phone"),
    ];
    for (factor, pointer) in wrong {
        let request = request(1, vec![RecipientRequest { factor: Some(factor), ..with_code() }]);
        let errors = request.errors(&Policy::default());
        assert_eq!(errors.iter().map(|e| e.pointer.as_str()).collect::<Vec<_>>(), [pointer]);
    }
    assert!(!format!("{:?}", request(1, vec![with_code()])).contains("himitsu"));
    let envelope = format!("{:?}", draft(1, vec![with_code()]).envelope);
    assert!(!envelope.contains("himitsu"), "the code is no part of the envelope: {envelope}");
}

#[test]
fn whoever_takes_over_signs_in_the_same_field_and_the_sender_is_told() {
    let second = recipient(RecipientKind::Signer, 2, "second@example.jp");
    let mut walk = started(vec![recipient(RecipientKind::Signer, 1, "first@example.jp"), second]);
    let document = &walk.envelope.documents[0];
    let field = walk.envelope.field_name(document, Sealer::Recipient(FIRST));
    assert_eq!(walk.apply(delegate(&walk, "first@EXAMPLE.jp")), Err(Refusal::PersonInvalid), "to oneself");
    let unreadable = match delegate(&walk, "third@example.jp") {
        Command::Delegate { recipient, generation, to, reason, session } => {
            let to = Delegate { name: "高橋\u{200b}".into(), ..to };
            Command::Delegate { recipient, generation, to, reason, session }
        }
        command => command,
    };
    assert_eq!(walk.apply(unreadable), Err(Refusal::PersonInvalid), "the form is not the only way here");
    walk.apply(delegate(&walk, "third@example.jp")).expect("forwarded");
    assert_eq!(mails(&walk, MailKind::Delegated), [Addressee::Sender]);
    assert_eq!(walk.apply(approve(&walk.envelope, 1)), Err(Refusal::AlreadyActed));
    assert_eq!(walk.envelope.recipients[1].state, RecipientState::Waiting, "the order stays");

    let third = &walk.envelope.recipients[2];
    assert_eq!((third.name.as_str(), third.language, third.order), ("高橋 一郎", Language::En, 1));
    walk.apply(approve(&walk.envelope, 3)).expect("the new person's turn");
    let document = &walk.envelope.documents[0];
    assert_eq!(walk.envelope.field_name(document, Sealer::Recipient(RecipientNumber(3))), field);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 2)).expect("the second's turn");
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
    let told = mails(&walk, MailKind::Completed);
    assert!(!told.contains(&Addressee::Recipient(FIRST)), "who forwarded it is not concerned any more: {told:?}");
}

#[test]
fn what_the_sender_does_not_allow_is_not_forwarded() {
    let mut request = request(1, vec![recipient(RecipientKind::Signer, 1, "first@example.jp")]);
    request.may_forward = Some(false);
    let mut walk = Walk::of(request.draft(seeds(1), start()).expect("a draft"));
    walk.send().expect("sent");
    walk.seal_all();
    assert_eq!(walk.apply(delegate(&walk, "third@example.jp")), Err(Refusal::ForwardingNotAllowed));
}

#[test]
fn a_bounced_request_is_told_to_the_sender_and_asked_again_at_the_right_address() {
    let mut walk = started(vec![recipient(RecipientKind::Signer, 1, "frist@example.jp")]);
    let invited = walk.events.last().expect("an event").sequence;
    let bounce = Command::RecordBounce {
        addressee: Addressee::Recipient(FIRST),
        request_event: invited,
        bounce: Bounce::Permanent,
        detail: "550 no such user".into(),
    };
    walk.apply(bounce.clone()).expect("recorded");
    assert_eq!(walk.apply(bounce), Err(Refusal::AlreadyRecorded));
    assert!(matches!(walk.envelope.recipients[0].state, RecipientState::Bounced { .. }));
    assert_eq!(mails(&walk, MailKind::Bounced), [Addressee::Sender]);
    let in_ten_days = common::days(10);
    assert_eq!(reminders_due(&walk.envelope, in_ten_days).count(), 0, "no reminder goes where nothing arrives");

    let again = |email: &str| {
        let correction = Correction { email: email.parse().ok(), ..Correction::default() };
        Command::RequestAgain { recipient: FIRST, correction }
    };
    walk.apply(again("first@example.jp")).expect("asked again");
    assert_eq!(walk.envelope.recipients[0].email.as_str(), "first@example.jp");
    assert!(matches!(walk.envelope.recipients[0].state, RecipientState::Invited { .. }));
    let kinds = walk.types();
    assert_eq!(kinds[kinds.len() - 2..], ["address_corrected", "invited"]);
    let late = Command::RecordBounce {
        addressee: Addressee::Recipient(FIRST),
        request_event: invited - 1,
        bounce: Bounce::Permanent,
        detail: "550 no such user".into(),
    };
    walk.apply(late).expect("recorded");
    assert!(matches!(walk.envelope.recipients[0].state, RecipientState::Invited { .. }), "it was the old address");
    assert_eq!(mails(&walk, MailKind::Bounced).len(), 1, "nothing is left to do");
    walk.apply(approve(&walk.envelope, 1)).expect("signed");
}

#[test]
fn whoever_is_asked_again_has_five_days_again() {
    let mut walk = started(vec![with_code()]);
    walk.now = common::days(6);
    let due = |walk: &Walk, at| reminders_due(&walk.envelope, at).count();
    assert_eq!(due(&walk, common::days(6)), 1);
    let correction = Correction { email: "first@example.jp".parse().ok(), ..Correction::default() };
    walk.apply(Command::RequestAgain { recipient: FIRST, correction }).expect("asked again");
    assert_eq!((due(&walk, common::days(10)), due(&walk, common::days(12))), (0, 1));
    for _ in 0..MAX_ATTEMPTS {
        try_factor(&mut walk).expect("a try");
    }
    lock_out(&mut walk).expect("the last try was wrong");
    assert_eq!(due(&walk, common::days(12)), 0, "a reminder's link would be locked as well");
}

#[test]
fn what_becomes_of_mails_from_before_the_sender_asked_again_does_not_count() {
    let mut walk = started(vec![recipient(RecipientKind::Signer, 1, "first@example.jp")]);
    let invited = walk.events.last().expect("an event").sequence;
    walk.apply(Command::RequestAgain { recipient: FIRST, correction: Correction::default() }).expect("asked again");
    let again = walk.events.last().expect("an event").sequence;
    let (addressee, detail) = (Addressee::Recipient(FIRST), String::new);
    let bounce = |request_event, bounce| Command::RecordBounce { addressee, request_event, bounce, detail: detail() };
    walk.apply(bounce(invited, Bounce::Transient)).expect("recorded");
    assert!(matches!(walk.envelope.recipients[0].state, RecipientState::Invited { .. }));
    assert!(mails(&walk, MailKind::Bounced).is_empty());

    let (recipient, generation, session) = asks(&walk);
    walk.apply(Command::Open { recipient, generation, session }).expect("opened");
    walk.apply(bounce(again, Bounce::Transient)).expect("recorded");
    assert!(matches!(walk.envelope.recipients[0].state, RecipientState::Opened { .. }), "who has come is reached");
    assert_eq!(mails(&walk, MailKind::Bounced), [Addressee::Sender]);
}

#[test]
fn a_refused_code_is_told_to_the_sender_and_sent_to_the_right_number() {
    let mut walk = started(vec![by_sms()]);
    let ask = |walk: &mut Walk| {
        let (recipient, generation, session) = asks(walk);
        walk.apply(Command::RequestCode { recipient, generation, session }).expect("a code");
        walk.now += CODE_PAUSE;
        walk.events.last().expect("an event").sequence
    };
    let refuse = |walk: &mut Walk, request_event| {
        let outcome = MailOutcome::Refused { reason: "no such number".into() };
        let (mail, addressee) = (MailKind::Code, Addressee::Recipient(FIRST));
        walk.apply(Command::RecordMail { mail, addressee, request_event, outcome }).expect("recorded");
        walk.envelope.recipients[0].attempts.refused
    };
    let (first, second) = (ask(&mut walk), ask(&mut walk));
    assert!(!refuse(&mut walk, first), "a newer one is on its way");
    assert!(mails(&walk, MailKind::Bounced).is_empty());
    assert!(refuse(&mut walk, second));
    assert_eq!(mails(&walk, MailKind::Bounced), [Addressee::Sender]);
    let state = &walk.envelope.recipients[0].state;
    assert!(!matches!(state, RecipientState::Bounced { .. }), "mails do arrive: {state:?}");
    let third = ask(&mut walk);
    assert!(!walk.envelope.recipients[0].attempts.refused, "the next may be taken");

    let again = |phone: &str| {
        let correction = Correction { phone: Some(phone.parse().expect("a number")), ..Correction::default() };
        Command::RequestAgain { recipient: FIRST, correction }
    };
    walk.apply(again("080-1111-2222")).expect("asked again");
    let kinds = walk.types();
    assert_eq!(kinds[kinds.len() - 2..], ["telephone_corrected", "invited"]);
    assert!(!refuse(&mut walk, third), "it was the old number");
    assert_eq!(mails(&walk, MailKind::Bounced).len(), 1, "nothing is left to do");
    walk.apply(again("+81 80 1111 2222")).expect("asked again");
    assert_eq!(walk.types().iter().filter(|kind| **kind == "telephone_corrected").count(), 1, "the same number");

    let mut walk = started(vec![with_code()]);
    assert_eq!(walk.apply(again("080-1111-2222")), Err(Refusal::NoTelephone));
}

#[test]
fn a_bounce_of_somebody_who_has_signed_changes_nothing_but_the_evidence() {
    let mut walk = started(vec![recipient(RecipientKind::Signer, 1, "first@example.jp")]);
    walk.apply(approve(&walk.envelope, 1)).expect("signed");
    walk.seal_all();
    let before = walk.envelope.recipients.clone();
    let (addressee, bounce) = (Addressee::Recipient(FIRST), Bounce::Complaint);
    walk.apply(Command::RecordBounce { addressee, request_event: 99, bounce, detail: String::new() })
        .expect("recorded");
    assert_eq!(walk.envelope.recipients, before);
    let addressee = Addressee::Sender;
    walk.apply(Command::RecordBounce { addressee, request_event: 98, bounce, detail: String::new() })
        .expect("recorded");
    assert_eq!(mails(&walk, MailKind::Bounced), [Addressee::Sender], "a sender without a mailbox is not mailed");
}

fn placed(document: u16, page: u32, x: u32) -> Placement {
    Placement { document: DocumentNumber(document), page, x, y: 2500, width: 120, height: 120 }
}

fn with_seal_policy(by: PlacedBy, placements: Vec<Placement>) -> RecipientRequest {
    let seal_policy = Some(SealPolicy { by, placements });
    RecipientRequest { seal_policy, ..recipient(RecipientKind::Signer, 1, "first@example.jp") }
}

fn visible_seal(placements: Vec<Placement>) -> Option<VisibleSeal> {
    Some(VisibleSeal { image: file("seal.png"), placements })
}

#[test]
fn a_visible_seal_stands_where_the_sender_put_it_or_nowhere() {
    let at = vec![placed(1, 3, 1500)];
    for (chosen, expected) in [
        (visible_seal(at.clone()), Ok(())),
        (None, Ok(())),
        (visible_seal(vec![placed(1, 3, 1400)]), Err(Refusal::VisibleSealNotAllowed)),
        (visible_seal(Vec::new()), Err(Refusal::VisibleSealNotAllowed)),
    ] {
        let mut walk = started(vec![with_seal_policy(PlacedBy::Sender, at.clone())]);
        assert!(walk.envelope.is_certified());
        assert_eq!(walk.apply(approve_as(&walk, Identity::MailLink, chosen.clone())), expected, "{chosen:?}");
    }
    let mut walk = started(vec![recipient(RecipientKind::Signer, 1, "first@example.jp")]);
    let refused = walk.apply(approve_as(&walk, Identity::MailLink, visible_seal(at)));
    assert_eq!(refused, Err(Refusal::VisibleSealNotAllowed), "nobody allowed it");
}

#[test]
fn a_signer_who_may_choose_stays_on_the_page() {
    for (chosen, expected) in [
        (vec![placed(1, 1, 0), placed(2, 3, 1980)], Ok(())),
        (vec![placed(1, 4, 0)], Err(Refusal::VisibleSealNotAllowed)),
        (vec![placed(1, 1, 1981)], Err(Refusal::VisibleSealNotAllowed)),
        (vec![placed(1, 1, 0), placed(1, 2, 0)], Err(Refusal::VisibleSealNotAllowed)),
        (vec![placed(3, 1, 0)], Err(Refusal::VisibleSealNotAllowed)),
    ] {
        let mut walk = started(vec![with_seal_policy(PlacedBy::Signer, Vec::new())]);
        assert!(!walk.envelope.is_certified(), "a field of the signer's own could not be added");
        assert_eq!(
            walk.apply(approve_as(&walk, Identity::MailLink, visible_seal(chosen.clone()))),
            expected,
            "{chosen:?}"
        );
    }
}

#[test]
fn a_seal_is_placed_once_on_a_document_and_by_a_signer() {
    let wrong = [
        with_seal_policy(PlacedBy::Sender, vec![placed(1, 1, 0), placed(1, 2, 0)]),
        with_seal_policy(PlacedBy::Sender, vec![placed(9, 1, 0)]),
        with_seal_policy(PlacedBy::Sender, vec![Placement { width: 10, ..placed(1, 1, 0) }]),
        RecipientRequest { kind: RecipientKind::Viewer, ..with_seal_policy(PlacedBy::Signer, Vec::new()) },
    ];
    for recipient in wrong {
        let signer = common::recipient(RecipientKind::Signer, 2, "other@example.jp");
        let errors = request(2, vec![recipient, signer]).errors(&Policy::default());
        assert_eq!(errors.iter().map(|e| e.pointer.as_str()).collect::<Vec<_>>(), ["/recipients/0/seal_policy"]);
    }
}
