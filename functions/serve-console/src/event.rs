//! Requests and answers as API Gateway's HTTP APIs hand them to functions and take them (payload format 2.0), so that the functions of
//! the API answer the console as they answer everybody.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// Encoded, without `?`.
    pub(crate) query: &'a str,
    /// In small letters.
    pub(crate) headers: BTreeMap<&'static str, String>,
    /// As the browser sent it.
    pub(crate) cookie: Option<&'a str>,
    /// The address of whoever visits.
    pub(crate) address: Option<String>,
    pub(crate) body: &'a [u8],
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Which version the body tells of (`ETag`).
    pub(crate) version: Option<u64>,
    pub(crate) body: Vec<u8>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    version: &'static str,
    route_key: &'static str,
    raw_path: &'a str,
    raw_query_string: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<&'a str>,
    headers: &'a BTreeMap<&'static str, String>,
    request_context: Context<'a>,
    body: String,
    is_base64_encoded: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Context<'a> {
    authorizer: Authorizer,
    http: Http<'a>,
    route_key: &'static str,
    stage: &'static str,
    time_epoch: i64,
}

/// Says that the call has come in already, by the entrance of this function.
#[derive(Serialize)]
struct Authorizer {
    lambda: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Http<'a> {
    method: &'a str,
    path: &'a str,
    protocol: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_ip: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<&'a str>,
}

/// The event of a request.
pub(crate) fn event_of(request: &Request<'_>, now: Timestamp) -> Result<Vec<u8>, serde_json::Error> {
    let http = Http {
        method: request.method,
        path: request.path,
        protocol: "HTTP/1.1",
        source_ip: request.address.as_deref(),
        user_agent: request.headers.get("user-agent").map(String::as_str),
    };
    serde_json::to_vec(&Event {
        version: "2.0",
        route_key: "$default",
        raw_path: request.path,
        raw_query_string: request.query,
        cookies: request.cookie.into_iter().flat_map(|cookie| cookie.split("; ")).collect(),
        headers: &request.headers,
        request_context: Context {
            authorizer: Authorizer { lambda: BTreeMap::from([(api::WITHIN, "serve-console")]) },
            http,
            route_key: "$default",
            stage: "$default",
            time_epoch: now.as_millisecond(),
        },
        body: BASE64_STANDARD.encode(request.body),
        is_base64_encoded: true,
    })
}

/// Reads what a function answered.
pub(crate) fn answer_of(answer: &[u8]) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Read {
        status_code: u16,
        #[serde(default)]
        headers: BTreeMap<String, String>,
        #[serde(default)]
        body: Option<String>,
        #[serde(default)]
        is_base64_encoded: bool,
    }
    let Read { status_code, headers, body, is_base64_encoded } = serde_json::from_slice(answer)?;
    let entity_tag = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("etag"));
    let version = entity_tag.and_then(|(_, tag)| tag.trim_matches('"').parse().ok());
    let body = body.unwrap_or_default();
    let body = if is_base64_encoded { BASE64_STANDARD.decode(body)? } else { body.into_bytes() };
    Ok(Answer { status: status_code, version, body })
}
