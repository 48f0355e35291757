//! The clients of the API in `shared/clients`: their tools, what is generated of them from `infra/openapi.yaml`, and the examples
//! of their READMEs as programs.

mod examples;
mod folder;
mod published;
mod python;
mod typescript;

use std::path::PathBuf;

use anyhow::{Result, bail};

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
