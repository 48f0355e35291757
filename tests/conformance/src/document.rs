//! The document, read; and an exchange, held against it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, Method, StatusCode, header};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::closed::{closed, closed_inside};
use crate::{Answer, NonConformance, Request};

/// What a path or a method that is not described is answered with.
const UNKNOWN: [&str; 3] = ["not-found", "method-not-allowed", "invalid-url"];

/// An OpenAPI document.
pub struct Document {
    root: Value,
    /// Its components, with schemas for answers.
    closed: Value,
    /// By the schema's text.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// Which of the two ways a value goes.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    /// To the service, which refuses what it does not know where the schema says so.
    In,
    /// From the service, which answers nothing that is not described.
    Out,
}

impl Document {
    /// Reads a document from YAML.
    pub fn read(yaml: &str) -> Result<Self, template::NotATemplate> {
        template::read(yaml).map(Self::of)
    }

    /// A document that is JSON already.
    pub fn of(root: Value) -> Self {
        let schemas = root["components"]["schemas"].as_object().cloned().unwrap_or_default();
        let shut: Map<String, Value> =
            schemas.iter().map(|(name, schema)| (name.clone(), closed_inside(schema))).collect();
        let closed = json!({"schemas": shut});
        Self { root, closed, validators: Mutex::default() }
    }

    /// The document as JSON.
    pub const fn json(&self) -> &Value {
        &self.root
    }

    /// Judges an exchange. What is not asked of the API is not judged.
    pub fn judge(&self, request: Request<'_>, answer: Answer<'_>) -> Result<(), NonConformance> {
        let path = request.target.split('?').next().unwrap_or_default();
        if !path.starts_with("/v1/") {
            return Ok(());
        }
        let faults = match self.operation(request.method, path) {
            Some(operation) => self.faults(operation, request, answer),
            None => self.faults_of_unknown(answer),
        };
        if faults.is_empty() {
            return Ok(());
        }
        let exchange = format!("{} {} was answered with {}", request.method, request.target, answer.status);
        Err(NonConformance { exchange, faults })
    }

    /// The operation that answers.
    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let paths = self.root["paths"].as_object()?;
        let (_, item) = paths.iter().find(|(template, _)| fits(template, path))?;
        // A HEAD is answered as a GET without its body.
        let method = if *method == Method::HEAD { "get".to_owned() } else { method.as_str().to_ascii_lowercase() };
        item.get(method)
    }

    fn faults(&self, operation: &Value, request: Request<'_>, answer: Answer<'_>) -> Vec<String> {
        let Some(response) = operation["responses"].get(answer.status.as_str()) else {
            return vec![format!("the status is not described; the answer is {}", text(answer.body))];
        };
        let mut faults = self.faults_of_headers(response, answer.headers);
        if *request.method != Method::HEAD {
            faults.extend(self.faults_of_body(response, answer));
        }
        if answer.status.is_success() {
            faults.extend(self.faults_of_request(operation, request));
        }
        faults
    }

    /// A path or a method that is not there is told as a problem.
    fn faults_of_unknown(&self, answer: Answer<'_>) -> Vec<String> {
        if is_page(answer) {
            return Vec::new();
        }
        let schema = json!({
            "allOf": [{"$ref": "#/components/schemas/Problem"}, {"properties": {"code": {"enum": UNKNOWN}}}],
        });
        let response = json!({"content": {"application/problem+json": {"schema": schema}}});
        self.faults_of_body(&response, answer)
    }

    fn faults_of_headers(&self, response: &Value, headers: &HeaderMap) -> Vec<String> {
        let described = response["headers"].as_object().into_iter().flatten();
        let fault = |(name, part): (&String, &Value)| {
            let part = self.resolved(part);
            let Some(value) = headers.get(name) else {
                return (part["required"] == true).then(|| format!("the header {name} is missing"));
            };
            let faults = self.faults_of_text(&part["schema"], value.to_str().unwrap_or_default());
            faults.map(|fault| format!("the header {name}: {fault}"))
        };
        described.filter_map(fault).collect()
    }

    fn faults_of_body(&self, response: &Value, answer: Answer<'_>) -> Vec<String> {
        if is_page(answer) {
            return Vec::new();
        }
        let kind = essence(answer.headers);
        if answer.body.is_empty() && response["content"].is_null() {
            return Vec::new();
        }
        let Some(content) = response["content"].get(&kind) else {
            return vec![format!("content of the type {kind:?} is not described; it is {}", text(answer.body))];
        };
        // A file, of whose bytes the document says nothing.
        if kind == "application/octet-stream" && content["schema"].is_null() {
            return Vec::new();
        }
        match serde_json::from_slice(answer.body) {
            Ok(value) => self.faults_of_value(&content["schema"], &value, Way::Out),
            Err(error) => vec![format!("the answer is not JSON: {error}")],
        }
    }

    /// What was accepted has to be what the document tells people to send.
    fn faults_of_request(&self, operation: &Value, request: Request<'_>) -> Vec<String> {
        let mut faults = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten().map(|part| self.resolved(part)) {
            let name = parameter["name"].as_str().unwrap_or_default();
            let given = match parameter["in"].as_str() {
                Some("header") => request.headers.get(name).map(|value| value.to_str().unwrap_or_default().to_owned()),
                Some("query") => query_field(request.target, name),
                _ => continue,
            };
            match given {
                Some(value) => {
                    let fault = self.faults_of_text(&parameter["schema"], &value);
                    faults.extend(fault.map(|fault| format!("it was accepted with {name}: {fault}")));
                }
                None if parameter["required"] == true => faults.push(format!("it was accepted without {name}")),
                None => {}
            }
        }
        let Some(body) = operation.get("requestBody") else { return faults };
        if request.body.is_empty() {
            faults.extend((body["required"] == true).then(|| "it was accepted without a body".to_owned()));
            return faults;
        }
        let kind = essence(request.headers);
        let content = &body["content"];
        // The type of content is asked for only where there are several.
        let is_json = kind == "application/json" || content.get(&kind).is_none();
        if let (true, Some(content)) = (is_json, content.get("application/json")) {
            let found = match serde_json::from_slice(request.body) {
                Ok(value) => self.faults_of_value(&content["schema"], &value, Way::In),
                Err(error) => vec![error.to_string()],
            };
            faults.extend(found.into_iter().map(|fault| format!("it was accepted with a body whose {fault}")));
        }
        faults
    }

    /// A text of a header or a query, as the type that the schema wants.
    fn faults_of_text(&self, schema: &Value, text: &str) -> Option<String> {
        let number = text.parse::<i64>().ok().filter(|_| schema["type"] == "integer");
        let value = number.map_or_else(|| Value::from(text), Value::from);
        let faults = self.faults_of_value(schema, &value, Way::In);
        (!faults.is_empty()).then(|| faults.join("; "))
    }

    pub(crate) fn faults_of_value(&self, schema: &Value, value: &Value, way: Way) -> Vec<String> {
        let (schema, components) = match way {
            Way::In => (schema.clone(), &self.root["components"]),
            Way::Out => (closed(schema), &self.closed),
        };
        let validator = match self.validator(schema, components, way) {
            Ok(validator) => validator,
            Err(error) => return vec![format!("the document's schema is none: {error}")],
        };
        validator
            .iter_errors(value)
            .map(|error| format!("{:?} is wrong: {error}", error.instance_path().as_str()))
            .collect()
    }

    fn validator(&self, schema: Value, components: &Value, way: Way) -> Result<Arc<Validator>, String> {
        let key = format!("{} {schema}", matches!(way, Way::In));
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = known.get(&key) {
            return Ok(validator.clone());
        }
        let mut root = schema;
        if let Value::Object(fields) = &mut root {
            fields.insert("components".into(), components.clone());
        }
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true);
        let validator = Arc::new(options.build(&root).map_err(|error| error.to_string())?);
        known.insert(key, validator.clone());
        Ok(validator)
    }

    /// What a reference in the document leads to.
    pub(crate) fn resolved<'d>(&'d self, part: &'d Value) -> &'d Value {
        let place = part.get("$ref").and_then(Value::as_str).and_then(|place| place.strip_prefix('#'));
        place.and_then(|place| self.root.pointer(place)).unwrap_or(part)
    }
}

/// Problems are pages for whoever prefers that.
fn is_page(answer: Answer<'_>) -> bool {
    let is_refusal = answer.status.is_client_error() || answer.status.is_server_error();
    is_refusal && answer.status != StatusCode::TOO_MANY_REQUESTS && essence(answer.headers) == "text/html"
}

/// The type of the content, without its parameters.
fn essence(headers: &HeaderMap) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a path is one of this template.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let same = |(one, other): (&&str, &&str)| one == other || one.starts_with('{') && !other.is_empty();
    template.len() == path.len() && template.iter().zip(&path).all(same)
}

/// A field of the query, as it stands there: what has to be decoded is in no value that the document describes.
fn query_field(target: &str, name: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(300).collect()
}
