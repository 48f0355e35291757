//! What the code calls, against what the policies allow: a permission that nobody uses fails, and so does a call that nobody
//! may make.
//!
//! Three steps lead from one to the other. [`ports::calls_of`] reads from a function's code which methods of its ports it
//! calls; [`PORTS`] says which actions of AWS a method takes, on which kind of rows; [`adapters`] reads the same from the code
//! of `aws`, so that the table is not merely believed.

mod adapters;
mod code;
mod ports;

use std::collections::BTreeSet;

use crate::common::{Statement, iam_statements, of_type, package_of, target};

/// Port, method, and what it does: an action and the kind of rows, where it is about rows.
type Method = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What the emulator and AWS are asked for by each method of a port.
const PORTS: [Method; 102] = [
    ("Envelopes", "load", &[(GET, "ENVELOPE#*")]),
    // The answer only where somebody has one: see `expected`.
    ("Envelopes", "commit", &[(PUT, "ENVELOPE#*"), (UPDATE, "IDEMPOTENCY#*")]),
    ("Envelopes", "events", &[(QUERY, "ENVELOPE#*")]),
    ("Envelopes", "limits", &[]),
    ("Envelopes", "has_room_for", &[]),
    ("Envelopes", "due_dates", &[(QUERY, "index/due")]),
    ("Envelopes", "due_work", &[(QUERY, "index/waiting")]),
    ("Envelopes", "count_waiting", &[(QUERY, "index/waiting")]),
    ("Envelopes", "schedule", &[(UPDATE, "ENVELOPE#*")]),
    ("Envelopes", "put_off", &[(UPDATE, "ENVELOPE#*")]),
    ("EnvelopeList", "page", &[(QUERY, "ORGANISATION#*")]),
    ("LinkRules", "find", &[(GET, "LINKADDRESSES#*")]),
    ("Links", "find", &[(GET, "LINK#*")]),
    ("Links", "store", &[(PUT, "LINK#*")]),
    ("Numbers", "next_envelope", &[(UPDATE, "COUNTER#*"), (GET, "COUNTER#*")]),
    ("Numbers", "next_management", &[(UPDATE, "COUNTER#*")]),
    ("IdempotentAnswers", "reserve", &[(GET, "IDEMPOTENCY#*"), (PUT, "IDEMPOTENCY#*"), (UPDATE, "IDEMPOTENCY#*")]),
    ("IdempotentAnswers", "release", &[(UPDATE, "IDEMPOTENCY#*")]),
    ("Factors", "put_secret", &[(PUT, "FACTOR#*")]),
    ("Factors", "secret", &[(GET, "FACTOR#*")]),
    ("Factors", "put_code", &[(PUT, "FACTOR#*")]),
    ("Factors", "code", &[(GET, "FACTOR#*")]),
    ("Factors", "spend_code", &[(PUT, "FACTOR#*")]),
    ("Factors", "spend_step", &[(PUT, "SPENT#*")]),
    ("SignIns", "put_sign_in", &[(PUT, "SIGNIN#*")]),
    ("SignIns", "sign_in", &[(GET, "SIGNIN#*")]),
    ("SignIns", "put_device", &[(PUT, "DEVICE#*")]),
    ("SignIns", "device", &[(GET, "DEVICE#*")]),
    ("MailLog", "begin", &[(GET, "ENVELOPE#*"), (UPDATE, "ENVELOPE#*"), (GET, "MAIL#*"), (UPDATE, "MAIL#*")]),
    ("MailLog", "finish", &[(UPDATE, "ENVELOPE#*"), (UPDATE, "MAIL#*")]),
    ("MailLog", "give_up", &[(UPDATE, "ENVELOPE#*"), (UPDATE, "MAIL#*")]),
    ("MailLog", "trace", &[(GET, "ENVELOPE#*"), (GET, "MAIL#*")]),
    ("SealLog", "begin", &[(UPDATE, "ENVELOPE#*")]),
    ("SealLog", "finish", &[(GET, "ENVELOPE#*"), (UPDATE, "ENVELOPE#*"), (PUT, "SEALUSE#*")]),
    ("SealUses", "page", &[(QUERY, "SEALUSE#*")]),
    ("UploadProgress", "begin", &[(GET, "ENVELOPE#*"), (UPDATE, "ENVELOPE#*")]),
    ("UploadProgress", "finish", &[(UPDATE, "ENVELOPE#*")]),
    ("UploadProgress", "give_up", &[(UPDATE, "ENVELOPE#*")]),
    ("UploadProgress", "all", &[(QUERY, "ENVELOPE#*")]),
    ("ApiKeys", "find", &[(GET, "APIKEY#*")]),
    ("Organisations", "find", &[(GET, "ORGANISATION#*")]),
    ("CallCounts", "count", &[(UPDATE, "CALLS#*")]),
    ("Folders", "all", &[(QUERY, "ORGANISATION#*"), (GET, "ORGANISATION#*")]),
    ("SendingQuota", "take", &[(UPDATE, "QUOTA#*")]),
    ("SendingQuota", "count_recorded", &[(UPDATE, "QUOTA#*")]),
    ("SendingQuota", "give_back", &[(UPDATE, "QUOTA#*")]),
    ("People", "person", &[(GET, "ORGANISATION#*")]),
    ("People", "with_address", &[(GET, "ORGANISATION#*")]),
    ("People", "with_identity", &[(GET, "ORGANISATION#*")]),
    ("People", "page", &[(QUERY, "ORGANISATION#*")]),
    ("Directories", "load", &[(GET, "ORGANISATION#*")]),
    // The answer as with envelopes; API keys only where some are made or revoked, contacts where there are address books, and who may
    // sign and from where links open where that is said.
    (
        "Directories",
        "commit",
        &[
            (PUT, "ORGANISATION#*"),
            (PUT, "LOG#*"),
            (DELETE, "ORGANISATION#*"),
            (PUT, "APIKEY#*"),
            (DELETE, "APIKEY#*"),
            (PUT, "SEALPERSONS#*"),
            (PUT, "LINKADDRESSES#*"),
            (PUT, "CONTACTS#*"),
            (DELETE, "CONTACTS#*"),
            (DELETE, "SESSIONS#*"),
            (UPDATE, "IDEMPOTENCY#*"),
        ],
    ),
    ("Contacts", "book", &[(GET, "CONTACTS#*")]),
    ("Contacts", "contact", &[(GET, "CONTACTS#*")]),
    ("Contacts", "list", &[(QUERY, "CONTACTS#*")]),
    ("Contacts", "commit_book", &[(PUT, "CONTACTS#*"), (DELETE, "CONTACTS#*"), (UPDATE, "IDEMPOTENCY#*")]),
    ("Contacts", "write", &[(WRITE_BATCH, "CONTACTS#*")]),
    ("Contacts", "finished_import", &[(GET, "CONTACTS#*")]),
    ("Contacts", "has_kept", &[(GET, "CONTACTS#*")]),
    ("Directories", "entries", &[(QUERY, "LOG#*")]),
    ("ListedKeys", "key", &[(GET, "ORGANISATION#*")]),
    ("ListedKeys", "page", &[(QUERY, "ORGANISATION#*")]),
    ("ListedKeys", "note_use", &[(UPDATE, "ORGANISATION#*")]),
    ("Sessions", "begin", &[(PUT, "SESSIONS#*")]),
    ("Sessions", "end", &[(DELETE, "SESSIONS#*")]),
    ("Sessions", "find", &[(GET, "SESSIONS#*")]),
    ("Sessions", "list", &[(QUERY, "SESSIONS#*")]),
    ("Sessions", "note_use", &[(UPDATE, "SESSIONS#*")]),
    ("Invitations", "find", &[(GET, "INVITATION#*")]),
    ("Invitations", "store", &[(PUT, "INVITATION#*")]),
    ("SignInAttempts", "store", &[(PUT, "SIGNINATTEMPT#*")]),
    ("SignInAttempts", "take", &[(DELETE, "SIGNINATTEMPT#*")]),
    ("KnownProviders", "find", &[(GET, "ISSUER#*")]),
    ("KnownProviders", "store", &[(PUT, "ISSUER#*")]),
    ("ProviderSecrets", "find", &[(GET, "PROVIDERSECRET#*")]),
    ("SealingCertificates", "find", &[(GET, "CERTIFICATE#*"), (GET, "SEALPERSONS#*")]),
    // With a seal it is an organisation's, and never the operator's.
    ("SealingCertificates", "find(Some)", &[(GET, "CERTIFICATE#organisation#*"), (GET, "SEALPERSONS#*")]),
    ("SealingCertificates", "of_organisation", &[(QUERY, "CERTIFICATE#organisation#*"), (GET, "SEALPERSONS#*")]),
    ("SealingCertificates", "askers", &[(QUERY, "CERTIFICATE#organisation#*")]),
    ("SealingCertificates", "persons", &[(QUERY, "CERTIFICATE#organisation#*"), (QUERY, "SEALPERSONS#*")]),
    ("KnownSeals", "holder", &[(GET, "CERTIFICATE#sha256#*")]),
    // By the key of the index, which is the list's name.
    ("ListedCertificates", "page", &[(QUERY, "CERTIFICATE")]),
    ("ListedOrganisations", "page", &[(QUERY, "ORGANISATION")]),
    ("TimestampAuthorities", "list", &[(GET, "SETTINGS")]),
    ("TrustAnchors", "list", &[(GET, "SETTINGS")]),
    ("Documents", "get", &[("s3:GetObject", "")]),
    ("Documents", "get_unrecorded", &[("s3:GetObject", "")]),
    ("Documents", "size", &[("s3:GetObject", "")]),
    ("Documents", "put", &[("s3:PutObject", "")]),
    ("Documents", "copy", &[("s3:GetObject", ""), ("s3:PutObject", "")]),
    ("Documents", "presign_upload", &[("s3:PutObject", "")]),
    ("Documents", "presign_view", &[("s3:GetObject", "")]),
    ("RetentionLock", "retain", &[("s3:GetObjectRetention", ""), ("s3:PutObjectRetention", "")]),
    ("RetentionLock", "locked_until", &[("s3:GetObjectRetention", "")]),
    ("DocumentRemoval", "objects", &[("s3:ListBucket", "")]),
    ("DocumentRemoval", "remove", &[("s3:DeleteObject", "")]),
    ("Functions", "invoke", &[("lambda:InvokeFunction", "")]),
    ("SealingKeys", "sign", &[("kms:Sign", "")]),
    ("Jobs", "enqueue", &[("sqs:SendMessage", "")]),
    ("Mailer", "send", &[("ses:SendEmail", "")]),
    ("TextMessages", "send", &[("sns:Publish", "")]),
    ("TemporaryUploads", "*", &[("s3:DeleteObject", ""), ("s3:GetObject", ""), ("s3:PutObject", "")]),
];

const GET: &str = "dynamodb:GetItem";
const PUT: &str = "dynamodb:PutItem";
const UPDATE: &str = "dynamodb:UpdateItem";
const DELETE: &str = "dynamodb:DeleteItem";
const WRITE_BATCH: &str = "dynamodb:BatchWriteItem";
const QUERY: &str = "dynamodb:Query";
/// Indexes that have one key for all their rows.
const INDEXES: [&str; 2] = ["index/due", "index/waiting"];

/// Ports to what is not AWS.
const ELSEWHERE: [&str; 4] = ["Clock", "ProviderTransport", "Randomness", "TimestampTransport"];

/// Of an action and a kind of rows.
type May = BTreeSet<(String, String)>;

/// What a function's code asks for.
fn expected(package: &str) -> May {
    let (ports, calls) = ports::calls_of(package);
    let mut may = May::new();
    // Whoever changes organisations reads a seal where the change is about one.
    let has_seals = !ports.contains("Directories") || ports::names(package, "Change::SetSealPersons");
    let calls = calls.into_iter().filter(|(port, _)| port != "SealingCertificates" || has_seals);
    for (port, method) in calls.filter(|(port, _)| !ELSEWHERE.contains(&port.as_str())) {
        // Whoever changes folders reads them by the directories, which are folders' port too.
        if (&*port, &*method) == ("Directories", "all") && !ports::names(package, "Change::AddFolder") {
            continue;
        }
        let port = if (&*port, &*method) == ("Directories", "all") { "Folders".to_owned() } else { port };
        let row = PORTS.iter().find(|(p, m, _)| *p == port && (*m == method || *m == "*"));
        let (.., actions) =
            row.unwrap_or_else(|| panic!("{package} calls {port}::{method}, which PORTS does not know"));
        let has_answers = ports.contains("IdempotentAnswers");
        let has_keys = port != "Directories" || ports::names(package, "Change::MakeKey");
        let asks = actions.iter().filter(|(_, rows)| *rows != "IDEMPOTENCY#*" || has_answers);
        let asks = asks.filter(|(_, rows)| *rows != "APIKEY#*" || has_keys);
        let asks = asks.filter(|(_, rows)| *rows != "SEALPERSONS#*" || port != "Directories" || has_seals);
        // From where links open is written with what the organisation says of itself.
        let has_rules = port != "Directories" || ports::names(package, "Change::SetOrganisation");
        let asks = asks.filter(|(_, rows)| *rows != "LINKADDRESSES#*" || has_rules);
        let asks = asks.filter(|(_, rows)| *rows != "CONTACTS#*" || ports.contains("Contacts"));
        // One session ends with an entry of the log where somebody asks for that.
        let ends = port != "Directories" || ports::names(package, "Change::EndSession");
        let asks = asks.filter(|(_, rows)| *rows != "SESSIONS#*" || ends);
        // Rows of addresses go where an address changes.
        let has_changes = port != "Directories" || ports::names(package, "Change::SetProfile");
        let asks = asks.filter(|(action, rows)| (*action, *rows) != (DELETE, "ORGANISATION#*") || has_changes);
        // Contacts are written in batches where files are imported, and go where somebody asks for that.
        let has_imports = ports::names(package, "ImportFile");
        let asks = asks.filter(|(action, _)| *action != WRITE_BATCH || has_imports);
        let removes = ports::names(package, "Asked::Remove");
        let asks = asks.filter(|(action, rows)| (*action, *rows) != (DELETE, "CONTACTS#*") || removes);
        may.extend(asks.map(|(action, rows)| ((*action).to_owned(), (*rows).to_owned())));
    }
    // A kind within another.
    if may.contains(&(GET.to_owned(), "CERTIFICATE#*".to_owned())) {
        may.remove(&(GET.to_owned(), "CERTIFICATE#organisation#*".to_owned()));
    }
    may
}

/// What is used by AWS for the function, and not by its code: its logs, its queue or stream, where failures go. And asking
/// S3 what there is, without which it does not say that something is missing.
const NOT_BY_CODE: [&str; 11] = [
    "OwnLogs",
    "Jobs",
    "Stream",
    "Streams",
    "GivenUp",
    "FailedRuns",
    "TellMissingFromForbidden",
    "DataKey",
    // Denials take nothing.
    "NoTopics",
    "OperatorsRows",
    "LogsGrowOnly",
];

fn allowed(function: &str) -> May {
    let role = format!("{function}Role");
    let own = iam_statements().into_iter().filter(|s| s.owner == role && s.allows());
    own.filter(|s| !NOT_BY_CODE.contains(&s.body["Sid"].as_str().expect("a name"))).flat_map(|s| takes(&s)).collect()
}

fn takes(s: &Statement) -> May {
    let asks =
        |index: &&str| s.resources().iter().any(|resource| resource.to_string().contains(&format!("/{index}\"")));
    let indexes: Vec<&str> = INDEXES.into_iter().filter(|index| asks(index)).collect();
    let rows = if indexes.is_empty() { s.rows() } else { indexes };
    let rows = if rows.is_empty() { vec![""] } else { rows };
    let pairs = s.actions().into_iter().flat_map(|action| rows.iter().map(move |row| (action, *row)));
    pairs.map(|(action, row)| (action.to_owned(), row.to_owned())).collect()
}

#[test]
fn every_function_may_do_what_its_code_does_and_nothing_else() {
    for function in of_type("AWS::Lambda::Function").into_keys() {
        let (code, policy) = (expected(&package_of(function)), allowed(function));
        let unused: Vec<_> = policy.difference(&code).collect();
        let missing: Vec<_> = code.difference(&policy).collect();
        assert!(unused.is_empty() && missing.is_empty(), "{function}: unused {unused:?}, missing {missing:?}");
    }
}

#[test]
fn every_function_sends_to_the_queues_that_its_program_knows() {
    for function in of_type("AWS::Lambda::Function").into_keys() {
        let main = workspace::root().join("functions").join(package_of(function)).join("src/main.rs");
        let main = std::fs::read_to_string(main).expect("a program");
        let queues = ["Prepare", "Seal", "Timestamp", "Mail", "Retain", "Contacts"].into_iter();
        let known: BTreeSet<_> = queues
            .filter(|queue| main.contains(&format!("\"KEIIN_QUEUE_{}\"", queue.to_uppercase())))
            .map(|queue| format!("{queue}Queue"))
            .collect();
        let role = format!("{function}Role");
        let sends = iam_statements().into_iter().filter(|s| s.owner == role && s.body["Sid"] == "Queues");
        let may: BTreeSet<_> = sends.flat_map(|s| s.resources()).filter_map(target).map(str::to_owned).collect();
        assert_eq!(may, known, "{function}");
    }
}

#[test]
fn what_is_said_of_the_ports_is_what_the_adapters_do() {
    for (port, method, done) in adapters::all() {
        let rows = PORTS.iter().filter(|(p, m, _)| *p == port && (*m == method || *m == format!("{method}(Some)")));
        let all = PORTS.iter().filter(|(p, m, _)| *p == port && *m == "*");
        let rows: Vec<_> = rows.chain(all).collect();
        assert!(!rows.is_empty(), "PORTS does not know {port}::{method}");
        for (_, name, actions) in rows {
            let said: BTreeSet<&str> = actions.iter().map(|(action, _)| *action).collect();
            let does: BTreeSet<&str> = done.actions.iter().map(String::as_str).collect();
            let agree = if *name == "*" { does.is_subset(&said) } else { does == said };
            assert!(agree, "{port}::{method} does {does:?}");
            for kind in actions.iter().filter_map(|(_, row)| row.strip_suffix('*')) {
                assert!(done.texts.iter().any(|text| text.starts_with(kind)), "{port}::{method} knows no rows {kind}");
            }
        }
    }
    // And nothing is said of what is not there.
    let known: BTreeSet<_> = adapters::all().into_iter().map(|(port, method, _)| (port, method)).collect();
    for (port, method, _) in PORTS {
        let method = method.trim_end_matches("(Some)");
        assert!(known.iter().any(|(p, m)| p == port && (m == method || method == "*")), "no {port}::{method}");
    }
}
