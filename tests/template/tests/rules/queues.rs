//! Queues.

use std::collections::BTreeSet;

use crate::common::{of_type, target};

#[test]
fn every_queue_is_encrypted_and_every_job_queue_has_dead_letters_of_its_own() {
    let mut dead = BTreeSet::new();
    for (id, queue) in of_type("AWS::SQS::Queue") {
        assert_eq!(queue["SqsManagedSseEnabled"], true, "{id}");
        if id.ends_with("DeadLetters") {
            assert!(queue["MessageRetentionPeriod"].as_i64() > Some(1_000_000), "{id} forgets too early");
            continue;
        }
        // Four hours either way: see the waits between two tries.
        let tries = if id == "MailQueue" { 160 } else { 20 };
        assert_eq!(queue["RedrivePolicy"]["maxReceiveCount"], tries, "{id}");
        let letters = target(&queue["RedrivePolicy"]["deadLetterTargetArn"]).expect("dead letters");
        assert!(letters.ends_with("DeadLetters") && dead.insert(letters), "{id}");
    }
    assert_eq!(dead.len(), 5);
}

#[test]
fn an_alarm_watches_all_dead_letters() {
    let watched: BTreeSet<_> = of_type("AWS::CloudWatch::Alarm")
        .values()
        .filter(|a| a["MetricName"] == "ApproximateNumberOfMessagesVisible" && a["Threshold"] == 0)
        .filter_map(|a| target(&a["Dimensions"][0]["Value"]))
        .collect();
    let dead: BTreeSet<_> = of_type("AWS::SQS::Queue").into_keys().filter(|id| id.ends_with("DeadLetters")).collect();
    assert_eq!(watched, dead);
}
