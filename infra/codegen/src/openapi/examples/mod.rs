//! Examples of what operations take and answer, and of every problem, for whoever reads the document.

mod answers;
pub(crate) mod names;
mod problems;
mod requests;

use anyhow::{Result, ensure};
use serde_json::{Map, Value, json};

pub(crate) use answers::AnswerExample;
pub(crate) use requests::{BYTES, CSV, FORM, JSON, PDF, RequestExample};

/// When the examples happen.
const NOW: &str = "2026-04-02T01:00:00Z";

/// All of them.
pub(crate) struct Examples {
    pub(crate) requests: Vec<RequestExample>,
    pub(crate) answers: Vec<AnswerExample>,
}

impl Examples {
    /// Makes them.
    ///
    /// # Errors
    /// Where one is not what its operation takes.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { requests: requests::all()?, answers: answers::all()? })
    }

    /// What a request of this operation with content of this type may look like.
    pub(crate) fn request(&self, route: &str, kind: &str) -> Option<&Value> {
        self.requests
            .iter()
            .find(|example| example.route.name == route && example.kind == kind)
            .map(|found| &found.value)
    }

    /// What this operation may answer.
    pub(crate) fn answer(&self, route: &str) -> Option<&AnswerExample> {
        self.answers.iter().find(|example| example.routes.iter().any(|shown| shown.name == route))
    }

    /// Those that operations refer to, by their names.
    pub(crate) fn components(&self) -> Result<Map<String, Value>> {
        let mut components = problems::all()?;
        for AnswerExample { name, summary, value, .. } in &self.answers {
            let other = components.insert((*name).to_owned(), json!({"summary": summary, "value": value}));
            ensure!(other.is_none(), "two examples are called {name}");
        }
        Ok(components)
    }
}

/// What the contact of the examples is called.
pub(crate) fn contact_id() -> Result<String> {
    Ok(answers::story::contact()?.id.to_string())
}

/// A reference to an example, in the form in which content has examples.
pub(crate) fn referred<'n>(names: impl IntoIterator<Item = &'n str>) -> Value {
    let examples: Map<_, _> = names
        .into_iter()
        .map(|name| (name.to_owned(), json!({"$ref": format!("#/components/examples/{name}")})))
        .collect();
    Value::Object(examples)
}
