//! What each role may do.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{
    Statement, TEMPLATE, attribute, iam_statements, list, of_type, properties, ref_to, resource_statements, statement,
    target, texts,
};

#[test]
fn no_permission_names_an_action_by_wildcard() {
    for s in iam_statements().iter().chain(&resource_statements()).filter(|s| s.allows()) {
        assert!(!s.actions().is_empty() && s.body["NotAction"].is_null(), "{} names no actions", s.name());
        for action in s.actions() {
            assert!(!action.contains('*'), "{} allows {action}", s.name());
        }
    }
}

#[test]
fn every_permission_names_its_resources() {
    // Narrower is not possible: keys that organisations will get, known by their tag; the stream's list; telephone numbers.
    let excepted = ["SealDocumentRole/Seals", "RouteEventsRole/Streams", "DispatchEmailRole/TextMessages"];
    // Within the bucket a role is held to a folder.
    let folders = [
        "${Bucket.Arn}/uploads/*",
        "${Bucket.Arn}/uploads/*/seal-*",
        "${Bucket.Arn}/envelopes/*",
        "${TemporaryUploadBucket.Arn}/verify/*",
    ];
    for s in iam_statements().iter().filter(|s| s.allows() && !excepted.contains(&s.name().as_str())) {
        assert!(!s.resources().is_empty() && s.body["NotResource"].is_null(), "{} names no resource", s.name());
        for resource in s.resources() {
            let text = resource.as_str().or(resource["Fn::Sub"].as_str()).or(resource["Fn::Sub"][0].as_str());
            if let Some(text) = text {
                assert!(!text.contains('*') || folders.contains(&text), "{} allows {text}", s.name());
            } else {
                assert!(target(resource).is_some_and(|id| !TEMPLATE["Resources"][id].is_null()), "{}", s.name());
            }
        }
    }
}

#[test]
fn no_role_takes_permissions_from_elsewhere() {
    // AWS's own policy for the network interfaces of functions in a VPC knows no narrower resource.
    let interfaces = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess";
    let in_vpc = json!({"Fn::If": ["InVpc", {"Fn::Sub": interfaces}, ref_to("AWS::NoValue")]});
    for (id, role) in of_type("AWS::IAM::Role") {
        for policy in list(&role["ManagedPolicyArns"]) {
            let own = ref_to(&id.replace("Role", "Rights"));
            assert!(*policy == ref_to("FunctionBaseline") || *policy == own || *policy == in_vpc, "{id}: {policy}");
        }
    }
    for kind in ["AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::User", "AWS::IAM::Group"] {
        assert!(of_type(kind).is_empty(), "{kind}: not looked at by these tests");
    }
    // Each with a role of its own name, and nowhere else.
    for (id, policy) in of_type("AWS::IAM::ManagedPolicy") {
        for attached in ["Roles", "Users", "Groups"] {
            assert!(policy[attached].is_null(), "{id}: roles say what they may do");
        }
        let (takes, is_baseline) = (ref_to(id), id == "FunctionBaseline");
        let takers = of_type("AWS::IAM::Role").into_iter();
        let takers: Vec<_> = takers.filter(|(_, role)| list(&role["ManagedPolicyArns"]).contains(&&takes)).collect();
        let owner = id.strip_suffix("Rights").map(|function| format!("{function}Role"));
        assert!(is_baseline || takers.iter().map(|(role, _)| (*role).to_owned()).eq(owner), "{id}");
    }
}

#[test]
fn no_role_may_delete_but_what_strangers_left() {
    for s in iam_statements().iter().filter(|s| s.allows()) {
        let is_temporary = s.resources() == [&json!({"Fn::Sub": "${TemporaryUploadBucket.Arn}/verify/*"})];
        for action in s.actions() {
            let may = action == "sqs:DeleteMessage" || (action == "s3:DeleteObject" && is_temporary);
            assert!(!action.contains("Delete") || may, "{} allows {action}", s.name());
        }
    }
}

#[test]
fn verify_document_sees_settings_and_temporary_uploads_and_nothing_of_the_contracts() {
    let own: Vec<_> = iam_statements().into_iter().filter(|s| s.owner == "VerifyDocumentRole").collect();
    let names: Vec<_> = own.iter().map(Statement::name).collect();
    let sids = ["OwnLogs", "TrustAnchors", "TemporaryUploads", "TellMissingFromForbidden"];
    assert_eq!(names, sids.map(|sid| format!("VerifyDocumentRole/{sid}")));
    let anchors = statement("VerifyDocumentRole", "TrustAnchors");
    assert_eq!(texts(&anchors["Action"]), ["dynamodb:GetItem"]);
    assert_eq!(anchors["Condition"], json!({"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["SETTINGS"]}}));
    for s in iam_statements().iter().filter(|s| s.owner != "VerifyDocumentRole") {
        let touches = s.resources().iter().any(|resource| resource.to_string().contains("TemporaryUploadBucket"));
        assert!(!touches, "{} reaches what strangers left", s.name());
    }
    assert_eq!(
        properties("VerifyDocument")["Environment"]["Variables"]["KEIIN_TEMPORARY_UPLOADS"],
        ref_to("TemporaryUploadBucket")
    );
}

#[test]
fn what_strangers_leave_is_gone_within_a_day() {
    let bucket = properties("TemporaryUploadBucket");
    // Versions and locks would keep what is deleted.
    for keeper in
        ["VersioningConfiguration", "ObjectLockEnabled", "ObjectLockConfiguration", "ReplicationConfiguration"]
    {
        assert!(bucket[keeper].is_null(), "{keeper}");
    }
    let rule = &bucket["LifecycleConfiguration"]["Rules"][0];
    let (status, prefix, days) = (&rule["Status"], &rule["Prefix"], &rule["ExpirationInDays"]);
    assert_eq!((status, prefix, days), (&json!("Enabled"), &json!("verify/"), &json!(1)));
    assert_eq!(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"], 1);
}

#[test]
fn the_operators_rows_are_written_by_no_function() {
    let denial = statement("FunctionBaseline", "OperatorsRows");
    assert_eq!(denial["Effect"], "Deny");
    assert_eq!(texts(&denial["Action"]), ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]);
    let keys = &denial["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"];
    assert_eq!(texts(keys), ["APIKEY#*", "CERTIFICATE#*", "SETTINGS"]);
    for (id, function) in of_type("AWS::Lambda::Function") {
        let role = properties(target(&function["Role"]).expect("a role"));
        // What serves files has no right from which one could be taken away.
        let has_baseline = list(&role["ManagedPolicyArns"]).contains(&&ref_to("FunctionBaseline"));
        assert_eq!(has_baseline, id != "ServeAssets", "{id}");
    }
}

#[test]
fn what_serves_files_may_write_its_logs_and_nothing_else() {
    let may: Vec<_> = iam_statements()
        .into_iter()
        .filter(|s| s.owner == "ServeAssetsRole")
        .map(|s| (s.name(), s.actions(), s.resources()))
        .collect();
    let logs = attribute("ServeAssetsLogs", "Arn");
    assert_eq!(
        may,
        [("ServeAssetsRole/OwnLogs".to_owned(), vec!["logs:CreateLogStream", "logs:PutLogEvents"], vec![&logs])]
    );
}

#[test]
fn only_the_signing_page_reads_what_factors_are_checked_against() {
    let table = attribute("Table", "Arn");
    let reads = |s: &Statement| s.resources().contains(&&table) && s.actions().contains(&"dynamodb:GetItem");
    let readers: BTreeSet<_> = iam_statements().iter().filter(|s| s.allows() && reads(s)).map(|s| s.owner).collect();
    assert!(readers.contains("CollectSignatureRole"));
    // Two are held to rows of one kind, as tests of their own say.
    let others = readers
        .into_iter()
        .filter(|role| !["CollectSignatureRole", "VerifyDocumentRole", "RecordBouncesRole"].contains(role));
    for role in others {
        let denial = statement(role, "NoSecrets");
        assert_eq!((&denial["Effect"], &denial["Resource"]), (&json!("Deny"), &table), "{role}");
        assert!(texts(&denial["Action"]).contains(&"dynamodb:GetItem"), "{role}");
        let allowed = statement(role, "Table");
        let queries = |s: &Value| texts(&s["Action"]).contains(&"dynamodb:Query");
        assert!(!queries(allowed) || queries(denial), "{role} may query");
        let keys = &denial["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"];
        assert!(texts(keys).contains(&"FACTOR#*") && texts(keys).contains(&"SPENT#*"), "{role}");
    }
}

#[test]
fn the_signing_page_reads_and_writes_what_it_shows_and_records_and_nothing_else() {
    let of_table = |s: &Statement| s.resources().contains(&&attribute("Table", "Arn"));
    let allowed: Vec<_> = iam_statements()
        .into_iter()
        .filter(|s| s.owner == "CollectSignatureRole" && s.allows() && of_table(s))
        .map(|s| {
            let keys = texts(&s.body["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]);
            (s.actions(), keys)
        })
        .collect();
    let reads = ["ENVELOPE#*", "LINK#*", "FACTOR#*", "SIGNIN#*", "DEVICE#*", "CERTIFICATE#organisation#*"];
    let writes = ["ENVELOPE#*", "FACTOR#*", "SIGNIN#*", "DEVICE#*", "SPENT#*"];
    let writing = vec!["dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
    assert_eq!(allowed, [(vec!["dynamodb:GetItem"], reads.to_vec()), (writing, writes.to_vec())]);
}

#[test]
fn only_the_signing_page_says_who_has_shown_a_factor_and_which_codes_were_used() {
    let table = attribute("Table", "Arn");
    let writes = |s: &Statement| s.resources().contains(&&table) && s.actions().contains(&"dynamodb:PutItem");
    let writers: BTreeSet<_> = iam_statements().iter().filter(|s| s.allows() && writes(s)).map(|s| s.owner).collect();
    // The last is held to envelopes, as a test of its own says.
    let others = writers.into_iter().filter(|role| !["CollectSignatureRole", "RecordBouncesRole"].contains(role));
    for role in others {
        let denials: Vec<_> =
            iam_statements().into_iter().filter(|s| s.owner == role && !s.allows() && writes(s)).collect();
        for kind in ["SIGNIN#*", "DEVICE#*", "SPENT#*"] {
            let denies = |s: &Statement| {
                let keys = texts(&s.body["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"]);
                keys.contains(&kind) && s.actions().contains(&"dynamodb:UpdateItem")
            };
            assert!(denials.iter().any(denies), "{role} may write {kind}");
        }
    }
}

#[test]
fn the_pages_behind_links_make_no_links() {
    // For these are what people are known by.
    let rows: &[&str] = &["LINK#*", "IDEMPOTENCY#*", "COUNTER#*"];
    for (role, rows) in [
        ("CollectSignatureRole", rows),
        ("DownloadDocumentRole", rows),
        // It keeps the answers of the API and gives the numbers itself.
        ("CreateEnvelopeRole", &["LINK#*", "SIGNIN#*", "DEVICE#*", "SPENT#*"]),
    ] {
        let denial = statement(role, "OthersRows");
        assert_eq!((&denial["Effect"], &denial["Resource"]), (&json!("Deny"), &attribute("Table", "Arn")), "{role}");
        assert_eq!(texts(&denial["Action"]), ["dynamodb:PutItem", "dynamodb:UpdateItem"], "{role}");
        let keys = &denial["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"];
        assert_eq!(texts(keys), rows, "{role}");
    }
}
