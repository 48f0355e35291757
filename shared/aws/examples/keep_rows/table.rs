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
        let expression = update["UpdateExpression"].as_str().unwrap();
        let words: Vec<&str> = expression.split([' ', ',', '(', ')', '=']).filter(|word| !word.is_empty()).collect();
        let (verb, value) = (words[0], words.iter().find(|word| word.starts_with(':')));
        let name = update["ExpressionAttributeNames"][words[1]].as_str().unwrap_or(words[1]).to_owned();
        match (verb, value) {
            ("SET" | "ADD", Some(value)) if !(expression.contains("if_not_exists") && item.contains_key(&name)) => {
                drop(item.insert(name, update["ExpressionAttributeValues"][*value].clone()));
            }
            ("REMOVE", None) => drop(item.remove(&name)),
            _ => {}
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
                        (None, None) => panic!("{write}"),
                    }
                }
            }
            other => panic!("nothing is written by {other}"),
        }
        json!({})
    }
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
