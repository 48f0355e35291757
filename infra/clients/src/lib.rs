//! The clients of the API in `shared/clients`: their tools, what is generated of them from `infra/openapi.yaml`, and the examples
//! of their READMEs as programs.

mod examples;
mod folder;
mod node;
mod published;
mod python;
mod typescript;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

pub use examples::examples;
pub use folder::differences;
pub use published::links_into_the_repository;
pub use python::Python;
pub use typescript::TypeScript;

/// Writes anew what is generated, in the source folders.
pub fn generate() -> Result<()> {
    match Python::install()? {
        Some(python) => python.generate(&Python::source().join("src/keiin"))?,
        None => bail!("Python 3.11 or newer is needed"),
    }
    match TypeScript::install()? {
        Some(typescript) => typescript.generate(&TypeScript::source().join(typescript::GENERATED)),
        None => bail!("Node 20 or newer is needed"),
    }
}

/// The API's description.
fn openapi() -> PathBuf {
    workspace::root().join("infra/openapi.yaml")
}

/// Runs a program to its end. What it said is told where it fails.
fn run(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("starting {program}"))?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        bail!("{program}: {}\n{said}", output.status);
    }
    Ok(said)
}
