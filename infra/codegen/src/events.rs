//! Sample events: what API Gateway (HTTP API, payload format 2.0) hands to a function for each operation of the API, from the
//! document and its examples.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use api::SESSION_COOKIE;
use api::routes::{self, ALL, Access, Route};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;

use crate::Generated;
use crate::openapi::{BYTES, CSV, Examples, FORM, JSON, PDF, contact_id, names};
use crate::order::Ordered;

const HOST: &str = "a1b2c3d4e5.execute-api.ap-northeast-1.amazonaws.com";
const PROGRAM: &str = "takikawa-contracts/1.0";
const BROWSER: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
/// A key and a session that nobody ever had.
const API_KEY: &str = "keiin_test_fakeApiKeyForTestsOnly";
const SESSION: &str = "takikawa.01935f2e-7c00-7a11-8b22-9c33ad44be55.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const BOUNDARY: &str = "----KeiinExampleA1b2C3d4E5f6";

/// What is shown as a page of this service sends it too, for somebody who has signed in: one that reads and one that changes
/// something, of each function.
static BY_SESSION: [&Route; 4] =
    [&routes::LIST_ENVELOPES, &routes::SEND_ENVELOPE, &routes::LIST_PEOPLE, &routes::ADD_GROUP];

/// Who sends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// A program, by an API key where one is asked for.
    Program,
    /// A script of a page, by the cookie of a session.
    Session,
}

/// All of them, each in a file of its function's folder.
pub(crate) fn all(document: &Value) -> Result<Vec<Generated>> {
    let examples = Examples::new()?;
    let mut files = Vec::new();
    for route in ALL.iter().filter(|route| route.is_api()) {
        let bodies: Vec<_> = examples.requests.iter().filter(|example| example.route == *route).collect();
        let mut kinds: Vec<Option<(&str, &Value)>> =
            bodies.iter().map(|example| Some((example.kind, &example.value))).collect();
        if kinds.is_empty() {
            kinds.push(None);
        }
        for body in kinds {
            files.push(file(document, route, body, By::Program)?);
        }
        if BY_SESSION.contains(route) {
            let json = bodies.iter().find(|example| example.kind == JSON);
            files.push(file(document, route, json.map(|example| (JSON, &example.value)), By::Session)?);
        }
    }
    Ok(files)
}

fn file(document: &Value, route: &Route, body: Option<(&str, &Value)>, by: By) -> Result<Generated> {
    let event = Event::of(document, route, body, by).with_context(|| route.name.to_owned())?;
    let kind = match body {
        None | Some((JSON, _)) => "",
        Some((FORM, _)) => "-form",
        Some((CSV, _)) => "-csv",
        Some((PDF, _)) => "-pdf",
        Some((BYTES, _)) => "-bytes",
        Some((other, _)) => bail!("{other} has no name for its file"),
    };
    let by = if by == By::Session { "-by-session" } else { "" };
    let name = route.name.to_ascii_lowercase().replace('_', "-");
    let path = PathBuf::from(format!("events/{}/api/{name}{kind}{by}.json", route.function.package()));
    Ok(Generated { path, content: serde_json::to_string_pretty(&event)? + "\n" })
}

/// An event, with the fields in the order in which AWS documents them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    version: &'static str,
    route_key: String,
    raw_path: String,
    raw_query_string: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<String>,
    headers: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    query_string_parameters: BTreeMap<String, String>,
    request_context: RequestContext,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    path_parameters: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    is_base64_encoded: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext {
    account_id: &'static str,
    api_id: &'static str,
    domain_name: &'static str,
    domain_prefix: &'static str,
    http: Http,
    request_id: &'static str,
    route_key: String,
    stage: &'static str,
    time: &'static str,
    time_epoch: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Http {
    method: String,
    path: String,
    protocol: &'static str,
    source_ip: &'static str,
    user_agent: &'static str,
}

impl Event {
    fn of(document: &Value, route: &Route, body: Option<(&str, &Value)>, by: By) -> Result<Self> {
        let described = &document["paths"][route.path][route.method.as_str().to_ascii_lowercase()];
        let parameters: Vec<&Value> = described["parameters"].as_array().into_iter().flatten().collect();
        let path_parameters = path_parameters(route)?;
        let path = path_parameters
            .iter()
            .fold(route.path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
        let asked = parameters.iter().filter(|part| part["in"] == "query" && part["required"] == true);
        let query = asked.map(|part| {
            let first = part["schema"]["enum"][0].as_str().context("a field of the query without values")?;
            Ok((part["name"].as_str().context("a name")?.to_owned(), first.to_owned()))
        });
        let query: BTreeMap<String, String> = query.collect::<Result<_>>()?;
        let raw_query_string =
            query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let user_agent = if by == By::Session { BROWSER } else { PROGRAM };
        let (bytes, content_type) = match body {
            Some((kind, value)) => (Some(bytes_of(kind, value)?), content_type(kind)),
            None => (None, String::new()),
        };
        let mut headers = headers(route, by, user_agent);
        if let Some(bytes) = &bytes {
            headers.insert("content-length", bytes.len().to_string());
            headers.insert("content-type", content_type);
        }
        let takes =
            |name: &str| parameters.iter().any(|part| part["$ref"] == *format!("#/components/parameters/{name}"));
        if takes("IdempotencyKey") {
            headers.insert("idempotency-key", "00000000-0000-4000-8000-000000000001".to_owned());
        }
        if takes("IfMatch") || takes("IfMatchRequired") {
            headers.insert("if-match", "\"3\"".to_owned());
        }
        // The gateway hands on as text what is text by its type.
        let is_base64_encoded = body.is_some_and(|(kind, _)| ![JSON, CSV].contains(&kind));
        let body = bytes.map(|bytes| match is_base64_encoded {
            true => Ok(BASE64_STANDARD.encode(bytes)),
            false => String::from_utf8(bytes),
        });
        let route_key = format!("{} {}", route.method, route.path);
        Ok(Self {
            version: "2.0",
            route_key: route_key.clone(),
            raw_path: path.clone(),
            raw_query_string,
            cookies: if by == By::Session { vec![format!("{SESSION_COOKIE}={SESSION}")] } else { Vec::new() },
            headers,
            query_string_parameters: query,
            request_context: RequestContext {
                account_id: "123456789012",
                api_id: "a1b2c3d4e5",
                domain_name: HOST,
                domain_prefix: "a1b2c3d4e5",
                http: Http {
                    method: route.method.to_string(),
                    path,
                    protocol: "HTTP/1.1",
                    source_ip: "203.0.113.24",
                    user_agent,
                },
                request_id: "UVTzIiEuNjMEMJw=",
                route_key,
                stage: "$default",
                time: "22/Nov/2026:01:00:00 +0000",
                time_epoch: 1_795_309_200_000,
            },
            path_parameters,
            body: body.transpose()?,
            is_base64_encoded,
        })
    }
}

/// Those that every event of this route has.
fn headers(route: &Route, by: By, user_agent: &str) -> BTreeMap<&'static str, String> {
    let mut headers: BTreeMap<&'static str, String> = [
        ("accept", JSON),
        ("accept-language", "ja"),
        ("host", HOST),
        ("user-agent", user_agent),
        ("x-amzn-trace-id", "Root=1-6740a1b2-0123456789abcdef01234567"),
        ("x-forwarded-for", "203.0.113.24"),
        ("x-forwarded-port", "443"),
        ("x-forwarded-proto", "https"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    match (by, route.access) {
        (By::Session, _) => {
            headers.insert("sec-fetch-site", "same-origin".to_owned());
        }
        (By::Program, Access::May(_)) => {
            headers.insert("authorization", format!("Bearer {API_KEY}"));
        }
        (By::Program, Access::Public | Access::Link | Access::SignedIn) => {}
    }
    headers
}

fn path_parameters(route: &Route) -> Result<BTreeMap<String, String>> {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names.map(|name| Ok((name.to_owned(), path_parameter(route.path, name)?))).collect()
}

fn path_parameter(path: &str, name: &str) -> Result<String> {
    let is_below = |part: &str| path.starts_with(part);
    Ok(match name {
        "number" => "1".to_owned(),
        "which" => domain::file::WhichFile::ALL[0].as_str().to_owned(),
        "session" => domain::digest::Digest::of(b"a session").to_string(),
        "id" if is_below("/v1/envelopes/") => names::ENVELOPE.to_owned(),
        "id" if is_below("/v1/organisation/people/") => names::SENDER.to_owned(),
        "id" if is_below("/v1/organisation/groups/") => names::GROUP.to_owned(),
        "id" if is_below("/v1/organisation/keys/") || is_below("/v1/me/keys/") => names::KEY.to_owned(),
        "id" if is_below("/v1/organisation/seals/") => names::ORGANISATION.to_owned(),
        "id" if is_below("/v1/folders/") => names::FOLDER.to_owned(),
        "id" if is_below("/v1/contacts/") => contact_id()?,
        other => bail!("{{{other}}} of {path} has no example: see infra/codegen/src/events.rs"),
    })
}

fn content_type(kind: &str) -> String {
    match kind {
        FORM => format!("{FORM}; boundary={BOUNDARY}"),
        CSV => format!("{CSV}; charset=utf-8"),
        other => other.to_owned(),
    }
}

/// What is sent where an example says this.
fn bytes_of(kind: &str, value: &Value) -> Result<Vec<u8>> {
    match kind {
        JSON => Ok(serde_json::to_vec(&Ordered(value))?),
        FORM => form(value),
        _ => Ok(value.as_str().context("a file's content")?.as_bytes().to_vec()),
    }
}

/// The parts of a form (RFC 7578): what is an object is sent as JSON first, and every item of a list is a file.
fn form(value: &Value) -> Result<Vec<u8>> {
    let fields = value.as_object().context("a form has fields")?;
    let (files, texts): (Vec<_>, Vec<_>) = fields.iter().partition(|(_, value)| value.is_array());
    let mut body = Vec::new();
    let mut part = |head: String, kind: &str, content: &[u8]| {
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{head}\r\nContent-Type: {kind}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in texts {
        part(format!("Content-Disposition: form-data; name=\"{name}\""), JSON, &serde_json::to_vec(&Ordered(value))?);
    }
    for (name, files) in files {
        for (number, file) in (1..).zip(files.as_array().into_iter().flatten()) {
            let head = format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"contract-{number}.pdf\"");
            part(head, PDF, file.as_str().context("a file's content")?.as_bytes());
        }
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    Ok(body)
}
