//! The routes as API Gateway (HTTP API) has them: by which keys a request finds its function, how often it may come, and
//! which paths a function may be invoked for.
//!
//! A part of the API has a key of its own, so that what is unknown is told as a problem. The pages behind a link share one
//! key, since the function answers whatever is wrong below it with the same page as a wrong link.

use std::collections::BTreeMap;

use super::{ALL, Access, Function, Rate, Route};

/// A route key of the HTTP API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayRoute {
    /// The name of its resource in the template, e.g. `CreateEnvelopeRoute`.
    pub resource: String,
    /// The key, e.g. `POST /v1/envelopes`.
    pub key: String,
    /// Where it leads.
    pub function: Function,
    /// How often.
    pub rate: Rate,
}

/// What leads nowhere under `/v1` is told as a problem, by the function of the API.
const UNKNOWN_API: (&str, &str, Function) = ("UnknownApiRoute", "ANY /v1/{proxy+}", Function::CreateEnvelope);
/// Every other address: the start page, the catalogue of problems, and the page of a wrong link.
const UNKNOWN: (&str, &str, Function) = ("DefaultRoute", "$default", Function::DownloadDocument);

/// All keys, each once, in the order of the table.
pub fn routes() -> Vec<GatewayRoute> {
    let mut routes: Vec<GatewayRoute> = Vec::new();
    for route in ALL.iter().filter(|route| !is_reached_by_default(route)) {
        let (resource, key) = key_of(route);
        if routes.iter().all(|known| known.key != key) {
            routes.push(GatewayRoute { resource, key, function: route.function, rate: route.rate });
        }
    }
    let unknown = |(resource, key, function): (&str, &str, Function)| GatewayRoute {
        resource: resource.to_owned(),
        key: key.to_owned(),
        function,
        rate: Rate::Standard,
    };
    routes.extend([unknown(UNKNOWN_API), unknown(UNKNOWN)]);
    routes
}

/// Whether a request comes to a route by [`UNKNOWN`], so that it needs no key: the public pages of that function.
fn is_reached_by_default(route: &Route) -> bool {
    route.function == UNKNOWN.2 && route.access == Access::Public
}

/// The resource's name and the key of a route. Outside of the API a key takes every method: the function has words for
/// those that are wrong.
fn key_of(route: &Route) -> (String, String) {
    if route.is_api() {
        return (format!("{}Route", camel_case(route.name)), format!("{} {}", route.method, route.path));
    }
    // What is below a link, in the console, or belongs to a file is for the function to tell apart.
    let in_console = route.function == Function::ServeConsole && route.path.starts_with("/console/");
    let above = if in_console { Some("/console") } else { route.path.split_once("/{").map(|(before, _)| before) };
    let path = above.map_or(route.path.to_owned(), |above| format!("{above}/{{proxy+}}"));
    let name = path.trim_end_matches("/{proxy+}");
    let has_page_above = name != path && ALL.iter().any(|other| other.path == name);
    let below = if has_page_above { "Below" } else { "" };
    (format!("{}{below}Route", camel_case(name)), format!("ANY {path}"))
}

/// For which paths a function is invoked, as the end of its permission's `SourceArn` (`*/*/sign/{proxy+}`), by the names of
/// the permissions. One serves all that begins alike: a function's policy is 20 KB at most.
pub fn permissions() -> BTreeMap<String, (Function, String)> {
    let mut groups: BTreeMap<(Function, String), Vec<String>> = BTreeMap::new();
    for route in routes() {
        let path = route.key.split_once(' ').map_or(route.key.as_str(), |(_, path)| path).to_owned();
        let parts = path.split('/').skip(1).take(if path.starts_with("/v1/") { 2 } else { 1 });
        let group = parts.collect::<Vec<_>>().join("/");
        groups.entry((route.function, group)).or_default().push(path);
    }
    let permission = |((function, group), paths): ((Function, String), Vec<String>)| {
        let path = match &paths[..] {
            [only] if only == UNKNOWN.1 => format!("*/{only}"),
            [only] => format!("*/*{only}"),
            _ => format!("*/*/{group}*"),
        };
        let group = group.replace(|c: char| !c.is_ascii_alphanumeric() && c != '/', "");
        (format!("{}{}Permission", function.resource(), camel_case(&group)), (function, path))
    };
    groups.into_iter().map(permission).collect()
}

/// `CREATE_ENVELOPE` and `create/envelope` as `CreateEnvelope`.
fn camel_case(name: &str) -> String {
    let words = name.split(['_', '-', '/']).map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
    });
    words.collect()
}
