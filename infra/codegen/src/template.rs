//! The routes of `api` as resources of CloudFormation.

use anyhow::Result;
use api::routes::gateway::{permissions, routes};
use api::routes::{Function, Rate};

use crate::sections::fill;

/// The template with the sections that follow from the table of routes.
pub(crate) fn with_routes(template: &str) -> Result<String> {
    let template = fill(template, "limits", &limits())?;
    fill(&template, "routes", &resources())
}

/// The stage's limits for routes that differ from its default. It takes them only for routes that are there.
fn limits() -> String {
    let limited: Vec<_> = routes().into_iter().filter(|route| route.rate != Rate::Standard).collect();
    let setting =
        |rate: Rate| format!("ThrottlingBurstLimit: {}, ThrottlingRateLimit: {}", rate.burst(), rate.per_second());
    let mut text = format!("  DefaultRouteSettings: {{ {} }}\n  RouteSettings:\n", setting(Rate::Standard));
    for route in &limited {
        text += &format!("    \"{}\": {{ {} }}\n", route.key, setting(route.rate));
    }
    let names: Vec<&str> = limited.iter().map(|route| route.resource.as_str()).collect();
    text + &format!("DependsOn: [{}]\n", names.join(", "))
}

/// Integrations, routes and permissions.
fn resources() -> String {
    let integrations = Function::ALL.into_iter().map(|function| {
        let resource = function.resource();
        format!(
            "{resource}Integration:\n  Type: AWS::ApiGatewayV2::Integration\n  Properties:\n    ApiId: !Ref Api\n    \
             IntegrationType: AWS_PROXY\n    IntegrationUri: !GetAtt {resource}.Arn\n    PayloadFormatVersion: \"2.0\"\n"
        )
    });
    let routes = routes().into_iter().map(|route| {
        format!(
            "{}:\n  Type: AWS::ApiGatewayV2::Route\n  Properties:\n    ApiId: !Ref Api\n    RouteKey: \"{}\"\n    \
             Target: !Sub \"integrations/${{{}Integration}}\"\n",
            route.resource,
            route.key,
            route.function.resource()
        )
    });
    let permissions = permissions().into_iter().map(|(resource, (function, path))| {
        format!(
            "{resource}:\n  Type: AWS::Lambda::Permission\n  Properties:\n    FunctionName: !Ref {}\n    \
             Action: lambda:InvokeFunction\n    Principal: apigateway.amazonaws.com\n    \
             SourceAccount: !Ref AWS::AccountId\n    SourceArn: !Sub \
             \"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{Api}}/{path}\"\n",
            function.resource()
        )
    });
    integrations.chain(routes).chain(permissions).collect::<Vec<_>>().join("\n")
}
