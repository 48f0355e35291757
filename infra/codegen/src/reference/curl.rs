//! An operation as a command.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::openapi::{CSV, FORM, JSON, PDF};
use crate::order::Ordered;

/// What is asked for.
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) asks_who_calls: bool,
    /// With references followed.
    pub(super) parameters: &'a [&'a Value],
    pub(super) body: Option<&'a Value>,
}

/// The commands, one for each kind of content that can be sent, for a shell that has `KEIIN_URL`, and the key in a file as
/// docs/curl.md says.
pub(super) fn commands(call: &Call<'_>) -> Result<Vec<String>> {
    match call.body {
        None => Ok(vec![command(call, None)?]),
        Some(body) => bodies(body)?.into_iter().map(|body| command(call, body)).collect(),
    }
}

fn command(call: &Call<'_>, body: Option<String>) -> Result<String> {
    let mut parts = Vec::new();
    let implied = if body.is_some() { "POST" } else { "GET" };
    if call.method != implied {
        parts.push(format!("--request {}", call.method));
    }
    if call.asks_who_calls {
        parts.push("--header @auth.txt".to_owned());
    }
    for parameter in call.parameters.iter().filter(|part| part["in"] == "header" && part["required"] == true) {
        parts.push(match parameter["name"].as_str().unwrap_or_default() {
            "Idempotency-Key" => r#"--header "Idempotency-Key: $(openssl rand -hex 16)""#.to_owned(),
            "If-Match" => r#"--header 'If-Match: "3"'"#.to_owned(),
            other => bail!("{other} has no example: see infra/codegen/src/reference/curl.rs"),
        });
    }
    parts.extend(body);
    parts.push(format!("\"$KEIIN_URL{}\"", path(call)));
    Ok(format!("curl {}", parts.join(" \\\n  ")))
}

/// The options that send the examples, or files where those are what is sent. Where a body may be left out and has nothing to say,
/// it is left out.
fn bodies(body: &Value) -> Result<Vec<Option<String>>> {
    let example = |kind: &str| body["content"].get(kind)?.get("example");
    let has = |kind: &str| body["content"].get(kind).is_some();
    let mut bodies = Vec::new();
    if has(PDF) {
        bodies.push(Some("--header 'Content-Type: application/pdf' --data-binary @contract.pdf".to_owned()));
    }
    if let Some(example) = example(JSON) {
        let is_empty = example.as_object().is_some_and(serde_json::Map::is_empty) && body["required"] != true;
        let text = serde_json::to_string_pretty(&Ordered(example))?;
        bodies.push((!is_empty).then(|| format!("--json {}", quoted(&text))));
    }
    if let Some(example) = example(FORM) {
        bodies.push(Some(form(example)?));
    }
    if has(CSV) {
        bodies.push(Some("--header 'Content-Type: text/csv' --data-binary @contacts.csv".to_owned()));
    }
    if bodies.is_empty() {
        bail!("its body has no example: see infra/codegen/src/openapi/examples/requests.rs");
    }
    Ok(bodies)
}

/// The parts of a form: what is an object is sent as JSON, and every item of a list is a file.
fn form(example: &Value) -> Result<String> {
    let mut parts = Vec::new();
    for (name, value) in example.as_object().into_iter().flatten() {
        match value {
            Value::Array(files) => {
                parts.extend(files.iter().map(|_| format!("--form '{name}=@contract.pdf;type={PDF}'")));
            }
            // With `--form` a semicolon would end it.
            value => {
                let text = serde_json::to_string_pretty(&Ordered(value))?;
                parts.insert(0, format!("--form-string {}", quoted(&format!("{name}={text}"))));
            }
        }
    }
    Ok(parts.join(" \\\n  "))
}

/// The path with numbers and names for its parameters, and variables where only the reader knows what they are.
fn path(call: &Call<'_>) -> String {
    let named = |place| call.parameters.iter().filter(move |part| part["in"] == place);
    let path = named("path").fold(call.path.to_owned(), |path, parameter| {
        let (name, value) = value(parameter);
        path.replace(&format!("{{{name}}}"), &value)
    });
    let query = named("query").filter(|part| part["required"] == true).map(|parameter| {
        let (name, value) = value(parameter);
        format!("{name}={value}")
    });
    let query = query.collect::<Vec<_>>().join("&");
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// A parameter's name, and what it may be.
fn value(parameter: &Value) -> (&str, String) {
    let name = parameter["name"].as_str().unwrap_or_default();
    let value = match (&parameter["schema"]["enum"][0], &parameter["schema"]["type"]) {
        (Value::String(first), _) => first.clone(),
        (_, kind) if kind == "integer" => "1".to_owned(),
        _ => format!("${name}"),
    };
    (name, value)
}

/// As one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_command_sends_what_has_to_be_sent() {
        let parameters = [
            json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}),
            json!({"name": "number", "in": "path", "required": true, "schema": {"type": "integer"}}),
            json!({"name": "which", "in": "path", "required": true, "schema": {"enum": ["first", "last"]}}),
            json!({"name": "scope", "in": "query", "required": true, "schema": {"enum": ["shared", "own"]}}),
            json!({"name": "limit", "in": "query", "required": false, "schema": {"type": "integer"}}),
            json!({"name": "If-Match", "in": "header", "required": true}),
            json!({"name": "Accept-Language", "in": "header", "required": false}),
        ];
        let body = json!({"required": true, "content": {"application/json": {"example": {"name": "it's"}}}});
        let call = Call {
            method: "PATCH",
            path: "/v1/a/{id}/{number}/{which}",
            asks_who_calls: true,
            parameters: &parameters.iter().collect::<Vec<_>>(),
            body: Some(&body),
        };
        assert_eq!(
            commands(&call).expect("a command").join("\n"),
            "curl --request PATCH \\\n  --header @auth.txt \\\n  --header 'If-Match: \"3\"' \\\n  --json '{\n  \"name\": \
             \"it'\\''s\"\n}' \\\n  \"$KEIIN_URL/v1/a/$id/1/first?scope=shared\""
        );
    }

    #[test]
    fn a_body_without_an_example_is_noticed_where_one_has_to_be_sent() {
        let with = |body: &Value| {
            commands(&Call { method: "POST", path: "/v1/a", asks_who_calls: false, parameters: &[], body: Some(body) })
                .map(|commands| commands.join("\n"))
        };
        assert!(with(&json!({"required": true, "content": {"application/json": {}}})).is_err());
        let nothing = json!({"required": false, "content": {"application/json": {"example": {}}}});
        let optional = with(&nothing).expect("a command");
        assert_eq!(optional, "curl --request POST \\\n  \"$KEIIN_URL/v1/a\"");
        let pdf = with(&json!({"required": true, "content": {"application/pdf": {}}})).expect("a command");
        assert!(pdf.contains("--data-binary @contract.pdf"), "{pdf}");
        let csv = with(&json!({"required": true, "content": {"text/csv": {}}})).expect("a command");
        assert!(csv.contains("--data-binary @contacts.csv"), "{csv}");
    }

    #[test]
    fn a_form_sends_its_fields_and_its_files() {
        let form =
            json!({"multipart/form-data": {"example": {"document": ["%PDF", "%PDF"], "envelope": {"title": "a;b"}}}});
        let body = json!({"required": true, "content": form});
        let call = Call { method: "POST", path: "/v1/a", asks_who_calls: false, parameters: &[], body: Some(&body) };
        assert_eq!(
            commands(&call).expect("a command"),
            [
                "curl --form-string 'envelope={\n  \"title\": \"a;b\"\n}' \\\n  --form 'document=@contract.pdf;type=application/pdf' \\\n  \
              --form 'document=@contract.pdf;type=application/pdf' \\\n  \"$KEIIN_URL/v1/a\""
            ]
        );
    }
}
