//! What the schedule does where more is due than it has time for.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::command::{Command, Decision};
use domain::draft::EnvelopeRequest;
use domain::envelope::Status;
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::ports::{Clock as _, Jobs, PortError};
use expire_envelopes::{Dependencies, handle};
use fakes::{MemoryEnvelopes, StoppedClock, Story, city, signer};
use jiff::SignedDuration;

/// When the envelopes were sent whose deadline passes.
const LONG_AGO: &str = "2026-11-22T05:05:00Z";
/// When those were sent that got stuck, and when their senders were told.
const SENT: &str = "2026-12-22T04:00:00Z";
const TOLD: &str = "2026-12-22T04:04:00Z";
/// The deadline of the first ones.
const NOW: &str = "2026-12-22T05:05:00Z";
const STUCK: u32 = 1000;

/// Queues that take a second for each job.
struct SlowQueues {
    clock: Arc<StoppedClock>,
    jobs: Mutex<Vec<Job>>,
}

#[async_trait]
impl Jobs for SlowQueues {
    async fn enqueue(&self, job: &Job) -> Result<(), PortError> {
        let later = self.clock.now() + SignedDuration::from_secs(1);
        self.clock.set(&later.to_string());
        self.jobs.lock().unwrap().push(job.clone());
        Ok(())
    }
}

/// An envelope of this number in the store, as a draft.
fn draft(envelopes: &Arc<MemoryEnvelopes>, number: u32, now: &str) -> Story {
    let story = Story::called(&format!("01900000-0000-7000-8000-{number:012}"), city(), request(), now);
    envelopes.put(&Decision { envelope: story.envelope(), events: Vec::new() });
    Story { envelopes: envelopes.clone(), ..story }
}

fn request() -> EnvelopeRequest {
    EnvelopeRequest { recipients: vec![signer(1, None, "鈴木 太郎", "suzuki")], ..Story::request() }
}

#[tokio::test]
async fn a_thousand_stuck_envelopes_delay_no_deadline_and_are_all_asked_for_once() {
    let envelopes = Arc::new(MemoryEnvelopes::default());
    for number in 1..=STUCK {
        draft(&envelopes, number, SENT).send(SENT).apply(Command::ReportWait, TOLD);
    }
    let due: Vec<Story> = (STUCK + 1..=STUCK + 10).map(|number| draft(&envelopes, number, LONG_AGO)).collect();
    for story in &due {
        story.start(LONG_AGO);
    }
    let clock = Arc::new(StoppedClock::at(NOW));
    let queues = Arc::new(SlowQueues { clock: clock.clone(), jobs: Mutex::default() });
    let dependencies = Dependencies { envelopes, jobs: queues.clone(), clock: clock.clone() };

    handle(&dependencies).await.unwrap();
    for story in &due {
        assert_eq!(story.envelope().state.status(), Status::Expired, "in the first run");
    }
    let asked = queues.jobs.lock().unwrap().len();
    assert!((1..100).contains(&asked), "there was no time for all: {asked}");

    // Each run goes on where the one before ended.
    for _ in 0..STUCK / 20 {
        handle(&dependencies).await.unwrap();
    }
    let jobs = queues.jobs.lock().unwrap().clone();
    let of = |job: &Job| match job {
        Job::Seal { envelope } => *envelope,
        other => panic!("{other:?}"),
    };
    let distinct: BTreeSet<EnvelopeId> = jobs.iter().map(of).collect();
    assert_eq!((jobs.len(), distinct.len()), (1000, 1000));
}
