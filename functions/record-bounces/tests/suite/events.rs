//! The sample events of this function are read, and come to what they should.

use aws_lambda_events::event::sqs::SqsEvent;
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, Bounce};
use record_bounces::{Notice, Report};

fn reports(text: &str) -> Vec<Report> {
    let batch: SqsEvent = serde_json::from_str(text).expect("SQS");
    let body = |body: Option<String>| serde_json::from_str::<Notice>(&body.expect("a body")).expect("a notice");
    batch.records.into_iter().filter_map(|r| body(r.body).report().expect("a report")).collect()
}

#[test]
fn what_came_back_is_told_in_the_mail_services_words() {
    for (text, bounce, words) in [
        (
            include_str!("../../../../events/record-bounces/permanent.json"),
            Bounce::Permanent,
            "smtp; 550 5.1.1 user unknown (General)",
        ),
        (
            include_str!("../../../../events/record-bounces/wrapped-by-sns.json"),
            Bounce::Permanent,
            "smtp; 550 5.1.1 user unknown (General)",
        ),
        (
            include_str!("../../../../events/record-bounces/on-suppression-list.json"),
            Bounce::Suppressed,
            "Amazon SES did not send the message to this address because it is on the suppression list for your \
             account. (OnAccountSuppressionList)",
        ),
        (
            include_str!("../../../../events/record-bounces/transient.json"),
            Bounce::Transient,
            "smtp; 452 4.2.2 mailbox full (MailboxFull)",
        ),
        (
            include_str!("../../../../events/record-bounces/content-rejected.json"),
            Bounce::Rejected,
            "smtp; 550 5.7.1 message content rejected (ContentRejected)",
        ),
        (include_str!("../../../../events/record-bounces/undetermined.json"), Bounce::Undetermined, "(Undetermined)"),
        (
            include_str!("../../../../events/record-bounces/complaint-suppressed.json"),
            Bounce::Suppressed,
            "OnAccountSuppressionList",
        ),
        (include_str!("../../../../events/record-bounces/complaint.json"), Bounce::Complaint, "abuse"),
    ] {
        let [report] = &reports(text)[..] else { panic!("one report") };
        assert_eq!(report.outcome(), Some((bounce, words.to_owned())));
        let origin = report.origin().expect("one of ours");
        assert_eq!(origin.envelope.to_string(), "01900000-0000-7000-8000-000000000001");
        assert_eq!((origin.sequence, origin.addressee), (8, Addressee::Recipient(RecipientNumber(1))));
    }
}

#[test]
fn what_the_service_never_sent_is_told_as_well() {
    let outcomes: Vec<_> = reports(include_str!("../../../../events/record-bounces/never-sent.json"))
        .iter()
        .filter_map(Report::outcome)
        .collect();
    let failure = "Attribute 'name' is not present in the rendering data.";
    assert_eq!(outcomes, [(Bounce::Unsent, "Bad content".into()), (Bounce::Unsent, failure.into())]);
}

#[test]
fn what_asks_for_nothing_is_told_from_the_rest() {
    let delivered = reports(include_str!("../../../../events/record-bounces/delivered.json"));
    assert_eq!(delivered[0].outcome(), None);
    let foreign = reports(include_str!("../../../../events/record-bounces/not-ours.json"));
    assert!(foreign[0].outcome().is_some() && foreign[0].origin().is_none());
}

#[test]
fn what_the_service_says_to_a_new_topic_is_no_report() {
    assert!(reports(include_str!("../../../../events/record-bounces/topic-validated.json")).is_empty());
}
