//! What each role may do.

use std::collections::BTreeSet;

use api::routes::{ALL, Access};
use serde_json::json;

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
    // Narrower is not possible: keys that organisations will get, known by their tag; the stream's list; telephone numbers; copies
    // that are to be made.
    let excepted =
        ["SealDocumentRole/Seals", "RouteEventsRole/Streams", "DispatchEmailRole/TextMessages", "BackupRole/Tags"];
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
fn no_role_may_delete_but_what_strangers_left_and_the_one_that_proves_that_nothing_is_lost() {
    for s in iam_statements().iter().filter(|s| s.allows()) {
        let is_temporary = s.resources() == [&json!({"Fn::Sub": "${TemporaryUploadBucket.Arn}/verify/*"})];
        let is_removal = s.name() == "EnforceRetentionRole/Removal"
            && s.resources() == [&json!({"Fn::Sub": "${Bucket.Arn}/envelopes/*"})];
        for action in s.actions() {
            // Revoked keys, ended sessions and contacts, which the organisation's log tells of; a sign-in that has begun ends once.
            let is_revocation = s.name() == "ManageOrganisationRole/Removes"
                && s.rows() == ["ORGANISATION#*", "SESSIONS#*", "APIKEY#*", "CONTACTS#*"];
            let is_end = s.name() == "SignInPersonRole/Ends" && s.rows() == ["SESSIONS#*", "SIGNINATTEMPT#*"];
            let may = match action {
                "sqs:DeleteMessage" => true,
                "s3:DeleteObject" => is_temporary || is_removal,
                "dynamodb:DeleteItem" => is_revocation || is_end,
                _ => false,
            };
            assert!(!action.contains("Delete") || may, "{} allows {action}", s.name());
        }
    }
}

#[test]
fn whoever_removes_documents_writes_none_and_does_not_call_out() {
    let own: BTreeSet<_> =
        iam_statements().into_iter().filter(|s| s.owner == "EnforceRetentionRole").flat_map(|s| s.actions()).collect();
    for forbidden in ["s3:DeleteObjectVersion", "s3:PutObject", "s3:BypassGovernanceRetention", "dynamodb:DeleteItem"] {
        assert!(!own.contains(forbidden), "{forbidden}");
    }
    assert!(own.contains("s3:DeleteObject"));
}

#[test]
fn verify_document_sees_settings_known_seals_and_temporary_uploads_and_nothing_of_the_contracts() {
    let own: Vec<_> = iam_statements().into_iter().filter(|s| s.owner == "VerifyDocumentRole").collect();
    let names: Vec<_> = own.iter().map(Statement::name).collect();
    let sids = ["OwnLogs", "TrustAnchors", "KnownSeals", "TemporaryUploads", "TellMissingFromForbidden"];
    assert_eq!(names, sids.map(|sid| format!("VerifyDocumentRole/{sid}")));
    let anchors = statement("VerifyDocumentRole", "TrustAnchors");
    assert_eq!(texts(&anchors["Action"]), ["dynamodb:GetItem"]);
    assert_eq!(anchors["Condition"], json!({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["SETTINGS"]}}));
    let known = statement("VerifyDocumentRole", "KnownSeals");
    assert_eq!(texts(&known["Action"]), ["dynamodb:GetItem"]);
    let by_fingerprint = json!({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["CERTIFICATE#sha256#*"]}});
    assert_eq!(known["Condition"], by_fingerprint);
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
    assert_eq!(texts(keys), ["CERTIFICATE#*", "PROVIDERSECRET#*", "SETTINGS"]);
    for (id, function) in of_type("AWS::Lambda::Function") {
        let role = properties(target(&function["Role"]).expect("a role"));
        // What serves files, or pages by calling others, has no right from which one could be taken away.
        let has_baseline = list(&role["ManagedPolicyArns"]).contains(&&ref_to("FunctionBaseline"));
        assert_eq!(has_baseline, !["ServeAssets", "ServeConsole"].contains(&id), "{id}");
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
fn the_console_may_call_the_functions_of_the_api_and_nothing_else() {
    let api: BTreeSet<_> = ALL
        .iter()
        .filter(|route| matches!(route.access, Access::May(_)))
        .map(|route| attribute(route.function.resource(), "Arn").to_string())
        .collect();
    let statements: Vec<_> = iam_statements().into_iter().filter(|s| s.owner == "ServeConsoleRole").collect();
    let may: Vec<_> = statements.iter().map(|s| (s.name(), s.actions())).collect();
    assert_eq!(
        may,
        [
            ("ServeConsoleRole/OwnLogs".to_owned(), vec!["logs:CreateLogStream", "logs:PutLogEvents"]),
            ("ServeConsoleRole/CallsTheApi".to_owned(), vec!["lambda:InvokeFunction"]),
        ]
    );
    assert_eq!(statements[0].resources(), [&attribute("ServeConsoleLogs", "Arn")]);
    let called: BTreeSet<_> = statements[1].resources().into_iter().map(ToString::to_string).collect();
    assert_eq!(called, api);
    for (id, _) in of_type("AWS::Lambda::Function") {
        let role = format!("{id}Role");
        let calls = iam_statements().iter().any(|s| s.owner == role && s.actions().contains(&"lambda:InvokeFunction"));
        assert_eq!(calls, id == "ServeConsole", "{id}");
    }
}

/// Which roles may do one of these to rows of a kind, by statements that are held to kinds of rows.
fn who_may(actions: &[&str], row: &str) -> Vec<&'static str> {
    let kind = |pattern: &str| pattern.trim_end_matches('*').to_owned();
    let covers = |pattern: &str| row.starts_with(&kind(pattern)) || kind(pattern).starts_with(row);
    let statements = iam_statements().into_iter().filter(Statement::allows);
    let may = statements.filter(|s| s.actions().iter().any(|action| actions.contains(action)));
    let roles: BTreeSet<_> = may.filter(|s| s.rows().into_iter().any(covers)).map(|s| s.owner).collect();
    roles.into_iter().collect()
}

#[test]
fn every_permission_on_the_table_is_held_to_kinds_of_rows() {
    let table = attribute("Table", "Arn");
    // AWS Backup copies all of it, and reads none.
    let copies = |s: &Statement| s.name() == "BackupRole/Copies";
    for s in iam_statements().iter().filter(|s| s.allows() && s.resources().contains(&&table) && !copies(s)) {
        assert!(!s.rows().is_empty() && s.resources().len() == 1, "{} reaches every row", s.name());
        // `*` alone, or a kind with nothing in it, would be every row again.
        for row in s.rows() {
            let kind = row.trim_end_matches('*');
            assert!(kind == "SETTINGS" || kind.len() > 1 && kind.ends_with('#'), "{}: {row}", s.name());
        }
    }
    // The schedule's indexes know no rows; they name envelopes and say nothing of them but when they are due.
    let indexes = ["due", "waiting"].map(|index| json!({"Fn::Sub": format!("${{Table.Arn}}/index/{index}")}));
    let is_index = |resource: &&serde_json::Value| indexes.contains(*resource);
    for s in iam_statements().iter().filter(|s| s.allows() && s.resources().iter().any(is_index)) {
        assert_eq!(s.actions(), ["dynamodb:Query"], "{}", s.name());
        assert!(s.resources().iter().all(is_index), "{}", s.name());
    }
    // The operator's lists are for no function, but for that of certificates, whose ends are announced, and that of organisations,
    // whose identity providers' keys are fetched.
    let settings = |s: &Statement| s.resources().iter().any(|r| r.to_string().contains("index/settings"));
    let readers = iam_statements().into_iter().filter(|s| s.allows() && settings(s));
    let readers: Vec<_> = readers.map(|s| (s.name(), s.actions(), s.rows(), s.resources().len())).collect();
    let reader = |name: &str, list| (name.to_owned(), vec!["dynamodb:Query"], vec![list], 1);
    let known = [
        reader("SignInPersonRole/Organisations", "ORGANISATION"),
        reader("ExpireEnvelopesRole/Certificates", "CERTIFICATE"),
    ];
    assert_eq!(readers.len(), known.len(), "{readers:?}");
    assert!(known.iter().all(|one| readers.contains(one)), "{readers:?}");
    let every = |s: &Statement| s.resources().iter().any(|r| r.to_string().contains("/index/*"));
    assert!(!iam_statements().iter().any(every));
    for (at, attribute) in [(0, "version"), (1, "waiting_since")] {
        let projection = &properties("Table")["GlobalSecondaryIndexes"][at]["Projection"];
        assert_eq!(*projection, json!({"ProjectionType": "INCLUDE", "NonKeyAttributes": [attribute]}));
    }
}

const READS: [&str; 4] = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"];
const WRITES: [&str; 4] = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];

#[test]
fn whoever_steals_a_role_makes_no_links_unless_it_is_the_one_that_sends_them() {
    assert_eq!(who_may(&WRITES, "LINK#"), ["DispatchEmailRole"]);
    // It looks none up: what it makes goes into a mail.
    assert_eq!(who_may(&READS, "LINK#"), ["CollectSignatureRole", "CreateEnvelopeRole", "DownloadDocumentRole"]);
}

#[test]
fn only_the_signing_page_reads_what_factors_are_checked_against_and_says_who_has_shown_them() {
    for row in ["FACTOR#", "SPENT#", "SIGNIN#", "DEVICE#"] {
        let readers = who_may(&READS, row);
        assert!(readers.iter().all(|role| *role == "CollectSignatureRole"), "{row}: {readers:?}");
    }
    for row in ["SPENT#", "SIGNIN#", "DEVICE#"] {
        assert_eq!(who_may(&WRITES, row), ["CollectSignatureRole"], "{row}");
    }
    assert_eq!(who_may(&WRITES, "FACTOR#"), ["CollectSignatureRole", "CreateEnvelopeRole", "DispatchEmailRole"]);
}

#[test]
fn the_api_alone_gives_numbers_and_keeps_its_answers_and_nobody_writes_the_operators_rows() {
    assert_eq!(who_may(&WRITES, "COUNTER#"), ["CreateEnvelopeRole"]);
    assert_eq!(who_may(&WRITES, "IDEMPOTENCY#"), ["CreateEnvelopeRole", "ManageOrganisationRole"]);
    for row in ["CERTIFICATE#", "PROVIDERSECRET#", "SETTINGS"] {
        assert!(who_may(&WRITES, row).is_empty(), "{row}");
    }
    // The operator's certificate is for the seal alone, and for whoever sees when it ends; keys of the API for the API.
    assert_eq!(who_may(&READS, "CERTIFICATE#operator"), ["ExpireEnvelopesRole", "SealDocumentRole"]);
    assert_eq!(who_may(&["dynamodb:GetItem"], "CERTIFICATE#operator"), ["SealDocumentRole"]);
    // Whose seal a certificate makes is told by its fingerprint, of which nothing else follows.
    assert_eq!(who_may(&["dynamodb:GetItem"], "CERTIFICATE#sha256#"), ["SealDocumentRole", "VerifyDocumentRole"]);
    assert!(!who_may(&READS, "CERTIFICATE#organisation#").contains(&"VerifyDocumentRole"));
    assert_eq!(who_may(&READS, "APIKEY#"), ["CreateEnvelopeRole", "ManageOrganisationRole"]);
    // What providers know the service by is for the one function that asks them.
    for row in ["PROVIDERSECRET#", "INVITATION#"] {
        assert_eq!(who_may(&READS, row), ["SignInPersonRole"], "{row}");
    }
    // The keys of providers are kept by the one function that calls them, and tokens are checked by them where the API is served.
    assert_eq!(who_may(&WRITES, "ISSUER#"), ["SignInPersonRole"]);
    assert_eq!(who_may(&READS, "ISSUER#"), ["CreateEnvelopeRole", "ManageOrganisationRole", "SignInPersonRole"]);
}

#[test]
fn two_functions_change_organisations_and_the_others_note_no_more_than_a_use_or_where_the_log_ends() {
    assert_eq!(who_may(&WRITES, "APIKEY#"), ["ManageOrganisationRole"]);
    // Sessions, and the acceptance of invitations.
    // Contacts of completed envelopes are recorded, which moves the log's end: a put of the directory's attributes and no others. That
    // it is the directory's row cannot be demanded: no condition knows a sort key, and other rows have these attributes too.
    let writers = ["KeepContactsRole", "ManageOrganisationRole", "SignInPersonRole"];
    assert_eq!(who_may(&["dynamodb:PutItem"], "ORGANISATION#"), writers);
    let head = statement("KeepContactsRole", "LogHead");
    let attributes = &head["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"];
    assert_eq!(texts(attributes), ["PK", "SK", "version", "body"]);
    assert_eq!(who_may(&["dynamodb:DeleteItem"], "ORGANISATION#"), ["ManageOrganisationRole"]);
    // What is recorded is added to by whoever changes something, and changed by nobody.
    assert_eq!(who_may(&WRITES, "LOG#"), writers);
    assert!(who_may(&["dynamodb:UpdateItem", "dynamodb:DeleteItem"], "LOG#").is_empty());
    let denial = statement("FunctionBaseline", "LogsGrowOnly");
    assert_eq!(
        (&denial["Effect"], texts(&denial["Action"])),
        (&json!("Deny"), vec!["dynamodb:DeleteItem", "dynamodb:UpdateItem"])
    );
    assert_eq!(who_may(&["dynamodb:UpdateItem"], "ORGANISATION#"), ["CreateEnvelopeRole", "ManageOrganisationRole"]);
    let uses = statement("CreateEnvelopeRole", "NotesUse");
    let attributes = &uses["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"];
    assert_eq!(texts(attributes), ["PK", "SK", "used_at"]);
    // Counts of what was sent go up and down by two functions, one of which only gives back.
    let counts = statement("PrepareDocumentRole", "GivesBack");
    let attributes = &counts["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"];
    assert_eq!(texts(attributes), ["PK", "SK", "sent", "seen", "given_back"]);
    // Who is invited is for the one that writes to them, besides.
    // And who administers it for the one that has them told of a certificate's end, and its policy and its senders for the one that keeps
    // contacts.
    let readers = [
        "CreateEnvelopeRole",
        "DispatchEmailRole",
        "ExpireEnvelopesRole",
        "KeepContactsRole",
        "ManageOrganisationRole",
        "SignInPersonRole",
    ];
    assert_eq!(who_may(&READS, "ORGANISATION#"), readers);
    assert_eq!(who_may(&WRITES, "INVITATION#"), ["DispatchEmailRole"]);
    // Address books are for the one function that people ask, and for the one that adds to them, which takes nothing away.
    assert_eq!(who_may(&READS, "CONTACTS#"), ["KeepContactsRole", "ManageOrganisationRole"]);
    assert_eq!(who_may(&WRITES, "CONTACTS#"), ["KeepContactsRole", "ManageOrganisationRole"]);
    let others = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem"];
    assert_eq!(who_may(&others, "CONTACTS#"), ["ManageOrganisationRole"]);
}

#[test]
fn the_pages_behind_links_read_of_an_organisation_from_where_links_open_and_one_function_says_it() {
    assert_eq!(who_may(&WRITES, "LINKADDRESSES#"), ["ManageOrganisationRole"]);
    assert_eq!(who_may(&["dynamodb:UpdateItem", "dynamodb:DeleteItem"], "LINKADDRESSES#"), [""; 0]);
    let pages = ["CollectSignatureRole", "CreateEnvelopeRole", "DownloadDocumentRole"];
    assert_eq!(who_may(&READS, "LINKADDRESSES#"), pages);
    // Only by an organisation's identifier, which an envelope names.
    assert_eq!(who_may(&["dynamodb:Query", "dynamodb:Scan"], "LINKADDRESSES#"), [""; 0]);
}

#[test]
fn who_may_sign_with_a_seal_is_said_by_one_function_and_its_uses_are_noted_by_another() {
    assert_eq!(who_may(&WRITES, "SEALPERSONS#"), ["ManageOrganisationRole"]);
    assert_eq!(who_may(&["dynamodb:UpdateItem", "dynamodb:DeleteItem"], "SEALPERSONS#"), [""; 0]);
    // Where an envelope is made and signed, where the seal is made, where its owner asks, and where its end is announced.
    let readers = [
        "CollectSignatureRole",
        "CreateEnvelopeRole",
        "DispatchEmailRole",
        "ManageOrganisationRole",
        "SealDocumentRole",
    ];
    assert_eq!(who_may(&READS, "SEALPERSONS#"), readers);
    // Whoever signs cannot say who may, and whoever says so cannot hide what was signed.
    assert_eq!(who_may(&WRITES, "SEALUSE#"), ["SealDocumentRole"]);
    assert_eq!(who_may(&["dynamodb:UpdateItem", "dynamodb:DeleteItem"], "SEALUSE#"), [""; 0]);
    assert_eq!(who_may(&READS, "SEALUSE#"), ["ManageOrganisationRole"]);
    let denial = statement("FunctionBaseline", "LogsGrowOnly");
    let keys = &denial["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"];
    assert_eq!(texts(keys), ["LOG#*", "SEALUSE#*"]);
}
