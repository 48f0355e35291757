//! The API's reference as a page for people: from the OpenAPI document, and from the rules about who may call.
//!
//! The page needs nothing but itself: no script, no style or picture from elsewhere. Its links are relative, so that they hold
//! wherever a deployment has its pages.

mod curl;
mod limits;
mod markup;
mod operation;
mod schemas;
mod shape;

use anyhow::{Context, Result};
use api::problem::kinds;
use api::routes::{ALL, Access, Route};
use askama::Template;
use serde_json::Value;

use crate::states;
use markup::Markup;
use operation::{Answer, Caller, Example, Operation, Parameter};
use schemas::{Inner, Row, Schemas, Type};

/// The page.
pub(crate) fn page(document: &Value) -> Result<String> {
    let schemas = Schemas::of(&document["components"]);
    let text = |place: &Value| Markup::text(place.as_str().unwrap_or_default());
    let described = described(document)?;
    let known: Vec<_> = described.iter().copied().filter(|(route, _)| asks_who_calls(route)).collect();
    let (parameters, answers) = operation::common(&described);
    let (_, answers_to_known) = operation::common(&known);

    let operation = |(route, described): &(&'static Route, &Value)| {
        let answered = if asks_who_calls(route) { &answers_to_known } else { &answers };
        Operation::of(document, route, described, &parameters, answered).with_context(|| route.name.to_owned())
    };
    let tag = |tag: &Value| {
        let own = described.iter().filter(|(_, described)| described["tags"][0] == tag["name"]);
        Ok(Tag {
            name: tag["name"].as_str().context("a tag has a name")?.to_owned(),
            description: text(&tag["description"]),
            operations: own.map(operation).collect::<Result<_>>()?,
        })
    };
    let answer = |(status, answer): (&&String, &&Value)| Answer::of(schemas, status, answer);
    let refusals = answers_to_known.iter().filter(|(status, _)| !answers.contains_key(*status));
    let problem = &document["components"]["schemas"]["Problem"];
    let mut linked: Vec<&Value> = described.iter().flat_map(|(_, described)| operation::contents(described)).collect();
    linked.extend(problem["properties"].as_object().context("a problem has fields")?.values());

    let page = Page {
        style: STYLE,
        version: document["info"]["version"].as_str().context("the document has a version")?,
        description: text(&document["info"]["description"]),
        key: text(&document["components"]["securitySchemes"]["apiKey"]["description"]),
        session: text(&document["components"]["securitySchemes"]["session"]["description"]),
        tags: document["tags"].as_array().context("the document has tags")?.iter().map(tag).collect::<Result<_>>()?,
        parameters: parameters.iter().map(|part| Parameter::of(document, part)).collect::<Result<_>>()?,
        answers: answers.iter().map(answer).collect::<Result<_>>()?,
        refusals: refusals.map(answer).collect::<Result<_>>()?,
        problem: schemas.rows(problem, Inner::ByLink)?,
        wrong_fields: Example::of(document, kinds::INVALID_FIELDS.code)?,
        types: schemas.types(&linked)?,
        envelope_states: states::of_envelopes(),
        recipient_states: states::of_recipients(),
    };
    Ok(page.render()?)
}

fn asks_who_calls(route: &Route) -> bool {
    matches!(route.access, Access::May(_))
}

static STYLE: &str = include_str!("../../templates/reference.css");

/// What operations are about, and they.
struct Tag {
    name: String,
    description: Markup,
    operations: Vec<Operation>,
}

#[derive(Template)]
#[template(path = "reference.html")]
struct Page<'a> {
    style: &'a str,
    version: &'a str,
    description: Markup,
    key: Markup,
    session: Markup,
    tags: Vec<Tag>,
    /// What every call takes.
    parameters: Vec<Parameter>,
    /// What every call may be answered.
    answers: Vec<Answer>,
    /// What every call may be answered beside that where somebody has to be known.
    refusals: Vec<Answer>,
    /// The fields of a problem.
    problem: Vec<Row>,
    /// A problem that names wrong fields.
    wrong_fields: Example,
    types: Vec<Type>,
    /// States, with what others call them.
    envelope_states: Vec<states::Row>,
    recipient_states: Vec<states::Row>,
}

/// The routes of the API in the table's order, with what the document says of each.
fn described(document: &Value) -> Result<Vec<(&'static Route, &Value)>> {
    let routes = ALL.iter().copied().filter(|route| route.is_api());
    let described = routes.map(|route| {
        let operation = document["paths"][route.path].get(route.method.as_str().to_ascii_lowercase());
        Ok((route, operation.with_context(|| format!("{} is not described", route.name))?))
    });
    described.collect()
}
