//! The sample events of this function can be read.

use aws::stored::job::JobMessage;
use aws_lambda_events::event::sqs::SqsEvent;
use domain::job::Job;

#[test]
fn a_timestamp_job_is_read() {
    let batch: SqsEvent =
        serde_json::from_str(include_str!("../../../../events/timestamp-seal/timestamp.json")).expect("SQS");
    let jobs: Vec<Job> = batch
        .records
        .iter()
        .map(|r| serde_json::from_str::<JobMessage>(r.body.as_deref().expect("a body")).expect("a job").into())
        .collect();
    assert!(!jobs.is_empty() && jobs.iter().all(|job| matches!(job, Job::Timestamp { .. })));
}
