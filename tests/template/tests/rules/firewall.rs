//! The firewall before the API, and how the service knows it.

use api::problem::kinds;
use api::routes::{ALL, Access, Function, Rate};
use api::{SECRET_HEADER, VIEWER_ADDRESS_HEADER};
use serde_json::{Value, json};

use crate::common::{FIREWALL, attribute, demand, demand_of, faults, list, of_type, package_of, ref_to};

const DISTRIBUTION: &str = "/Resources/Distribution/Properties/DistributionConfig";
const RULES: &str = "/Resources/WebAcl/Properties/Rules";
/// AWS's own cache policy `CachingDisabled`.
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/// AWS's own origin request policy `AllViewerExceptHostHeader`: with the client's host the API is not found.
const ALL_VIEWER_EXCEPT_HOST_HEADER: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
/// Statuses that CloudFront keeps for ten seconds where nothing else is said.
const KEPT_STATUSES: [u16; 11] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
/// Rules of the common set that look into bodies, which are files of up to 4 MB and what people write.
const ABOUT_BODIES: [&str; 5] =
    ["SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "EC2MetaDataSSRF_BODY"];

fn at(below: &str) -> String {
    format!("{DISTRIBUTION}{below}")
}

fn rule<'t>(template: &'t Value, name: &str) -> &'t Value {
    let rules = template.pointer(RULES).map(list).unwrap_or_default();
    rules.into_iter().find(|rule| rule["Name"] == name).unwrap_or(&Value::Null)
}

/// By what an authorizer of the gateway would say, a function tells others that it calls them for somebody who has come in already.
#[test]
fn the_gateway_has_no_authorizer_in_whose_place_a_caller_could_speak() {
    assert!(of_type("AWS::ApiGatewayV2::Authorizer").is_empty());
    let routes = of_type("AWS::ApiGatewayV2::Route");
    assert!(routes.len() > 40, "{}", routes.len());
    for (id, route) in routes {
        assert!(route["AuthorizerId"].is_null() && route["AuthorizationType"].is_null(), "{id}");
    }
}

#[test]
fn whoever_comes_to_the_service_passes_the_web_acl_and_nothing_is_in_the_clear() {
    let judge = |template: &Value| {
        let demanded = [
            ("/WebACLId", attribute("WebAcl", "Arn")),
            ("/Enabled", json!(true)),
            ("/IPV6Enabled", json!(true)),
            ("/HttpVersion", json!("http2and3")),
            ("/ViewerCertificate/MinimumProtocolVersion", json!("TLSv1.2_2021")),
            ("/DefaultCacheBehavior/ViewerProtocolPolicy", json!("https-only")),
            ("/Origins/0/CustomOriginConfig/OriginProtocolPolicy", json!("https-only")),
            ("/Origins/0/CustomOriginConfig/OriginSSLProtocols", json!(["TLSv1.2"])),
            // One way, to one origin.
            ("/Origins/1", Value::Null),
            ("/CacheBehaviors", Value::Null),
        ];
        let mut found: Vec<String> = Vec::new();
        for (below, expected) in demanded {
            found.extend(faults(template, [(at(below).as_str(), expected)]));
        }
        found.extend(faults(template, [("/Resources/WebAcl/Properties/Scope", json!("CLOUDFRONT"))]));
        found
    };
    demand_of(
        &FIREWALL,
        judge,
        &[
            (&at("/WebACLId"), Value::Null),
            (&at("/IPV6Enabled"), json!(false)),
            (&at("/Origins/0/CustomOriginConfig/OriginProtocolPolicy"), json!("match-viewer")),
            (&at("/DefaultCacheBehavior/ViewerProtocolPolicy"), json!("allow-all")),
            (&at("/ViewerCertificate/MinimumProtocolVersion"), json!("TLSv1")),
        ],
    );
}

#[test]
fn nothing_is_kept_on_the_way_errors_included_and_all_is_passed_on_but_the_host() {
    let judge = |template: &Value| {
        let mut found = Vec::new();
        let all = json!(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]);
        for (below, expected) in [
            ("/DefaultCacheBehavior/CachePolicyId", json!(CACHING_DISABLED)),
            ("/DefaultCacheBehavior/OriginRequestPolicyId", json!(ALL_VIEWER_EXCEPT_HOST_HEADER)),
            ("/DefaultCacheBehavior/AllowedMethods", all),
        ] {
            found.extend(faults(template, [(at(below).as_str(), expected)]));
        }
        let errors = template.pointer(&at("/CustomErrorResponses")).map(list).unwrap_or_default();
        let is_forgotten = |status: u16| {
            let mut of_status = errors.iter().filter(|error| error["ErrorCode"] == status);
            !of_status.any(|error| **error == json!({"ErrorCode": status, "ErrorCachingMinTTL": 0}))
        };
        found.extend(KEPT_STATUSES.into_iter().filter(|status| is_forgotten(*status)).map(|s| format!("{s} is kept")));
        found
    };
    demand_of(
        &FIREWALL,
        judge,
        &[
            (&at("/DefaultCacheBehavior/CachePolicyId"), json!("658327ea-f89d-4fab-a63d-7e88639e58f6")),
            (&at("/DefaultCacheBehavior/OriginRequestPolicyId"), json!("216adef6-5c7f-47e4-b989-5492eafa07d3")),
            (&at("/CustomErrorResponses"), json!([])),
            (&at("/CustomErrorResponses/1/ErrorCachingMinTTL"), json!(10)),
            // A page of CloudFront's own would take the place of a problem.
            (
                &at("/CustomErrorResponses/1"),
                json!({"ErrorCode": 403, "ErrorCachingMinTTL": 0, "ResponseCode": 200, "ResponsePagePath": "/"}),
            ),
            (&at("/DefaultCacheBehavior/AllowedMethods"), json!(["GET", "HEAD", "OPTIONS"])),
        ],
    );
}

#[test]
fn the_headers_have_the_names_by_which_the_service_reads_them() {
    let judge = |template: &Value| {
        let proof = json!([{"HeaderName": SECRET_HEADER.as_str(), "HeaderValue": ref_to("OriginSecret")}]);
        let function = json!([{
            "EventType": "viewer-request", "FunctionARN": attribute("ViewerAddress", "FunctionMetadata.FunctionARN"),
        }]);
        // All of it: whatever else stood there would be run for every request.
        let code = format!(
            "function handler(event) {{\n  event.request.headers[\"{VIEWER_ADDRESS_HEADER}\"] = {{ value: event.viewer.ip }};\n  \
             return event.request;\n}}\n"
        );
        let mut found = faults(template, [("/Resources/ViewerAddress/Properties/FunctionCode", json!(code))]);
        found.extend(faults(template, [("/Resources/ViewerAddress/Properties/AutoPublish", json!(true))]));
        found.extend(faults(template, [(at("/Origins/0/OriginCustomHeaders").as_str(), proof)]));
        found.extend(faults(template, [(at("/DefaultCacheBehavior/FunctionAssociations").as_str(), function)]));
        found
    };
    let other_name = "function handler(event) {\n  event.request.headers[\"true-client-ip\"] = { value: event.viewer.ip };\n  return event.request;\n}\n";
    demand_of(
        &FIREWALL,
        judge,
        &[
            (&at("/Origins/0/OriginCustomHeaders/0/HeaderName"), json!("x-origin-secret")),
            (&at("/Origins/0/OriginCustomHeaders/0/HeaderValue"), json!("a secret that stands here")),
            ("/Resources/ViewerAddress/Properties/FunctionCode", json!(other_name)),
            (&at("/DefaultCacheBehavior/FunctionAssociations"), json!([])),
        ],
    );
}

#[test]
fn the_secret_is_long_shown_nowhere_and_known_to_the_service_by_its_digest_alone() {
    let judge = |template: &Value| {
        let mut found = faults(
            template,
            [
                ("/Parameters/OriginSecret/NoEcho", json!(true)),
                ("/Parameters/OriginSecret/AllowedPattern", json!("^[0-9a-f]{64}$")),
                ("/Parameters/OriginSecret/Default", Value::Null),
            ],
        );
        let mut elsewhere = template.clone();
        drop(elsewhere.pointer_mut(&at("/Origins/0/OriginCustomHeaders")).map(Value::take));
        let is_elsewhere = [&elsewhere["Resources"], &elsewhere["Outputs"]]
            .into_iter()
            .any(|part| part.to_string().contains("OriginSecret"));
        found.extend(is_elsewhere.then(|| "the secret is used elsewhere".to_owned()));
        found
    };
    demand_of(
        &FIREWALL,
        judge,
        &[
            ("/Parameters/OriginSecret/NoEcho", json!(false)),
            ("/Parameters/OriginSecret/AllowedPattern", json!("^.*$")),
            ("/Outputs/WebAclArn/Value", ref_to("OriginSecret")),
        ],
    );
}

#[test]
fn files_of_4_mb_and_what_people_write_are_not_blocked_for_what_is_in_their_bodies() {
    let judge = |template: &Value| {
        let common = &rule(template, "common")["Statement"]["ManagedRuleGroupStatement"];
        let overrides = list(&common["RuleActionOverrides"]);
        let is_counted = |name: &&str| {
            let counted = json!({"Name": name, "ActionToUse": {"Count": {}}});
            overrides.iter().any(|rule| **rule == counted)
        };
        let blocking = ABOUT_BODIES.iter().filter(|name| !is_counted(name));
        let mut found: Vec<String> = blocking.map(|name| format!("{name} blocks")).collect();
        // A rule of one's own about sizes would do the same.
        let has_own =
            template.pointer(RULES).is_some_and(|rules| rules.to_string().contains("SizeConstraintStatement"));
        found.extend(has_own.then(|| "a rule is about sizes".to_owned()));
        found
    };
    let common = format!("{RULES}/4/Statement/ManagedRuleGroupStatement/RuleActionOverrides");
    demand_of(
        &FIREWALL,
        judge,
        &[
            (&common, json!([])),
            (&format!("{common}/0/ActionToUse"), json!({"Block": {}})),
            (
                &format!("{RULES}/0/Statement"),
                json!({"SizeConstraintStatement": {"FieldToMatch": {"Body": {}}, "ComparisonOperator": "GT", "Size": 8192}}),
            ),
        ],
    );
}

#[test]
fn the_managed_rules_block_what_they_find() {
    let judge = |template: &Value| {
        let groups = [
            ("ip-reputation", "AWSManagedRulesAmazonIpReputationList"),
            ("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet"),
            ("common", "AWSManagedRulesCommonRuleSet"),
        ];
        let is_off = |(name, group): &(&str, &str)| {
            let rule = rule(template, name);
            let statement = &rule["Statement"]["ManagedRuleGroupStatement"];
            let is_on = rule["OverrideAction"] == json!({"None": {}}) && statement["ScopeDownStatement"].is_null();
            statement["Name"] != *group || statement["VendorName"] != "AWS" || !is_on
        };
        groups.into_iter().filter(is_off).map(|(name, _)| format!("{name} does not block")).collect()
    };
    demand_of(
        &FIREWALL,
        judge,
        &[
            (&format!("{RULES}/2/OverrideAction"), json!({"Count": {}})),
            (&format!("{RULES}/3/Statement/ManagedRuleGroupStatement/Name"), json!("AWSManagedRulesLinuxRuleSet")),
        ],
    );
}

#[test]
fn one_address_is_held_back_at_what_anybody_may_ask_for_and_takes_long() {
    let statement = &rule(&FIREWALL, "checks-per-address")["Statement"]["RateBasedStatement"];
    assert_eq!((&statement["AggregateKeyType"], &statement["Limit"]), (&json!("IP"), &ref_to("ChecksPerAddress")));
    assert_eq!(statement["ScopeDownStatement"]["RegexMatchStatement"]["RegexString"], "^/(v1/)?verify(/|$)");
    let is_held_back = |path: &str| {
        let rest = path.strip_prefix("/v1").unwrap_or(path).strip_prefix("/verify");
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    for route in ALL.iter().filter(|route| route.rate == Rate::Costly) {
        let is_public = route.access == Access::Public;
        assert_eq!(is_held_back(route.path), is_public, "{} {}", route.method, route.path);
    }
    let all = &rule(&FIREWALL, "requests-per-address")["Statement"]["RateBasedStatement"];
    assert_eq!(all["Limit"], ref_to("RequestsPerAddress"));
    assert!(all["ScopeDownStatement"].is_null());
    let limits =
        ["ChecksPerAddress", "RequestsPerAddress"].map(|name| FIREWALL["Parameters"][name]["Default"].as_i64());
    assert!(limits[0] < limits[1] && limits[0] > Some(0), "{limits:?}");
}

#[test]
fn whoever_asks_too_often_gets_the_problem_that_the_service_has_for_it() {
    let bodies = &FIREWALL["Resources"]["WebAcl"]["Properties"]["CustomResponseBodies"];
    let text = bodies["TooManyRequests"]["Content"].as_str().expect("a text");
    assert!(text.is_ascii(), "{text}");
    let problem: Value = serde_json::from_str(text).expect("JSON");
    let kind = &kinds::TOO_MANY_CALLS;
    assert_eq!((&problem["code"], &problem["type"]), (&json!(kind.code), &json!(kind.path())));
    assert_eq!(problem["status"], kind.status.as_u16());
    for name in ["checks-per-address", "requests-per-address"] {
        let answer = &rule(&FIREWALL, name)["Action"]["Block"]["CustomResponse"];
        assert_eq!(answer["ResponseCode"], kind.status.as_u16(), "{name}");
        assert_eq!(answer["CustomResponseBodyKey"], "TooManyRequests", "{name}");
        assert_eq!(answer["ResponseHeaders"], json!([{"Name": "retry-after", "Value": "300"}]), "{name}");
    }
}

#[test]
fn no_path_is_kept_anywhere_for_it_is_a_links_secret() {
    let judge = |template: &Value| {
        let logging = &template["Resources"]["FirewallLogging"]["Properties"];
        let redacted = list(&logging["RedactedFields"]);
        let header = |name: &str| json!({"SingleHeader": {"Name": name}});
        let parts = [json!({"UriPath": {}}), json!({"QueryString": {}})];
        let secret = parts.into_iter().chain(["authorization", "cookie", "referer"].map(header));
        let logged = secret.filter(|part| !redacted.contains(&part)).map(|part| format!("{part} is logged"));
        let mut found: Vec<String> = logged.collect();
        let acl = &template["Resources"]["WebAcl"]["Properties"];
        let looked_at = list(&acl["Rules"]).into_iter().chain([acl]);
        let is_sampled = |part: &&Value| part["VisibilityConfig"]["SampledRequestsEnabled"] != false;
        found.extend(looked_at.filter(is_sampled).map(|part| format!("{} is sampled", part["Name"])));
        for log in ["/Logging", "/DefaultCacheBehavior/RealtimeLogConfigArn"] {
            found.extend(faults(template, [(at(log).as_str(), Value::Null)]));
        }
        found
    };
    let redacted = "/Resources/FirewallLogging/Properties/RedactedFields";
    demand_of(
        &FIREWALL,
        judge,
        &[
            (redacted, json!([{"QueryString": {}}])),
            (&format!("{redacted}/0"), json!({"Method": {}})),
            (&format!("{redacted}/4"), json!({"SingleHeader": {"Name": "host"}})),
            (&format!("{RULES}/4/VisibilityConfig/SampledRequestsEnabled"), json!(true)),
            ("/Resources/WebAcl/Properties/VisibilityConfig/SampledRequestsEnabled", json!(true)),
        ],
    );
}

#[test]
fn the_service_takes_digests_of_two_secrets_at_most_and_only_with_an_address_for_people() {
    demand(
        |template| {
            faults(
                template,
                [
                    ("/Parameters/FirewallSecretSha256/Default", json!("")),
                    ("/Parameters/FirewallSecretSha256/AllowedPattern", json!("^$|^[0-9a-f]{64}(,[0-9a-f]{64})?$")),
                    (
                        "/Rules/FirewallIsReached/Assertions/0/Assert",
                        json!({"Fn::Not": [{"Fn::Equals": [ref_to("PublicUrl"), ""]}]}),
                    ),
                ],
            )
        },
        &[
            ("/Parameters/FirewallSecretSha256/AllowedPattern", json!("^.*$")),
            ("/Rules/FirewallIsReached/Assertions/0/Assert", json!(true)),
        ],
    );
}

/// The entrance takes it as an argument; a program could pass one that demands nothing.
#[test]
fn every_function_behind_the_api_demands_the_firewall_that_is_set() {
    for function in Function::ALL {
        let main = workspace::root().join("functions").join(package_of(function.resource())).join("src/main.rs");
        let text = std::fs::read_to_string(&main).expect("a program");
        let reads = r#"let firewall = environment.parsed("KEIIN_FIREWALL_SECRET_SHA256");"#;
        let is_demanded =
            text.contains(reads) && text.contains("web::entrance(&site, router") && text.contains(", firewall)");
        assert!(is_demanded, "{} does not", main.display());
    }
}
