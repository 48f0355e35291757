//! The clients hold what they promise without a service: they follow from the API's description, are typed, and pass their own
//! tests. What they do with a service is in `tests/tests/clients.rs`.

use std::fs;

use anyhow::{Result, ensure};
use clients::{Python, TypeScript, differences, examples};

const ANEW: &str = "is out of date: cargo task clients";

#[test]
fn what_is_generated_for_python_is_up_to_date() -> Result<()> {
    let Some(python) = Python::install()? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    python.copy(folder.path())?;
    python.generate(&folder.path().join("src/keiin"))?;
    let changed = differences(&Python::source(), folder.path())?;
    ensure!(changed.is_empty(), "the client for Python {ANEW}\n{changed:?}");
    Ok(())
}

#[test]
fn what_is_generated_for_typescript_is_up_to_date() -> Result<()> {
    let Some(typescript) = TypeScript::install()? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    typescript.copy(folder.path())?;
    typescript.generate(&folder.path().join("src/generated/api.ts"))?;
    let changed = differences(&TypeScript::source(), folder.path())?;
    ensure!(changed.is_empty(), "the client for TypeScript {ANEW}\n{changed:?}");
    Ok(())
}

#[test]
fn the_client_for_python_passes_its_lints_types_and_tests() -> Result<()> {
    let Some(python) = Python::install()? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    python.copy(folder.path())?;
    python.check(folder.path())?;
    let program = folder.path().join("readme.py");
    fs::write(&program, examples(&fs::read_to_string(Python::source().join("README.md"))?, "python"))?;
    python.check_types(folder.path(), &program)
}

#[test]
fn the_client_for_typescript_passes_its_types_and_tests() -> Result<()> {
    let Some(typescript) = TypeScript::install()? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    typescript.copy(folder.path())?;
    typescript.check(folder.path())
}
