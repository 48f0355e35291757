//! The policy of a key that `keiin key make` makes is that of the operator's key in the template.

use std::collections::BTreeSet;

use operate::connection::Stack;
use operate::seal_key::{TAG, policy};
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::123456789012:role/keiin-SealDocumentRole-1A2B";

/// The template's key with what CloudFormation puts in: no requester of certificates, this role, this account.
fn resolved(value: &Value) -> Value {
    match value {
        Value::Object(fields) if fields.contains_key("Fn::If") => resolved(&value["Fn::If"][2]),
        Value::Object(fields) if fields.contains_key("Fn::GetAtt") => {
            assert_eq!(value["Fn::GetAtt"], json!(["SealDocumentRole", "Arn"]));
            json!(ROLE)
        }
        Value::Object(fields) if fields.contains_key("Fn::Sub") => {
            let text = value["Fn::Sub"].as_str().expect("a text");
            let text = text.replace("${AWS::Partition}", "aws").replace("${AWS::AccountId}", "123456789012");
            json!(text.replace("${SealDocumentRole}", "keiin-SealDocumentRole-1A2B"))
        }
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), resolved(value))).collect(),
        Value::Array(items) => {
            items.iter().map(resolved).filter(|item| *item != json!({"Ref": "AWS::NoValue"})).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn it_says_the_same_statement_by_statement() {
    let template = std::fs::read_to_string(workspace::root().join("infra/template.yaml")).expect("the template");
    let template = template::read(&template).expect("a template");
    let key = &template["Resources"]["OperatorSealKey"]["Properties"];
    let arn = "arn:aws:cloudformation:ap-northeast-1:123456789012:stack/keiin/5e1f".to_owned();
    let ours = policy(&Stack { arn, ..Stack::default() }, ROLE, None);
    let sorted = |policy: &Value| {
        let mut policy = policy.clone();
        for statement in policy["Statement"].as_array_mut().expect("statements") {
            if let Some(actions) = statement["Action"].as_array() {
                let actions: BTreeSet<String> =
                    actions.iter().map(|a| a.as_str().expect("a text").to_owned()).collect();
                statement["Action"] = json!(actions);
            }
        }
        policy
    };
    assert_eq!(sorted(&ours), sorted(&resolved(&key["KeyPolicy"])));
    assert!(key["Tags"].as_array().expect("tags").contains(&json!({"Key": TAG.0, "Value": TAG.1})));
}
