//! Where people sign in: the stack's user pool, or a provider of the operator's.

use serde_json::{Value, json};

use crate::common::{demand, faults, ref_to};

fn is_own_pool() -> Value {
    json!({"Fn::Equals": [ref_to("OidcIssuer"), ""]})
}

/// Below the address at which people reach the service.
fn at_public_url(path: &str) -> Value {
    let api = json!({"Fn::GetAtt": ["Api", "ApiEndpoint"]});
    let url = json!({"Fn::If": ["HasPublicUrl", ref_to("PublicUrl"), api]});
    json!([{"Fn::Join": ["", [url, path]]}])
}

/// The service takes it for granted of the pool, whose tokens do not say by what somebody has signed in.
#[test]
fn nobody_comes_in_by_the_user_pool_without_a_second_factor() {
    let rule = |template: &Value| {
        let mut found = faults(
            template,
            [
                ("/Resources/UserPool/Properties/MfaConfiguration", json!("ON")),
                ("/Resources/UserPool/Properties/EnabledMfas", json!(["SOFTWARE_TOKEN_MFA"])),
                // A passkey stands for both factors only where the device asks who holds it.
                (
                    "/Resources/UserPool/Properties/WebAuthnFactorConfiguration",
                    json!("MULTI_FACTOR_WITH_USER_VERIFICATION"),
                ),
                ("/Resources/UserPool/Properties/WebAuthnUserVerification", json!("required")),
                (
                    "/Resources/UserPool/Properties/Policies/SignInPolicy/AllowedFirstAuthFactors",
                    json!(["PASSWORD", "WEB_AUTHN"]),
                ),
                // Other providers, and flows without the pool's own pages, would bring other rules.
                ("/Resources/UserPoolClient/Properties/SupportedIdentityProviders", json!(["COGNITO"])),
                (
                    "/Resources/UserPoolClient/Properties/ExplicitAuthFlows",
                    json!(["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
                ),
            ],
        );
        for (id, function) in functions_with(template, "KEIIN_OIDC_SECOND_FACTOR") {
            if *function != json!({"Fn::If": ["HasUserPool", "always", ref_to("OidcSecondFactor")]}) {
                found.push(format!("{id} takes something else for proven: {function}"));
            }
        }
        found
    };
    demand(
        rule,
        &[
            ("/Resources/UserPool/Properties/MfaConfiguration", json!("OPTIONAL")),
            ("/Resources/UserPool/Properties/EnabledMfas", json!(["SMS_MFA"])),
            ("/Resources/UserPool/Properties/WebAuthnFactorConfiguration", json!("SINGLE_FACTOR")),
            ("/Resources/UserPool/Properties/WebAuthnUserVerification", json!("preferred")),
            ("/Resources/UserPool/Properties/Policies/SignInPolicy/AllowedFirstAuthFactors/0", json!("EMAIL_OTP")),
            ("/Resources/UserPoolClient/Properties/SupportedIdentityProviders", json!(["COGNITO", "Google"])),
            ("/Resources/UserPoolClient/Properties/ExplicitAuthFlows/0", json!("ALLOW_USER_PASSWORD_AUTH")),
            ("/Resources/SignInPerson/Properties/Environment/Variables/KEIIN_OIDC_SECOND_FACTOR", json!("always")),
        ],
    );
}

/// Functions with this setting, and its value.
fn functions_with<'t>(template: &'t Value, name: &str) -> Vec<(&'t str, &'t Value)> {
    let resources = template["Resources"].as_object().expect("resources").iter();
    let functions = resources.filter(|(_, resource)| resource["Type"] == "AWS::Lambda::Function");
    let values = functions.filter_map(|(id, function)| {
        let value = function["Properties"]["Environment"]["Variables"].get(name)?;
        Some((id.as_str(), value))
    });
    values.collect()
}

#[test]
fn there_is_a_user_pool_unless_the_operator_names_a_provider() {
    let rule = |template: &Value| {
        let mut found = faults(
            template,
            [("/Parameters/OidcIssuer/Default", json!("")), ("/Conditions/HasUserPool", is_own_pool())],
        );
        for (id, resource) in template["Resources"].as_object().expect("resources") {
            let is_cognito = resource["Type"].as_str().is_some_and(|kind| kind.starts_with("AWS::Cognito::"));
            let condition = if id == "UserPoolStyle" { "HasUserPoolStyle" } else { "HasUserPool" };
            if is_cognito && resource["Condition"] != condition {
                found.push(format!("{id} is there beside another provider"));
            }
        }
        // All functions believe the same one.
        for (name, expected) in [
            (
                "KEIIN_OIDC_ISSUER",
                json!({"Fn::If": ["HasUserPool", {"Fn::Sub": "https://${UserPool.ProviderName}"}, ref_to("OidcIssuer")]}),
            ),
            (
                "KEIIN_OIDC_CLIENT_ID",
                json!({"Fn::If": ["HasUserPool", ref_to("UserPoolClient"), ref_to("OidcClientId")]}),
            ),
        ] {
            let with = functions_with(template, name);
            found.extend(with.iter().filter(|(_, value)| **value != expected).map(|(id, _)| format!("{id}: {name}")));
            for function in ["CreateEnvelope", "ManageOrganisation", "SignInPerson"] {
                if !with.iter().any(|(id, _)| *id == function) {
                    found.push(format!("{function} lacks {name}"));
                }
            }
        }
        found
    };
    demand(
        rule,
        &[
            ("/Parameters/OidcIssuer/Default", json!("https://id.example")),
            ("/Conditions/HasUserPool", json!({"Fn::Not": [is_own_pool()]})),
            ("/Resources/UserPoolClient/Condition", json!("HasPublicUrl")),
            ("/Resources/ManageOrganisation/Properties/Environment/Variables/KEIIN_OIDC_ISSUER", ref_to("OidcIssuer")),
            ("/Resources/CreateEnvelope/Properties/Environment/Variables/KEIIN_OIDC_CLIENT_ID", ref_to("OidcClientId")),
        ],
    );
}

#[test]
fn a_provider_that_the_operator_names_is_named_wholly_and_reached_by_tls() {
    let rule = |template: &Value| {
        let is_named = |parameter: &str| json!({"Fn::Not": [{"Fn::Equals": [ref_to(parameter), ""]}]});
        faults(
            template,
            [
                ("/Rules/ProviderIsComplete/RuleCondition", is_named("OidcIssuer")),
                ("/Rules/ProviderIsComplete/Assertions/0/Assert", is_named("OidcClientId")),
                ("/Parameters/OidcIssuer/AllowedPattern", json!("^$|^https://.*[^/]$")),
                // What a provider does not say is not taken for proven.
                ("/Parameters/OidcSecondFactor/Default", json!("claimed")),
            ],
        )
    };
    demand(
        rule,
        &[
            ("/Rules/ProviderIsComplete/RuleCondition", json!({"Fn::Equals": [ref_to("OidcIssuer"), ""]})),
            ("/Rules/ProviderIsComplete/Assertions/0/Assert/Fn::Not/0/Fn::Equals/0", ref_to("OidcIssuer")),
            ("/Parameters/OidcIssuer/AllowedPattern", json!("^$|^https?://.*[^/]$")),
            ("/Parameters/OidcSecondFactor/Default", json!("always")),
        ],
    );
}

#[test]
fn browsers_come_back_to_this_service_alone_with_a_code_that_only_they_can_redeem() {
    let rule = |template: &Value| {
        faults(
            template,
            [
                (
                    "/Resources/UserPoolClient/Properties/CallbackURLs",
                    at_public_url(api::routes::SIGN_IN_CALLBACK.path),
                ),
                ("/Resources/UserPoolClient/Properties/LogoutURLs", at_public_url(api::routes::SIGN_IN_PAGE.path)),
                ("/Resources/UserPoolClient/Properties/AllowedOAuthFlows", json!(["code"])),
                ("/Resources/UserPoolClient/Properties/GenerateSecret", json!(false)),
                // Whether an address has an account is nobody's business.
                ("/Resources/UserPoolClient/Properties/PreventUserExistenceErrors", json!("ENABLED")),
            ],
        )
    };
    demand(
        rule,
        &[
            (
                "/Resources/UserPoolClient/Properties/CallbackURLs",
                json!(["https://elsewhere.example/sign-in/callback"]),
            ),
            ("/Resources/UserPoolClient/Properties/CallbackURLs/0/Fn::Join/1/1", json!("/callback")),
            ("/Resources/UserPoolClient/Properties/LogoutURLs/0/Fn::Join/1/0", ref_to("PublicUrl")),
            ("/Resources/UserPoolClient/Properties/AllowedOAuthFlows", json!(["code", "implicit"])),
            ("/Resources/UserPoolClient/Properties/PreventUserExistenceErrors", json!("LEGACY")),
        ],
    );
}

/// With it go all accounts: whoever has one could not sign in any more.
#[test]
fn the_user_pool_outlives_the_stack_and_tells_apart_nobody_by_capital_letters() {
    let rule = |template: &Value| {
        faults(
            template,
            [
                ("/Resources/UserPool/DeletionPolicy", json!("Retain")),
                ("/Resources/UserPool/UpdateReplacePolicy", json!("Retain")),
                ("/Resources/UserPool/Properties/DeletionProtection", json!("ACTIVE")),
                ("/Resources/UserPool/Properties/UsernameConfiguration/CaseSensitive", json!(false)),
                ("/Resources/UserPool/Properties/AutoVerifiedAttributes", json!(["email"])),
                (
                    "/Resources/UserPool/Properties/UserAttributeUpdateSettings/AttributesRequireVerificationBeforeUpdate",
                    json!(["email"]),
                ),
            ],
        )
    };
    demand(
        rule,
        &[
            ("/Resources/UserPool/DeletionPolicy", json!("Delete")),
            ("/Resources/UserPool/Properties/DeletionProtection", json!("INACTIVE")),
            ("/Resources/UserPool/Properties/AutoVerifiedAttributes", json!([])),
        ],
    );
}
