//! A schema with what it refers to, as one.

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use crate::order::ordered;

/// A schema with what it refers to.
pub(super) struct Shape {
    /// Under which name the document has it.
    pub(super) name: Option<String>,
    pub(super) fields: Map<String, Value>,
    pub(super) is_nullable: bool,
}

impl Shape {
    /// Follows references; what is said beside one counts more.
    pub(super) fn of(components: &Value, schema: &Value) -> Result<Self> {
        let mut fields = schema.as_object().context("a schema is an object")?.clone();
        let mut is_nullable = false;
        let mut name = None;
        if let Some(target) = fields.remove("$ref") {
            let target = text(&target).rsplit('/').next().unwrap_or_default().to_owned();
            let shape = Self::of(components, &components["schemas"][&target])?;
            is_nullable = shape.is_nullable;
            name = Some(target);
            fields = merged(shape.fields, fields);
        }
        if let Some(choices) = fields.get("anyOf").and_then(Value::as_array).cloned() {
            let mut others = choices.iter().filter(|choice| choice["type"] != "null");
            let choice = others.next().context("a choice of nothing")?;
            ensure!(others.next().is_none(), "a choice that the reference does not show: {choices:?}");
            fields.remove("anyOf");
            let shape = Self::of(components, choice)?;
            is_nullable = shape.is_nullable || choices.len() > 1;
            name = shape.name.or(name);
            fields = merged(shape.fields, fields);
        }
        if let Some([only]) = fields.get("oneOf").and_then(Value::as_array).map(Vec::as_slice) {
            let only = Self::of(components, only)?;
            fields.remove("oneOf");
            fields = merged(only.fields, fields);
        }
        if let Some(kinds) = fields.get("type").and_then(Value::as_array).cloned() {
            is_nullable |= kinds.iter().any(|kind| kind == "null");
            let kind = kinds.into_iter().find(|kind| kind != "null").context("a type of nothing")?;
            fields.insert("type".to_owned(), kind);
        }
        Ok(Self { name, fields, is_nullable })
    }

    pub(super) fn text(&self, key: &str) -> &str {
        self.fields.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn requires(&self, name: &str) -> bool {
        self.fields.get("required").and_then(Value::as_array).is_some_and(|names| names.iter().any(|n| n == name))
    }

    /// Those that have to be there first.
    pub(super) fn properties(&self) -> Vec<(&String, &Value)> {
        let mut fields = self.fields.get("properties").and_then(Value::as_object).map(ordered).unwrap_or_default();
        fields.sort_by_key(|(name, _)| !self.requires(name));
        fields
    }

    pub(super) fn variants(&self) -> impl Iterator<Item = &Value> {
        self.fields.get("oneOf").and_then(Value::as_array).into_iter().flatten()
    }

    /// Whether it takes more than a line to show.
    pub(super) fn is_composed(&self) -> bool {
        self.fields.contains_key("properties") || self.fields.contains_key("oneOf")
    }
}

/// The values that a schema names.
pub(super) fn values_of(schema: &Value) -> Vec<&Value> {
    schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const")).collect()
}

pub(super) fn is_object(schema: &Value) -> bool {
    schema["type"] == "object"
}

fn merged(mut under: Map<String, Value>, over: Map<String, Value>) -> Map<String, Value> {
    under.extend(over);
    under
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub(super) fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
