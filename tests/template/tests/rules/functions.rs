//! How functions are set up.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use crate::common::{attribute, of_type, package_of, properties, ref_to, statement};

#[test]
fn every_package_is_deployed_and_nothing_else() {
    let deployed: BTreeSet<_> = of_type("AWS::Lambda::Function").into_keys().map(package_of).collect();
    let packages: BTreeSet<_> = std::fs::read_dir(workspace::root().join("functions"))
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
            "CreateEnvelope" | "ManageOrganisation" | "CollectSignature" | "DownloadDocument" | "ServeAssets"
            | "ServeConsole" | "VerifyDocument" => 29,
            "ExpireEnvelopes" => 59, // the next run starts after 60 s
            "DispatchEmail" => 15,   // a sixth of its queue's visibility
            _ => 120,                // a sixth of the queues' visibility
        };
        assert!(timeout <= most, "{id}: {timeout} s");
    }
}

#[test]
fn functions_get_the_variables_that_they_read_and_none_that_nobody_reads() {
    let mut read_by_any = BTreeSet::new();
    // The site's settings are read for all functions in one place.
    let site = variables_in(&workspace::root().join("shared/web/src/settings.rs"));
    for (id, function) in of_type("AWS::Lambda::Function") {
        let main = workspace::root().join("functions").join(package_of(id)).join("src/main.rs");
        let mut read = variables_in(&main);
        if std::fs::read_to_string(&main).expect("a program").contains("web::Site::from_environment") {
            read.extend(site.iter().cloned());
        }
        let given = function["Environment"]["Variables"].as_object().expect("variables");
        let missing: Vec<_> = read.iter().filter(|name| !given.contains_key(*name)).collect();
        assert!(missing.is_empty(), "{id} is not given {missing:?}");
        read_by_any.extend(read);
    }
    for (id, function) in of_type("AWS::Lambda::Function") {
        let given = function["Environment"]["Variables"].as_object().expect("variables");
        assert_eq!(given.keys().cloned().collect::<BTreeSet<_>>(), read_by_any, "{id}");
    }
}

/// The names of variables that a file of code has in quotes.
fn variables_in(file: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(file).expect("code");
    let quoted = text.split('"').skip(1).step_by(2);
    quoted.filter(|text| text.starts_with("KEIIN_")).filter(|text| !text.contains(' ')).map(str::to_owned).collect()
}

#[test]
fn the_test_clock_and_the_faults_cannot_be_deployed() {
    for (id, function) in of_type("AWS::Lambda::Function") {
        for name in function["Environment"]["Variables"].as_object().expect("variables").keys() {
            assert!(!name.to_uppercase().contains("LOCAL"), "{id}: {name}");
        }
    }
}
