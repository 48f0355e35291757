//! What stands in files and follows from the code. `cargo codegen` writes it; a test says when it was forgotten.

mod authorisation;
mod openapi;
mod sections;
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
    let document = Generated { path: PathBuf::from("infra/openapi.yaml"), content: openapi::written()? };
    let table = Generated { path: PathBuf::from("docs/authorisation.md"), content: authorisation::page() };
    Ok(vec![Generated { path, content }, document, table])
}

/// Reads a text with the file's name in the error.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
