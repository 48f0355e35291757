//! The sample event of this function can be read.

use aws::stored::job::JobMessage;
use aws_lambda_events::event::sqs::SqsEvent;
use domain::job::Job;

#[test]
fn a_job_that_keeps_contacts_is_read() {
    let batch: SqsEvent =
        serde_json::from_str(include_str!("../../../../events/keep-contacts/keep.json")).expect("SQS");
    let read = |body: Option<&str>| serde_json::from_str::<JobMessage>(body.expect("a body")).expect("a job").into();
    let jobs: Vec<Job> = batch.records.iter().map(|record| read(record.body.as_deref())).collect();
    assert!(!jobs.is_empty() && jobs.iter().all(|job| matches!(job, Job::KeepContacts { .. })));
}
