//! The template, and what its statements say.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

pub(crate) static TEMPLATE: LazyLock<Value> = LazyLock::new(|| read("infra/template.yaml"));

/// What stands before the service, if the operator deploys it.
pub(crate) static FIREWALL: LazyLock<Value> = LazyLock::new(|| read("infra/firewall.yaml"));

fn read(path: &str) -> Value {
    let text = std::fs::read_to_string(workspace::root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    template::read(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

pub(crate) fn resources() -> impl Iterator<Item = (&'static str, &'static Value)> {
    TEMPLATE["Resources"].as_object().expect("Resources").iter().map(|(id, resource)| (id.as_str(), resource))
}

/// Demands of the template that nothing is wrong by this rule, and of the rule that it finds each of these changes: the place in the
/// template, and what stands there instead.
pub(crate) fn demand(rule: fn(&Value) -> Vec<String>, changes: &[(&str, Value)]) {
    demand_of(&TEMPLATE, rule, changes);
}

/// The same of another template.
pub(crate) fn demand_of(template: &Value, rule: fn(&Value) -> Vec<String>, changes: &[(&str, Value)]) {
    assert_eq!(rule(template), [""; 0]);
    for (pointer, instead) in changes {
        let mut changed = template.clone();
        let place = changed.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing stands at {pointer}"));
        assert_ne!(place, instead, "{pointer} stands so already");
        *place = instead.clone();
        assert!(!rule(&changed).is_empty(), "{pointer} as {instead} is not found");
    }
}

/// Notes what does not stand in the template as it has to.
pub(crate) fn faults<const N: usize>(template: &Value, expected: [(&str, Value); N]) -> Vec<String> {
    let found = expected.into_iter().filter_map(|(pointer, expected)| {
        let found = template.pointer(pointer).unwrap_or(&Value::Null);
        (*found != expected).then(|| format!("{pointer} is {found}, and has to be {expected}"))
    });
    found.collect()
}

/// Logical id and properties of each resource of a type.
pub(crate) fn of_type(kind: &str) -> BTreeMap<&'static str, &'static Value> {
    resources().filter(|(_, r)| r["Type"] == kind).map(|(id, r)| (id, &r["Properties"])).collect()
}

pub(crate) fn properties(id: &str) -> &'static Value {
    &TEMPLATE["Resources"][id]["Properties"]
}

pub(crate) fn ref_to(id: &str) -> Value {
    json!({ "Ref": id })
}

pub(crate) fn attribute(id: &str, name: &str) -> Value {
    json!({ "Fn::GetAtt": [id, name] })
}

/// A single value and a list of one are the same to IAM.
pub(crate) fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

pub(crate) fn texts(value: &Value) -> Vec<&str> {
    list(value).into_iter().filter_map(Value::as_str).collect()
}

/// The logical id at the other end of a `Ref` or `Fn::GetAtt`.
pub(crate) fn target(value: &Value) -> Option<&str> {
    value["Ref"].as_str().or_else(|| value["Fn::GetAtt"][0].as_str())
}

/// A policy statement and the name of the resource that holds it. Conditional ones are taken as given.
pub(crate) struct Statement {
    pub(crate) owner: &'static str,
    pub(crate) body: &'static Value,
}

impl Statement {
    pub(crate) fn all_in(owner: &'static str, document: &'static Value) -> Vec<Self> {
        list(&document["Statement"])
            .into_iter()
            .map(|s| if s["Fn::If"].is_array() { &s["Fn::If"][1] } else { s })
            .map(|body| Self { owner, body })
            .collect()
    }

    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.owner, self.body["Sid"].as_str().unwrap_or("?"))
    }

    pub(crate) fn allows(&self) -> bool {
        self.body["Effect"] == "Allow"
    }

    pub(crate) fn actions(&self) -> Vec<&'static str> {
        texts(&self.body["Action"])
    }

    /// The kinds of rows that the statement is held to; none where it is not held to any.
    pub(crate) fn rows(&self) -> Vec<&'static str> {
        texts(&self.body["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
    }

    pub(crate) fn resources(&self) -> Vec<&'static Value> {
        list(&self.body["Resource"])
    }
}

/// What roles and managed policies say. A role owns what its own rights say as well; the baseline is everybody's.
pub(crate) fn iam_statements() -> Vec<Statement> {
    let inline = of_type("AWS::IAM::Role").into_iter().flat_map(|(id, role)| {
        list(&role["Policies"]).into_iter().flat_map(move |p| Statement::all_in(id, &p["PolicyDocument"]))
    });
    let managed = of_type("AWS::IAM::ManagedPolicy")
        .into_iter()
        .flat_map(|(id, policy)| Statement::all_in(owner_of(id), &policy["PolicyDocument"]));
    inline.chain(managed).collect()
}

/// The one role that refers to a policy, or the policy itself where several do.
fn owner_of(policy: &'static str) -> &'static str {
    let roles = of_type("AWS::IAM::Role").into_iter();
    let has = |role: &Value| list(&role["ManagedPolicyArns"]).contains(&&ref_to(policy));
    match roles.filter(|(_, role)| has(role)).map(|(id, _)| id).collect::<Vec<_>>()[..] {
        [role] => role,
        _ => policy,
    }
}

/// What keys, the bucket and the queues say.
pub(crate) fn resource_statements() -> Vec<Statement> {
    ["AWS::KMS::Key", "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"]
        .into_iter()
        .flat_map(of_type)
        .flat_map(|(id, p)| [&p["KeyPolicy"], &p["PolicyDocument"]].map(|document| (id, document)))
        .flat_map(|(id, document)| Statement::all_in(id, document))
        .collect()
}

pub(crate) fn statement(owner: &str, sid: &str) -> &'static Value {
    let mut all = iam_statements().into_iter().chain(resource_statements());
    all.find(|s| s.owner == owner && s.body["Sid"] == sid).unwrap_or_else(|| panic!("no {owner}/{sid}")).body
}

/// `SealDocument` → `seal-document`.
pub(crate) fn package_of(id: &str) -> String {
    let mut name = String::new();
    for letter in id.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}
