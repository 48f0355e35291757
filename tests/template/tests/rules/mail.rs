//! Mails and text messages.

use serde_json::json;

use crate::common::{Statement, TEMPLATE, attribute, iam_statements, properties, ref_to, statement, target, texts};

#[test]
fn mails_with_links_travel_by_tls_only() {
    assert_eq!(properties("ConfigurationSet")["DeliveryOptions"]["TlsPolicy"], "REQUIRE");
    let mail = statement("DispatchEmailRole", "Mail");
    assert_eq!(mail["Condition"], json!({"StringEqualsIfExists": {"ses:FromAddress": ref_to("MailFrom")}}));
}

#[test]
fn text_messages_go_to_telephones_and_never_to_topics() {
    let publishers: Vec<_> =
        iam_statements().into_iter().filter(|s| s.actions().iter().any(|action| action.starts_with("sns:"))).collect();
    let names: Vec<_> = publishers.iter().map(|s| (s.name(), s.allows(), s.actions())).collect();
    let publish = vec!["sns:Publish"];
    let expected = [("TextMessages", true), ("NoTopics", false)]
        .map(|(sid, allows)| (format!("DispatchEmailRole/{sid}"), allows, publish.clone()));
    assert_eq!(names, expected);
    assert_eq!(publishers[1].body["Resource"], json!({"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"}), "every topic");
}

#[test]
fn the_mail_service_alone_tells_of_bounces_and_every_kind_of_them() {
    let destination = &properties("MailEventDestination")["EventDestination"];
    assert_eq!(
        texts(&destination["MatchingEventTypes"]),
        ["bounce", "complaint", "reject", "renderingFailure"],
        "what asks for something to be done"
    );
    assert_eq!(destination["Enabled"], true);
    assert_eq!(target(&destination["SnsDestination"]["TopicARN"]), Some("MailEvents"));
    assert_eq!(
        properties("DispatchEmail")["Environment"]["Variables"]["KEIIN_CONFIGURATION_SET"],
        ref_to("ConfigurationSet")
    );

    assert_eq!(properties("MailEvents")["KmsMasterKeyId"], attribute("DataKey", "Arn"));
    let publishers: Vec<_> = Statement::all_in("MailEventsPolicy", &properties("MailEventsPolicy")["PolicyDocument"]);
    let [publisher] = &publishers[..] else { panic!("one publisher") };
    assert_eq!(publisher.body["Principal"], json!({"Service": "ses.amazonaws.com"}));
    assert_eq!(publisher.body["Condition"]["StringEquals"]["aws:SourceAccount"], ref_to("AWS::AccountId"));
    let source = publisher.body["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Sub"].as_str().expect("an ARN");
    assert!(source.ends_with(":configuration-set/${ConfigurationSet}"), "{source}");

    let sender = statement("BounceQueuePolicy", "MailEvents");
    assert_eq!(sender["Principal"], json!({"Service": "sns.amazonaws.com"}));
    assert_eq!(sender["Condition"], json!({"ArnEquals": {"aws:SourceArn": ref_to("MailEvents")}}));
    assert_eq!(target(&properties("MailEventsSubscription")["Endpoint"]), Some("BounceQueue"));
}

#[test]
fn the_accent_colour_is_one() {
    let parameter = &TEMPLATE["Parameters"]["AccentColor"];
    assert_eq!((&parameter["Default"], &parameter["AllowedPattern"]), (&json!("#17407a"), &json!("^#[0-9A-Fa-f]{6}$")));
}
