//! Writes JSON as YAML: in blocks, one value a line, always in the same order.

use serde_json::Value;

use crate::order::ordered;

/// The document, under a comment.
pub(crate) fn written(comment: &str, value: &Value) -> String {
    let mut text = format!("# {comment}\n");
    block(&mut text, value, 0);
    text
}

fn block(text: &mut String, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(fields) => {
            for (key, value) in ordered(fields) {
                *text += &format!("{indent}{}:", scalar(key));
                below(text, value, depth + 1);
            }
        }
        Value::Array(items) => {
            for item in items {
                *text += &format!("{indent}-");
                match item {
                    Value::Object(fields) if !fields.is_empty() => {
                        // The first key stands beside the dash.
                        let mut inner = String::new();
                        block(&mut inner, item, depth + 1);
                        *text += &format!(" {}", inner.trim_start());
                    }
                    _ => below(text, item, depth + 1),
                }
            }
        }
        _ => *text += &format!("{indent}{}\n", flow(value)),
    }
}

/// What stands after a key or a dash.
fn below(text: &mut String, value: &Value, depth: usize) {
    let is_block = match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        _ => false,
    };
    if is_block {
        text.push('\n');
        block(text, value, depth);
    } else {
        *text += &format!(" {}\n", flow(value));
    }
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(_) => "{}".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A text: as it is where no reader could take it for anything else, in quotes otherwise.
fn scalar(text: &str) -> String {
    const OTHERS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.".contains(c))
        && !OTHERS.contains(&text.to_ascii_lowercase().as_str());
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_written_so_that_they_are_read_as_they_were() {
        let value = json!({
            "info": {"title": "a: b", "version": "1.0"},
            "openapi": "3.1.0",
            "paths": {"/a/{id}": {"get": {"parameters": [{"name": "id", "x": [1, 2]}], "empty": {}, "none": []}}},
            "texts": ["yes", "200", "a b", "a-b", "#c", "", "\"", "二"],
            "numbers": [1, -2, 0.1, true, null],
            "nested": [[1], [{"a": 1}]],
        });
        let text = written("by a program", &value);
        assert_eq!(
            text,
            "# by a program\nopenapi: \"3.1.0\"\ninfo:\n  title: \"a: b\"\n  version: \"1.0\"\npaths:\n  \"/a/{id}\":\n    \
             get:\n      parameters:\n        - name: id\n          x: [1, 2]\n      empty: {}\n      none: []\n\
             nested:\n  - [1]\n  -\n    - a: 1\nnumbers: [1, -2, 0.1, true, null]\n\
             texts: [\"yes\", \"200\", \"a b\", a-b, \"#c\", \"\", \"\\\"\", \"二\"]\n"
        );
    }
}
