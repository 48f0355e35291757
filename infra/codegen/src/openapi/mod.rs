//! The OpenAPI document: what the API takes and answers.
//!
//! It has the routes of the API for programs, those under `/v1`. Pages are for people with browsers and are left out: their
//! forms and addresses change as the pages do.

mod examples;
mod operation;
mod operations;
mod schemas;

use anyhow::{Result, ensure};
use api::SESSION_COOKIE;
use api::idempotency::MAX_KEY;
use api::routes::{ALL, Route};
use serde_json::{Map, Value, json};

use crate::order::Ordered;
use crate::yaml;
use schemas::Schemas;

pub(crate) use examples::{BYTES, CSV, Examples, FORM, JSON, PDF, contact_id, names};

const COMMENT: &str =
    "Written by `cargo codegen` from the table of routes and the types of requests and answers. Not by hand.";

/// What the reader of the document should know first.
const DESCRIPTION: &str = "Electronic contracts: drafts, their sending, how they stand, their evidence; and what a signed PDF \
    says. Times are RFC 3339 in UTC. Amounts of money are whole numbers of the currency's smallest unit. Places on a page are \
    millimetres from its upper left corner as it is shown. Answers may get further fields, and problems further codes; \
    requests with fields that are not described are refused. Problems are told in Japanese or English by Accept-Language; whoever \
    prefers HTML by Accept gets them as a page. What the gateway refuses before the service is asked has a body of its own, \
    `{\"message\": \"…\"}`, and is told by its status; its 429 has no Retry-After: wait a second, and twice as long after each further \
    refusal.";

/// The document as YAML, for those who read the code.
pub(crate) fn yaml(document: &Value) -> String {
    yaml::written(COMMENT, document)
}

/// The document as JSON, as the service answers it. A field a line, so that versions can be compared and merged.
pub(crate) fn json(document: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(&Ordered(document))? + "\n")
}

/// The document.
pub(crate) fn document() -> Result<Value> {
    let mut schemas = Schemas::new();
    let examples = Examples::new()?;
    let operations = operations::all(&mut schemas);
    let described: Vec<&str> = operations.iter().map(|operation| operation.route.name).collect();
    let routes: Vec<&&Route> = ALL.iter().filter(|route| route.is_api()).collect();
    for route in &routes {
        let times = described.iter().filter(|name| **name == route.name).count();
        ensure!(times == 1, "{} is described {times} times: see infra/codegen/src/openapi/operations.rs", route.name);
    }
    ensure!(described.len() == routes.len(), "a route is described that is none of the API");
    let mut paths: Map<String, Value> = Map::new();
    for operation in &operations {
        let path = paths.entry(operation.route.path).or_insert_with(|| json!({}));
        path[operation.route.method.as_str().to_ascii_lowercase()] = operation.written(&mut schemas, &examples)?;
    }
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Keiin",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "envelopes", "description": "What an organisation sends."},
            {"name": "contacts", "description": "The address books of the organisation and of its people."},
            {"name": "organisation", "description": "The organisation, its people, groups and API keys, and who calls."},
            {"name": "reference", "description": "The API itself."},
            {"name": "verify", "description": "Anybody's PDF. Nothing is kept, and no key is asked for."},
        ],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "apiKey": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An organisation's API key. The scopes say what a key must be good for. A key may also end at a \
                        time, and be bound to addresses.",
                },
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "An ID or access token that the organisation's OpenID provider has issued to a person for this \
                        service. The header `Keiin-Organisation` names the organisation. A token that names scopes of \
                        any API (`scope` or `scp`) is good for those of this API among them alone.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": SESSION_COOKIE,
                    "description": "A person who has signed in with a browser. What changes something is taken from pages of this \
                        service alone (`Sec-Fetch-Site: same-origin`).",
                },
            },
            "parameters": {
                "IdempotencyKey": idempotency_key(),
                "IfNoneMatch": if_none_match(),
                "IfMatch": if_match(false),
                "IfMatchRequired": if_match(true),
                "KeiinOrganisation": organisation(),
                "AcceptLanguage": accept_language(),
            },
            "headers": headers(),
            "examples": examples.components()?,
            "schemas": schemas.into_components()?,
        },
    }))
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": true,
        "description": "A new value for each request, such as a UUID. The same request under the same key is carried out once \
            and answered again; another request under it is refused.",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY, "pattern": "^[!-~]+$"},
    })
}

fn if_match(required: bool) -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "required": required,
        "description": "The ETag of what was read: what is asked for happens to this version, or not at all.",
        "schema": {"type": "string"},
    })
}

fn if_none_match() -> Value {
    json!({
        "name": "If-None-Match",
        "in": "header",
        "required": false,
        "description": "The ETag of what the caller has: it is not sent again as long as it is the same.",
        "schema": {"type": "string"},
    })
}

/// A text without a pattern: beside a key or a session the header is not read, so that nothing is refused there.
fn organisation() -> Value {
    json!({
        "name": "Keiin-Organisation",
        "in": "header",
        "required": false,
        "description": "The `id` of the organisation that the call is for. A call by a token of an identity provider has to name it; \
            an API key and a session belong to one organisation, and it is not read beside them.",
        "schema": {"type": "string"},
    })
}

fn accept_language() -> Value {
    json!({
        "name": "Accept-Language",
        "in": "header",
        "required": false,
        "description": "The language of what people read in the answer: Japanese, or English where that is preferred.",
        "schema": {"type": "string"},
    })
}

fn headers() -> Value {
    let seconds = "Seconds after which to try again, where that helps. The gateway, which refuses what goes beyond the limits \
        of a route, does not say it.";
    json!({
        "Location": {
            "required": true,
            "description": "The path of what was created.",
            "schema": {"type": "string", "format": "uri-reference"},
        },
        "ETag": {
            "required": true,
            "description": "The version of what is shown, in quotes.",
            "schema": {"type": "string", "pattern": "^\"[0-9]+\"$"},
        },
        "ContentETag": {
            "required": true,
            "description": "Another one as soon as the content is another.",
            "schema": {"type": "string", "pattern": "^\"[0-9a-z-]+\"$"},
        },
        "RetryAfter": {"required": false, "description": seconds, "schema": {"type": "integer", "minimum": 1}},
        "ContentLanguage": {
            "required": true,
            "description": "The language of what people read in the answer.",
            "schema": {"type": "string", "enum": ["ja", "en"]},
        },
    })
}

#[cfg(test)]
mod tests {
    use api::problem::kinds;

    use super::*;

    #[test]
    fn calls_by_a_key_or_token_alone_may_name_an_organisation() {
        let document = document().expect("a document");
        let named = &document["components"]["parameters"]["KeiinOrganisation"];
        let name = named["name"].as_str().expect("a name");
        assert!(name.eq_ignore_ascii_case(api::ORGANISATION_HEADER), "{name}");
        let reference = json!({"$ref": "#/components/parameters/KeiinOrganisation"});
        let paths = document["paths"].as_object().expect("paths").values();
        let operations: Vec<&Value> = paths.flat_map(|path| path.as_object().expect("methods").values()).collect();
        for operation in &operations {
            let asks_who_calls = operation["security"] != json!([]);
            let parameters = operation["parameters"].as_array().expect("parameters");
            assert_eq!(parameters.contains(&reference), asks_who_calls, "{}", operation["operationId"]);
        }
        assert!(operations.iter().any(|operation| operation["security"] == json!([])));
    }

    #[test]
    fn every_kind_of_problem_has_an_example_by_its_code() {
        let document = document().expect("a document");
        let examples = &document["components"]["examples"];
        for kind in kinds::all() {
            let example = &examples[kind.code]["value"];
            assert_eq!((&example["code"], &example["title"]), (&json!(kind.code), &json!(kind.title.en)));
        }
    }
}
