//! What is true of every contract when nothing is left to do.

use std::collections::BTreeMap;

use domain::document::{Document, Sealer};
use domain::envelope::{Envelope, Status};
use domain::evidence::{Event, EventKind, verify_chain};
use domain::ids::RecipientNumber;
use domain::job::{Job, jobs_of};
use domain::mail::{Addressee, MailKind};

use crate::backend::Backend;
use crate::case::Conduct;
use crate::removal;
use crate::violation::Violation;

/// What is wrong with a contract. If all its signers signed, it is completed; else it came to some end.
pub(crate) fn at_the_end(backend: &Backend, envelope: &Envelope) -> Vec<Violation> {
    let mut violations = Vec::new();
    let status = envelope.state.status();
    let is_right = match backend.case.conduct {
        Conduct::Willing => status == Status::Completed,
        Conduct::Free => status.is_terminal() && status != Status::Failed,
    };
    if !is_right {
        violations.push(Violation::WrongEnd { envelope: envelope.id, found: format!("{status:?}") });
    }
    let texts = backend.envelopes.texts(envelope.id);
    match verify_chain(texts.iter().map(String::as_str), envelope.evidence) {
        Err(broken) => violations.push(Violation::BrokenEvidence(broken.to_string())),
        Ok(events) => {
            violations.extend(envelope.documents.iter().filter_map(|d| wrong_seals(envelope, d, &events)));
            violations.extend(wrong_mails(backend, &events));
            violations.extend(removal::wrong_files(backend, envelope, &events));
        }
    }
    violations.extend(envelope.documents.iter().filter_map(|d| wrong_file(backend, d, status)));
    violations
}

/// Whether a document lacks the seal of somebody who signed, has one twice, or in another order than the approvals.
fn wrong_seals(envelope: &Envelope, document: &Document, events: &[Event]) -> Option<Violation> {
    let approvals = events.iter().filter_map(|event| match event.kind {
        EventKind::Approved { recipient, .. } => Some(Sealer::Recipient(recipient)),
        _ => None,
    });
    let mut expected: Vec<Sealer> = std::iter::once(Sealer::Operator).chain(approvals).collect();
    let (mut sealed, mut timestamped) = (Vec::new(), Vec::new());
    for event in events {
        match &event.kind {
            EventKind::DocumentSealed { document: number, by, .. } if *number == document.number => sealed.push(*by),
            EventKind::SealDiscarded { document: number, by, .. } if *number == document.number => {
                sealed.retain(|earlier| earlier != by);
            }
            EventKind::DocumentTimestamped { document: number, by, .. } if *number == document.number => {
                timestamped.push(*by);
            }
            _ => {}
        }
    }
    let kept: Vec<Sealer> = document.revisions.iter().map(|r| r.by).collect();
    if envelope.state.status() != Status::Completed {
        // What is there so far is in order all the same.
        expected.truncate(kept.len());
        sealed.truncate(kept.len());
        timestamped.truncate(kept.len());
    }
    let is_right = |found: &Vec<Sealer>| *found == expected || envelope.state.status() != Status::Completed;
    let found =
        [kept, sealed, timestamped].into_iter().find(|found| !is_right(found) || !expected.starts_with(found))?;
    let (found, expected) = (names(&found), names(&expected));
    Some(Violation::WrongSeals { document: document.number, found, expected })
}

fn names(sealers: &[Sealer]) -> String {
    let name = |by: &Sealer| match by {
        Sealer::Operator => "the operator".to_owned(),
        Sealer::Recipient(RecipientNumber(number)) => number.to_string(),
    };
    sealers.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Mails that tell of the end and were not sent, those that nobody was to get, and those that were noted twice. That none is
/// sent twice is seen when it happens.
fn wrong_mails(backend: &Backend, events: &[Event]) -> Vec<Violation> {
    let mut noted: BTreeMap<_, usize> = BTreeMap::new();
    for event in events {
        if let EventKind::Mailed { addressee, request_event, .. }
        | EventKind::MailRefused { addressee, request_event, .. } = event.kind
        {
            *noted.entry((request_event, addressee)).or_default() += 1;
        }
    }
    let asked = events.iter().flat_map(jobs_of).filter_map(|job| match job {
        Job::Mail { mail, addressee, sequence, .. } => Some((mail, addressee, sequence)),
        _ => None,
    });
    let wrong = asked.filter_map(|(mail, addressee, sequence)| {
        let times = times_mailed(backend, events, sequence, addressee);
        let noted = noted.get(&(sequence, addressee)).copied().unwrap_or_default();
        let is_told = times > 0 || noted > 0;
        let is_wrong = match who_hears(mail) {
            Hears::Everybody => !is_told,
            Hears::WhoeverWasAsked => match (addressee, was_asked(backend, events, addressee)) {
                (Addressee::Sender, _) | (_, true) => !is_told,
                // After an accident nobody may know whether a request went out: then its reader is told.
                (Addressee::Recipient(_), false) => is_told && backend.case.is_calm(),
            },
            Hears::Perhaps => false,
        };
        (is_wrong || noted > 1).then_some(Violation::WrongMails { sequence, addressee, times })
    });
    wrong.collect()
}

/// Who gets a mail for which there is a job.
enum Hears {
    Everybody,
    /// The sender, and whoever got a request or a reminder before.
    WhoeverWasAsked,
    /// Whoever it still concerns when its turn comes: a request is of no use to a reader who has acted by another link.
    Perhaps,
}

const fn who_hears(mail: MailKind) -> Hears {
    match mail {
        MailKind::Completed | MailKind::Expired => Hears::Everybody,
        MailKind::Declined | MailKind::Voided | MailKind::Failed => Hears::WhoeverWasAsked,
        MailKind::NotSent
        | MailKind::Request
        | MailKind::Reminder
        | MailKind::Delegated
        | MailKind::Bounced
        | MailKind::LockedOut
        | MailKind::Delayed
        | MailKind::Code => Hears::Perhaps,
    }
}

/// Whether the mail service took a request or a reminder to this recipient's newest address.
fn was_asked(backend: &Backend, events: &[Event], addressee: Addressee) -> bool {
    let Addressee::Recipient(whose) = addressee else { return true };
    let is_correction =
        |e: &&Event| matches!(e.kind, EventKind::AddressCorrected { recipient, .. } if recipient == whose);
    let corrected = events.iter().rev().find(is_correction).map_or(0, |event| event.sequence);
    let requests = events.iter().filter(|event| match event.kind {
        EventKind::Invited { recipient, .. }
        | EventKind::Reminded { recipient, .. }
        | EventKind::RemindedBySender { recipient, .. } => recipient == whose,
        _ => false,
    });
    let mut later = requests.filter(|event| event.sequence > corrected);
    later.any(|event| times_mailed(backend, events, event.sequence, addressee) > 0)
}

fn times_mailed(backend: &Backend, events: &[Event], sequence: u64, addressee: Addressee) -> usize {
    events.first().map_or(0, |event| backend.watch.times_mailed(event.envelope, sequence, addressee))
}

/// Whether the finished file does not carry as many signatures as the document has revisions, or may still be deleted.
fn wrong_file(backend: &Backend, document: &Document, status: Status) -> Option<Violation> {
    let file = document.latest()?;
    let timestamped = document.revisions.iter().filter(|r| r.timestamped.is_some()).count();
    let signatures = if backend.case.thorough {
        let bytes = backend.documents.file(&file.object)?;
        pades::signatures(&bytes).map_or(0, |signatures| signatures.len())
    } else {
        timestamped
    };
    let is_kept = status != Status::Completed || backend.watch.is_locked(&file.object);
    let what = format!("the finished file with {signatures} signatures, locked: {is_kept},");
    (signatures != timestamped || !is_kept).then_some(Violation::NotAnIncrement { document: document.number, what })
}

/// How often each kind of event was recorded.
pub(crate) fn recorded(backend: &Backend) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for text in backend.envelopes.all().iter().flat_map(|envelope| backend.envelopes.texts(envelope.id)) {
        let event: serde_json::Value = serde_json::from_str(&text).expect("an event is JSON");
        *kinds.entry(event["type"].as_str().expect("an event has a kind").to_owned()).or_default() += 1;
    }
    kinds
}

/// The evidence, for whoever looks for a cause.
pub(crate) fn evidence(backend: &Backend) -> Vec<String> {
    let mut lines = Vec::new();
    for envelope in backend.envelopes.all() {
        for text in backend.envelopes.texts(envelope.id) {
            let event = Event::from_json(&text).expect("an event");
            let kind = format!("{:?}", event.kind);
            let kind: String = kind.chars().take(110).collect();
            lines.push(format!("{:3} {} {kind}", event.sequence, event.at.strftime("%H:%M:%S%.3f")));
        }
    }
    lines
}
