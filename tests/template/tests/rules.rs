//! The rules that infra/template.yaml keeps, whoever changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Value, json};

static TEMPLATE: LazyLock<Value> = LazyLock::new(|| {
    let text = std::fs::read_to_string(repository().join("infra/template.yaml")).expect("infra/template.yaml is there");
    template::read(&text).expect("infra/template.yaml is a template")
});

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn resources() -> impl Iterator<Item = (&'static str, &'static Value)> {
    TEMPLATE["Resources"].as_object().expect("Resources").iter().map(|(id, resource)| (id.as_str(), resource))
}

/// Logical id and properties of each resource of a type.
fn of_type(kind: &str) -> BTreeMap<&'static str, &'static Value> {
    resources().filter(|(_, r)| r["Type"] == kind).map(|(id, r)| (id, &r["Properties"])).collect()
}

fn properties(id: &str) -> &'static Value {
    &TEMPLATE["Resources"][id]["Properties"]
}

fn ref_to(id: &str) -> Value {
    json!({ "Ref": id })
}

fn attribute(id: &str, name: &str) -> Value {
    json!({ "Fn::GetAtt": [id, name] })
}

/// A single value and a list of one are the same to IAM.
fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn texts(value: &Value) -> Vec<&str> {
    list(value).into_iter().filter_map(Value::as_str).collect()
}

/// The logical id at the other end of a `Ref` or `Fn::GetAtt`.
fn target(value: &Value) -> Option<&str> {
    value["Ref"].as_str().or_else(|| value["Fn::GetAtt"][0].as_str())
}

/// A policy statement and the name of the resource that holds it. Conditional ones are taken as given.
struct Statement {
    owner: &'static str,
    body: &'static Value,
}

impl Statement {
    fn all_in(owner: &'static str, document: &'static Value) -> Vec<Self> {
        list(&document["Statement"])
            .into_iter()
            .map(|s| if s["Fn::If"].is_array() { &s["Fn::If"][1] } else { s })
            .map(|body| Self { owner, body })
            .collect()
    }

    fn name(&self) -> String {
        format!("{}/{}", self.owner, self.body["Sid"].as_str().unwrap_or("?"))
    }

    fn allows(&self) -> bool {
        self.body["Effect"] == "Allow"
    }

    fn actions(&self) -> Vec<&'static str> {
        texts(&self.body["Action"])
    }

    fn resources(&self) -> Vec<&'static Value> {
        list(&self.body["Resource"])
    }
}

/// What roles and managed policies say.
fn iam_statements() -> Vec<Statement> {
    let inline = of_type("AWS::IAM::Role").into_iter().flat_map(|(id, role)| {
        list(&role["Policies"]).into_iter().flat_map(move |p| Statement::all_in(id, &p["PolicyDocument"]))
    });
    let managed = of_type("AWS::IAM::ManagedPolicy")
        .into_iter()
        .flat_map(|(id, policy)| Statement::all_in(id, &policy["PolicyDocument"]));
    inline.chain(managed).collect()
}

/// What keys, the bucket and the queues say.
fn resource_statements() -> Vec<Statement> {
    ["AWS::KMS::Key", "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"]
        .into_iter()
        .flat_map(of_type)
        .flat_map(|(id, p)| [&p["KeyPolicy"], &p["PolicyDocument"]].map(|document| (id, document)))
        .flat_map(|(id, document)| Statement::all_in(id, document))
        .collect()
}

fn statement(owner: &str, sid: &str) -> &'static Value {
    let mut all = iam_statements().into_iter().chain(resource_statements());
    all.find(|s| s.owner == owner && s.body["Sid"] == sid).unwrap_or_else(|| panic!("no {owner}/{sid}")).body
}

/// `SealDocument` → `seal-document`.
fn package_of(id: &str) -> String {
    let mut name = String::new();
    for letter in id.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

// ---------------------------------------------------------------------------------------------------------------- keys

#[test]
fn only_the_sealing_function_may_sign_by_iam() {
    let signers: BTreeSet<_> = iam_statements()
        .iter()
        .filter(|s| s.allows() && s.actions().iter().any(|a| a.starts_with("kms:Sign") || a.contains('*')))
        .map(|s| s.owner)
        .collect();
    assert_eq!(signers, BTreeSet::from(["SealDocumentRole"]));

    let seals = statement("SealDocumentRole", "Seals");
    assert_eq!(
        seals["Condition"],
        json!({"StringEquals": {"aws:ResourceTag/keiin:seal": "true"}}),
        "any key of the account"
    );
    let users: Vec<_> = of_type("AWS::Lambda::Function")
        .into_iter()
        .filter(|(_, f)| f["Role"] == attribute("SealDocumentRole", "Arn"))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(users, ["SealDocument"], "who carries the sealing role");
}

#[test]
fn only_the_sealing_function_may_sign_by_the_keys_own_policy() {
    let signing: Vec<_> = resource_statements()
        .into_iter()
        .filter(|s| s.allows() && s.actions().iter().any(|a| ["kms:Sign", "kms:CreateGrant"].contains(a)))
        .filter(|s| s.owner != "DataKey")
        .map(|s| (s.name(), s.body["Principal"]["AWS"].clone(), s.actions()))
        .collect();
    let no_more = vec!["kms:GetPublicKey", "kms:Sign"];
    assert_eq!(
        signing,
        [
            ("OperatorSealKey/SealDocumentSigns".to_owned(), attribute("SealDocumentRole", "Arn"), no_more.clone()),
            ("OperatorSealKey/CertificateRequest".to_owned(), ref_to("CertificateRequesterArn"), no_more),
        ]
    );
}

#[test]
fn nobody_may_request_certificates_unless_the_operator_says_who() {
    let conditional = list(&properties("OperatorSealKey")["KeyPolicy"]["Statement"])
        .into_iter()
        .find(|s| s["Fn::If"][1]["Sid"] == "CertificateRequest")
        .expect("the statement stands under a condition");
    assert_eq!(conditional["Fn::If"][0], "HasCertificateRequester");
    assert_eq!(conditional["Fn::If"][2], ref_to("AWS::NoValue"));
    assert_eq!(TEMPLATE["Parameters"]["CertificateRequesterArn"]["Default"], "");
}

#[test]
fn the_seal_key_refuses_all_others_even_by_grant() {
    let denial = statement("OperatorSealKey", "NobodyElseSigns");
    assert_eq!(denial["Effect"], "Deny");
    assert_eq!(denial["Principal"], json!({"AWS": "*"}));
    assert_eq!(denial["Action"], "kms:Sign");
    let excepted = list(&denial["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]);
    assert_eq!(excepted.len(), 3);
    assert_eq!(*excepted[0], attribute("SealDocumentRole", "Arn"));
    assert!(excepted[1]["Fn::Sub"].as_str().is_some_and(|arn| arn.ends_with(":assumed-role/${SealDocumentRole}/*")));
    assert_eq!(
        *excepted[2],
        json!({"Fn::If": ["HasCertificateRequester", ref_to("CertificateRequesterArn"), ref_to("AWS::NoValue")]})
    );
}

#[test]
fn the_seal_key_is_for_signing_stays_and_is_marked() {
    let key = properties("OperatorSealKey");
    assert_eq!(key["KeyUsage"], "SIGN_VERIFY");
    assert_eq!(key["KeySpec"], ref_to("SealKeySpec"));
    assert_eq!(TEMPLATE["Parameters"]["SealKeySpec"]["AllowedValues"], json!(["RSA_3072", "ECC_NIST_P256"]));
    assert_eq!(key["PendingWindowInDays"], 30);
    assert!(key["EnableKeyRotation"].is_null(), "its certificate is bound to it");
    assert!(list(&key["Tags"]).contains(&&json!({"Key": "keiin:seal", "Value": "true"})));
}

#[test]
fn the_data_key_is_used_only_by_way_of_table_and_bucket() {
    for s in iam_statements().iter().filter(|s| s.allows() && s.resources().contains(&&attribute("DataKey", "Arn"))) {
        assert_eq!(s.actions(), ["kms:Decrypt", "kms:GenerateDataKey"], "{}", s.name());
        let services = list(&s.body["Condition"]["StringEquals"]["kms:ViaService"]);
        assert_eq!(services.len(), 2, "{}", s.name());
    }
    assert_eq!(properties("DataKey")["EnableKeyRotation"], true);
}

// ------------------------------------------------------------------------------------------------------------ policies

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
            assert!(*policy == ref_to("FunctionBaseline") || *policy == in_vpc, "{id}: {policy}");
        }
    }
    for kind in ["AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::User", "AWS::IAM::Group"] {
        assert!(of_type(kind).is_empty(), "{kind}: not looked at by these tests");
    }
    assert_eq!(of_type("AWS::IAM::ManagedPolicy").len(), 1);
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
        properties("VerifyDocument")["Environment"]["Variables"]["KEIIN_BUCKET"],
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

// --------------------------------------------------------------------------------------------------------------- store

#[test]
fn what_must_outlive_the_stack_does() {
    for id in ["DataKey", "OperatorSealKey", "Table", "Bucket"] {
        assert_eq!(TEMPLATE["Resources"][id]["DeletionPolicy"], "Retain", "{id}");
        assert_eq!(TEMPLATE["Resources"][id]["UpdateReplacePolicy"], "Retain", "{id}");
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
        let expires = !rule["ExpirationInDays"].is_null() || !rule["NoncurrentVersionExpiration"].is_null();
        assert!(!expires || rule["Prefix"] == "uploads/", "only uploads expire: {rule}");
    }
    let denial = statement("BucketPolicy", "NoDeletion");
    assert_eq!((&denial["Effect"], &denial["Principal"]), (&json!("Deny"), &json!("*")));
    assert!(texts(&denial["Action"]).contains(&"s3:DeleteObjectVersion"));
    assert_eq!(denial["Resource"], json!({"Fn::Sub": "${Bucket.Arn}/envelopes/*"}));
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
    for owner in ["BucketPolicy", "TemporaryUploadBucketPolicy"] {
        let old = json!({"NumericLessThan": {"s3:TlsVersion": "1.2"}});
        assert_eq!(statement(owner, "NoOldTls")["Condition"], old, "{owner}");
    }
    let policies = of_type("AWS::SQS::QueuePolicy").into_values();
    let policed: BTreeSet<_> = policies.flat_map(|policy| list(&policy["Queues"])).filter_map(target).collect();
    assert_eq!(policed, of_type("AWS::SQS::Queue").into_keys().collect());
}

// -------------------------------------------------------------------------------------------------------------- queues

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

// -------------------------------------------------------------------------------------------------------------- alarms

#[test]
fn every_alarm_tells_the_operator_when_it_rings_and_when_it_is_over() {
    let told = json!({"Fn::If": ["HasAlarmTopic", [ref_to("AlarmTopicArn")], ref_to("AWS::NoValue")]});
    let alarms = of_type("AWS::CloudWatch::Alarm");
    assert_eq!(alarms.len(), 13);
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
    let handbook = std::fs::read_to_string(repository().join("infra/README.md")).expect("infra/README.md is there");
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
    assert_eq!(watched, BTreeSet::from(["SealQueue", "StampQueue", "MailQueue"]));
}

#[test]
fn every_mapping_reports_which_items_failed() {
    let mappings = of_type("AWS::Lambda::EventSourceMapping");
    assert_eq!(mappings.len(), 6);
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
    let evidence = json!({"Keys": {"SK": {"S": [{"prefix": "EVENT#"}]}}});
    assert_eq!(pattern, json!({"eventName": ["INSERT"], "dynamodb": evidence}));
}

// ----------------------------------------------------------------------------------------------------------- functions

#[test]
fn every_package_is_deployed_and_nothing_else() {
    let deployed: BTreeSet<_> = of_type("AWS::Lambda::Function").into_keys().map(package_of).collect();
    let packages: BTreeSet<_> = std::fs::read_dir(repository().join("functions"))
        .expect("functions")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().join("Cargo.toml").exists())
        .map(|entry| entry.file_name().into_string().expect("UTF-8"))
        .collect();
    assert_eq!(deployed, packages);
}

#[test]
fn every_function_has_its_own_name_code_role_and_log_group() {
    for (id, function) in of_type("AWS::Lambda::Function") {
        let name = package_of(id);
        assert_eq!(function["FunctionName"], json!({"Fn::Sub": format!("${{AWS::StackName}}-{name}")}));
        assert_eq!(function["Code"]["S3Key"], json!({"Fn::Sub": format!("${{CodePrefix}}{name}.zip")}));
        assert_eq!((&function["Runtime"], &function["Handler"]), (&json!("provided.al2023"), &json!("bootstrap")));
        assert_eq!(function["Role"], attribute(&format!("{id}Role"), "Arn"));
        assert_eq!(function["LoggingConfig"]["LogGroup"], ref_to(&format!("{id}Logs")));
        let group = properties(&format!("{id}Logs"));
        assert_eq!(group["LogGroupName"], json!({"Fn::Sub": format!("/aws/lambda/${{AWS::StackName}}-{name}")}));
        let logs = statement(&format!("{id}Role"), "OwnLogs");
        assert_eq!(logs["Resource"], attribute(&format!("{id}Logs"), "Arn"));
    }
}

#[test]
fn every_log_group_forgets_after_the_operators_time() {
    for (id, group) in of_type("AWS::Logs::LogGroup") {
        assert_eq!(group["RetentionInDays"], ref_to("LogRetentionDays"), "{id}");
    }
}

#[test]
fn functions_answer_within_their_callers_patience() {
    for (id, function) in of_type("AWS::Lambda::Function") {
        let timeout = function["Timeout"].as_i64().expect("a number");
        let most = match id {
            // The HTTP API gives up after 30 s.
            "CreateEnvelope" | "CollectSignature" | "DownloadDocument" | "ServeAssets" | "VerifyDocument" => 29,
            "ExpireEnvelopes" => 59, // the next run starts after 60 s
            "DispatchEmail" => 60,   // less than its queue's visibility
            _ => 120,                // a sixth of the queues' visibility
        };
        assert!(timeout <= most, "{id}: {timeout} s");
    }
    assert_eq!(TEMPLATE["Parameters"]["QueueVisibilitySeconds"]["Default"], 6 * 120);
    // Some tries fit into the ten minutes for which a code is good.
    assert_eq!(TEMPLATE["Parameters"]["MailVisibilitySeconds"]["Default"], 90);
    assert_eq!(TEMPLATE["Resources"]["MailQueue"]["Properties"]["VisibilityTimeout"], ref_to("MailVisibilitySeconds"));
}

#[test]
fn functions_get_the_variables_they_are_promised() {
    let page = "PUBLIC_URL BRAND BRAND_EN ACCENT_COLOR COPYRIGHT SUPPORT_PHONE SUPPORT_HOURS SUPPORT_HOURS_EN \
                SUPPORT_EMAIL SUPPORT_FORM";
    for (id, function) in of_type("AWS::Lambda::Function") {
        let promised = match id {
            "CreateEnvelope" | "CollectSignature" | "DownloadDocument" | "VerifyDocument" => {
                format!("TABLE BUCKET {page}")
            }
            "ServeAssets" => page.to_owned(),
            "DispatchEmail" => format!("TABLE MAIL_FROM CONFIGURATION_SET SMS_SENDER_ID {page}"),
            "RecordBounces" => "TABLE".to_owned(),
            "RouteEvents" => "TABLE QUEUE_SEAL QUEUE_STAMP QUEUE_MAIL QUEUE_RETAIN".to_owned(),
            "ExpireEnvelopes" => "TABLE QUEUE_SEAL QUEUE_STAMP QUEUE_RETAIN".to_owned(),
            _ => "TABLE BUCKET".to_owned(),
        };
        let promised: BTreeSet<_> = promised.split(' ').map(|name| format!("KEIIN_{name}")).collect();
        let given = function["Environment"]["Variables"].as_object().expect("variables");
        assert_eq!(given.keys().cloned().collect::<BTreeSet<_>>(), promised, "{id}");
    }
}

#[test]
fn the_test_clock_and_the_faults_cannot_be_deployed() {
    for (id, function) in of_type("AWS::Lambda::Function") {
        for name in function["Environment"]["Variables"].as_object().expect("variables").keys() {
            assert!(!name.to_uppercase().contains("LOCAL"), "{id}: {name}");
        }
    }
}

// ------------------------------------------------------------------------------------------------------------- network

#[test]
fn only_timestamp_seal_has_a_way_out() {
    for (id, function) in of_type("AWS::Lambda::Function") {
        let side = if id == "TimestampSeal" { "Egress" } else { "Private" };
        let within = json!({
            "SecurityGroupIds": [attribute(&format!("{side}SecurityGroup"), "GroupId")],
            "SubnetIds": {"Fn::Split": [",", ref_to(&format!("{side}SubnetIds"))]},
        });
        assert_eq!(function["VpcConfig"], json!({"Fn::If": ["InVpc", within, ref_to("AWS::NoValue")]}), "{id}");
    }
    for way in list(&properties("PrivateSecurityGroup")["SecurityGroupEgress"]) {
        assert!(way["CidrIp"].is_null() && way["CidrIpv6"].is_null(), "a way out: {way}");
    }
}

// ------------------------------------------------------------------------------------------------------------ HTTP API

#[test]
fn access_logs_hold_no_path_for_it_is_a_links_secret() {
    for (id, stage) in of_type("AWS::ApiGatewayV2::Stage") {
        let format = stage["AccessLogSettings"]["Format"].as_str().expect("a format");
        let format: BTreeMap<String, String> = serde_json::from_str(format).expect("JSON");
        let logged: Vec<_> = format.values().map(|v| v.trim_start_matches("$context.")).collect();
        assert_eq!(logged, ["identity.sourceIp", "responseLatency", "requestId", "routeKey", "status"], "{id}");
        assert!(stage["DefaultRouteSettings"]["ThrottlingRateLimit"].as_i64() > Some(0), "{id}");
        // What needs no key or link is held back more, and a stage takes that only for routes that are there.
        let all = of_type("AWS::ApiGatewayV2::Route").into_iter();
        for (route, properties) in
            all.filter(|(_, r)| r["Target"]["Fn::Sub"].as_str().is_some_and(|t| t.contains("Verify")))
        {
            let limits = &stage["RouteSettings"][properties["RouteKey"].as_str().expect("a key")];
            assert!(limits["ThrottlingRateLimit"].as_i64().is_some_and(|rate| rate <= 10), "{route}");
            assert!(texts(&TEMPLATE["Resources"][id]["DependsOn"]).contains(&route), "{route}");
        }
    }
}

#[test]
fn routes_lead_to_the_functions_of_the_contract() {
    let routes: BTreeMap<_, _> = of_type("AWS::ApiGatewayV2::Route")
        .into_values()
        .map(|r| (r["RouteKey"].as_str().expect("a key"), r["Target"]["Fn::Sub"].as_str().expect("a target")))
        .collect();
    let create = "integrations/${CreateEnvelopeIntegration}";
    let download = "integrations/${DownloadDocumentIntegration}";
    let verify = "integrations/${VerifyDocumentIntegration}";
    let expected = BTreeMap::from([
        ("POST /v1/envelopes", create),
        ("GET /v1/envelopes/{id}", create),
        ("POST /v1/envelopes/{id}/send", create),
        ("POST /v1/envelopes/{id}/void", create),
        ("POST /v1/envelopes/{id}/retry", create),
        ("POST /v1/envelopes/{id}/recipients/{number}/request", create),
        ("GET /v1/envelopes/{id}/events", create),
        ("ANY /v1/{proxy+}", create),
        ("ANY /status/{proxy+}", create),
        ("ANY /sign/{proxy+}", "integrations/${CollectSignatureIntegration}"),
        ("ANY /download/{proxy+}", download),
        ("GET /assets/{proxy+}", "integrations/${ServeAssetsIntegration}"),
        ("HEAD /assets/{proxy+}", "integrations/${ServeAssetsIntegration}"),
        ("ANY /verify", verify),
        ("POST /verify/uploads", verify),
        ("POST /v1/verify", verify),
        ("POST /v1/verify/uploads", verify),
        ("$default", download),
    ]);
    assert_eq!(routes, expected);
    for (id, integration) in of_type("AWS::ApiGatewayV2::Integration") {
        assert_eq!(integration["PayloadFormatVersion"], "2.0", "{id}");
    }
}

#[test]
fn functions_are_invoked_only_by_this_api_in_this_account() {
    for (id, permission) in of_type("AWS::Lambda::Permission") {
        assert_eq!(permission["Action"], "lambda:InvokeFunction", "{id}");
        assert_eq!(permission["SourceAccount"], ref_to("AWS::AccountId"), "{id}");
        let source = permission["SourceArn"]["Fn::Sub"].as_str().expect("a source");
        assert!(source.contains(":${Api}/"), "{id}: {source}");
    }
}

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
fn who_sends_codes_cannot_read_what_others_are_checked_against() {
    let denial = statement("DispatchEmailRole", "NoSecrets");
    assert_eq!((&denial["Effect"], &denial["Resource"]), (&json!("Deny"), &attribute("Table", "Arn")));
    assert_eq!(texts(&denial["Action"]), ["dynamodb:GetItem", "dynamodb:Query"]);
    let keys = &denial["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"];
    assert_eq!(*keys, json!(["FACTOR#*", "SPENT#*"]));
    let table = statement("RecordBouncesRole", "Table");
    let keys = &table["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
    assert_eq!(*keys, json!(["ENVELOPE#*"]));
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
