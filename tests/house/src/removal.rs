//! What may be removed from the document store, and what is left in the end.

use std::collections::BTreeSet;

use domain::document::{KeptFiles, ObjectKey, folder};
use domain::envelope::{Envelope, State};
use domain::evidence::{Event, EventKind};
use domain::removal::{ENDED_KEPT, REVISIONS_KEPT, holds};
use jiff::SignedDuration;

use crate::backend::Backend;
use crate::violation::Violation;

/// By so much clocks may be ahead.
const CLOCKS: SignedDuration = SignedDuration::from_secs(10);

/// What is wrong with removing this file now.
pub(crate) fn is_wrong(backend: &Backend, object: &ObjectKey) -> Option<Violation> {
    let wrong = |why| Some(Violation::WrongFiles { object: object.0.clone(), why });
    let all = backend.envelopes.all();
    let Some(envelope) = all.iter().find(|envelope| object.0.starts_with(&folder(envelope.id))) else {
        return wrong("it was removed, and is nothing that was made for an envelope");
    };
    let now = backend.time.now() + CLOCKS;
    match envelope.state {
        State::Draft | State::Sending { .. } | State::Sent { .. } | State::InProgress { .. } => {
            wrong("it was removed while the envelope is open")
        }
        State::Completed { at } => {
            let retention_ended = envelope.documents.iter().all(|document| document.retained_until <= Some(now));
            if backend.case.deletes && retention_ended {
                return None;
            }
            let finished: Vec<_> = envelope.documents.iter().filter_map(|document| document.latest()).collect();
            if finished.iter().any(|file| file.object == *object) {
                return wrong("the finished file was removed before its retention had ended");
            }
            if now < at + REVISIONS_KEPT {
                return wrong("it was removed while somebody may still read it");
            }
            let is_held = finished.iter().any(|file| {
                let is_held = backend.documents.with_files(&file.object, object, holds);
                is_held == Some(true) && backend.watch.is_locked(&file.object)
            });
            // Two may remove it at once.
            let is_gone = backend.documents.file(object).is_none();
            if is_held || is_gone {
                None
            } else {
                wrong("it was removed, and no finished file that is locked holds it")
            }
        }
        State::Declined { at } | State::Voided { at } | State::Expired { at } | State::Failed { at, .. } => {
            if now < at + ENDED_KEPT { wrong("it was removed too soon after the end") } else { None }
        }
        State::Deleted { at } => {
            if now < at + REVISIONS_KEPT {
                wrong("it was removed too soon after the draft was deleted")
            } else {
                None
            }
        }
    }
}

/// What is in the store of an envelope when nothing is left to do, and should not be, or the other way round.
pub(crate) fn wrong_files(backend: &Backend, envelope: &Envelope, events: &[Event]) -> Vec<Violation> {
    let folder = folder(envelope.id);
    let stored: BTreeSet<ObjectKey> =
        backend.documents.stored().into_keys().filter(|key| key.0.starts_with(&folder)).collect();
    let is_completed = matches!(envelope.state, State::Completed { .. });
    let left = events.iter().flat_map(|event| match &event.kind {
        EventKind::RevisionsRemoved { left, .. } => left.as_slice(),
        _ => &[],
    });
    let finished = envelope.documents.iter().filter_map(|document| Some(&document.latest()?.object));
    let expected: BTreeSet<ObjectKey> = match is_completed && !backend.case.deletes {
        true => finished.chain(left).cloned().collect(),
        false => BTreeSet::new(),
    };
    let is_told = envelope.documents.iter().all(|document| match (is_completed, backend.case.deletes) {
        (true, false) => document.kept == KeptFiles::PastRetention,
        (true, true) => document.kept == KeptFiles::Nothing,
        (false, _) => document.kept == KeptFiles::Nothing || envelope.evidence.sequence <= 2,
    });
    let wrong = |why| move |object: &ObjectKey| Violation::WrongFiles { object: object.0.clone(), why };
    let mut violations: Vec<_> =
        stored.difference(&expected).map(wrong("it stays though it is not to be kept")).collect();
    violations.extend(expected.difference(&stored).map(wrong("it is gone though it is to be kept")));
    if !is_told {
        violations.push(Violation::WrongFiles { object: folder, why: "the envelope does not say what is kept of it" });
    }
    violations
}
