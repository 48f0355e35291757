//! What rings.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{TEMPLATE, attribute, list, of_type, properties, ref_to, target};

#[test]
fn every_alarm_tells_the_operator_when_it_rings_and_when_it_is_over() {
    let told = json!({"Fn::If": ["HasAlarmTopic", [ref_to("AlarmTopicArn")], ref_to("AWS::NoValue")]});
    let alarms = of_type("AWS::CloudWatch::Alarm");
    assert_eq!(alarms.len(), 18);
    for (id, alarm) in alarms {
        assert_eq!((&alarm["AlarmActions"], &alarm["OKActions"]), (&told, &told), "{id}");
        assert!(alarm["ActionsEnabled"].is_null(), "{id} is switched off");
        let description = alarm["AlarmDescription"]["Fn::Sub"].as_str().expect("a text");
        assert!(description.starts_with("${AWS::StackName}: ") && description.ends_with('.'), "{id}: {description}");
    }
}

/// Every alarm of the template has a line in the operator's handbook.
#[test]
fn the_handbook_says_what_to_do_about_every_alarm() {
    let handbook =
        std::fs::read_to_string(workspace::root().join("infra/README.md")).expect("infra/README.md is there");
    for id in of_type("AWS::CloudWatch::Alarm").into_keys() {
        assert!(handbook.contains(&format!("`{id}`")), "infra/README.md says nothing of {id}");
    }
}

#[test]
fn what_every_run_counts_becomes_a_metric_with_an_alarm() {
    let namespace = json!({"Fn::Sub": "Keiin/${AWS::StackName}"});
    let counted = [("waiting", "WaitingEnvelopes", "WaitingAlarm", 1), ("failed", "FailedEnvelopes", "FailedAlarm", 3)];
    assert_eq!(of_type("AWS::Logs::MetricFilter").len(), counted.len());
    for (field, metric, alarm, minutes) in counted {
        let filter = properties(metric);
        assert_eq!(filter["LogGroupName"], ref_to("ExpireEnvelopesLogs"), "{metric}");
        // As the function's own test has it.
        let pattern = format!("{{ ($.target = \"expire_envelopes\") && ($.{field} = *) }}");
        assert_eq!(filter["FilterPattern"], pattern, "{metric}");
        let transformations = list(&filter["MetricTransformations"]);
        let [transformation] = transformations[..] else { panic!("one metric: {transformations:?}") };
        assert_eq!(transformation["MetricNamespace"], namespace, "{metric}");
        assert_eq!(
            (&transformation["MetricName"], &transformation["MetricValue"]),
            (&json!(metric), &json!(format!("$.{field}")))
        );

        let alarm = properties(alarm);
        assert_eq!((&alarm["Namespace"], &alarm["MetricName"]), (&namespace, &json!(metric)));
        assert_eq!(
            (&alarm["Statistic"], &alarm["ComparisonOperator"]),
            (&json!("Maximum"), &json!("GreaterThanThreshold"))
        );
        assert_eq!((&alarm["Threshold"], &alarm["Period"]), (&json!(0), &json!(60)), "{metric}");
        assert_eq!(alarm["DatapointsToAlarm"], minutes, "{metric}");
        assert_eq!(alarm["TreatMissingData"], "notBreaching", "{metric}: another alarm rings when nothing runs");
    }
}

#[test]
fn an_alarm_watches_whoever_watches_the_others() {
    let function = json!([{"Name": "FunctionName", "Value": ref_to("ExpireEnvelopes")}]);
    let errors = properties("ScheduleErrorsAlarm");
    assert_eq!((&errors["Namespace"], &errors["MetricName"]), (&json!("AWS/Lambda"), &json!("Errors")));
    assert_eq!((&errors["Dimensions"], &errors["Statistic"]), (&function, &json!("Sum")));
    assert_eq!((&errors["Threshold"], &errors["ComparisonOperator"]), (&json!(0), &json!("GreaterThanThreshold")));

    let silent = properties("ScheduleSilentAlarm");
    assert_eq!((&silent["Namespace"], &silent["MetricName"]), (&json!("AWS/Lambda"), &json!("Invocations")));
    assert_eq!((&silent["Dimensions"], &silent["Statistic"]), (&function, &json!("Sum")));
    assert_eq!((&silent["Threshold"], &silent["ComparisonOperator"]), (&json!(1), &json!("LessThanThreshold")));
    assert_eq!(silent["TreatMissingData"], "breaching", "no run is no number");
    // Where the schedules are switched off it would ring for ever.
    assert_eq!(TEMPLATE["Resources"]["ScheduleSilentAlarm"]["Condition"], "SchedulesRun");
    assert_eq!(TEMPLATE["Conditions"]["SchedulesRun"], json!({"Fn::Equals": [ref_to("ScheduleState"), "ENABLED"]}));
    let schedule = properties("EveryMinute");
    assert_eq!(
        (&schedule["ScheduleExpression"], &schedule["State"]),
        (&json!("rate(1 minute)"), &ref_to("ScheduleState"))
    );
    assert_eq!(target(&schedule["Target"]["Arn"]), Some("ExpireEnvelopes"));
}

#[test]
fn an_alarm_watches_how_old_the_jobs_are_for_which_somebody_waits() {
    let watched: BTreeSet<_> = of_type("AWS::CloudWatch::Alarm")
        .values()
        .filter(|a| a["MetricName"] == "ApproximateAgeOfOldestMessage")
        .filter(|a| a["Threshold"] == 300 && a["Period"] == 60 && a["EvaluationPeriods"] == 5)
        .filter(|a| a["ComparisonOperator"] == "GreaterThanThreshold" && a["Statistic"] == "Maximum")
        .filter_map(|a| target(&a["Dimensions"][0]["Value"]))
        .collect();
    assert_eq!(watched, BTreeSet::from(["PrepareQueue", "SealQueue", "TimestampQueue", "MailQueue"]));
}

#[test]
fn every_mapping_reports_which_items_failed() {
    let mappings = of_type("AWS::Lambda::EventSourceMapping");
    assert_eq!(mappings.len(), 9);
    for (id, mapping) in mappings {
        assert_eq!(mapping["FunctionResponseTypes"], json!(["ReportBatchItemFailures"]), "{id}");
    }
}

#[test]
fn the_stream_brings_new_evidence_and_gives_up_into_dead_letters() {
    let mapping = properties("EventStream");
    assert_eq!(mapping["EventSourceArn"], attribute("Table", "StreamArn"));
    assert_eq!(mapping["StartingPosition"], "TRIM_HORIZON");
    assert_eq!(mapping["BisectBatchOnFunctionError"], true);
    assert_eq!(mapping["DestinationConfig"]["OnFailure"]["Destination"], attribute("StreamDeadLetters", "Arn"));
    let pattern = mapping["FilterCriteria"]["Filters"][0]["Pattern"].as_str().expect("a pattern");
    let pattern: Value = serde_json::from_str(pattern).expect("JSON");
    let evidence = json!({"Keys": {"SK": {"S": [{"prefix": "EVENT#"}, {"prefix": "ENTRY#"}]}}});
    assert_eq!(pattern, json!({"eventName": ["INSERT"], "dynamodb": evidence}));
}
