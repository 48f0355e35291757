//! Queues.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{TEMPLATE, attribute, iam_statements, of_type, properties, statement, target};

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
fn a_job_comes_again_when_its_function_has_surely_ended() {
    for (id, mapping) in of_type("AWS::Lambda::EventSourceMapping") {
        let queue = properties(target(&mapping["EventSourceArn"]).expect("a source"));
        let Some(parameter) = queue["VisibilityTimeout"]["Ref"].as_str() else { continue };
        let visibility = TEMPLATE["Parameters"][parameter]["Default"].as_i64().expect("seconds");
        let function = properties(target(&mapping["FunctionName"]).expect("a function"));
        // As AWS asks for: a batch may be handed out again while the function is held back.
        assert!(visibility >= 6 * function["Timeout"].as_i64().expect("seconds"), "{id}");
        // Some tries of a code fit into the ten minutes for which it is good.
        assert!(visibility <= 720 && (id != "MailJobs" || visibility <= 90), "{id}: {visibility} s");
    }
    // One slow mail does not take another's time.
    assert_eq!(properties("MailJobs")["BatchSize"], 1);
}

/// Without a limit a queue that has filled up takes all of the account's concurrency, and the pages get none.
#[test]
fn a_queue_that_has_filled_up_takes_a_part_of_the_accounts_concurrency() {
    let mappings = of_type("AWS::Lambda::EventSourceMapping");
    let of_queues: Vec<_> = mappings.into_iter().filter(|(id, _)| id.ends_with("Jobs")).collect();
    assert_eq!(of_queues.len(), 5);
    let limits = of_queues.iter().map(|(id, mapping)| {
        let limit = mapping["ScalingConfig"]["MaximumConcurrency"].as_u64();
        limit.unwrap_or_else(|| panic!("{id} has no limit"))
    });
    let limits: Vec<u64> = limits.collect();
    // AWS takes none below two. A new account may run ten functions at once before it has asked for more, and a thousand later.
    assert!(limits.iter().all(|limit| (2..=10).contains(limit)), "{limits:?}");
}

#[test]
fn who_works_a_queue_off_may_take_from_it_and_nobody_else_may() {
    let mappings = of_type("AWS::Lambda::EventSourceMapping").into_values();
    let works =
        |mapping: &'static Value| Some((target(&mapping["FunctionName"])?, target(&mapping["EventSourceArn"])?));
    let works: BTreeSet<_> = mappings.filter_map(works).filter(|(_, source)| *source != "Table").collect();
    let take = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
    let statements = iam_statements();
    let takers = statements.iter().filter(|s| s.allows() && s.actions().iter().any(|action| take.contains(action)));
    let may: BTreeSet<_> = takers
        .flat_map(|s| {
            assert_eq!(s.actions(), take, "{}", s.name());
            let role = s.owner.strip_suffix("Role").expect("a role");
            s.resources().into_iter().filter_map(target).map(move |queue| (role, queue))
        })
        .collect();
    assert_eq!(may, works);
}

/// Lambda runs what the scheduler calls once more, and once more, where nobody says otherwise.
#[test]
fn a_run_by_the_schedule_that_fails_is_not_repeated_and_is_not_lost() {
    let scheduled: BTreeSet<_> =
        of_type("AWS::Scheduler::Schedule").values().filter_map(|s| target(&s["Target"]["Arn"])).collect();
    let mut cared_for = BTreeSet::new();
    for (id, runs) in of_type("AWS::Lambda::EventInvokeConfig") {
        assert_eq!((&runs["MaximumRetryAttempts"], &runs["Qualifier"]), (&json!(0), &json!("$LATEST")), "{id}");
        let letters = target(&runs["DestinationConfig"]["OnFailure"]["Destination"]).expect("dead letters");
        assert_eq!(letters, "ScheduleDeadLetters", "{id}");
        let function = target(&runs["FunctionName"]).expect("a function");
        let send = statement(&format!("{function}Role"), "FailedRuns");
        assert_eq!(
            (&send["Action"], &send["Resource"]),
            (&json!("sqs:SendMessage"), &attribute(letters, "Arn")),
            "{id}"
        );
        cared_for.insert(function);
    }
    assert_eq!(cared_for, scheduled);
    // By the time that it would be taken up the next minute has come.
    assert_eq!(properties("ExpireEnvelopesRuns")["MaximumEventAgeInSeconds"], 60);
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
