//! Who may depend on whom: functions → {aws, lambda} → {domain, pades}. Read from the packages' own manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What `cargo metadata` says of the workspace's own packages.
fn metadata(root: &Path) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Every package of the workspace: its folder and what it depends on outside of tests, with the features asked for.
fn packages() -> BTreeMap<String, (String, BTreeMap<String, BTreeSet<String>>)> {
    let root = workspace::root();
    let metadata = metadata(root);
    let package = |package: &Value| {
        let folder = Path::new(package["manifest_path"].as_str().expect("a path")).parent().expect("a folder");
        let folder = folder.strip_prefix(root).expect("in the workspace").to_string_lossy().into_owned();
        let normal = package["dependencies"].as_array().expect("a list").iter().filter(|d| d["kind"].is_null());
        let features = |d: &Value| d["features"].as_array().expect("a list").iter().map(text).collect();
        let dependencies = normal.map(|d| (text(&d["name"]), features(d))).collect();
        (text(&package["name"]), (folder, dependencies))
    };
    metadata["packages"].as_array().expect("a list").iter().map(package).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[test]
fn what_is_pure_knows_neither_aws_nor_the_network_nor_each_other() {
    let packages = packages();
    let ours: BTreeSet<&String> = packages.keys().collect();
    for (name, known) in [("domain", None), ("pades", None), ("seal-image", Some("domain")), ("proposals", None)] {
        for dependency in packages[name].1.keys() {
            let outside = ["tokio", "reqwest", "hyper", "axum", "getrandom", "rand", "lambda_runtime", "lambda_http"];
            assert!(!outside.contains(&dependency.as_str()), "{name} depends on {dependency}");
            let is_strange = ours.contains(dependency) && Some(dependency.as_str()) != known;
            assert!(!dependency.starts_with("aws") && !is_strange, "{name} depends on {dependency}");
        }
    }
}

#[test]
fn nothing_depends_on_the_command_of_pades_and_it_knows_nothing_of_contracts() {
    let packages = packages();
    let command = &packages["pades-cli"].1;
    let own: Vec<&String> = command.keys().filter(|name| packages.contains_key(*name)).collect();
    assert_eq!(own, ["pades"]);
    assert!(command.contains_key("ureq"), "the command is where the network is");
    for (name, (_, dependencies)) in &packages {
        assert!(!dependencies.contains_key("pades-cli"), "{name} depends on the command");
    }
}

#[test]
fn functions_depend_on_the_shared_crates_and_not_on_each_other() {
    let packages = packages();
    let functions = packages.iter().filter(|(_, (folder, _))| folder.starts_with("functions/"));
    for (name, (_, dependencies)) in functions {
        for dependency in dependencies.keys() {
            assert!(!dependency.starts_with("aws-sdk"), "{name} depends on {dependency}");
            if let Some((folder, _)) = packages.get(dependency) {
                assert!(folder.starts_with("shared/"), "{name} depends on {dependency}");
            }
        }
    }
}

#[test]
fn only_the_sealing_function_links_the_key_service_and_only_who_calls_out_an_http_client() {
    for (name, (folder, dependencies)) in packages() {
        if !folder.starts_with("functions/") {
            continue;
        }
        let adapters = dependencies.get("aws").cloned().unwrap_or_default();
        assert_eq!(adapters.contains("kms"), name == "seal-document", "{name}");
        assert_eq!(adapters.contains("ses"), name == "dispatch-email", "{name}");
        assert_eq!(adapters.contains("sns"), name == "dispatch-email", "{name}");
        let calls_out = ["sign-in-person", "timestamp-seal"].contains(&name.as_str());
        assert_eq!(dependencies.contains_key("reqwest"), calls_out, "{name}");
    }
}

/// Whatever a package needs, by whichever way through packages of ours.
fn all_needed(
    name: &str,
    packages: &BTreeMap<String, (String, BTreeMap<String, BTreeSet<String>>)>,
    found: &mut BTreeSet<String>,
) {
    for dependency in packages[name].1.keys() {
        if found.insert(dependency.clone()) && packages.contains_key(dependency) {
            all_needed(dependency, packages, found);
        }
    }
}

#[test]
fn what_stands_behind_a_queue_links_neither_pages_nor_http_nor_password_hashing() {
    let packages = packages();
    for name in
        ["route-events", "expire-envelopes", "record-bounces", "keep-contacts", "seal-document", "timestamp-seal"]
    {
        let mut linked = BTreeSet::new();
        all_needed(name, &packages, &mut linked);
        assert!(linked.contains("domain"), "{name}");
        for foreign in ["web", "api", "axum", "argon2", "askama", "lambda_http"] {
            assert!(!linked.contains(foreign), "{name} links {foreign}");
        }
    }
    let mut linked = BTreeSet::new();
    all_needed("collect-signature", &packages, &mut linked);
    assert!(["web", "axum", "argon2"].iter().all(|name| linked.contains(*name)), "what links them is seen");
}

#[test]
fn every_sample_event_is_read_by_a_test_of_its_function() {
    let root = workspace::root();
    for (name, (folder, _)) in packages() {
        if !folder.starts_with("functions/") {
            continue;
        }
        let tests = ["tests/suite/events.rs", "tests/events.rs"].map(|path| root.join(&folder).join(path));
        let test = tests.iter().find_map(|path| std::fs::read_to_string(path).ok()).expect("a test of the events");
        let events = std::fs::read_dir(root.join("events").join(&name)).expect("sample events");
        for event in events {
            let case = event.expect("a file").file_name().to_string_lossy().into_owned();
            assert!(test.contains(&format!("/events/{name}/{case}\"")), "{name}: nothing reads {case}");
        }
    }
}
