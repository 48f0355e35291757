//! The document's own examples: whether they are there, and whether they are what their schemas say.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Document, Way};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

impl Document {
    /// What is missing or wrong: every kind of content that a request may have needs an example, every answer in JSON, and every
    /// problem that an answer may be.
    pub fn faults_of_examples(&self) -> Vec<String> {
        let paths = self.json()["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(_, methods)| methods.as_object().into_iter().flatten());
        operations.flat_map(|(_, operation)| self.faults_of_operation(operation)).collect()
    }

    fn faults_of_operation(&self, operation: &Value) -> Vec<String> {
        let name = operation["operationId"].as_str().unwrap_or_default();
        let mut faults = Vec::new();
        for (kind, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            match content.get("example") {
                None => faults.push(format!("no example of {kind} is sent")),
                Some(example) => faults.extend(self.faults_of_value(&content["schema"], example, Way::In)),
            }
        }
        for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
            let contents = answer["content"].as_object().into_iter().flatten();
            let found = contents.flat_map(|(kind, content)| self.faults_of_answers(kind, content));
            faults.extend(found.map(|fault| format!("{status}: {fault}")));
        }
        faults.into_iter().map(|fault| format!("{name}: {fault}")).collect()
    }

    fn faults_of_answers(&self, kind: &str, content: &Value) -> Vec<String> {
        let named = content["examples"].as_object().into_iter().flatten();
        let named: Vec<_> = named.map(|(name, example)| (name.as_str(), &self.resolved(example)["value"])).collect();
        let alone = content.get("example").map(|example| ("", example));
        let names: BTreeSet<&str> = named.iter().map(|(name, _)| *name).collect();
        let codes = content["schema"]["allOf"][1]["properties"]["code"]["enum"].as_array().into_iter().flatten();
        let codes: BTreeSet<&str> = codes.filter_map(Value::as_str).collect();
        let mut faults = Vec::new();
        if kind == PROBLEM && names != codes {
            faults.push(format!("its problems are {codes:?}, and the examples {names:?}"));
        }
        if kind == JSON && named.is_empty() && alone.is_none() {
            faults.push("no example is answered".to_owned());
        }
        for (name, example) in named.into_iter().chain(alone) {
            let wrong = self.faults_of_value(&content["schema"], example, Way::Out);
            faults.extend(wrong.into_iter().map(|fault| format!("{name}: {fault}")));
            if kind == PROBLEM && example["code"] != name {
                faults.push(format!("{name} shows {}", example["code"]));
            }
        }
        faults
    }
}
