//! Whatever is asked in whatever order: no illegal state, no lost event, order enforced, terminal states final.

use domain::command::{Command, Correction, Delegate, MailOutcome};
use domain::document::{KeptFiles, Sealer, Unproven};
use domain::draft::{ChangeRequest, FactorRequest, RecipientKind, RecipientRequest};
use domain::envelope::{Envelope, Status};
use domain::evidence::{EventKind, Identity, Session, verify_chain};
use domain::factor::Secret;
use domain::ids::{DocumentNumber, RecipientNumber, SecretId};
use domain::language::Language;
use domain::mail::{Addressee, Bounce, MailKind};
use domain::policy::Policy;
use domain::recipient::RecipientState;
use domain::removal::RemovalReport;
use domain::unsendable::{Unsendable, UnsendableDocument};
use domain::waiting::{Cause, CauseKind};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::common::{Walk, add_document, approve, draft, generation, next_seal, recipient, send, session, start};

/// What may be asked; made into a command when the envelope is known.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Send,
    RefuseSending,
    Seal,
    SealAgain,
    Discard,
    Open(u16),
    Approve(u16),
    Decline(u16),
    Void,
    Expire,
    Remind(u16),
    RequestAgain(u16),
    Fail,
    Mail,
    Download,
    Retain,
    Remove(u8),
    Try(u16),
    Pass(u16),
    LockOut(u16),
    RequestCode(u16),
    Delegate(u16),
    Bounce(u16),
    Cause,
    Report,
    Retry,
    Change,
    AddDocument,
    RemoveDocument(u16),
    DeleteDraft,
    SendReminders,
    Wait(u32),
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        6 => Just(Ask::Send),
        20 => Just(Ask::Seal),
        2 => Just(Ask::SealAgain),
        1 => Just(Ask::Discard),
        4 => (0_u16..6).prop_map(Ask::Open),
        12 => (0_u16..6).prop_map(Ask::Approve),
        1 => (0_u16..6).prop_map(Ask::Decline),
        1 => Just(Ask::Void),
        1 => Just(Ask::RefuseSending),
        1 => Just(Ask::Expire),
        2 => (0_u16..6).prop_map(Ask::Remind),
        2 => (0_u16..6).prop_map(Ask::RequestAgain),
        1 => Just(Ask::Fail),
        1 => Just(Ask::Mail),
        2 => Just(Ask::Download),
        1 => Just(Ask::Retain),
        3 => (0_u8..4).prop_map(Ask::Remove),
        3 => (0_u16..6).prop_map(Ask::Try),
        4 => (0_u16..6).prop_map(Ask::Pass),
        1 => (0_u16..6).prop_map(Ask::LockOut),
        1 => (0_u16..6).prop_map(Ask::RequestCode),
        1 => (0_u16..6).prop_map(Ask::Delegate),
        1 => (0_u16..6).prop_map(Ask::Bounce),
        1 => Just(Ask::Cause),
        1 => Just(Ask::Report),
        1 => Just(Ask::Retry),
        2 => Just(Ask::Change),
        3 => Just(Ask::AddDocument),
        2 => (0_u16..5).prop_map(Ask::RemoveDocument),
        1 => Just(Ask::DeleteDraft),
        3 => Just(Ask::SendReminders),
        3 => (0_u32..8 * 24 * 3600).prop_map(Ask::Wait),
    ]
}

fn recipients() -> impl Strategy<Value = Vec<RecipientRequest>> {
    let kind =
        prop_oneof![4 => Just(RecipientKind::Signer), 1 => Just(RecipientKind::Viewer), 1 => Just(RecipientKind::Copy)];
    prop::collection::vec((kind, 1_u16..4), 0..4).prop_map(|others| {
        let mut all = vec![recipient(RecipientKind::Signer, 2, "always@example.jp")];
        all.extend(others.into_iter().map(|(kind, order)| recipient(kind, order, "somebody@example.jp")));
        for recipient in all.iter_mut().skip(1).step_by(2).filter(|r| r.kind != RecipientKind::Copy) {
            recipient.factor = Some(FactorRequest::AccessCode { code: Secret::new("takikawa".into()) });
        }
        all
    })
}

fn command(ask: Ask, envelope: &Envelope, last: Option<&Command>) -> Option<Command> {
    let (document, by) = (DocumentNumber(1), Sealer::Operator);
    Some(match ask {
        Ask::Send if envelope.state.status() == Status::Draft => Command::RequestSending,
        Ask::Send => send(envelope),
        Ask::RefuseSending => Command::RefuseSending {
            request: envelope.sending_request().unwrap_or(1),
            documents: vec![UnsendableDocument { document, why: Unsendable::not_uploaded() }],
        },
        Ask::Seal => next_seal(envelope)?,
        Ask::SealAgain => last?.clone(),
        Ask::Discard => Command::DiscardSeal { document, by, needed: 20_000 },
        Ask::Open(n) => {
            Command::Open { recipient: RecipientNumber(n), generation: generation(envelope, n), session: session() }
        }
        Ask::Approve(n) => match approve(envelope, n) {
            Command::Approve { recipient, generation, shown, visible_seal, .. } if n.is_multiple_of(2) => {
                Command::Approve { recipient, generation, shown, visible_seal, session: identified() }
            }
            command => command,
        },
        Ask::Decline(n) => Command::Decline {
            recipient: RecipientNumber(n),
            generation: generation(envelope, n),
            reason: "否".into(),
            session: session(),
        },
        Ask::Void => Command::Void { reason: "取り下げ".into() },
        Ask::Expire => Command::Expire,
        Ask::Remind(n) => Command::Remind { recipient: RecipientNumber(n) },
        Ask::RequestAgain(n) => {
            Command::RequestAgain { recipient: RecipientNumber(n), correction: Correction::default() }
        }
        Ask::Fail => Command::Fail { reason: "壊れた".into() },
        Ask::Mail => Command::RecordMail {
            mail: MailKind::Request,
            addressee: Addressee::Sender,
            request_event: 1,
            outcome: MailOutcome::Taken { message_id: "1".into() },
        },
        Ask::Download => Command::RecordDownload { document, addressee: Addressee::Sender, session: session() },
        Ask::Retain => Command::RecordRetention { until: start() },
        Ask::Remove(n) => Command::RecordRemoval { report: removal(n, envelope)? },
        Ask::Try(n) => {
            let (recipient, generation) = (RecipientNumber(n), generation(envelope, n));
            Command::TryFactor { recipient, generation, session: session() }
        }
        Ask::Pass(n) => {
            let (recipient, generation) = (RecipientNumber(n), generation(envelope, n));
            Command::PassFactor { recipient, generation, session: identified() }
        }
        Ask::LockOut(n) => {
            let (recipient, generation) = (RecipientNumber(n), generation(envelope, n));
            Command::LockOut { recipient, generation, session: session(), is_known_wrong: true }
        }
        Ask::RequestCode(n) => {
            let (recipient, generation) = (RecipientNumber(n), generation(envelope, n));
            Command::RequestCode { recipient, generation, session: session() }
        }
        Ask::Delegate(n) => Command::Delegate {
            recipient: RecipientNumber(n),
            generation: generation(envelope, n),
            to: Delegate {
                name: "高橋".into(),
                company: None,
                email: format!("d{n}@example.jp").parse().expect("an address"),
                language: Language::En,
            },
            reason: "担当替え".into(),
            session: identified(),
        },
        Ask::Bounce(n) => Command::RecordBounce {
            addressee: Addressee::Recipient(RecipientNumber(n)),
            request_event: envelope.evidence.sequence,
            bounce: Bounce::Permanent,
            detail: "550".into(),
        },
        Ask::Cause => {
            let cause = Cause { kind: CauseKind::KeyService, detail: "503".into() };
            Command::RecordCause { document, by, cause }
        }
        Ask::Report => Command::ReportWait,
        Ask::Retry => Command::Retry,
        Ask::Change => change(envelope),
        Ask::AddDocument => add_document(envelope, "追加文書")?,
        Ask::RemoveDocument(n) => Command::RemoveDocument { document: DocumentNumber(n) },
        Ask::DeleteDraft => Command::DeleteDraft,
        Ask::SendReminders => Command::SendReminders,
        Ask::Wait(_) => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_asked_breaks_an_envelope(
        recipients in recipients(),
        documents in 1_usize..3,
        asks in prop::collection::vec(ask(), 0..80),
    ) {
        let mut walk = Walk::of(draft(documents, recipients));
        let mut last = None;
        for ask in asks {
            if let Ask::Wait(seconds) = ask {
                // Every eighth wait goes back: clocks disagree.
                let seconds = i64::from(seconds);
                walk.now += SignedDuration::from_secs(if seconds % 8 == 7 { -seconds / 100 } else { seconds });
            }
            let Some(command) = command(ask, &walk.envelope, last.as_ref()) else { continue };
            let before = walk.envelope.clone();
            let (status, count) = (before.status_at(walk.now), walk.events.len());
            let applied = walk.apply(command.clone());
            match applied {
                Err(_) => prop_assert_eq!(&walk.envelope, &before, "a refusal changes nothing"),
                Ok(()) => {
                    prop_assert!(walk.events.len() > count, "every change is an event");
                    prop_assert_eq!(walk.envelope.version, before.version + 1);
                    if before.state.status().is_terminal() {
                        prop_assert_eq!(&walk.envelope.state, &before.state, "terminal states are final");
                        prop_assert_eq!(&walk.envelope.recipients, &before.recipients);
                    }
                    if status == Status::Expired {
                        let after = walk.envelope.state.status();
                        prop_assert!(matches!(after, Status::Expired | Status::Failed) || after == before.state.status());
                        prop_assert_eq!(&walk.envelope.recipients, &before.recipients, "nobody acts after the deadline");
                    }
                    if matches!(command, Command::RecordSealed { .. } | Command::RecordTimestamped { .. }) {
                        last = Some(command);
                    }
                }
            }
            holds(&walk)?;
        }
    }
}

fn change(envelope: &Envelope) -> Command {
    let recipients = vec![recipient(RecipientKind::Signer, 2, "changed@example.jp")];
    let request = ChangeRequest { recipients: Some(recipients), ..ChangeRequest::default() };
    let change = request.accept(envelope, &Policy::default(), SecretId::new([1; 16])).expect("a good change");
    Command::ChangeDraft { change: Box::new(change) }
}

fn removal(which: u8, envelope: &Envelope) -> Option<RemovalReport> {
    let document = envelope.documents.first()?;
    let number = document.number;
    Some(match which {
        0 => {
            let finished = document.latest()?.sha256;
            RemovalReport::Revisions { document: number, finished, removed: Vec::new(), left: Vec::new() }
        }
        1 => RemovalReport::Unproven { document: number, why: Unproven::Missing },
        2 => RemovalReport::Documents { objects: Vec::new() },
        _ => RemovalReport::RetentionEnded,
    })
}

fn identified() -> Session {
    Session { identity: Identity::AccessCode, ..session() }
}

fn added(event: &domain::evidence::Event) -> Option<DocumentNumber> {
    match event.kind {
        EventKind::DocumentAdded { document, .. } => Some(document),
        _ => None,
    }
}

/// What is true of every envelope at every moment.
fn holds(walk: &Walk) -> Result<(), TestCaseError> {
    let envelope = &walk.envelope;
    let texts: Vec<String> = walk.events.iter().map(|e| e.to_json().expect("json")).collect();
    let chain = verify_chain(texts.iter().map(String::as_str), envelope.evidence);
    prop_assert_eq!(chain.as_deref(), Ok(walk.events.as_slice()), "no event is lost");
    prop_assert!(walk.events.iter().map(|e| e.at).is_sorted(), "evidence never runs backwards");
    // The wait for seals has a beginning as long as there are seals to make, and none otherwise.
    if matches!(envelope.state.status(), Status::Sent | Status::InProgress) {
        prop_assert_eq!(envelope.waits.seals_since.is_some(), envelope.has_seals_to_make());
    }

    // A number is given to one document, whatever was removed; the others keep theirs.
    let added: Vec<DocumentNumber> = walk.events.iter().filter_map(added).collect();
    let is_fresh = |n: &DocumentNumber| added.iter().filter(|other| *other == n).count() == 1;
    prop_assert!(added.iter().all(is_fresh) && envelope.documents.is_sorted_by_key(|document| document.number));
    // What was deleted says nothing of anybody but its sender.
    if envelope.is_deleted() {
        prop_assert!(envelope.recipients.is_empty() && envelope.title.is_empty() && envelope.message.is_none());
        prop_assert!(envelope.documents.iter().all(|document| document.name.is_empty()));
    }
    // As long as something is to be done, every file is there.
    let is_whole = envelope.documents.iter().all(|document| document.kept == KeptFiles::All);
    prop_assert!(is_whole || envelope.state.status().is_terminal());
    // Order: whoever was invited has nobody unfinished before.
    for recipient in envelope.recipients.iter().filter(|r| r.state != RecipientState::Waiting) {
        let before = envelope.recipients.iter().filter(|r| r.must_act() && r.order < recipient.order);
        prop_assert!(before.clone().all(domain::recipient::Recipient::is_finished), "signing order");
    }
    for recipient in &envelope.recipients {
        // L3: nobody who has to show a factor acted without it, however often it was tried.
        let acted = |e: &&domain::evidence::Event| match &e.kind {
            EventKind::Approved { recipient: r, session, .. }
            | EventKind::Confirmed { recipient: r, session, .. }
            | EventKind::Delegated { recipient: r, session, .. }
            | EventKind::Declined { recipient: r, session, .. } => {
                *r == recipient.number && session.identity != Identity::AccessCode
            }
            _ => false,
        };
        prop_assert!(recipient.factor.is_none() || !walk.events.iter().any(|e| acted(&e)));
        prop_assert!(recipient.attempts.tries <= domain::factor::MAX_ATTEMPTS);
    }
    // L6: nobody was invited before every original was timestamped.
    let invited = walk.events.iter().any(|e| matches!(e.kind, EventKind::Invited { .. }));
    prop_assert!(!invited || envelope.documents.iter().all(|d| d.is_timestamped_by(Sealer::Operator)));
    for document in &envelope.documents {
        // One seal at a time, each but the last timestamped; at most one for each sealer, and none without an act.
        let without_timestamp = document.revisions.iter().position(|r| r.timestamped.is_none());
        prop_assert!(without_timestamp.is_none_or(|at| at + 1 == document.revisions.len()));
        for revision in &document.revisions {
            prop_assert_eq!(document.revisions.iter().filter(|r| r.by == revision.by).count(), 1);
            if let Sealer::Recipient(number) = revision.by {
                let approved = walk
                    .events
                    .iter()
                    .any(|e| matches!(&e.kind, EventKind::Approved { recipient, .. } if *recipient == number));
                prop_assert!(approved, "a seal stands for a recorded act");
            }
        }
    }
    if envelope.state.status() == Status::Completed {
        prop_assert!(envelope.recipients.iter().all(domain::recipient::Recipient::is_finished));
        prop_assert!(!envelope.has_seals_to_make());
    }
    Ok(())
}
