//! A table that keeps what the adapter asks DynamoDB to write.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use aws::table::Table;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_types::SdkConfig;
use aws_types::region::Region;
use serde_json::{Map, Value, json};

/// The items so far, in the order in which they were written first.
#[derive(Clone, Debug, Default)]
pub struct Recorded(Arc<Mutex<Vec<Map<String, Value>>>>);

impl Recorded {
    /// The adapter over it.
    pub fn table(&self) -> Table {
        let config = SdkConfig::builder()
            .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
            .region(Region::from_static("ap-northeast-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new("id", "secret", None, None, "test")))
            .http_client(SharedHttpClient::new(self.clone()))
            .build();
        Table::new(&config, "table".to_owned())
    }

    /// Writes what was recorded into a file and forgets it. Of an envelope's versions those stay that have something which
    /// no earlier one has.
    pub fn keep(&self, folder: &Path, name: &str) {
        let mut seen = BTreeSet::new();
        let mut items = std::mem::take(&mut *self.0.lock().unwrap());
        items.retain(|item| {
            let Some(body) = item.get("body").filter(|_| item["SK"]["S"] == "META") else { return true };
            let body: Value = serde_json::from_str(body["S"].as_str().unwrap()).unwrap();
            let mut parts = BTreeSet::new();
            note("", &body, &mut parts);
            let is_new = !parts.is_subset(&seen);
            seen.extend(parts);
            is_new
        });
        let text = serde_json::to_string_pretty(&items).unwrap();
        std::fs::write(folder.join(format!("{name}.json")), text + "\n").unwrap();
    }

    fn put(&self, item: &Value) {
        self.0.lock().unwrap().push(item.as_object().unwrap().clone());
    }

    /// Carries an update's expression out, as far as the adapter uses the language, and gives the item.
    fn update(&self, update: &Value) -> Map<String, Value> {
        let mut items = self.0.lock().unwrap();
        let key = update["Key"].as_object().unwrap();
        let is_it = |item: &Map<String, Value>| item["PK"] == key["PK"] && item["SK"] == key["SK"];
        if !items.iter().any(is_it) {
            items.push(key.clone());
        }
        let item = items.iter_mut().rev().find(|item| is_it(item)).unwrap();
        let text = |field: &str, name: &str| update[field][name].as_str().unwrap_or(name).to_owned();
        let value = |name: &str| update["ExpressionAttributeValues"][name].clone();
        for (verb, clause) in clauses(update["UpdateExpression"].as_str().unwrap()) {
            let words: Vec<&str> = clause.split([' ', ',', '(', ')', '=']).filter(|word| !word.is_empty()).collect();
            let name = text("ExpressionAttributeNames", words[0]);
            let given = words.iter().find(|word| word.starts_with(':'));
            match (verb, given) {
                ("SET", Some(_)) if clause.contains("if_not_exists") && item.contains_key(&name) => {}
                ("SET", Some(given)) => drop(item.insert(name, value(given))),
                ("ADD", Some(given)) => {
                    let number =
                        |value: Option<&Value>| value.and_then(|v| v["N"].as_str()).map_or(0, |n| n.parse().unwrap());
                    let sum: i64 = number(item.get(&name)) + number(Some(&value(given)));
                    item.insert(name, json!({"N": sum.to_string()}));
                }
                ("REMOVE", None) => drop(item.remove(&name)),
                _ => panic!("nothing is known of {clause}"),
            }
        }
        item.clone()
    }

    fn answer(&self, target: &str, body: &Value) -> Value {
        match target {
            "DynamoDB_20120810.PutItem" => self.put(&body["Item"]),
            "DynamoDB_20120810.UpdateItem" => return json!({"Attributes": self.update(body)}),
            "DynamoDB_20120810.TransactWriteItems" => {
                for write in body["TransactItems"].as_array().unwrap() {
                    match (write.get("Put"), write.get("Update")) {
                        (Some(put), _) => self.put(&put["Item"]),
                        (None, Some(update)) => drop(self.update(update)),
                        // What is taken away is kept here: rows of its kind stay in other tables.
                        (None, None) => assert!(write.get("Delete").is_some(), "{write}"),
                    }
                }
            }
            other => panic!("nothing is written by {other}"),
        }
        json!({})
    }
}

/// The clauses of an update's expression, each with its verb.
fn clauses(expression: &str) -> Vec<(&str, &str)> {
    let mut sections: Vec<(&str, &str)> = Vec::new();
    let mut rest = expression;
    while let Some((verb, after)) = rest.trim_start().split_once(' ') {
        let end = ["SET ", "ADD ", "REMOVE "].iter().filter_map(|next| after.find(next)).min().unwrap_or(after.len());
        sections.push((verb, &after[..end]));
        rest = &after[end..];
    }
    sections
        .into_iter()
        .flat_map(|(verb, section)| split_outside_of_parentheses(section).into_iter().map(move |clause| (verb, clause)))
        .collect()
}

fn split_outside_of_parentheses(section: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, character) in section.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(section[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(section[from..].trim());
    parts
}

/// Every path of a JSON value, with the names of what can be one of several.
fn note(path: &str, value: &Value, parts: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| note(&format!("{path}/{name}"), value, parts)),
        Value::Array(values) => values.iter().for_each(|value| note(&format!("{path}/-"), value, parts)),
        Value::String(text) if ["/name", "/kind", "/type"].iter().any(|end| path.ends_with(end)) => {
            parts.insert(format!("{path} {text}"));
        }
        Value::Null => _ = parts.insert(format!("{path} null")),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => _ = parts.insert(path.to_owned()),
    }
}

impl HttpClient for Recorded {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Recorded {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let body = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let answer = self.answer(target, &body).to_string();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(200.try_into().unwrap(), SdkBody::from(answer))))
    }
}
