//! The sample events of this function are routed.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::job::Job;
use domain::ports::{Jobs, PortError};
use route_events::{Dependencies, handle};

/// The queues of all jobs. They take no mails while they are out of order.
#[derive(Default)]
struct Queues {
    jobs: Mutex<Vec<Job>>,
    takes_no_mails: bool,
}

#[async_trait]
impl Jobs for Queues {
    async fn enqueue(&self, job: &Job) -> Result<(), PortError> {
        if self.takes_no_mails && matches!(job, Job::Mail { .. }) {
            return Err(PortError::new("enqueue the job", "out of order"));
        }
        self.jobs.lock().expect("not poisoned").push(job.clone());
        Ok(())
    }
}

/// The jobs that a batch gives rise to, and the sequence number of the record from which on it comes again.
async fn routed(queues: Queues, text: &str) -> (Vec<Job>, Option<String>) {
    let queues = Arc::new(queues);
    let batch = serde_json::from_str(text).expect("a stream batch");
    let response = handle(&Dependencies { jobs: queues.clone() }, &batch).await;
    let failed = response.batch_item_failures.into_iter().map(|failure| failure.item_identifier.expect("a number"));
    let failed: Vec<String> = failed.collect();
    assert!(failed.len() <= 1, "the first one is enough: {failed:?}");
    let jobs = queues.jobs.lock().expect("not poisoned").clone();
    (jobs, failed.into_iter().next())
}

async fn route(text: &str) -> Vec<Job> {
    let (jobs, failed) = routed(Queues::default(), text).await;
    assert_eq!(failed, None);
    jobs
}

#[tokio::test]
async fn every_sample_is_routed() {
    let sent = route(include_str!("../../../events/route-events/sent.json")).await;
    assert!(matches!(sent[..], [Job::Seal { .. }, Job::Timestamp { document: Some(_), .. }]), "{sent:?}");
    let approved = route(include_str!("../../../events/route-events/approved.json")).await;
    assert!(approved.iter().any(|job| matches!(job, Job::Seal { .. })), "{approved:?}");
    let invited = route(include_str!("../../../events/route-events/originals-fixed-and-invited.json")).await;
    assert!(invited.iter().any(|job| matches!(job, Job::Mail { .. })));
    let completed = route(include_str!("../../../events/route-events/completed.json")).await;
    assert!(completed.iter().any(|job| matches!(job, Job::Retain { .. })), "{completed:?}");
    assert!(completed.iter().any(|job| matches!(job, Job::KeepContacts { .. })), "{completed:?}");
    let whole = route(include_str!("../../../events/route-events/whole-envelope.json")).await;
    assert!(whole.len() > completed.len());
}

#[tokio::test]
async fn a_batch_comes_again_from_the_record_that_is_no_event_and_other_rows_are_passed_over() {
    let text = include_str!("../../../events/route-events/sent.json");
    let broken = text.replacen("{\\\"envelope\\\"", "{\\\"envelop\\\"", 1);
    let (jobs, failed) = routed(Queues::default(), &broken).await;
    assert!(jobs.is_empty() && failed.is_some(), "{jobs:?} {failed:?}");
    let meta = text.replace("EVENT#", "SEAL#");
    assert_eq!(route(&meta).await, []);
}

#[tokio::test]
async fn what_was_routed_before_a_failure_does_not_come_again() {
    let text = include_str!("../../../events/route-events/whole-envelope.json");
    let batch: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let numbers: Vec<&str> = batch["Records"]
        .as_array()
        .expect("records")
        .iter()
        .filter_map(|r| r["dynamodb"]["SequenceNumber"].as_str())
        .collect();
    let all = route(text).await;
    let first_mail = all.iter().position(|job| matches!(job, Job::Mail { .. })).expect("a mail");
    let (jobs, failed) = routed(Queues { takes_no_mails: true, ..Queues::default() }, text).await;
    assert_eq!(jobs, all[..first_mail], "nothing behind the failure is handed over");
    let failed = failed.expect("a record failed");
    let at = numbers.iter().position(|number| **number == *failed).expect("a record of the batch");
    assert!(at > 0, "the records before it are done");
}
