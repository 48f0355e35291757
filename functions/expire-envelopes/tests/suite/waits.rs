//! What the schedule does about envelopes that wait for the service: asks again, tells the sender once, counts.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::command::Command;
use domain::evidence::EventKind;
use domain::job::Job;
use domain::ports::{Agenda, Envelopes as _, Jobs, PortError};
use expire_envelopes::{Dependencies, SweepError, handle};
use fakes::{BetweenUnreadable, StoppedClock, Story, signer};
use serde_json::Value;

const SENT: &str = "2026-11-22T05:05:00Z";
/// A minute later: not long yet.
const SOON: &str = "2026-11-22T05:06:00Z";
/// Three minutes later.
const LATE: &str = "2026-11-22T05:08:00Z";

/// The queues.
#[derive(Default)]
struct Queues {
    jobs: Mutex<Vec<Job>>,
    are_down: AtomicBool,
}

#[async_trait]
impl Jobs for Queues {
    async fn enqueue(&self, job: &Job) -> Result<(), PortError> {
        if self.are_down.load(Ordering::Relaxed) {
            return Err(PortError::new("enqueue the job", "no answer"));
        }
        self.jobs.lock().unwrap().push(job.clone());
        Ok(())
    }
}

struct World {
    story: Story,
    clock: Arc<StoppedClock>,
    queues: Arc<Queues>,
    deps: Dependencies,
    log: Arc<Mutex<Vec<u8>>>,
}

/// An envelope has been sent, and no seal is made.
fn world() -> World {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], SENT);
    story.send(SENT);
    let (clock, queues) = (Arc::new(StoppedClock::at(SENT)), Arc::new(Queues::default()));
    let envelopes = Arc::new(BetweenUnreadable::of(&story));
    let deps = Dependencies { envelopes, jobs: queues.clone(), clock: clock.clone() };
    World { story, clock, queues, deps, log: Arc::default() }
}

/// Writes the log into memory.
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl World {
    async fn run_at(&self, now: &str) -> Result<(), SweepError> {
        self.clock.set(now);
        self.log.lock().unwrap().clear();
        let log = self.log.clone();
        let subscriber = lambda::telemetry::subscriber("info", move || Lines(log.clone()));
        let _guard = tracing::subscriber::set_default(subscriber);
        handle(&self.deps).await
    }

    /// What the last run counted: how many wait, and how many it could not see to.
    fn counted(&self) -> (u64, u64) {
        let log = String::from_utf8(self.log.lock().unwrap().clone()).unwrap();
        let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        // As the filters in infra/template.yaml have it.
        let is_counted = |line: &&Value| {
            line["target"] == "expire_envelopes" && !line["waiting"].is_null() && !line["failed"].is_null()
        };
        let counted: Vec<&Value> = lines.iter().filter(is_counted).collect();
        let [line] = counted[..] else { panic!("one line counts: {log}") };
        let others = lines.iter().filter(|other| other["message"] != line["message"]);
        for other in others {
            assert!(other["waiting"].is_null() && other["failed"].is_null(), "counted as well: {other}");
        }
        (line["waiting"].as_u64().expect("a number"), line["failed"].as_u64().expect("a number"))
    }

    fn reports(&self) -> usize {
        let evidence = self.story.envelopes.evidence(self.story.id);
        evidence.iter().filter(|kind| matches!(kind, EventKind::WaitReported { .. })).count()
    }
}

#[tokio::test]
async fn what_waits_is_asked_for_once_until_its_function_answers() {
    let w = world();
    let envelope = w.story.id;
    for _ in 1..=3 {
        let _ = w.run_at(SOON).await;
    }
    assert_eq!(w.queues.jobs.lock().unwrap()[..], [Job::Seal { envelope }], "the job is still in its queue");
    // The function could not do it, and says when to try again.
    let stands = w.story.envelope();
    w.story.envelopes.schedule(&stands, Agenda::of(&stands, SOON.parse().unwrap())).await.unwrap();
    let _ = w.run_at("2026-11-22T05:06:59Z").await;
    assert_eq!(w.queues.jobs.lock().unwrap().len(), 1, "not before the pause is over");
    let _ = w.run_at("2026-11-22T05:07:00Z").await;
    assert_eq!(w.queues.jobs.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn work_of_which_nothing_is_heard_is_asked_for_again_when_its_queue_has_given_it_up() {
    let w = world();
    let _ = w.run_at(SOON).await;
    // Reports are commits, and note anew when to look: one job more, once.
    for later in [LATE, "2026-11-22T05:09:30Z", "2026-11-22T09:09:29Z"] {
        let _ = w.run_at(later).await;
    }
    assert_eq!(w.queues.jobs.lock().unwrap().len(), 2);
    let _ = w.run_at("2026-11-22T09:09:30Z").await;
    assert_eq!(w.queues.jobs.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_long_wait_is_told_once_and_counted_as_long_as_it_lasts() {
    let w = world();
    for _ in 0..3 {
        let _ = w.run_at(LATE).await;
        assert_eq!((w.reports(), w.counted().0), (1, 1));
    }
    w.story.seal(LATE);
    let _ = w.run_at(LATE).await;
    assert_eq!((w.reports(), w.counted().0), (1, 0), "the originals are fixed");
}

#[tokio::test]
async fn retries_that_do_not_help_are_not_hidden_from_the_operator() {
    let w = world();
    let _ = w.run_at(LATE).await;
    for minute in ["2026-11-22T05:09:00Z", "2026-11-22T05:10:00Z", "2026-11-22T05:11:00Z", "2026-11-22T05:12:00Z"] {
        w.story.apply(Command::Retry, minute);
        let _ = w.run_at(minute).await;
        assert_eq!((w.reports(), w.counted().0), (1, 1), "{minute}: counted, and the sender knows");
    }
}

#[tokio::test]
async fn one_that_fails_does_not_keep_the_others_waiting() {
    let w = world();
    let error = w.run_at(SOON).await.unwrap_err();
    assert!(matches!(error, SweepError::Some { failed: 2, due: 3 }), "{error}");
    assert_eq!((w.queues.jobs.lock().unwrap().len(), w.counted()), (1, (0, 2)));
    w.run_at(SOON).await.expect("what failed is put off");
    let error = w.run_at(LATE).await.unwrap_err();
    assert!(matches!(error, SweepError::Some { failed: 2, due: 3 }), "{error}");
    assert_eq!((w.reports(), w.counted()), (1, (1, 2)));
}

#[tokio::test]
async fn the_sender_is_told_even_if_no_queue_takes_the_work() {
    let w = world();
    w.queues.are_down.store(true, Ordering::Relaxed);
    let error = w.run_at(SOON).await.unwrap_err();
    assert!(matches!(error, SweepError::Some { failed: 3, due: 3 }), "{error}");
    let _ = w.run_at(LATE).await;
    assert_eq!((w.reports(), w.counted().0), (1, 1));
    // And the work is asked for as soon as a queue takes it.
    w.queues.are_down.store(false, Ordering::Relaxed);
    let _ = w.run_at("2026-11-22T05:09:30Z").await;
    assert_eq!(w.queues.jobs.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_closed_is_left_alone() {
    let w = world();
    w.story.apply(Command::Void { reason: "誤り".into() }, SOON);
    let _ = w.run_at(LATE).await;
    assert_eq!((w.reports(), w.queues.jobs.lock().unwrap().len(), w.counted().0), (0, 0, 0));
}

#[tokio::test]
async fn what_is_to_be_removed_is_asked_for_when_its_time_has_come_and_then_not_again() {
    let w = world();
    w.story.apply(Command::Void { reason: "誤り".into() }, SENT);
    let asked = || w.queues.jobs.lock().unwrap().iter().filter(|job| matches!(job, Job::Retain { .. })).count();
    for (at, expected) in [
        ("2026-12-22T05:04:59Z", 0),
        ("2026-12-22T05:05:00Z", 1),
        ("2026-12-22T05:06:00Z", 1),
        // The function died over and over, until the queue gave the job up.
        ("2026-12-22T09:05:00Z", 2),
    ] {
        w.clock.set(at);
        // The others in this store cannot be read, by intention.
        let _ = handle(&w.deps).await;
        assert_eq!(asked(), expected, "{at}");
    }
}
