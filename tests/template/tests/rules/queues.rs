//! Queues.

use std::collections::BTreeSet;

use domain::document::ObjectKey;
use domain::ids::DocumentNumber;
use serde_json::{Value, json};

use crate::common::{TEMPLATE, attribute, iam_statements, list, of_type, properties, statement, target};

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
    assert_eq!(dead.len(), 8);
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
    assert_eq!(of_queues.len(), 8);
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

/// Every document that a sender uploads is told to the queue, by the key that the code gives it, and nothing else is.
#[test]
fn the_store_tells_the_queue_of_every_upload_of_a_document() {
    let told = &properties("Bucket")["NotificationConfiguration"]["QueueConfigurations"];
    let [told] = &list(told)[..] else { panic!("{told}") };
    assert_eq!((&told["Event"], target(&told["Queue"])), (&json!("s3:ObjectCreated:*"), Some("CheckQueue")));
    let rule = |name: &str| {
        let rules = list(&told["Filter"]["S3Key"]["Rules"]);
        let rule = rules.iter().find(|rule| rule["Name"] == name).expect("a rule");
        rule["Value"].as_str().expect("a text").to_owned()
    };
    let (prefix, suffix) = (rule("prefix"), rule("suffix"));
    let is_told = |key: &str| key.starts_with(&prefix) && key.ends_with(&suffix);
    let envelope = "01900000-0000-7000-8000-000000000001";
    let key = ObjectKey::of_upload(envelope.parse().expect("a UUID"), DocumentNumber(1)).0;
    assert!(is_told(&key), "{key}");
    for other in [format!("uploads/{envelope}/seal-ab.png"), format!("envelopes/{envelope}/001/000-ab.pdf")] {
        assert!(!is_told(&other), "{other}");
    }
    // Its policy cannot name the bucket, which is made after it; it names the account.
    let allowed = statement("CheckQueuePolicy", "Uploads");
    assert_eq!(allowed["Principal"], json!({"Service": "s3.amazonaws.com"}));
    assert_eq!(allowed["Action"], "sqs:SendMessage");
    assert_eq!(allowed["Condition"]["StringEquals"], json!({"aws:SourceAccount": {"Ref": "AWS::AccountId"}}));
    assert_eq!(TEMPLATE["Resources"]["Bucket"]["DependsOn"], "CheckQueuePolicy");
}
