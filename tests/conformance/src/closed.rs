//! Schemas that refuse what they do not describe.

use serde_json::{Map, Value};

/// Keywords whose schemas are about the same value.
const SAME: [&str; 7] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];
/// Keywords whose schemas are about values inside of it.
const INSIDE: [&str; 4] = ["items", "prefixItems", "additionalProperties", "contains"];

/// A schema that refuses fields which it does not describe, in the value and in all values inside.
pub(crate) fn closed(schema: &Value) -> Value {
    let mut schema = closed_inside(schema);
    if let Value::Object(fields) = &mut schema {
        fields.entry("unevaluatedProperties").or_insert(Value::Bool(false));
    }
    schema
}

/// A schema that does so in the values inside alone: it is a part of another one, or is referred to by one.
pub(crate) fn closed_inside(schema: &Value) -> Value {
    let Value::Object(fields) = schema else { return schema.clone() };
    let part = |(key, value): (&String, &Value)| {
        let value = match (key.as_str(), value) {
            ("properties" | "patternProperties" | "$defs", Value::Object(named)) => {
                Value::Object(named.iter().map(|(name, schema)| (name.clone(), closed(schema))).collect())
            }
            (key, Value::Array(schemas)) if SAME.contains(&key) => schemas.iter().map(closed_inside).collect(),
            (key, schema) if SAME.contains(&key) => closed_inside(schema),
            (key, Value::Array(schemas)) if INSIDE.contains(&key) => schemas.iter().map(closed).collect(),
            (key, schema) if INSIDE.contains(&key) => closed(schema),
            (_, other) => other.clone(),
        };
        (key.clone(), value)
    };
    Value::Object(fields.iter().map(part).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_closed_and_parts_of_a_schema_are_not() {
        let schema = json!({
            "allOf": [{"$ref": "#/a"}, {"properties": {"b": {"$ref": "#/b"}}}],
            "properties": {"c": {"items": {"type": "object"}}},
        });
        let shut = json!({
            "allOf": [{"$ref": "#/a"}, {"properties": {"b": {"$ref": "#/b", "unevaluatedProperties": false}}}],
            "properties": {
                "c": {"items": {"type": "object", "unevaluatedProperties": false}, "unevaluatedProperties": false},
            },
            "unevaluatedProperties": false,
        });
        assert_eq!(closed(&schema), shut);
    }
}
