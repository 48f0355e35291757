//! One operation, as the page shows it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use api::problem::kinds;
use api::routes::{Access, Route};
use domain::authorisation::{Role, Scope};
use serde_json::Value;

use super::curl::{self, Call};
use super::markup::Markup;
use super::schemas::{Inner, Row, Schemas};
use crate::authorisation::reach;
use crate::openapi::{FORM, JSON};
use crate::order::Ordered;

const PROBLEM: &str = "application/problem+json";

/// An operation.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: Markup,
    pub(super) summary: String,
    /// What has to be known beside that.
    pub(super) description: Markup,
    pub(super) caller: Caller,
    pub(super) parameters: Vec<Parameter>,
    pub(super) bodies: Vec<Body>,
    pub(super) answers: Vec<Answer>,
    pub(super) commands: Vec<String>,
    /// What is answered where nothing is wrong, in JSON.
    pub(super) example: Option<Example>,
}

/// An example of an answer.
pub(super) struct Example {
    pub(super) summary: String,
    pub(super) text: String,
}

impl Example {
    /// One of the document's, by its name.
    pub(super) fn of(document: &Value, name: &str) -> Result<Self> {
        let example = document["components"]["examples"].get(name);
        let example = example.with_context(|| format!("there is no example {name}"))?;
        let summary = example["summary"].as_str().unwrap_or_default().to_owned();
        Ok(Self { summary, text: serde_json::to_string_pretty(&Ordered(&example["value"]))? })
    }
}

/// Who may call.
pub(super) enum Caller {
    Anybody,
    Known {
        /// What an API key must be good for.
        scopes: Vec<&'static str>,
        /// The roles of those who have signed in, with how far each goes.
        roles: Vec<(&'static str, &'static str)>,
    },
}

/// A parameter of the path, the query or a header.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) is_required: bool,
    pub(super) kind: Markup,
    pub(super) limits: Vec<Markup>,
    pub(super) description: Markup,
}

/// What may be sent.
pub(super) struct Body {
    pub(super) kind: String,
    pub(super) is_required: bool,
    pub(super) rows: Vec<Row>,
}

/// What may be answered.
pub(super) struct Answer {
    pub(super) status: String,
    /// Nothing where the codes say it.
    pub(super) description: Markup,
    /// The type of the body.
    pub(super) kind: Option<Markup>,
    pub(super) headers: Vec<String>,
    /// The codes of problems.
    pub(super) codes: Vec<String>,
}

/// What every operation takes and may answer, by its text.
pub(super) type Common<'a> = (Vec<&'a Value>, BTreeMap<&'a String, &'a Value>);

/// What every operation takes and may answer: it is shown once.
pub(super) fn common<'a>(described: &[(&'static Route, &'a Value)]) -> Common<'a> {
    let Some((_, first)) = described.first() else { return Common::default() };
    let is_everywhere = |part: &Value| {
        described.iter().all(|(_, other)| other["parameters"].as_array().is_some_and(|parts| parts.contains(part)))
    };
    let parameters = first["parameters"].as_array().into_iter().flatten().filter(|part| is_everywhere(part));
    let is_answered_everywhere = |status: &str, answer: &Value| {
        described.iter().all(|(_, other)| other["responses"].get(status) == Some(answer))
    };
    let answers = first["responses"].as_object().into_iter().flatten();
    (parameters.collect(), answers.filter(|(status, answer)| is_answered_everywhere(status, answer)).collect())
}

/// The schemas of what is answered where nothing is wrong.
pub(super) fn contents(described: &Value) -> impl Iterator<Item = &Value> {
    let answers = described["responses"].as_object().into_iter().flatten();
    answers.filter(|(status, _)| status.starts_with('2')).filter_map(|(_, answer)| schema_of(answer, JSON))
}

impl Operation {
    pub(super) fn of(
        document: &Value,
        route: &Route,
        described: &Value,
        everywhere: &[&Value],
        answered: &BTreeMap<&String, &Value>,
    ) -> Result<Self> {
        let schemas = Schemas::of(&document["components"]);
        let parameters: Vec<&Value> = described["parameters"].as_array().into_iter().flatten().collect();
        let own = parameters.iter().filter(|part| !everywhere.contains(part));
        let resolved: Vec<&Value> = parameters.iter().map(|part| resolved(document, part)).collect();
        let answers = described["responses"].as_object().into_iter().flatten();
        let mut answers: Vec<_> = answers.filter(|(status, _)| !answered.contains_key(status)).collect();
        answers.sort_by_key(|(status, _)| *status);
        let commands = curl::commands(&Call {
            method: route.method.as_str(),
            path: route.path,
            asks_who_calls: described["security"].as_array().is_some_and(|ways| !ways.is_empty()),
            parameters: &resolved,
            body: described.get("requestBody"),
        })?;
        Ok(Self {
            id: described["operationId"].as_str().context("an operation has a name")?.to_owned(),
            method: route.method.to_string(),
            path: Markup::path(route.path),
            summary: described["summary"].as_str().unwrap_or_default().to_owned(),
            description: Markup::text(described["description"].as_str().unwrap_or_default()),
            caller: Caller::of(route.access),
            parameters: own.map(|part| Parameter::of(document, part)).collect::<Result<_>>()?,
            bodies: bodies(schemas, described)?,
            answers: answers
                .iter()
                .map(|(status, answer)| Answer::of(schemas, status, answer))
                .collect::<Result<_>>()?,
            commands,
            example: example(document, described)?,
        })
    }
}

impl Caller {
    fn of(access: Access) -> Self {
        match access {
            Access::Public | Access::Link | Access::SignedIn => Self::Anybody,
            Access::May(action) => {
                let roles = Role::ALL.iter().map(|role| (role.as_str(), reach(*role, action)));
                Self::Known {
                    scopes: action.scopes().map(Scope::as_str).collect(),
                    roles: roles.filter(|(_, reach)| !reach.is_empty()).collect(),
                }
            }
        }
    }
}

impl Parameter {
    pub(super) fn of(document: &Value, part: &Value) -> Result<Self> {
        let part = resolved(document, part);
        let schemas = Schemas::of(&document["components"]);
        let text = |key: &str| part[key].as_str().unwrap_or_default().to_owned();
        let (kind, limits) = schemas.value(&part["schema"])?;
        Ok(Self {
            name: text("name"),
            place: text("in"),
            is_required: part["required"] == true,
            kind,
            limits,
            description: Markup::text(&text("description")),
        })
    }
}

fn bodies(schemas: Schemas<'_>, described: &Value) -> Result<Vec<Body>> {
    let Some(body) = described.get("requestBody") else { return Ok(Vec::new()) };
    let mut contents: Vec<_> = body["content"].as_object().into_iter().flatten().collect();
    // The form has the fields of the other one in it.
    contents.sort_by_key(|(kind, _)| (*kind == FORM, *kind));
    let body = |(kind, content): &(&String, &Value)| {
        let rows = schemas.rows(&content["schema"], Inner::Here)?;
        Ok(Body { kind: (*kind).clone(), is_required: body["required"] == true, rows })
    };
    contents.iter().map(body).collect()
}

impl Answer {
    pub(super) fn of(schemas: Schemas<'_>, status: &str, answer: &Value) -> Result<Self> {
        let codes = schema_of(answer, PROBLEM).map(|schema| &schema["allOf"][1]["properties"]["code"]["enum"]);
        let codes: Vec<String> = codes
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        for code in &codes {
            kinds::find(code).with_context(|| format!("there is no problem {code}"))?;
        }
        let described = Markup::text(answer["description"].as_str().unwrap_or_default());
        let content = schema_of(answer, JSON).filter(|_| status.starts_with('2'));
        let headers = answer["headers"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
        let mut headers: Vec<String> = headers.collect();
        headers.sort_unstable();
        Ok(Self {
            status: status.to_owned(),
            description: if codes.is_empty() { described } else { Markup::default() },
            kind: content.map(|schema| schemas.kind(schema)).transpose()?,
            // That of the language comes with every problem.
            headers: if codes.is_empty() { headers } else { Vec::new() },
            codes,
        })
    }
}

/// The example of what is answered where nothing is wrong.
fn example(document: &Value, described: &Value) -> Result<Option<Example>> {
    let answers = described["responses"].as_object().into_iter().flatten();
    let mut good = answers.filter(|(status, _)| status.starts_with('2'));
    let examples = good.find_map(|(_, answer)| answer["content"].get(JSON)?.get("examples")?.as_object());
    examples.and_then(|examples| examples.keys().next()).map(|name| Example::of(document, name)).transpose()
}

fn schema_of<'a>(answer: &'a Value, kind: &str) -> Option<&'a Value> {
    answer["content"].get(kind)?.get("schema")
}

/// A part of the document, or what it refers to.
fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    let target = part.get("$ref").and_then(Value::as_str).and_then(|place| place.strip_prefix('#'));
    target.and_then(|place| document.pointer(place)).unwrap_or(part)
}
