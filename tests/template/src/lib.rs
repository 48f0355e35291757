//! Reads a CloudFormation template as its JSON form: short tags become what they stand for, so that `!Ref Table` and
//! `{"Ref": "Table"}` are the same to a test.
//!
//! Only the events of a YAML parser are used. Readers that make values of them drop tags they do not know, and
//! CloudFormation is made of these. Loops are written out, so that a test sees every resource that is deployed.

pub mod code;
mod loops;

pub use loops::NotExpanded;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

/// A text that is no template.
#[derive(Debug, thiserror::Error)]
pub enum NotATemplate {
    /// The YAML parser's words.
    #[error("it is not YAML: {0}")]
    Yaml(saphyr_parser::ScanError),
    /// CloudFormation refuses anchors and aliases too.
    #[error("line {line}: {what}")]
    Construct {
        /// Where.
        line: usize,
        /// What.
        what: &'static str,
    },
    /// A loop, or what stands in one.
    #[error(transparent)]
    Loop(#[from] NotExpanded),
}

/// Reads a template, with its loops written out.
pub fn read(yaml: &str) -> Result<Value, NotATemplate> {
    Ok(loops::expand(&written(yaml)?)?)
}

/// The template as it is written.
fn written(yaml: &str) -> Result<Value, NotATemplate> {
    let mut events = Parser::new_from_str(yaml);
    loop {
        match next(&mut events)? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            (event, line) => return node(&mut events, event, line),
        }
    }
}

fn next<'y>(events: &mut Parser<'y, saphyr_parser::StrInput<'y>>) -> Result<(Event<'y>, usize), NotATemplate> {
    match events.next_event() {
        Some(Ok((event, span))) => Ok((event, span.start.line())),
        Some(Err(error)) => Err(NotATemplate::Yaml(error)),
        None => Ok((Event::StreamEnd, 0)),
    }
}

fn node<'y>(
    events: &mut Parser<'y, saphyr_parser::StrInput<'y>>,
    event: Event<'y>,
    line: usize,
) -> Result<Value, NotATemplate> {
    match event {
        Event::Scalar(text, ScalarStyle::Plain, _, None) => Ok(plain(&text)),
        Event::Scalar(text, _, _, tag) => Ok(tagged(tag.as_deref(), Value::from(text.as_ref()))),
        Event::SequenceStart(_, tag) => {
            let mut items = Vec::new();
            loop {
                match next(events)? {
                    (Event::SequenceEnd, _) => break,
                    (event, line) => items.push(node(events, event, line)?),
                }
            }
            Ok(tagged(tag.as_deref(), Value::Array(items)))
        }
        Event::MappingStart(_, tag) => {
            let mut fields = Map::new();
            loop {
                let key = match next(events)? {
                    (Event::MappingEnd, _) => break,
                    (Event::Scalar(key, ..), _) => key.into_owned(),
                    (_, line) => return Err(NotATemplate::Construct { line, what: "a key that is not a text" }),
                };
                let (event, line) = next(events)?;
                if fields.insert(key, node(events, event, line)?).is_some() {
                    return Err(NotATemplate::Construct { line, what: "a key that stands there twice" });
                }
            }
            Ok(tagged(tag.as_deref(), Value::Object(fields)))
        }
        Event::Alias(_) => Err(NotATemplate::Construct { line, what: "an alias" }),
        Event::Nothing
        | Event::StreamStart
        | Event::StreamEnd
        | Event::DocumentStart(_)
        | Event::DocumentEnd
        | Event::SequenceEnd
        | Event::MappingEnd => Err(NotATemplate::Construct { line, what: "nothing where a value should be" }),
    }
}

fn tagged(tag: Option<&Tag>, value: Value) -> Value {
    let Some(tag) = tag else { return value };
    let (name, value) = match (tag.suffix.as_str(), value) {
        (name @ ("Ref" | "Condition"), value) => (name.to_owned(), value),
        ("GetAtt", Value::String(path)) => ("Fn::GetAtt".to_owned(), path.splitn(2, '.').collect()),
        (name, value) => (format!("Fn::{name}"), value),
    };
    Value::Object(Map::from_iter([(name, value)]))
}

fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match text.parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) => fraction(text).map_or_else(|| Value::from(text), Value::from),
        },
    }
}

/// A number with decimals. Without them a text stays one: `1e3` and `nan` may be names.
fn fraction(text: &str) -> Option<f64> {
    let is_fraction = text.contains('.') && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    text.parse().ok().filter(|_| is_fraction)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_tags_become_their_long_forms() {
        let yaml =
            "A: !Ref B\nC: !GetAtt D.Arn\nE: !Sub [\"${F}\", { F: !Ref G }]\nH: !If [X, {n: 1}, !Ref AWS::NoValue]\n";
        assert_eq!(
            read(yaml).unwrap(),
            json!({
                "A": {"Ref": "B"},
                "C": {"Fn::GetAtt": ["D", "Arn"]},
                "E": {"Fn::Sub": ["${F}", {"F": {"Ref": "G"}}]},
                "H": {"Fn::If": ["X", {"n": 1}, {"Ref": "AWS::NoValue"}]},
            })
        );
    }

    #[test]
    fn a_quoted_number_or_truth_stays_a_text() {
        assert_eq!(
            read("A: \"true\"\nB: true\nC: '7'\nD: 7\nE: 0.1\nF: nan").unwrap(),
            json!({"A": "true", "B": true, "C": "7", "D": 7, "E": 0.1, "F": "nan"})
        );
    }

    #[test]
    fn aliases_and_doubled_keys_are_refused() {
        for yaml in ["A: &x 1\nB: *x", "A: 1\nA: 2"] {
            assert!(matches!(read(yaml), Err(NotATemplate::Construct { line: 2, .. })), "{yaml}");
        }
    }
}
