//! How requests reach the functions.

use std::collections::{BTreeMap, BTreeSet};

use api::routes::ALL;

use crate::common::{TEMPLATE, of_type, ref_to, texts};

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
fn every_route_of_the_table_finds_its_function_and_is_let_in() {
    for route in ALL {
        let target = target_of(route.method.as_str(), route.path);
        let function = route.function.resource();
        assert_eq!(target, format!("integrations/${{{function}Integration}}"), "{}", route.name);
        let permissions = of_type("AWS::Lambda::Permission").into_values();
        let mut paths =
            permissions.filter(|permission| permission["FunctionName"] == ref_to(function)).map(|permission| {
                let source = permission["SourceArn"]["Fn::Sub"].as_str().expect("a source");
                source.split_once("${Api}/*/").expect("a path").1
            });
        // A permission names the route's key, not the path that is asked for.
        let key = key_of(route.method.as_str(), route.path);
        let path = key.split_once(' ').map_or(key, |(_, path)| path);
        assert!(paths.any(|allowed| matches(allowed, path)), "{}", route.name);
    }
}

#[test]
fn what_no_route_knows_is_told_by_the_api_or_gets_the_page_of_a_wrong_link() {
    for (method, path, function) in [
        ("GET", "/v1/nothing", "CreateEnvelope"),
        ("DELETE", "/v1/envelopes", "CreateEnvelope"),
        ("GET", "/v1/envelopes/a/b/c", "CreateEnvelope"),
        ("GET", "/nothing", "DownloadDocument"),
        ("GET", "/sign", "DownloadDocument"),
        ("PUT", "/sign/token/seal", "CollectSignature"),
        ("HEAD", "/verify", "VerifyDocument"),
    ] {
        let expected = format!("integrations/${{{function}Integration}}");
        assert_eq!(target_of(method, path), expected, "{method} {path}");
    }
}

#[test]
fn every_function_gets_requests_in_the_form_that_it_reads() {
    for (id, integration) in of_type("AWS::ApiGatewayV2::Integration") {
        assert_eq!(integration["PayloadFormatVersion"], "2.0", "{id}");
    }
}

/// The key that API Gateway chooses: the most exact one, a method before `ANY`, `$default` last ("Working with routes for
/// HTTP APIs" in its developer guide).
fn key_of(method: &str, path: &str) -> &'static str {
    let keys =
        of_type("AWS::ApiGatewayV2::Route").into_values().map(|route| route["RouteKey"].as_str().expect("a key"));
    let rank = |key: &str| -> Option<(usize, bool, usize)> {
        let (wanted, pattern) = key.split_once(' ')?;
        let is_greedy = pattern.ends_with("{proxy+}");
        let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        let fits = |(pattern, part): (&&str, &&str)| pattern.starts_with('{') || pattern == part;
        let same_length = if is_greedy { path.len() >= pattern.len() } else { path.len() == pattern.len() };
        let is_match = same_length && pattern.iter().zip(&path).all(fits) && (wanted == method || wanted == "ANY");
        let exact = pattern.iter().filter(|part| !part.starts_with('{')).count();
        is_match.then_some((usize::from(!is_greedy), wanted != "ANY", exact))
    };
    keys.filter_map(|key| Some((rank(key)?, key))).max().map_or("$default", |(_, key)| key)
}

fn target_of(method: &str, path: &str) -> String {
    let key = key_of(method, path);
    let routes = of_type("AWS::ApiGatewayV2::Route").into_values();
    let mut targets = routes.filter(|route| route["RouteKey"] == key).map(|route| route["Target"]["Fn::Sub"].as_str());
    targets.next().flatten().expect("a target").to_owned()
}

/// Whether a text fits a pattern with at most one `*` at each end, as IAM compares it.
fn matches(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix("*"), pattern.ends_with('*')) {
        (Some(rest), true) => text.contains(rest.trim_end_matches('*')),
        (Some(rest), false) => text.ends_with(rest),
        (None, _) => pattern == text,
    }
}

#[test]
fn nothing_that_is_generated_was_changed_by_hand_or_forgotten() {
    for file in codegen::all(workspace::root()).expect("generated") {
        let is_there = std::fs::read_to_string(workspace::root().join(&file.path)).unwrap_or_default();
        assert!(is_there == file.content, "{} is not what the code says: run `cargo codegen`", file.path.display());
    }
}

/// Of an operation that is gone nothing stays.
#[test]
fn every_sample_event_in_a_generated_folder_is_generated() {
    let root = workspace::root();
    let generated: BTreeSet<_> =
        codegen::all(root).expect("generated").into_iter().map(|file| root.join(file.path)).collect();
    for function in std::fs::read_dir(root.join("events")).expect("events") {
        let Ok(events) = std::fs::read_dir(function.expect("a folder").path().join("api")) else { continue };
        for event in events.map(|event| event.expect("a file").path()) {
            assert!(generated.contains(&event), "{} belongs to no operation: remove it", event.display());
        }
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
