//! Examples of what operations answer, shown by the types of the answers, so that an example changes with its type. Most are values
//! of the domain, which its rules made. What no value of the domain holds is written by hand: what was found of a file, links to files
//! and the comparison of seals with the evidence.

mod contacts;
mod envelopes;
mod organisation;
pub(super) mod story;
mod verify;

use anyhow::Result;
use api::routes::Route;
use serde::Serialize;
use serde_json::Value;

/// What some operations may answer.
pub(crate) struct AnswerExample {
    /// The name by which the document refers to it.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) summary: &'static str,
    /// The operations.
    pub(crate) routes: Vec<&'static Route>,
    pub(crate) value: Value,
}

/// All of them.
pub(super) fn all() -> Result<Vec<AnswerExample>> {
    let mut all = envelopes::all()?;
    all.extend(organisation::all()?);
    all.extend(contacts::all()?);
    all.extend(verify::all()?);
    Ok(all)
}

fn example(
    name: &'static str,
    summary: &'static str,
    routes: &[&'static Route],
    view: &impl Serialize,
) -> Result<AnswerExample> {
    Ok(AnswerExample { name, summary, routes: routes.to_vec(), value: serde_json::to_value(view)? })
}
