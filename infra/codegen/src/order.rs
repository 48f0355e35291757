//! The order in which the fields of an object are written. That of an object in memory depends on features that other packages
//! of a build ask for.

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::{Map, Value};

/// Keys that come first, in this order; the others follow by the alphabet.
const FIRST: [&str; 17] = [
    "openapi",
    "info",
    "servers",
    "tags",
    "paths",
    "operationId",
    "name",
    "in",
    "required",
    "summary",
    "description",
    "security",
    "parameters",
    "requestBody",
    "responses",
    "$ref",
    "type",
];

/// The fields in that order.
pub(crate) fn ordered(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let rank = |key: &str| FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len());
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(key, _)| (rank(key), key.as_str()));
    fields
}

/// A value whose objects are written in that order, be they as they may in memory.
pub(crate) struct Ordered<'a>(pub(crate) &'a Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in ordered(fields) {
                    map.serialize_entry(key, &Ordered(value))?;
                }
                map.end()
            }
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Ordered(item))?;
                }
                list.end()
            }
            other => other.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_written_in_one_order_and_lists_in_theirs() {
        let value = json!({"b": [{"z": 1, "type": 2}, 1.5], "a": null, "openapi": "3.1.0"});
        let text = serde_json::to_string(&Ordered(&value)).expect("JSON");
        assert_eq!(text, r#"{"openapi":"3.1.0","a":null,"b":[{"type":2,"z":1},1.5]}"#);
    }
}
