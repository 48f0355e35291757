//! The schemas of requests and answers, collected while operations are written.

use anyhow::{Result, ensure};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// Types of answers have this in their names here, for whoever reads the code; the document leaves it out.
const VIEW: &str = "View";
const PLACE: &str = "#/components/schemas/";

/// What the schemas of types are made with.
pub(super) struct Schemas {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
}

/// Gives the schema of a type that is nobody else's business.
pub(super) type Maker = fn(&mut SchemaGenerator) -> Schema;

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Self {
            requests: settings().for_deserialize().into_generator(),
            answers: settings().for_serialize().into_generator(),
        }
    }

    /// The schema of a request.
    pub(super) fn request<T: JsonSchema>(&mut self) -> Value {
        tidied(self.requests.subschema_for::<T>().to_value())
    }

    /// The same by a function.
    pub(super) fn request_of(&mut self, make: Maker) -> Value {
        tidied(make(&mut self.requests).to_value())
    }

    /// The schema of an answer.
    pub(super) fn answer<T: JsonSchema>(&mut self) -> Value {
        tidied(self.answers.subschema_for::<T>().to_value())
    }

    /// The same by a function.
    pub(super) fn answer_of(&mut self, make: Maker) -> Value {
        tidied(make(&mut self.answers).to_value())
    }

    /// All schemas by their names. A type that requests and answers have in common looks the same in both.
    pub(super) fn into_components(mut self) -> Result<Map<String, Value>> {
        let mut components = Map::new();
        let found = self.requests.take_definitions(true).into_iter().chain(self.answers.take_definitions(true));
        for (name, schema) in found {
            let (name, schema) = (shown(&name).to_owned(), tidied(schema));
            if let Some(other) = components.insert(name.clone(), schema.clone()) {
                ensure!(other == schema, "{name} is two things: {other} and {schema}");
            }
        }
        let message = json!({
            "description": "An answer of the gateway, which the service did not see.",
            "type": "object",
            "properties": {"message": {"type": "string"}},
            "required": ["message"],
        });
        let document = json!({
            "description": "An OpenAPI document (version 3.1).",
            "type": "object",
            "additionalProperties": true,
        });
        for (name, schema) in [("GatewayMessage", message), ("OpenApiDocument", document)] {
            ensure!(components.insert(name.into(), schema).is_none(), "{name} is a type of ours as well");
        }
        Ok(components)
    }
}

fn shown(name: &str) -> &str {
    name.strip_suffix(VIEW).unwrap_or(name)
}

/// Leaves out what only readers of Rust know: the width of integers, defaults that say nothing, marks in comments.
fn tidied(schema: Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let is_schema = |name: &str| matches!(name, "properties" | "$defs" | "patternProperties");
            let kept = fields.into_iter().filter_map(|(key, value)| match (key.as_str(), value) {
                ("format", Value::String(format)) if format.starts_with("uint") || format.starts_with("int") => None,
                ("default", Value::Null) => None,
                ("default", value) if value == "" || value == 0 || value == json!([]) => None,
                ("description", Value::String(text)) => Some((key, Value::from(worded(&text)))),
                ("$ref", Value::String(place)) => {
                    let name =
                        place.strip_prefix(PLACE).map_or(place.clone(), |name| format!("{PLACE}{}", shown(name)));
                    Some((key, Value::from(name)))
                }
                // Below these, keys are names of fields.
                (name, Value::Object(named)) if is_schema(name) => {
                    let named = named.into_iter().map(|(name, schema)| (name, tidied(schema)));
                    Some((key, Value::Object(named.collect())))
                }
                (_, value) => Some((key, tidied(value))),
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(tidied).collect()),
        other => other,
    }
}

/// A comment as a description: on one line, without the numbers of requirements.
fn worded(comment: &str) -> String {
    let mut words = Vec::new();
    for word in comment.split_whitespace() {
        let bare = word.trim_start_matches('(').trim_end_matches(['.', ',', ';', ':']);
        let number = bare.strip_suffix(')').and_then(|bare| bare.strip_prefix(['F', 'L']));
        let is_requirement =
            word.starts_with('(') && number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        match words.last_mut() {
            Some(last) if is_requirement => *last = format!("{last}{}", &word[bare.len() + 1..]),
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_lose_the_numbers_of_requirements_and_their_lines() {
        assert_eq!(
            worded("That the signer may sign visibly (F4), and\nwhere."),
            "That the signer may sign visibly, and where."
        );
        assert_eq!(worded("What to show (F10)."), "What to show.");
        assert_eq!(worded("(RFC 6901) and (F)"), "(RFC 6901) and (F)");
    }

    #[test]
    fn fields_keep_their_names_whatever_these_are() {
        let schema = json!({"properties": {"format": {"type": "integer", "format": "uint32", "default": 0}}});
        assert_eq!(tidied(schema), json!({"properties": {"format": {"type": "integer"}}}));
    }
}
