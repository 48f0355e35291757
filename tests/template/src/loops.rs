//! What the transform `AWS::LanguageExtensions` makes of a template: loops become the resources that they stand for, and
//! what a mapping says stands where it is looked up.
//!
//! Only what can be told from the template alone is worked out; what a stack is needed for stays as it is. Of the rest,
//! anything that is not understood is refused: a rule that does not see a resource would hold of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

const TRANSFORM: &str = "AWS::LanguageExtensions";
const LOOP: &str = "Fn::ForEach";
/// "`Fn::ForEach` … within the `Conditions`, `Outputs`, and `Resources` … sections".
const SECTIONS: [&str; 3] = ["Conditions", "Resources", "Outputs"];
/// Functions that are left to whoever makes the stack; their arguments may hold others that are not.
const LEFT: [&str; 9] =
    ["Condition", "Fn::And", "Fn::Equals", "Fn::If", "Fn::Join", "Fn::Not", "Fn::Or", "Fn::Select", "Fn::Split"];

/// Why a loop, or what stands in it, cannot be written out.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct NotExpanded {
    /// The keys that lead there.
    place: String,
    what: String,
}

/// The template with its loops written out.
pub(crate) fn expand(template: &Value) -> Result<Value, NotExpanded> {
    let mut context = Context { mappings: &template["Mappings"], template, place: Vec::new() };
    let Value::Object(sections) = template else { return Ok(template.clone()) };
    let transform = &template["Transform"];
    if !transform.is_null() && *transform != TRANSFORM {
        return Err(context.fault("a transform that is not known here"));
    }
    let mut expanded = Map::new();
    for (name, section) in sections {
        context.place.push(name.clone());
        if SECTIONS.contains(&name.as_str()) && !transform.is_null() {
            let section = context.members(section, &BTreeMap::new(), true)?;
            expanded.insert(name.clone(), section);
        } else {
            context.refuse_loops(section)?;
            expanded.insert(name.clone(), section.clone());
        }
        context.place.pop();
    }
    Ok(Value::Object(expanded))
}

/// What the identifiers of the loops around a place stand for.
type Bindings = BTreeMap<String, String>;

struct Context<'t> {
    template: &'t Value,
    mappings: &'t Value,
    place: Vec<String>,
}

impl Context<'_> {
    fn fault(&self, what: impl Into<String>) -> NotExpanded {
        NotExpanded { place: self.place.join("/"), what: what.into() }
    }

    fn refuse_loops(&self, value: &Value) -> Result<(), NotExpanded> {
        match value {
            Value::Object(fields) => {
                if fields.keys().any(|key| key.starts_with(LOOP)) {
                    return Err(self.fault("a loop where none may be"));
                }
                fields.values().try_for_each(|value| self.refuse_loops(value))
            }
            Value::Array(items) => items.iter().try_for_each(|item| self.refuse_loops(item)),
            _ => Ok(()),
        }
    }

    /// A value, which is a call of a function, or holds some.
    fn value(&mut self, value: &Value, bindings: &Bindings) -> Result<Value, NotExpanded> {
        match value {
            Value::String(text) => {
                // It would stay as it is, which nobody means.
                match bindings.keys().find(|name| placeholders(name).iter().any(|place| text.contains(place))) {
                    Some(name) => Err(self.fault(format!("{name} stands in a text without !Sub: {text}"))),
                    None => Ok(value.clone()),
                }
            }
            Value::Array(items) => items.iter().map(|item| self.value(item, bindings)).collect(),
            Value::Object(fields) => match fields.iter().next() {
                Some((name, argument)) if fields.len() == 1 && is_function(name) => {
                    self.place.push(name.clone());
                    let called = self.call(name, argument, bindings)?;
                    self.place.pop();
                    Ok(called)
                }
                _ => self.members(value, bindings, false),
            },
            _ => Ok(value.clone()),
        }
    }

    /// The fields of an object, with loops among them written out. The keys of a section are names.
    fn members(&mut self, object: &Value, bindings: &Bindings, are_names: bool) -> Result<Value, NotExpanded> {
        let Value::Object(fields) = object else { return Err(self.fault("no fields")) };
        let mut members = Map::new();
        for (key, value) in fields {
            self.place.push(key.clone());
            let made = if key.starts_with(LOOP) {
                self.repeat(key, value, bindings)?
            } else if is_function(key) && key != "Condition" {
                return Err(self.fault("a function among other fields"));
            } else {
                vec![(key.clone(), self.value(value, bindings)?)]
            };
            for (key, value) in made {
                if are_names && !key.chars().all(|c| c.is_ascii_alphanumeric()) {
                    return Err(self.fault(format!("a name takes letters and digits: {key}")));
                }
                if members.insert(key.clone(), value).is_some() {
                    return Err(self.fault(format!("{key} is there twice")));
                }
            }
            self.place.pop();
        }
        Ok(Value::Object(members))
    }

    fn repeat(&mut self, key: &str, value: &Value, bindings: &Bindings) -> Result<Vec<(String, Value)>, NotExpanded> {
        let name = key.strip_prefix("Fn::ForEach::").filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| self.fault("a loop without a name"))?;
        if !self.template["Resources"][name].is_null() {
            return Err(self.fault("a loop that is called like a resource"));
        }
        if loops_called(key, self.template) > 1 {
            return Err(self.fault("two loops of one name"));
        }
        let Some([Value::String(identifier), collection, Value::Object(fragment)]) =
            value.as_array().map(Vec::as_slice)
        else {
            return Err(self.fault("a loop takes an identifier, a collection and what is repeated"));
        };
        let is_name = !identifier.is_empty() && identifier.chars().all(|c| c.is_ascii_alphanumeric());
        let is_taken = ["Parameters", "Resources"].iter().any(|section| !self.template[section][identifier].is_null());
        if !is_name || is_taken || bindings.contains_key(identifier) {
            return Err(self.fault(format!("{identifier} cannot be the identifier of a loop")));
        }
        let Value::Array(items) = self.value(collection, bindings)? else {
            return Err(self.fault("the collection is no list that the template itself tells"));
        };
        let mut made = Vec::new();
        for item in items {
            let Value::String(item) = item else { return Err(self.fault(format!("{item} is no text"))) };
            let mut bindings = bindings.clone();
            bindings.insert(identifier.clone(), item);
            for (key, value) in fragment {
                self.place.push(key.clone());
                if key.starts_with(LOOP) {
                    made.extend(self.repeat(key, value, &bindings)?);
                } else if placeholders(identifier).iter().any(|place| key.contains(place)) {
                    made.push((filled(key, &bindings), self.value(value, &bindings)?));
                } else {
                    return Err(self.fault(format!("the key does not name {identifier}")));
                }
                self.place.pop();
            }
        }
        Ok(made)
    }

    fn call(&mut self, name: &str, argument: &Value, bindings: &Bindings) -> Result<Value, NotExpanded> {
        let call = |argument| Value::Object(Map::from_iter([(name.to_owned(), argument)]));
        match name {
            "Ref" => match argument.as_str().and_then(|target| bindings.get(target)) {
                Some(item) => Ok(Value::from(item.as_str())),
                None => Ok(call(self.name(argument, bindings)?)),
            },
            "Fn::GetAtt" => {
                let Some([resource, attribute]) = argument.as_array().map(Vec::as_slice) else {
                    return Err(self.fault("a resource and its attribute"));
                };
                Ok(call(Value::Array(vec![self.name(resource, bindings)?, self.name(attribute, bindings)?])))
            }
            "Fn::FindInMap" => self.found(argument, bindings),
            "Fn::Sub" => self.substituted(argument, bindings),
            _ if LEFT.contains(&name) => Ok(call(self.value(argument, bindings)?)),
            _ => Err(self.fault("a function that is not known here")),
        }
    }

    /// The name of something: a text, once everything is worked out.
    fn name(&mut self, value: &Value, bindings: &Bindings) -> Result<Value, NotExpanded> {
        match self.value(value, bindings)? {
            Value::String(name) => Ok(Value::String(name)),
            other => Err(self.fault(format!("this is no name: {other}"))),
        }
    }

    fn found(&mut self, argument: &Value, bindings: &Bindings) -> Result<Value, NotExpanded> {
        let (keys, default) = match argument.as_array().map(Vec::as_slice) {
            Some(keys @ [_, _, _]) => (keys, None),
            Some([keys @ .., Value::Object(more)]) if keys.len() == 3 && more.len() == 1 => {
                (keys, Some(more.get("DefaultValue").ok_or_else(|| self.fault("what is the fourth argument?"))?))
            }
            _ => return Err(self.fault("a mapping and two keys")),
        };
        let mut found = self.mappings;
        for (depth, key) in keys.iter().enumerate() {
            let Value::String(key) = self.name(key, bindings)? else { return Err(self.fault("a key is a text")) };
            found = match (found.get(&key), default) {
                (Some(found), _) => found,
                (None, Some(default)) if depth > 0 => return self.value(default, bindings),
                (None, _) => return Err(self.fault(format!("the mapping has no {key}"))),
            };
        }
        if found.is_object() { Err(self.fault("a mapping has two levels")) } else { Ok(found.clone()) }
    }

    /// Constants are put in; what only the stack knows stays.
    fn substituted(&mut self, argument: &Value, bindings: &Bindings) -> Result<Value, NotExpanded> {
        let (text, variables) = match argument {
            Value::String(text) => (text, None),
            Value::Array(both) => match both.as_slice() {
                [Value::String(text), Value::Object(variables)] => (text, Some(variables)),
                _ => return Err(self.fault("a text and what stands for its variables")),
            },
            _ => return Err(self.fault("no text")),
        };
        if bindings.keys().any(|name| text.contains(&format!("&{{{name}}}"))) {
            return Err(self.fault("&{} stays as it is in a text"));
        }
        let mut constants = bindings.clone();
        let mut left = Map::new();
        for (name, value) in variables.into_iter().flatten() {
            match self.value(value, bindings)? {
                _ if bindings.contains_key(name) => return Err(self.fault(format!("{name} means two things"))),
                Value::String(constant) => drop(constants.insert(name.clone(), constant)),
                Value::Number(constant) => drop(constants.insert(name.clone(), constant.to_string())),
                other => drop(left.insert(name.clone(), other)),
            }
        }
        if constants.values().any(|constant| constant.contains("${")) {
            return Err(self.fault("a constant that would be read as a variable"));
        }
        let text = filled(text, &constants);
        let text = Value::from(match (text.contains("${"), left.is_empty()) {
            (false, true) => return Ok(Value::String(text)),
            (_, true) => return Ok(Value::Object(Map::from_iter([("Fn::Sub".to_owned(), Value::String(text))]))),
            _ => text,
        });
        Ok(Value::Object(Map::from_iter([("Fn::Sub".to_owned(), Value::Array(vec![text, Value::Object(left)]))])))
    }
}

fn is_function(name: &str) -> bool {
    name.starts_with("Fn::") && !name.starts_with(LOOP) || ["Ref", "Condition"].contains(&name)
}

/// How often a loop is written in the template.
fn loops_called(key: &str, value: &Value) -> usize {
    match value {
        Value::Object(fields) => {
            usize::from(fields.contains_key(key)) + fields.values().map(|v| loops_called(key, v)).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(|item| loops_called(key, item)).sum(),
        _ => 0,
    }
}

fn placeholders(name: &str) -> [String; 2] {
    [format!("${{{name}}}"), format!("&{{{name}}}")]
}

/// The text with its placeholders filled in. `&{}` leaves out what is no letter and no digit.
fn filled(text: &str, values: &Bindings) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        let [plain, stripped] = placeholders(name);
        let alphanumeric: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
        text.replace(&plain, value).replace(&stripped, &alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn expanded(sections: &Value) -> Result<Value, String> {
        let mut template = sections.clone();
        template["Transform"] = json!(TRANSFORM);
        expand(&template).map_err(|fault| fault.to_string())
    }

    /// The resources that come of one loop over A and B.
    fn looped(fragment: &Value) -> Result<Value, String> {
        let sections = json!({
            "Mappings": {"Of": {"A": {"Size": 1, "Kind": "x-a"}, "B": {"Kind": "x-b"}}},
            "Parameters": {"Given": {}},
            "Resources": {"Fn::ForEach::Letters": ["Letter", ["A", "B"], fragment]},
        });
        expanded(&sections).map(|template| template["Resources"].clone())
    }

    #[test]
    fn a_loop_stands_for_what_it_repeats() {
        let found = looped(&json!({
            "${Letter}Queue": {"Properties": {"Name": {"Ref": "Letter"}, "Dead": {"Fn::GetAtt": [{"Fn::Sub": "${Letter}Dead"}, "Arn"]}}},
            "${Letter}Dead": {"Properties": {"Queue": {"Ref": {"Fn::Sub": "${Letter}Queue"}}}},
        }));
        let queue = |letter: &str| {
            let dead = format!("{letter}Dead");
            json!({"Properties": {"Name": letter, "Dead": {"Fn::GetAtt": [dead, "Arn"]}}})
        };
        let dead = |letter: &str| json!({"Properties": {"Queue": {"Ref": format!("{letter}Queue")}}});
        assert_eq!(
            found.unwrap(),
            json!({"AQueue": queue("A"), "BQueue": queue("B"), "ADead": dead("A"), "BDead": dead("B")})
        );
    }

    #[test]
    fn a_mapping_is_looked_up_and_has_a_default() {
        let size = json!({"Fn::FindInMap": ["Of", {"Ref": "Letter"}, "Size", {"DefaultValue": 7}]});
        assert_eq!(looped(&json!({"${Letter}": size})), Ok(json!({"A": 1, "B": 7})));
        let parameter = json!({"Ref": {"Fn::FindInMap": ["Of", {"Ref": "Letter"}, "Kind"]}});
        assert_eq!(looped(&json!({"${Letter}": parameter})), Ok(json!({"A": {"Ref": "x-a"}, "B": {"Ref": "x-b"}})));
        let without = json!({"Fn::FindInMap": ["Of", {"Ref": "Letter"}, "Size"]});
        assert!(looped(&json!({"${Letter}": without})).unwrap_err().ends_with("the mapping has no Size"));
        let of_parameter = json!({"Fn::FindInMap": ["Of", {"Ref": "Given"}, "Size"]});
        assert!(looped(&json!({"${Letter}": of_parameter})).unwrap_err().contains("this is no name"));
    }

    #[test]
    fn constants_are_put_into_a_text_and_what_the_stack_knows_stays() {
        let kind = json!({"Fn::FindInMap": ["Of", {"Ref": "Letter"}, "Kind"]});
        let text =
            |text: &str, more: &Value| looped(&json!({"${Letter}": {"Fn::Sub": [text, more]}})).unwrap()["A"].clone();
        assert_eq!(
            text("${AWS::StackName}-${Kind}", &json!({"Kind": kind})),
            json!({"Fn::Sub": "${AWS::StackName}-x-a"})
        );
        assert_eq!(text("${Letter}-${Kind}", &json!({"Kind": kind})), json!("A-x-a"));
        let given = json!({"Kind": kind, "Given": {"Ref": "Given"}});
        assert_eq!(text("${Given}-${Kind}", &given), json!({"Fn::Sub": ["${Given}-x-a", {"Given": {"Ref": "Given"}}]}));
    }

    #[test]
    fn loops_stand_in_loops_and_among_fields() {
        let inner = json!({"Fn::ForEach::Numbers": ["Number", ["1", "2"], {"${Letter}${Number}": {"Ref": "Number"}}]});
        assert_eq!(looped(&inner), Ok(json!({"A1": "1", "A2": "2", "B1": "1", "B2": "2"})));
        let fields = json!({"Fn::ForEach::Names": ["Name", ["x-1"], {"&{Name}": {"Ref": "Letter"}, "${Name}": 2}]});
        assert_eq!(looped(&json!({"${Letter}": fields})).unwrap()["B"], json!({"x1": "B", "x-1": 2}));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (fragment, why) in [
            (json!({"Queue": {}}), "does not name Letter"),
            (json!({"${Letter}-Queue": {}}), "letters and digits"),
            (json!({"${Letter}": "of ${Letter}"}), "without !Sub"),
            (json!({"${Letter}": {"Fn::Sub": "&{Letter}"}}), "stays as it is"),
            (json!({"${Letter}": {"Fn::Sub": ["${Letter}", {"Letter": "x"}]}}), "means two things"),
            (json!({"${Letter}": {"Fn::Length": [1]}}), "not known here"),
            (json!({"${Letter}": {"Fn::Sub": "x", "More": 1}}), "among other fields"),
            (json!({"${Letter}": {"Ref": {"Fn::If": ["Is", "A", "B"]}}}), "this is no name"),
            (json!({"Fn::ForEach::In": ["Letter", ["C"], {"${Letter}": 1}]}), "cannot be the identifier"),
            (json!({"Fn::ForEach::In": ["Given", ["C"], {"${Given}": 1}]}), "cannot be the identifier"),
            (json!({"Fn::ForEach::In": ["C", {"Ref": "Given"}, {"${C}": 1}]}), "is no list"),
            (json!({"Fn::ForEach::In": ["C", ["C"], {"${C}": 1}]}), "is there twice"),
        ] {
            let fault = looped(&fragment).expect_err(why);
            assert!(fault.contains(why), "{fragment}: {fault}");
        }
        let a_loop = json!({"Fn::ForEach::Loop": ["Letter", ["A"], {"${Letter}": 1}]});
        let outside = expand(&json!({"Resources": a_loop})).unwrap_err();
        assert_eq!(outside.to_string(), "Resources: a loop where none may be", "the transform is not asked for");
        assert!(expanded(&json!({"Parameters": a_loop})).unwrap_err().contains("where none may be"));
        let twice = json!({"Resources": a_loop, "Outputs": a_loop});
        assert!(expanded(&twice).unwrap_err().contains("two loops of one name"));
        assert!(expand(&json!({"Transform": "AWS::Serverless-2016-10-31"})).is_err());
    }
}
