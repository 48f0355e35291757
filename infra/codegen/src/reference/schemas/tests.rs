use serde_json::json;

use super::*;

fn components() -> Value {
    json!({"schemas": {
        "Size": {"description": "A size.", "type": "integer", "minimum": 1},
        "Factor": {"description": "A factor.", "oneOf": [
            {"type": "object", "description": "A code.", "required": ["type", "code"], "properties": {
                "type": {"type": "string", "const": "code"},
                "code": {"type": "string", "minLength": 4, "maxLength": 40, "pattern": "^[!-~]+$"},
            }},
            {"type": "object", "required": ["type"], "properties": {"type": {"type": "string", "const": "mail"}}},
        ]},
        "State": {"description": "A state.", "oneOf": [
            {"type": "string", "const": "on", "description": "It runs."},
            {"type": "string", "const": "off", "description": "It does not."},
        ]},
        "Whole": {"description": "All of it.", "type": "object", "required": ["sizes"], "properties": {
            "factor": {"description": "What to show.", "anyOf": [{"$ref": "#/components/schemas/Factor"}, {"type": "null"}]},
            "sizes": {"type": "array", "maxItems": 3, "items": {"$ref": "#/components/schemas/Size"}},
            "state": {"description": "How it is.", "$ref": "#/components/schemas/State", "default": "on"},
        }},
    }})
}

fn lines(rows: &[Row]) -> Vec<String> {
    let line = |row: &Row| match row {
        Row::Case { when, description } => format!("{when}: {description}"),
        Row::Field(field) => {
            let limits: Vec<String> = field.limits.iter().map(Markup::to_string).collect();
            let required = if field.is_required { "!" } else { "" };
            format!("{}{required} {} | {} | {}", field.path, field.kind, field.description, limits.join("; "))
        }
    };
    rows.iter().map(line).collect()
}

#[test]
fn a_request_is_shown_with_all_that_is_in_it() {
    let components = components();
    let rows = Schemas::of(&components).rows(&components["schemas"]["Whole"], Inner::Here).expect("rows");
    assert_eq!(
        lines(&rows),
        [
            "sizes! integer[] |  | 3 items at most; each 1 at least",
            "factor object or null | What to show. | ",
            "Where <code>factor.type</code> is <code>code</code>: A code.",
            "factor.<wbr>code! string |  | 4 to 40 characters; pattern <code>^[!-~]+$</code>",
            "Where <code>factor.type</code> is <code>mail</code>: ",
            "state string | How it is. | one of <code>on</code>, <code>off</code>; by default <code>on</code>",
        ]
    );
}

#[test]
fn an_answer_is_shown_by_links_to_sections_that_are_there() {
    let components = components();
    let schemas = Schemas::of(&components);
    let whole = json!({"$ref": "#/components/schemas/Whole"});
    let types = schemas.types(&[&whole]).expect("types");
    let names: Vec<&str> = types.iter().map(|shown| shown.name.as_str()).collect();
    assert_eq!(names, ["Factor", "State", "Whole"]);
    assert_eq!(types[0].description.to_string(), "A factor.", "and not what it means in one place");
    let values: Vec<String> = types[1].values.iter().map(|(value, meaning)| format!("{value}: {meaning}")).collect();
    assert_eq!(values, ["on: It runs.", "off: It does not."]);
    assert_eq!(
        lines(&types[2].rows)[1..],
        [
            "factor <a href=\"#type-Factor\">Factor</a> or null | What to show. | ",
            "state <a href=\"#type-State\">State</a> | How it is. | by default <code>on</code>",
        ]
    );
}

#[test]
fn a_choice_that_no_line_can_show_is_an_error() {
    let components = components();
    let schema = json!({"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}});
    assert!(Schemas::of(&components).rows(&schema, Inner::Here).is_err());
}
