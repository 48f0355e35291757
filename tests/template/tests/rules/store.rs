//! What is kept, and how.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{TEMPLATE, attribute, list, of_type, properties, resources, statement, target, texts};

#[test]
fn what_must_outlive_the_stack_does() {
    for id in ["DataKey", "OperatorSealKey", "Table", "Bucket"] {
        assert_eq!(TEMPLATE["Resources"][id]["DeletionPolicy"], "Retain", "{id}");
        assert_eq!(TEMPLATE["Resources"][id]["UpdateReplacePolicy"], "Retain", "{id}");
    }
}

/// As a deletion policy the transform does not take `RetainExceptOnCreate` (aws-cloudformation/cfn-language-discussion#139),
/// but whoever deploys may say it.
#[test]
fn what_a_first_deployment_leaves_when_it_fails_is_not_kept() {
    for (file, says) in [
        ("infra/README.md", "--retain-except-on-create"),
        ("infra/local/src/deploy.rs", "retain_except_on_create(true)"),
    ] {
        let text = std::fs::read_to_string(workspace::root().join(file)).expect("text");
        assert!(text.contains(says), "{file} does not say {says}");
    }
    for (id, resource) in resources() {
        assert_ne!(resource["DeletionPolicy"], "RetainExceptOnCreate", "{id}");
    }
}

#[test]
fn the_table_is_encrypted_restorable_protected_and_streams_its_new_rows() {
    let table = properties("Table");
    let key = attribute("DataKey", "Arn");
    assert_eq!(table["SSESpecification"], json!({"SSEEnabled": true, "SSEType": "KMS", "KMSMasterKeyId": key}));
    assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
    assert_eq!(table["DeletionProtectionEnabled"], true);
    assert_eq!(table["StreamSpecification"]["StreamViewType"], "NEW_IMAGE");
    assert_eq!(table["TimeToLiveSpecification"], json!({"AttributeName": "ttl", "Enabled": true}));
}

#[test]
fn the_bucket_keeps_every_version_and_can_lock_them() {
    let bucket = properties("Bucket");
    assert_eq!(bucket["VersioningConfiguration"]["Status"], "Enabled");
    assert_eq!(bucket["ObjectLockEnabled"], true);
    // No default rule: it would lock uploads and unfinished envelopes as well.
    assert_eq!(bucket["ObjectLockConfiguration"], json!({"ObjectLockEnabled": "Enabled"}));
    for rule in list(&bucket["LifecycleConfiguration"]["Rules"]) {
        assert!(rule["ExpirationInDays"].is_null() || rule["Prefix"] == "uploads/", "only uploads expire: {rule}");
        for other in ["Expiration", "ExpirationDate", "Transitions", "NoncurrentVersionTransitions"] {
            assert!(rule[other].is_null(), "{rule}");
        }
        let drops = !rule["NoncurrentVersionExpiration"].is_null();
        assert!(!drops || ["uploads/", "envelopes/"].contains(&rule["Prefix"].as_str().expect("a folder")), "{rule}");
    }
    // What was removed can be brought back for as long as the table can.
    let rules = list(&bucket["LifecycleConfiguration"]["Rules"]);
    let removed = rules.into_iter().find(|rule| rule["Prefix"] == "envelopes/").expect("a rule");
    assert_eq!(
        (&removed["Status"], &removed["NoncurrentVersionExpiration"]),
        (&json!("Enabled"), &json!({"NoncurrentDays": 35}))
    );
    assert_eq!(properties("Table")["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"], 35);
    // Longer than a draft can last (`MAX_DRAFT_AGE`): what lies in one that may still be sent is there.
    let uploads =
        list(&bucket["LifecycleConfiguration"]["Rules"]).into_iter().find(|rule| rule["Prefix"] == "uploads/");
    assert!(uploads.expect("a rule")["ExpirationInDays"].as_i64() > Some(60));
    let denial = statement("BucketPolicy", "NoDeletion");
    assert_eq!((&denial["Effect"], &denial["Principal"]), (&json!("Deny"), &json!("*")));
    assert_eq!(texts(&denial["Action"]), ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"]);
    assert!(denial["Condition"].is_null(), "for nobody");
    let removal = statement("BucketPolicy", "NoOtherRemoval");
    assert_eq!((&removal["Effect"], &removal["Principal"]), (&json!("Deny"), &json!("*")));
    assert_eq!(texts(&removal["Action"]), ["s3:DeleteObject"]);
    let role = attribute("EnforceRetentionRole", "Arn");
    assert_eq!(removal["Condition"], json!({"ArnNotEquals": {"aws:PrincipalArn": role}}), "but for one");
    for denial in [denial, removal] {
        assert_eq!(denial["Resource"], json!({"Fn::Sub": "${Bucket.Arn}/envelopes/*"}));
    }
}

#[test]
fn what_a_deployment_keeps_after_the_retention_it_keeps_unless_it_says_so() {
    let parameter = &TEMPLATE["Parameters"]["DeleteAfterRetention"];
    assert_eq!((&parameter["Default"], texts(&parameter["AllowedValues"])), (&json!("false"), vec!["false", "true"]));
    for value in texts(&parameter["AllowedValues"]) {
        assert!(value.parse::<bool>().is_ok(), "{value}");
    }
    let variables = &properties("EnforceRetention")["Environment"]["Variables"];
    assert_eq!(variables["KEIIN_DELETE_AFTER_RETENTION"], json!({"Ref": "DeleteAfterRetention"}));
}

#[test]
fn only_a_trial_lets_anybody_delete_documents_and_a_stack_is_none_unless_it_says_so() {
    let days = &TEMPLATE["Parameters"]["TrialRetentionDays"];
    assert_eq!((&days["Default"], &days["MinValue"], &days["MaxValue"]), (&json!(0), &json!(0), &json!(365)));
    let keeps = &TEMPLATE["Conditions"]["KeepsDocuments"];
    assert_eq!(*keeps, json!({"Fn::Equals": [{"Ref": "TrialRetentionDays"}, 0]}));
    let statements = list(&properties("BucketPolicy")["PolicyDocument"]["Statement"]);
    let conditional: Vec<_> = statements.iter().filter(|s| s["Fn::If"].is_array()).collect();
    let found: Vec<_> = conditional.iter().map(|s| (&s["Fn::If"][0], &s["Fn::If"][1]["Sid"])).collect();
    let keeps = json!("KeepsDocuments");
    assert_eq!(found, [(&keeps, &json!("NoDeletion")), (&keeps, &json!("NoOtherRemoval"))]);
    // enforce-retention locks as the same parameter says.
    let variables = &properties("EnforceRetention")["Environment"]["Variables"];
    assert_eq!(variables["KEIIN_TRIAL_RETENTION_DAYS"], json!({"Ref": "TrialRetentionDays"}));
}

#[test]
fn the_buckets_are_private_and_encrypt_with_our_key() {
    for (id, bucket) in of_type("AWS::S3::Bucket") {
        is_private_and_encrypts(id, bucket);
    }
}

#[test]
fn the_viewer_may_read_ranges_of_documents() {
    // The document viewer reads ranges and has to see which it got.
    let cors = &properties("Bucket")["CorsConfiguration"]["CorsRules"][0];
    assert_eq!(texts(&cors["AllowedMethods"]), ["GET", "HEAD", "PUT"]);
    assert!(texts(&cors["AllowedHeaders"]).contains(&"range"));
    for header in ["accept-ranges", "content-length", "content-range", "etag"] {
        assert!(texts(&cors["ExposedHeaders"]).contains(&header), "{header}");
    }
}

fn is_private_and_encrypts(id: &str, bucket: &Value) {
    let public = bucket["PublicAccessBlockConfiguration"].as_object().expect("a block");
    assert_eq!(public.len(), 4);
    assert!(public.values().all(|blocked| *blocked == true));
    assert_eq!(bucket["OwnershipControls"]["Rules"], json!([{"ObjectOwnership": "BucketOwnerEnforced"}]));
    let rule = &bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0];
    assert_eq!(rule["BucketKeyEnabled"], true);
    assert_eq!(rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"], "aws:kms");
    assert_eq!(rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"], attribute("DataKey", "Arn"));
    for origin in list(&bucket["CorsConfiguration"]["CorsRules"][0]["AllowedOrigins"]) {
        let is_ours = origin["Fn::Sub"][0] == "${Scheme}//${Host}";
        assert!(is_ours, "{id}: pages of others may not use presigned URLs: {origin}");
    }
}

#[test]
fn buckets_and_queues_are_reached_by_tls_only() {
    let plain = json!({"Bool": {"aws:SecureTransport": "false"}});
    for owner in ["BucketPolicy", "TemporaryUploadBucketPolicy", "QueuePolicy", "BounceQueuePolicy"] {
        let denial = statement(owner, "TlsOnly");
        assert_eq!((&denial["Effect"], &denial["Principal"]), (&json!("Deny"), &json!("*")), "{owner}");
        assert_eq!(denial["Condition"], plain, "{owner}");
    }
    // The store brings its messages by TLS, and the emulator has none.
    let by_people = json!({"Bool": {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}});
    assert_eq!(statement("CheckQueuePolicy", "TlsOnly")["Condition"], by_people);
    for owner in ["BucketPolicy", "TemporaryUploadBucketPolicy"] {
        let old = json!({"NumericLessThan": {"s3:TlsVersion": "1.2"}});
        assert_eq!(statement(owner, "NoOldTls")["Condition"], old, "{owner}");
    }
    let policies = of_type("AWS::SQS::QueuePolicy").into_values();
    let policed: BTreeSet<_> = policies.flat_map(|policy| list(&policy["Queues"])).filter_map(target).collect();
    assert_eq!(policed, of_type("AWS::SQS::Queue").into_keys().collect());
}
