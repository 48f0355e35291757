//! What refers to what.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::common::{TEMPLATE, resources, texts};

/// The names that a value refers to: `Ref`, `Fn::GetAtt`, and the variables of `Fn::Sub`.
fn names_in(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| names_in(item, names)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("Ref", Value::String(name)) => drop(names.insert(name.clone())),
                    ("Fn::GetAtt", Value::Array(parts)) => names.extend(parts[0].as_str().map(str::to_owned)),
                    ("Fn::Sub", Value::String(text)) => names.extend(variables(text)),
                    ("Fn::Sub", Value::Array(parts)) => {
                        let own = |name: &String| !parts[1][name].is_null();
                        names.extend(variables(parts[0].as_str().expect("a text")).into_iter().filter(|n| !own(n)));
                        names_in(&parts[1], names);
                    }
                    _ => names_in(value, names),
                }
            }
        }
        _ => {}
    }
}

fn variables(text: &str) -> Vec<String> {
    let inside = text.split("${").skip(1).filter_map(|rest| rest.split('}').next());
    inside.map(|name| name.split('.').next().unwrap_or(name).to_owned()).collect()
}

#[test]
fn every_reference_leads_somewhere() {
    let is_there = |name: &String| {
        let sections = ["Parameters", "Resources"];
        name.starts_with("AWS::") || sections.iter().any(|section| !TEMPLATE[section][name].is_null())
    };
    let outputs = TEMPLATE["Outputs"].as_object().expect("outputs").iter().map(|(id, output)| (id.as_str(), output));
    for (id, value) in resources().chain(outputs) {
        let mut names = BTreeSet::new();
        names_in(value, &mut names);
        names.extend(texts(&value["DependsOn"]).into_iter().map(str::to_owned));
        let nowhere: Vec<_> = names.into_iter().filter(|name| !is_there(name)).collect();
        assert!(nowhere.is_empty(), "{id} refers to {nowhere:?}");
    }
}

#[test]
fn no_resource_waits_for_itself() {
    let mut waits: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (id, resource) in resources() {
        let names = waits.entry(id).or_default();
        names_in(&resource["Properties"], names);
        names.extend(texts(&resource["DependsOn"]).into_iter().map(str::to_owned));
        names.retain(|name| !TEMPLATE["Resources"][name].is_null());
    }
    // What waits for nothing is made, until nothing is left.
    while !waits.is_empty() {
        let made: BTreeSet<&str> = waits.iter().filter(|(_, names)| names.is_empty()).map(|(id, _)| *id).collect();
        assert!(!made.is_empty(), "in a circle, or behind one: {:?}", waits.keys());
        waits.retain(|id, _| !made.contains(id));
        waits.values_mut().for_each(|names| names.retain(|name| !made.contains(name.as_str())));
    }
}
