//! What is true of every contract when nothing is left to do.

use std::collections::BTreeMap;

use domain::document::{Document, Sealer};
use domain::envelope::{Envelope, Status};
use domain::evidence::{Event, EventKind, verify_chain};
use domain::ids::RecipientNumber;
use domain::job::{Job, jobs_of};
use domain::mail::MailKind;

use crate::backend::Backend;
use crate::violation::Violation;

/// What is wrong with a contract whose signers all signed.
pub(crate) fn at_the_end(backend: &Backend, envelope: &Envelope) -> Vec<Violation> {
    let mut violations = Vec::new();
    let status = envelope.state.status();
    if status != Status::Completed {
        violations.push(Violation::WrongEnd { envelope: envelope.id, found: format!("{status:?}") });
    }
    let texts = backend.envelopes.texts(envelope.id);
    match verify_chain(texts.iter().map(String::as_str), envelope.evidence) {
        Err(broken) => violations.push(Violation::BrokenEvidence(broken.to_string())),
        Ok(events) => {
            violations.extend(envelope.documents.iter().filter_map(|d| wrong_seals(envelope, d, &events)));
            violations.extend(wrong_mails(backend, &events));
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
    let (mut sealed, mut stamped) = (Vec::new(), Vec::new());
    for event in events {
        match &event.kind {
            EventKind::DocumentSealed { document: number, by, .. } if *number == document.number => sealed.push(*by),
            EventKind::SealDiscarded { document: number, by, .. } if *number == document.number => {
                sealed.retain(|earlier| earlier != by);
            }
            EventKind::DocumentStamped { document: number, by, .. } if *number == document.number => stamped.push(*by),
            _ => {}
        }
    }
    let kept: Vec<Sealer> = document.revisions.iter().map(|r| r.by).collect();
    if envelope.state.status() != Status::Completed {
        // What is there so far is in order all the same.
        expected.truncate(kept.len());
        sealed.truncate(kept.len());
        stamped.truncate(kept.len());
    }
    let is_right = |found: &Vec<Sealer>| *found == expected || envelope.state.status() != Status::Completed;
    let found = [kept, sealed, stamped].into_iter().find(|found| !is_right(found) || !expected.starts_with(found))?;
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

/// Mails that tell of the end and were not sent, and those that were noted twice. That none is sent twice is seen when it
/// happens.
fn wrong_mails(backend: &Backend, events: &[Event]) -> Vec<Violation> {
    let mut noted: BTreeMap<_, usize> = BTreeMap::new();
    for event in events {
        if let EventKind::Mailed { party, asked_by, .. } = event.kind {
            *noted.entry((asked_by, party)).or_default() += 1;
        }
    }
    let asked = events.iter().flat_map(jobs_of).filter_map(|job| match job {
        Job::Mail { envelope, mail, party, sequence, .. } => Some((envelope, mail, party, sequence)),
        _ => None,
    });
    let wrong = asked.filter_map(|(envelope, mail, party, sequence)| {
        let times = backend.watch.times_mailed(envelope, sequence, party);
        let is_missing = times == 0 && tells_of_the_end(mail);
        let is_noted_twice = noted.get(&(sequence, party)).is_some_and(|times| *times > 1);
        (is_missing || is_noted_twice).then_some(Violation::WrongMails { sequence, party, times })
    });
    wrong.collect()
}

/// Whether a mail is sent whatever happens. A request may become pointless: its reader acted by the link of a mail of which
/// nobody noted that it went out.
const fn tells_of_the_end(mail: MailKind) -> bool {
    matches!(mail, MailKind::Completed | MailKind::Declined | MailKind::Voided | MailKind::Expired | MailKind::Failed)
}

/// Whether the finished file does not carry as many signatures as the document has revisions, or may still be deleted.
fn wrong_file(backend: &Backend, document: &Document, status: Status) -> Option<Violation> {
    let file = document.latest()?;
    let stamped = document.revisions.iter().filter(|r| r.stamped.is_some()).count();
    let signatures = if backend.case.thorough {
        let bytes = backend.documents.file(&file.object)?;
        pades::signatures(&bytes).map_or(0, |signatures| signatures.len())
    } else {
        stamped
    };
    let is_kept = status != Status::Completed || backend.watch.is_locked(&file.object);
    let what = format!("the finished file with {signatures} signatures, locked: {is_kept},");
    (signatures != stamped || !is_kept).then_some(Violation::NotAnIncrement { document: document.number, what })
}

/// The evidence, for whoever looks for a cause.
pub(crate) fn evidence(backend: &Backend) -> Vec<String> {
    let mut lines = Vec::new();
    for envelope in backend.envelopes.all() {
        for text in backend.envelopes.texts(envelope.id) {
            let event: Event = serde_json::from_str(&text).expect("an event");
            let kind = format!("{:?}", event.kind);
            let kind: String = kind.chars().take(110).collect();
            lines.push(format!("{:3} {} {kind}", event.sequence, event.at.strftime("%H:%M:%S%.3f")));
        }
    }
    lines
}
