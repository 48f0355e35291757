//! One operation: what it takes, what it answers, and how that is written.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use api::problem::kinds::ProblemKind;
use api::routes::{ALL, Access, Function, Route};
use api::v1::which_file_names;
use domain::authorisation::Scope;
use serde_json::{Map, Value, json};

use super::examples::{BYTES, Examples, JSON, referred};
use super::schemas::Schemas;

/// What the gateway may answer whatever is asked.
const GATEWAY: [(u16, &str, &str); 4] = [
    (429, THROTTLED, "Too Many Requests"),
    (500, "The service did not answer as it should.", "Internal Server Error"),
    (503, "The service is not available.", "Service Unavailable"),
    (504, "The service did not answer in time.", "Endpoint request timed out"),
];
/// HTTP APIs of API Gateway let nobody change what they answer themselves; other kinds of APIs do ("Choose between REST APIs and
/// HTTP APIs", custom gateway responses).
const THROTTLED: &str = "The gateway refuses what goes beyond the limits of this route, by a body of its own and without \
    `Retry-After`: wait a second, and twice as long after each further refusal.";

/// An operation.
pub(super) struct Operation {
    pub(super) route: &'static Route,
    /// What has to be known of it beside its summary.
    pub(super) description: Option<&'static str>,
    /// Fields of the query.
    pub(super) query: Vec<Value>,
    /// Whether an `Idempotency-Key` is asked for.
    pub(super) takes_key: bool,
    pub(super) takes_version: Precondition,
    /// Whether what the caller has already is not sent again, by `If-None-Match`.
    pub(super) is_kept: bool,
    pub(super) body: Option<Body>,
    pub(super) success: Success,
    pub(super) problems: Vec<&'static ProblemKind>,
}

/// Whether an operation holds for one version alone, by `If-Match`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Precondition {
    None,
    /// If the caller says so.
    Possible,
    Required,
}

/// The body of a request.
pub(super) struct Body {
    pub(super) required: bool,
    /// By the types of their content.
    pub(super) contents: Vec<(&'static str, Value)>,
}

/// The answer where nothing is wrong.
pub(super) struct Success {
    pub(super) status: u16,
    pub(super) description: &'static str,
    /// Of its body, where it has one.
    pub(super) schema: Option<Value>,
    /// Of its content, where it is no JSON.
    pub(super) file: Option<&'static str>,
    /// The headers that it always has, by their names and those of their descriptions.
    pub(super) headers: &'static [(&'static str, &'static str)],
}

impl Success {
    /// An answer without a body.
    pub(super) const fn nothing(description: &'static str) -> Self {
        Self { status: 204, description, schema: None, file: None, headers: &[] }
    }

    /// An answer that is a file.
    pub(super) const fn bytes(description: &'static str) -> Self {
        Self { status: 200, description, schema: None, file: Some(BYTES), headers: &[] }
    }
}

impl Operation {
    /// As it stands in the document.
    pub(super) fn written(&self, schemas: &mut Schemas, examples: &Examples) -> Result<Value> {
        let mut parameters: Vec<Value> = parameters_of(self.route.path).map(|name| self.path_parameter(name)).collect();
        parameters.extend(self.query.iter().cloned());
        if self.takes_key {
            parameters.push(json!({"$ref": "#/components/parameters/IdempotencyKey"}));
        }
        match self.takes_version {
            Precondition::None => {}
            Precondition::Possible => parameters.push(json!({"$ref": "#/components/parameters/IfMatch"})),
            Precondition::Required => parameters.push(json!({"$ref": "#/components/parameters/IfMatchRequired"})),
        }
        if self.is_kept {
            parameters.push(json!({"$ref": "#/components/parameters/IfNoneMatch"}));
        }
        if matches!(self.route.access, Access::May(_)) {
            parameters.push(json!({"$ref": "#/components/parameters/KeiinOrganisation"}));
        }
        parameters.push(json!({"$ref": "#/components/parameters/AcceptLanguage"}));
        let mut written = json!({
            "operationId": self.route.name.to_ascii_lowercase(),
            "summary": self.route.summary.trim(),
            "tags": [tag(self.route)],
            "security": security(self.route.access),
            "parameters": parameters,
            "responses": self.responses(schemas, examples)?,
        });
        if let Some(description) = self.description {
            written["description"] = json!(description);
        }
        if let Some(Body { required, contents }) = &self.body {
            let content = |(kind, schema): &(&str, Value)| {
                let example = examples.request(self.route.name, kind);
                let example = example.with_context(|| format!("{} has no example of {kind}", self.route.name))?;
                Ok(((*kind).to_owned(), json!({"schema": schema, "example": example})))
            };
            let contents: Map<_, _> = contents.iter().map(content).collect::<Result<_>>()?;
            written["requestBody"] = json!({"required": required, "content": contents});
        }
        Ok(written)
    }

    fn path_parameter(&self, name: &str) -> Value {
        let number = || json!({"type": "integer", "minimum": 1, "maximum": u16::MAX});
        let (schema, description) = match name {
            // A seal is called as its organisation is.
            "id" if self.route.path.starts_with("/v1/organisation/seals/") => {
                (json!({"$ref": "#/components/schemas/OrganisationId"}), "The seal's `id`.")
            }
            "id" => (json!({"type": "string", "format": "uuid"}), self.whose_id()),
            "session" => (json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}), "The session's `id`."),
            "which" => (
                json!({"type": "string", "enum": which_file_names()}),
                "Which file: as it was uploaded, the newest that people are shown, or the finished one.",
            ),
            _ if self.route.path.contains("/documents/") => (number(), "The document's `number`."),
            _ => (number(), "The recipient's `number`."),
        };
        json!({"name": name, "in": "path", "required": true, "description": description, "schema": schema})
    }

    fn whose_id(&self) -> &'static str {
        let is_below = |part: &str| self.route.path.starts_with(part);
        match () {
            () if is_below("/v1/organisation/people/") => "The person's `id`.",
            () if is_below("/v1/organisation/groups/") => "The group's `id`.",
            () if is_below("/v1/organisation/keys/") => "The API key's `id`.",
            () if is_below("/v1/folders/") => "The folder's `id`.",
            () if is_below("/v1/contacts/") => "The contact's `id`.",
            () => "The envelope's `id`.",
        }
    }

    /// What can be asked of the thing that this operation makes.
    fn links(&self) -> Map<String, Value> {
        let makes = self.success.headers.iter().any(|(name, _)| *name == "Location");
        // What is made below an envelope has its links there, and a copy is an envelope.
        let is_linked = makes && !self.route.path.ends_with("/documents");
        let collection = if self.route.path.starts_with("/v1/envelopes") { "/v1/envelopes" } else { self.route.path };
        let below = format!("{collection}/{{id}}");
        let routes = ALL.iter().filter(|route| is_linked && route.path.starts_with(&below));
        let link = |route: &&Route| {
            let mut parameters = json!({"id": "$response.body#/id"});
            if route.path.contains("{number}") {
                let of = if route.path.contains("/documents/") { "documents" } else { "recipients" };
                parameters["number"] = json!(format!("$response.body#/{of}/0/number"));
            }
            if route.path.contains("{which}") {
                parameters["which"] = json!("original");
            }
            let name = route.name.to_ascii_lowercase();
            (name.clone(), json!({"operationId": name, "parameters": parameters}))
        };
        routes.map(link).collect()
    }

    fn responses(&self, schemas: &mut Schemas, examples: &Examples) -> Result<Value> {
        let mut responses = Map::new();
        let Success { status, description, schema, file, headers } = &self.success;
        let headers: Map<_, _> = headers.iter().map(|(name, part)| ((*name).to_owned(), header(part))).collect();
        if self.is_kept {
            let unchanged = json!({"description": "It is what the caller has.", "headers": headers});
            responses.insert("304".to_owned(), unchanged);
        }
        let mut success = json!({"description": description});
        if let Some(schema) = schema {
            let example = examples.answer(self.route.name);
            let example = example.with_context(|| format!("{} has no example of its answer", self.route.name))?;
            success["content"] = json!({JSON: {"schema": schema, "examples": referred([example.name])}});
        }
        if let Some(file) = file {
            success["content"] = json!({*file: {}});
        }
        if !headers.is_empty() {
            success["headers"] = Value::Object(headers);
        }
        let links = self.links();
        if !links.is_empty() {
            success["links"] = Value::Object(links);
        }
        responses.insert(status.to_string(), success);

        let mut by_status: BTreeMap<u16, Vec<&ProblemKind>> = BTreeMap::new();
        for kind in &self.problems {
            by_status.entry(kind.status.as_u16()).or_default().push(kind);
        }
        for (status, kinds) in by_status {
            responses.insert(status.to_string(), problem(status, &kinds, schemas));
        }
        let too_large = self.body.is_some().then_some((413, "The request is too large.", "Request Entity Too Large"));
        for (status, description, message) in GATEWAY.into_iter().chain(too_large) {
            let response = responses
                .entry(status.to_string())
                .and_modify(|response| {
                    // Beside a problem of the service's own.
                    if let (429, Some(own)) = (status, response["description"].as_str()) {
                        response["description"] = json!(format!("{own} {description}"));
                    }
                })
                .or_insert_with(|| json!({"description": description, "content": {}}));
            response["content"][JSON] =
                json!({"schema": {"$ref": "#/components/schemas/GatewayMessage"}, "example": {"message": message}});
            if matches!(status, 429 | 503) {
                response["headers"]["Retry-After"] = header("RetryAfter");
            }
        }
        Ok(Value::Object(responses))
    }
}

/// The answer of one status, which may be of several kinds.
fn problem(status: u16, kinds: &[&ProblemKind], schemas: &mut Schemas) -> Value {
    let description: Vec<_> = kinds.iter().map(|kind| format!("{}: `{}`.", kind.title.en, kind.code)).collect();
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code).collect();
    let particulars = json!({"properties": {"status": {"const": status}, "code": {"enum": &codes}}});
    let mut headers = json!({"Content-Language": header("ContentLanguage")});
    if status == 412 {
        headers["ETag"] = header("ETag");
    }
    if kinds.iter().any(|kind| kind.retry_after.is_some()) {
        headers["Retry-After"] = header("RetryAfter");
    }
    let schema = json!({"allOf": [schemas.answer_of(api::problem::schema), particulars]});
    json!({
        "description": description.join(" "),
        "headers": headers,
        "content": {"application/problem+json": {"schema": schema, "examples": referred(codes)}},
    })
}

fn header(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

fn security(access: Access) -> Value {
    match access {
        Access::May(action) => {
            let scopes: Vec<&str> = action.scopes().map(Scope::as_str).collect();
            json!([{"apiKey": scopes}, {"token": []}, {"session": []}])
        }
        // A link is a credential by itself: its token is in the path.
        Access::Public | Access::Link | Access::SignedIn => json!([]),
    }
}

/// What the operation is about.
fn tag(route: &Route) -> &'static str {
    match route.function {
        Function::VerifyDocument => "verify",
        Function::ManageOrganisation if route.path.starts_with("/v1/contacts") => "contacts",
        Function::ManageOrganisation => "organisation",
        Function::ServeAssets => "reference",
        Function::CreateEnvelope
        | Function::SignInPerson
        | Function::CollectSignature
        | Function::DownloadDocument
        | Function::ServeConsole => "envelopes",
    }
}

fn parameters_of(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}
