//! What is removed from the document store, when, and what stays.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws::stored::Row as _;
use domain::command::Command;
use domain::deadline::next_date;
use domain::digest::Digest;
use domain::document::{
    Document, KeptFiles, ObjectKey, Origin, Prepared, Step, StoredFile, Timestamped, Unproven, document_folder,
};
use domain::draft::EnvelopeRequest;
use domain::envelope::Envelope;
use domain::evidence::EventKind;
use domain::ids::DocumentNumber;
use domain::job::Job;
use domain::ports::{Documents as _, PortError, RetentionLock};
use domain::retention::{Retention, RetentionMode};
use enforce_retention::{Dependencies, RetainError, handle};
use fakes::{PresignedDocuments, StoppedClock, Story, signer};
use jiff::Timestamp;

const NOW: &str = "2026-11-22T05:05:00Z";
const SOON_AFTER: &str = "2026-11-22T05:06:00Z";
const NEXT_DAY: &str = "2026-11-23T05:05:00Z";
const A_MONTH_LATER: &str = "2026-12-22T05:05:00Z";
const AFTER_RETENTION: &str = "2035-01-22T05:05:00Z";
const NEXT_LOOK: &str = "2035-02-21T05:05:00Z";

struct World {
    story: Story,
    documents: Arc<PresignedDocuments>,
    clock: Arc<StoppedClock>,
    deletes: bool,
}

impl World {
    /// Two documents, sealed by the operator, with files as real ones are: each begins with the one before, but for the room
    /// into which a timestamp is put.
    fn sent(retention: Retention) -> Self {
        let recipients = vec![signer(1, None, "鈴木 太郎", "suzuki")];
        let story = Story::of(EnvelopeRequest { recipients, retention: Some(retention), ..Story::request() }, NOW);
        let documents = Arc::new(PresignedDocuments::default());
        let world = Self { story, documents, clock: Arc::new(StoppedClock::at(SOON_AFTER)), deletes: false };
        let draft = world.envelope();
        let prepared = draft.documents.iter().map(|document| Prepared {
            file: world.keep(document, format!("%PDF {} ", document.number).into_bytes()),
            pages: 3,
            sizes: Vec::new(),
            origin: Origin::Unsigned,
            rewriting: Vec::new(),
        });
        world.story.send_with(prepared.collect(), NOW);
        world.seal();
        world
    }

    fn completed(retention: Retention) -> Self {
        let world = Self::sent(retention);
        world.story.instruct(1, NOW);
        world.seal();
        world
    }

    fn envelope(&self) -> Envelope {
        self.story.envelope()
    }

    fn keep(&self, document: &Document, bytes: Vec<u8>) -> StoredFile {
        let sha256 = Digest::of(&bytes);
        let object = document.object_key(self.story.id, document.revisions.len(), sha256);
        self.documents.keep(object.clone(), bytes);
        StoredFile { object, sha256 }
    }

    fn seal(&self) {
        loop {
            let envelope = self.envelope();
            let next = envelope.next_steps().into_iter().find(|(_, step)| *step != Step::Wait);
            let Some((document, step)) = next else { return };
            let number = document.number;
            let base = document.base().unwrap();
            let with = |end: &str| {
                let mut bytes = self.documents.file(&base.object).unwrap();
                bytes.extend_from_slice(end.as_bytes());
                self.keep(document, bytes)
            };
            let command = match step {
                Step::Seal(by) => {
                    let (base, signed, key) = (base.sha256, Digest::of(b"signed"), "key".to_owned());
                    Command::RecordSealed { document: number, by, base, signed, key, file: with("/Contents<30aa00> ") }
                }
                Step::Timestamp(by) => {
                    let file = with("/Contents<31aabb> ");
                    let over = document.revision(by).and_then(|r| r.sealed.as_ref()).unwrap().sha256;
                    let (time, authority, serial) = (NOW.parse().unwrap(), "TSA".to_owned(), "01".to_owned());
                    let timestamp = Timestamped { file, time, authority, serial, accredited: false };
                    Command::RecordTimestamped { document: number, by, over, timestamp }
                }
                Step::TimestampDocument | Step::Wait => panic!("no such step: {step:?}"),
            };
            self.story.apply(command, NOW);
        }
    }

    fn dependencies(&self) -> Dependencies {
        Dependencies {
            envelopes: self.story.envelopes.clone(),
            documents: self.documents.clone(),
            lock: self.documents.clone(),
            removal: self.documents.clone(),
            clock: self.clock.clone(),
            mode: RetentionMode::Compliance,
            deletes_after_retention: self.deletes,
        }
    }

    async fn retain(&self, at: &str) -> Result<(), RetainError> {
        self.clock.set(at);
        handle(&self.dependencies(), Job::Retain { envelope: self.story.id }).await
    }

    fn stored(&self) -> BTreeSet<ObjectKey> {
        self.documents.stored().into_keys().collect()
    }

    fn finished(&self) -> BTreeSet<ObjectKey> {
        self.envelope().documents.iter().map(|document| document.latest().unwrap().object.clone()).collect()
    }

    fn kept(&self) -> Vec<KeptFiles> {
        self.envelope().documents.iter().map(|document| document.kept).collect()
    }

    /// The newest events, without those before the lock.
    fn events(&self) -> Vec<EventKind> {
        let all = self.story.envelopes.evidence(self.story.id);
        let from = all.iter().position(|kind| matches!(kind, EventKind::Retained { .. })).unwrap_or_default();
        all[from + 1..].to_vec()
    }

    fn due(&self) -> Option<String> {
        next_date(&self.envelope()).map(|date| date.to_string())
    }
}

#[tokio::test]
async fn a_day_after_completion_the_finished_files_alone_are_left_and_the_evidence_names_the_others() {
    let world = World::completed(Retention::default());
    // Prepared, and two seals, each before and after its timestamp, of two documents.
    let before = world.documents.stored();
    assert_eq!(before.len(), 10);
    world.retain(SOON_AFTER).await.unwrap();
    assert_eq!((world.documents.stored(), world.due().as_deref()), (before.clone(), Some(NEXT_DAY)));
    world.retain("2026-11-23T05:04:59Z").await.unwrap();
    assert_eq!(world.documents.stored(), before);
    world.retain(NEXT_DAY).await.unwrap();
    assert_eq!(world.stored(), world.finished());
    assert_eq!(world.kept(), [KeptFiles::Finished; 2]);
    let events = world.events();
    assert_eq!(events.len(), 2);
    for event in events {
        let EventKind::RevisionsRemoved { document, finished, removed, left } = event else { panic!("{event:?}") };
        assert_eq!(Some(finished), world.envelope().document(document).unwrap().latest().map(|file| file.sha256));
        assert_eq!((removed.len(), left.len()), (4, 0));
        assert!(removed.iter().all(|file| file.sha256 == Digest::of(&before[&file.object])));
    }
    let version = world.envelope().version;
    world.retain(NEXT_DAY).await.unwrap();
    assert_eq!((world.envelope().version, world.due().as_deref()), (version, Some(AFTER_RETENTION)), "once");
}

#[tokio::test]
async fn only_the_finished_files_are_locked() {
    let world = World::completed(Retention::default());
    world.retain(SOON_AFTER).await.unwrap();
    for object in world.stored() {
        let until = world.documents.locked_until(&object).await.unwrap();
        assert_eq!(until.is_some(), world.finished().contains(&object), "{object:?}");
    }
}

/// One thing is wrong with the first document; the second is done all the same.
async fn stays(spoil: impl AsyncFnOnce(&World, &Document), expected: fn(&Unproven) -> bool) {
    let mut world = World::completed(Retention::default());
    world.retain(SOON_AFTER).await.unwrap();
    let document = world.envelope().documents.remove(0);
    spoil(&world, &document).await;
    let folder = document_folder(world.story.id, DocumentNumber(1));
    let of_first = |objects: BTreeSet<ObjectKey>| objects.into_iter().filter(|o| o.0.starts_with(&folder)).count();
    let before = of_first(world.stored());
    for _ in 0..2 {
        let error = world.retain(NEXT_DAY).await.unwrap_err();
        assert!(matches!(error, RetainError::Unproven { documents: 1 }), "{error}");
    }
    assert_eq!(of_first(world.stored()), before, "nothing was removed");
    assert_eq!(world.kept(), [KeptFiles::Unproven, KeptFiles::Finished]);
    let told = world.events().into_iter().filter_map(|event| match event {
        EventKind::RevisionsKept { why, .. } => Some(why),
        _ => None,
    });
    let told: Vec<_> = told.collect();
    assert!(matches!(&told[..], [why] if expected(why)), "{told:?}");
    // Nobody asks again by himself. Who does is told the same when the retention has ended, whatever the deployment does then.
    assert_eq!(world.due(), None);
    for deletes in [false, true] {
        world.deletes = deletes;
        let error = world.retain(NEXT_LOOK).await.unwrap_err();
        assert!(matches!(error, RetainError::Unproven { documents: 1 }), "{error}");
    }
    assert_eq!(of_first(world.stored()), before, "nothing was removed");
    assert_eq!(world.kept(), [KeptFiles::Unproven, KeptFiles::Finished]);
}

#[tokio::test]
async fn what_cannot_be_proven_stays_and_is_told_once() {
    let latest = |document: &Document| document.latest().unwrap().object.clone();
    stays(
        async |world, document| world.documents.keep(latest(document), b"another".to_vec()),
        |why| *why == Unproven::NotAsRecorded,
    )
    .await;
    stays(
        async |world, document| {
            let prepared = document.files().next().unwrap().object.clone();
            world.documents.keep(prepared, b"something else".to_vec());
        },
        |why| matches!(why, Unproven::NotABeginning { .. }),
    )
    .await;
    stays(async |world, document| world.documents.take(&latest(document)), |why| *why == Unproven::Missing).await;
}

#[tokio::test]
async fn a_finished_file_that_was_stored_again_is_locked_again() {
    let world = World::completed(Retention::default());
    world.retain(SOON_AFTER).await.unwrap();
    let finished = world.envelope().documents[0].latest().unwrap().clone();
    world.documents.forget_lock(&finished.object);
    world.retain(NEXT_DAY).await.unwrap();
    assert_eq!(world.kept(), [KeptFiles::Finished; 2]);
    assert!(world.documents.locked_until(&finished.object).await.unwrap().is_some());
}

/// A store that takes locks, and has none afterwards.
struct NoLocks;

#[async_trait::async_trait]
impl RetentionLock for NoLocks {
    async fn retain(&self, _: &ObjectKey, _: Timestamp) -> Result<(), PortError> {
        Ok(())
    }

    async fn locked_until(&self, _: &ObjectKey) -> Result<Option<Timestamp>, PortError> {
        Ok(None)
    }
}

#[tokio::test]
async fn without_a_lock_everything_stays() {
    let world = World::completed(Retention::default());
    let before = world.stored();
    world.clock.set(NEXT_DAY);
    let dependencies = Dependencies { lock: Arc::new(NoLocks), ..world.dependencies() };
    let error = handle(&dependencies, Job::Retain { envelope: world.story.id }).await.unwrap_err();
    assert!(matches!(error, RetainError::Unproven { documents: 2 }), "{error}");
    assert_eq!((world.stored(), world.kept()), (before, vec![KeptFiles::Unproven; 2]));
}

#[tokio::test]
async fn when_the_operator_has_put_it_right_the_job_goes_on() {
    let world = World::completed(Retention::default());
    world.retain(SOON_AFTER).await.unwrap();
    let finished = world.envelope().documents[0].latest().unwrap().object.clone();
    let bytes = world.documents.get(&finished).await.unwrap().unwrap();
    world.documents.keep(finished.clone(), b"another".to_vec());
    world.retain(NEXT_DAY).await.unwrap_err();
    world.documents.keep(finished, bytes);
    world.retain(A_MONTH_LATER).await.unwrap();
    assert_eq!((world.stored(), world.kept()), (world.finished(), vec![KeptFiles::Finished; 2]));
}

#[tokio::test]
async fn what_the_envelope_does_not_know_of_goes_if_it_is_held_and_stays_alone_if_not() {
    let world = World::completed(Retention::default());
    let document = world.envelope().documents.remove(0);
    let prepared = world.documents.file(&document.files().next().unwrap().object).unwrap();
    // A second token over the same seal, and a seal that was discarded.
    let twin = world.keep(&document, [&prepared[..], b"/Contents<32ccdd> "].concat());
    let discarded = world.keep(&document, [&prepared[..], b"/Contents<30aa0000> and more"].concat());
    world.retain(NEXT_DAY).await.unwrap();
    assert!(!world.stored().contains(&twin.object));
    let expected: BTreeSet<_> = world.finished().into_iter().chain([discarded.object.clone()]).collect();
    assert_eq!(world.stored(), expected);
    let left = world.events().into_iter().find_map(|event| match event {
        EventKind::RevisionsRemoved { left, .. } => Some(left),
        _ => None,
    });
    assert_eq!(left, Some(vec![discarded.object]));
}

#[tokio::test]
async fn an_envelope_that_earlier_code_completed_and_locked_file_by_file_is_cleared_as_well() {
    let world = World::completed(Retention::default());
    world.retain(SOON_AFTER).await.unwrap();
    for object in world.stored() {
        world.documents.retain(&object, AFTER_RETENTION.parse().unwrap()).await.unwrap();
    }
    let row = world.envelope().to_row().unwrap();
    assert!(!row.contains("\"kept\""), "a row from before says nothing of it: {row}");
    world.retain(A_MONTH_LATER).await.unwrap();
    assert_eq!(world.stored(), world.finished());
}

#[tokio::test]
async fn whoever_was_killed_on_the_way_is_followed_by_somebody_who_finishes() {
    let world = World::completed(Retention::default());
    world.retain(SOON_AFTER).await.unwrap();
    let document = world.envelope().documents.remove(0);
    let before = world.stored();
    let folder = document_folder(world.story.id, document.number);
    // Of what it removed the envelope knows the one, and the evidence alone the other: a seal without its timestamp.
    let prepared = document.files().next().unwrap().object.clone();
    let known: BTreeSet<_> = document.files().map(|file| file.object.clone()).collect();
    let sealed = before.iter().find(|o| o.0.starts_with(&folder) && !known.contains(o)).unwrap().clone();
    for object in [&prepared, &sealed] {
        world.documents.take(object);
    }
    world.retain(NEXT_DAY).await.unwrap();
    assert_eq!((world.stored(), world.kept()), (world.finished(), vec![KeptFiles::Finished; 2]));
    let EventKind::RevisionsRemoved { removed, .. } = world.events().remove(0) else { panic!("no removal") };
    let named: BTreeSet<_> = removed.into_iter().map(|file| file.object).collect();
    let expected = before.into_iter().filter(|o| o.0.starts_with(&folder) && !world.finished().contains(o)).collect();
    assert_eq!(named, expected, "everything that is gone");
}

#[tokio::test]
async fn what_came_to_nothing_is_removed_after_thirty_days_and_the_evidence_stays() {
    let world = World::sent(Retention::Unlimited);
    let known: BTreeSet<_> =
        world.envelope().documents.iter().flat_map(|d| d.files().map(|f| f.object.clone())).collect();
    world.story.apply(Command::Void { reason: "誤り".into() }, NOW);
    assert_eq!(world.due().as_deref(), Some(A_MONTH_LATER));
    world.retain("2026-12-22T05:04:59Z").await.unwrap();
    assert_eq!(world.stored().len(), 6);
    // Somebody was killed who had removed a file.
    world.documents.take(known.first().unwrap());
    world.retain(A_MONTH_LATER).await.unwrap();
    assert!(world.stored().is_empty());
    let last = world.story.envelopes.evidence(world.story.id).pop().unwrap();
    let EventKind::DocumentsRemoved { objects } = last else { panic!("{last:?}") };
    assert!(known.iter().all(|object| objects.contains(object)) && objects.len() == 6, "{objects:?}");
    let envelope = world.envelope();
    assert!(envelope.is_removed() && envelope.documents.iter().all(|document| document.latest().is_none()));
    world.retain(A_MONTH_LATER).await.unwrap();
    assert_eq!((world.envelope().version, world.due()), (envelope.version, None), "once");
}

#[tokio::test]
async fn after_the_retention_files_stay_unless_the_deployment_says_otherwise() {
    let mut world = World::completed(Retention::SevenYears);
    world.retain(SOON_AFTER).await.unwrap();
    world.retain(NEXT_DAY).await.unwrap();
    world.retain("2035-01-22T05:04:59Z").await.unwrap();
    assert_eq!(world.kept(), [KeptFiles::Finished; 2]);
    world.retain(AFTER_RETENTION).await.unwrap();
    assert_eq!((world.stored(), world.kept()), (world.finished(), vec![KeptFiles::PastRetention; 2]));
    assert_eq!((world.events().pop(), world.due().as_deref()), (Some(EventKind::RetentionEnded), Some(NEXT_LOOK)));
    // It is told again every month, and recorded once.
    let version = world.envelope().version;
    world.retain(NEXT_LOOK).await.unwrap();
    assert_eq!(world.envelope().version, version);
    assert_eq!(world.story.envelopes.looks()[0].at.to_string(), "2035-03-23T05:05:00Z");
    // Somebody has decided.
    world.deletes = true;
    world.retain("2035-03-23T05:05:00Z").await.unwrap();
    assert!(world.stored().is_empty() && world.envelope().is_removed());
    let removed = world.events().pop();
    assert!(matches!(&removed, Some(EventKind::DocumentsRemoved { objects }) if objects.len() == 2), "{removed:?}");
}

#[tokio::test]
async fn what_is_locked_for_longer_stays_even_where_the_deployment_deletes() {
    let world = World { deletes: true, ..World::completed(Retention::SevenYears) };
    world.retain(SOON_AFTER).await.unwrap();
    world.retain(NEXT_DAY).await.unwrap();
    let file = world.finished().pop_first().unwrap();
    world.documents.retain(&file, "2040-01-01T00:00:00Z".parse().unwrap()).await.unwrap();
    world.retain(AFTER_RETENTION).await.unwrap();
    assert_eq!((world.stored(), world.kept()), (world.finished(), vec![KeptFiles::PastRetention; 2]));
    world.retain("2040-01-01T00:00:00Z").await.unwrap();
    assert!(world.stored().is_empty());
}

#[tokio::test]
async fn what_is_kept_without_end_is_never_removed() {
    let world = World { deletes: true, ..World::completed(Retention::Unlimited) };
    world.retain(SOON_AFTER).await.unwrap();
    world.retain(NEXT_DAY).await.unwrap();
    assert_eq!(world.due(), None);
    world.retain("2199-01-01T00:00:00Z").await.unwrap();
    assert_eq!((world.stored(), world.kept()), (world.finished(), vec![KeptFiles::Finished; 2]));
}
