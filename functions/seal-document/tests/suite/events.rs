//! The sample events of this function can be read.

use aws::stored::job::JobMessage;
use aws_lambda_events::event::sqs::SqsEvent;
use domain::job::Job;

#[test]
fn a_seal_job_is_read() {
    let batch: SqsEvent =
        serde_json::from_str(include_str!("../../../../events/seal-document/seal.json")).expect("SQS");
    let jobs: Vec<Job> = batch
        .records
        .iter()
        .map(|r| serde_json::from_str::<JobMessage>(r.body.as_deref().expect("a body")).expect("a job").into())
        .collect();
    assert!(!jobs.is_empty() && jobs.iter().all(|job| matches!(job, Job::Seal { .. })));
}

#[tokio::test(flavor = "current_thread")]
async fn an_unreadable_job_is_reported_and_comes_again() {
    let text = include_str!("../../../../events/seal-document/unreadable-job.json");
    let batch: SqsEvent = serde_json::from_str(text).expect("SQS");
    let unreadable = batch
        .records
        .iter()
        .filter(|r| serde_json::from_str::<JobMessage>(r.body.as_deref().unwrap_or_default()).is_err());
    let ids: Vec<Option<String>> = unreadable.map(|r| r.message_id.clone()).collect();
    assert!(!ids.is_empty());
    let answer = lambda::batch::each(batch, &async |_: JobMessage| Ok::<_, std::fmt::Error>(())).await;
    let failed: Vec<Option<String>> = answer.batch_item_failures.into_iter().map(|f| Some(f.item_identifier)).collect();
    assert_eq!(failed, ids);
}
