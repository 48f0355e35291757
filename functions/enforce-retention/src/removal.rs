//! Removing files from the document store: proven first, then removed, then recorded. Whoever dies on the way is followed by
//! somebody who finds fewer files and goes on.

use std::collections::{BTreeMap, BTreeSet};

use domain::command::{Command, Refusal};
use domain::digest::Digest;
use domain::document::{Document, KeptFiles, ObjectKey, StoredFile, Unproven, document_folder};
use domain::envelope::{Envelope, Status};
use domain::evidence::{Event, EventKind};
use domain::ports::{Agenda, DecideError, PortError, decide};
use domain::removal::{NEXT_LOOK, Removal, RemovalReport, holds};
use jiff::Timestamp;

use crate::{Dependencies, RetainError};

/// Removes what is due.
pub(crate) async fn see_to(dependencies: &Dependencies, envelope: &Envelope) -> Result<(), RetainError> {
    let is_unproven = || envelope.documents.iter().any(|document| document.kept == KeptFiles::Unproven);
    match envelope.removal_due(dependencies.clock.now()) {
        Some(Removal::Revisions) => revisions(dependencies, envelope).await,
        Some(Removal::Ended) => everything(dependencies, envelope).await,
        Some(Removal::PastRetention) => past_retention(dependencies, envelope).await,
        // The operator has seen to what was wrong, and has the job done again.
        None if envelope.state.status() == Status::Completed && is_unproven() => {
            revisions(dependencies, envelope).await
        }
        None => Ok(()),
    }
}

/// Removes the earlier revisions, one document after the other, so that memory holds two files.
async fn revisions(dependencies: &Dependencies, envelope: &Envelope) -> Result<(), RetainError> {
    let objects = dependencies.removal.objects(envelope.id).await?;
    let events = dependencies.envelopes.events(envelope.id).await?;
    let mut unproven = 0;
    for document in &envelope.documents {
        if !matches!(document.kept, KeptFiles::All | KeptFiles::Unproven) {
            continue;
        }
        let sealed = sealed(&events, document)?;
        let report = match remove_held(dependencies, envelope, document, &objects, sealed).await? {
            Ok(report) => report,
            Err(why) => {
                unproven += 1;
                tracing::error!(envelope = %envelope.id, document = %document.number, %why, "the earlier revisions of a document stay");
                RemovalReport::Unproven { document: document.number, why }
            }
        };
        record(dependencies, envelope, report).await?;
    }
    if unproven == 0 { Ok(()) } else { Err(RetainError::Unproven { documents: unproven }) }
}

/// The document's files with a seal and no timestamp yet: of these the evidence alone knows.
fn sealed(events: &[String], document: &Document) -> Result<BTreeMap<ObjectKey, Digest>, PortError> {
    let mut sealed = BTreeMap::new();
    for text in events {
        let event = Event::from_json(text).map_err(|e| PortError::new("read the evidence", e))?;
        if let EventKind::DocumentSealed { document: number, file, .. } = event.kind
            && number == document.number
        {
            sealed.insert(file.object, file.sha256);
        }
    }
    Ok(sealed)
}

/// Removes what the finished file holds, and nothing if it does not hold what the envelope knows of. What the envelope does not
/// know of (a seal before its timestamp, what two who did the same left behind) goes first, file by file, so that whoever
/// comes after a function that ran out of time has less to read; it may stay by itself.
async fn remove_held(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    objects: &[ObjectKey],
    sealed: BTreeMap<ObjectKey, Digest>,
) -> Result<Result<RemovalReport, Unproven>, PortError> {
    let Some((finished, until)) = document.latest().zip(document.retained_until) else {
        return Ok(Err(Unproven::Missing));
    };
    let Some(bytes) = dependencies.documents.get(&finished.object).await? else { return Ok(Err(Unproven::Missing)) };
    if Digest::of(&bytes) != finished.sha256 {
        return Ok(Err(Unproven::NotAsRecorded));
    }
    let is_locked = async || Ok(dependencies.lock.locked_until(&finished.object).await? >= Some(until));
    if !is_locked().await? && dependencies.clock.now() < until {
        // The same bytes were stored again since: the lock is on the version before.
        dependencies.lock.retain(&finished.object, until).await?;
    }
    if !is_locked().await? {
        return Ok(Err(Unproven::NotLocked));
    }
    let known = document.files().filter(|file| file.object != finished.object);
    let known: BTreeMap<&ObjectKey, Digest> = known.map(|file| (&file.object, file.sha256)).collect();
    let folder = document_folder(envelope.id, document.number);
    let stored = objects.iter().filter(|object| object.0.starts_with(&folder) && **object != finished.object);
    let (of_envelope, others): (Vec<_>, Vec<_>) = stored.partition(|object| known.contains_key(object));
    for object in &of_envelope {
        // Gone in between: somebody does the same.
        let Some(earlier) = dependencies.documents.get(object).await? else { continue };
        if known.get(object) != Some(&Digest::of(&earlier)) || !bytes.starts_with(&earlier) {
            return Ok(Err(Unproven::NotABeginning { object: (*object).clone() }));
        }
    }
    // With what somebody removed who died before it was recorded.
    let mut removed = sealed;
    removed.extend(known.iter().map(|(object, sha256)| ((*object).clone(), *sha256)));
    let mut left = Vec::new();
    for object in others {
        let Some(earlier) = dependencies.documents.get(object).await? else { continue };
        if holds(&bytes, &earlier) {
            dependencies.removal.remove(object).await?;
            removed.insert(object.clone(), Digest::of(&earlier));
        } else {
            removed.remove(object);
            left.push(object.clone());
        }
    }
    for object in of_envelope {
        dependencies.removal.remove(object).await?;
    }
    if !left.is_empty() {
        tracing::warn!(envelope = %envelope.id, document = %document.number, ?left, "the finished file does not hold these, and they stay");
    }
    let removed = removed.into_iter().map(|(object, sha256)| StoredFile { object, sha256 }).collect();
    Ok(Ok(RemovalReport::Revisions { document: document.number, finished: finished.sha256, removed, left }))
}

/// Removes every file of an envelope.
async fn everything(dependencies: &Dependencies, envelope: &Envelope) -> Result<(), RetainError> {
    let objects = dependencies.removal.objects(envelope.id).await?;
    for object in &objects {
        dependencies.removal.remove(object).await?;
    }
    // With what somebody removed who died before it was recorded.
    let known = envelope.documents.iter().flat_map(|document| match document.kept {
        KeptFiles::All | KeptFiles::Unproven => document.files().collect(),
        KeptFiles::Finished | KeptFiles::PastRetention => document.latest().into_iter().collect(),
        KeptFiles::Nothing => Vec::new(),
    });
    let objects: BTreeSet<ObjectKey> = known.map(|file| file.object.clone()).chain(objects).collect();
    record(dependencies, envelope, RemovalReport::Documents { objects: objects.into_iter().collect() }).await
}

/// Removes the finished files, or says that they could be.
async fn past_retention(dependencies: &Dependencies, envelope: &Envelope) -> Result<(), RetainError> {
    let now = dependencies.clock.now();
    if dependencies.deletes_after_retention {
        let mut is_locked = false;
        for file in envelope.documents.iter().filter_map(Document::latest) {
            is_locked |= dependencies.lock.locked_until(&file.object).await? > Some(now);
        }
        if !is_locked {
            return everything(dependencies, envelope).await;
        }
        tracing::warn!(envelope = %envelope.id, "the retention has ended, and somebody has locked the documents for longer");
    } else {
        tracing::warn!(envelope = %envelope.id, "the retention has ended, and this deployment keeps the documents");
    }
    if envelope.documents.iter().any(|document| document.kept == KeptFiles::PastRetention) {
        let date = Some(now.checked_add(NEXT_LOOK).unwrap_or(Timestamp::MAX));
        return Ok(dependencies.envelopes.schedule(envelope, Agenda { date, work: None }).await?);
    }
    record(dependencies, envelope, RemovalReport::RetentionEnded).await
}

/// Records it, unless somebody has, or a clock that is behind says that it is too early: then it is asked for again.
async fn record(dependencies: &Dependencies, envelope: &Envelope, report: RemovalReport) -> Result<(), RetainError> {
    let command = |_: &Envelope| Ok(Command::RecordRemoval { report: report.clone() });
    match decide(&dependencies.envelopes, &dependencies.clock, envelope.id, None, command).await {
        Ok((newest, _)) => {
            tracing::info!(envelope = %newest.id, ?report, "recorded");
            Ok(())
        }
        Err(DecideError::Refused(Refusal::AlreadyRecorded | Refusal::NotDue)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
