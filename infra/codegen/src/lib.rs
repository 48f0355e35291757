//! What stands in files and follows from the code. `cargo codegen` writes it; a test says when it was forgotten.

mod authorisation;
mod events;
mod openapi;
mod order;
mod reference;
mod sections;
mod states;
mod template;
mod yaml;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A file, and what it should hold.
pub struct Generated {
    /// Where, from the root of the repository.
    pub path: PathBuf,
    /// What.
    pub content: String,
}

/// Everything that is generated, from the repository at `root`.
pub fn all(root: &Path) -> Result<Vec<Generated>> {
    let path = PathBuf::from("infra/template.yaml");
    let text = read(&root.join(&path))?;
    let content = template::with_routes(&text).with_context(|| path.display().to_string())?;
    let document = openapi::document()?;
    let written = |path: &str, content| Generated { path: PathBuf::from(path), content };
    let mut files = vec![
        Generated { path, content },
        written("infra/openapi.yaml", openapi::yaml(&document)),
        written("functions/serve-assets/generated/openapi.json", openapi::json(&document)?),
        written("functions/serve-assets/generated/reference.html", reference::page(&document)?),
        written("docs/authorisation.md", authorisation::page()),
        written("docs/states.md", states::page()),
    ];
    files.extend(events::all(&document)?);
    Ok(files)
}

/// Reads a text with the file's name in the error.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
