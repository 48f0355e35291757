//! The sample events of this function can be read.

use aws::stored::job::JobMessage;
use aws_lambda_events::event::sqs::SqsEvent;
use domain::job::Job;

#[test]
fn mail_jobs_are_read() {
    let texts = [
        include_str!("../../../../events/dispatch-email/request.json"),
        include_str!("../../../../events/dispatch-email/reminder-tried-again.json"),
        include_str!("../../../../events/dispatch-email/completed-to-all.json"),
        include_str!("../../../../events/dispatch-email/code.json"),
        include_str!("../../../../events/dispatch-email/told-to-the-sender.json"),
    ];
    for text in texts {
        let batch: SqsEvent = serde_json::from_str(text).expect("SQS");
        let jobs: Vec<Job> = batch
            .records
            .iter()
            .map(|r| serde_json::from_str::<JobMessage>(r.body.as_deref().expect("a body")).expect("a job").into())
            .collect();
        assert!(!jobs.is_empty() && jobs.iter().all(|job| matches!(job, Job::Mail { .. })));
    }
}
