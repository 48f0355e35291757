//! The sample events of this function are routed.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::job::Job;
use domain::ports::{Jobs, PortError};
use route_events::{Dependencies, RouteError, handle};

#[derive(Default)]
struct Queues(Mutex<Vec<Job>>);

#[async_trait]
impl Jobs for Queues {
    async fn enqueue(&self, job: &Job) -> Result<(), PortError> {
        self.0.lock().expect("not poisoned").push(job.clone());
        Ok(())
    }
}

async fn route(text: &str) -> Result<Vec<Job>, RouteError> {
    let queues = Arc::new(Queues::default());
    let batch = serde_json::from_str(text).expect("a stream batch");
    handle(&Dependencies { jobs: queues.clone() }, &batch).await?;
    Ok(queues.0.lock().expect("not poisoned").clone())
}

#[tokio::test]
async fn every_sample_is_routed() {
    let sent = route(include_str!("../../../events/route-events/sent.json")).await.expect("routed");
    assert!(matches!(sent[..], [Job::Seal { .. }, Job::Stamp { .. }]), "{sent:?}");
    let approved = route(include_str!("../../../events/route-events/approved.json")).await.expect("routed");
    assert!(approved.iter().any(|job| matches!(job, Job::Seal { .. })), "{approved:?}");
    let invited = route(include_str!("../../../events/route-events/originals-fixed-and-invited.json")).await;
    assert!(invited.expect("routed").iter().any(|job| matches!(job, Job::Mail { .. })));
    let completed = route(include_str!("../../../events/route-events/completed.json")).await.expect("routed");
    assert!(completed.iter().any(|job| matches!(job, Job::Retain { .. })), "{completed:?}");
    let whole = route(include_str!("../../../events/route-events/whole-envelope.json")).await.expect("routed");
    assert!(whole.len() > completed.len());
}

#[tokio::test]
async fn a_record_that_is_no_event_fails_the_batch_and_other_rows_are_passed_over() {
    let text = include_str!("../../../events/route-events/sent.json");
    let broken = text.replacen("{\\\"envelope\\\"", "{\\\"envelop\\\"", 1);
    assert!(matches!(route(&broken).await, Err(RouteError::Unreadable(_))));
    let meta = text.replace("EVENT#", "SEAL#");
    assert_eq!(route(&meta).await.expect("routed"), []);
}
