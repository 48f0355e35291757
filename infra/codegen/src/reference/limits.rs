//! What a value must keep to, in words.

use serde_json::Value;

use super::markup::Markup;
use super::shape::{Shape, is_object, shown, values_of};

/// What a value must keep to. Values whose meanings are told elsewhere are left out.
pub(super) fn of(shape: &Shape, has_section: bool) -> Vec<Markup> {
    let number = |key: &str| shape.fields.get(key).map(Value::to_string);
    let mut limits = Vec::new();
    for (least, most, what) in
        [("minLength", "maxLength", " characters"), ("minItems", "maxItems", " items"), ("minimum", "maximum", "")]
    {
        let limit = match (number(least), number(most)) {
            (Some(least), None) if least == "1" && !what.is_empty() => "not empty".to_owned(),
            (Some(least), Some(most)) => format!("{least} to {most}{what}"),
            (Some(least), None) => format!("{least}{what} at least"),
            (None, Some(most)) => format!("{most}{what} at most"),
            (None, None) => continue,
        };
        limits.push(Markup::text(&limit));
    }
    if let Some(step) = number("multipleOf") {
        limits.push(Markup::text(&format!("in steps of {step}")));
    }
    if let Some(pattern) = shape.fields.get("pattern").and_then(Value::as_str) {
        limits.push(Markup::code(pattern).after("pattern "));
    }
    let own = Value::Object(shape.fields.clone());
    let described = shape.variants().filter(|variant| !is_object(variant)).flat_map(values_of);
    let values: Vec<_> = values_of(&own).into_iter().chain(described.filter(|_| !has_section)).map(shown).collect();
    match &values[..] {
        [] => {}
        [only] => limits.push(Markup::code(only).after("always ")),
        values => limits.push(Markup::list(values.iter().map(|value| Markup::code(value))).after("one of ")),
    }
    if let Some(default) = shape.fields.get("default") {
        limits.push(Markup::code(&shown(default)).after("by default "));
    }
    limits
}
