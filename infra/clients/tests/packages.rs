//! The clients hold what they promise without a service: they follow from the API's description, are typed, and pass their own
//! tests. What they do with a service is in `tests/tests/clients.rs`.

use std::fs;

use anyhow::{Context, Result, ensure};
use clients::{Python, TypeScript, differences, examples, links_into_the_repository};

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

/// Its README is the program that is compiled.
#[test]
fn the_package_for_typescript_holds_what_it_must_and_fits_its_readme() -> Result<()> {
    let Some(typescript) = TypeScript::install()? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let (copy, program) = (folder.path().join("typescript"), folder.path().join("readme.ts"));
    typescript.copy(&copy)?;
    typescript.install_into(&copy, folder.path())?;
    fs::write(&program, examples(&fs::read_to_string(TypeScript::source().join("README.md"))?, "typescript"))?;
    typescript.compile(&program).map(drop)
}

#[test]
fn the_package_for_python_holds_what_it_must() -> Result<()> {
    let Some(python) = Python::install()? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    python.copy(folder.path())?;
    python.build(folder.path()).map(drop)
}

#[test]
fn the_packages_carry_the_licences_of_the_project() -> Result<()> {
    for package in [Python::source(), TypeScript::source()] {
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let (own, project) = (fs::read(package.join(name))?, fs::read(workspace::root().join(name))?);
            ensure!(own == project, "{} has another {name} than the project", package.display());
        }
    }
    Ok(())
}

/// Their pages at the registries are these.
#[test]
fn the_readmes_of_the_packages_lead_to_no_file_of_the_repository() -> Result<()> {
    for package in [Python::source(), TypeScript::source()] {
        let page = fs::read_to_string(package.join("README.md"))?;
        let links = links_into_the_repository(&page);
        ensure!(links.is_empty(), "{}/README.md leads to {links:?}", package.display());
    }
    Ok(())
}

/// It is said in the manifest, and again in what tells the service who calls.
#[test]
fn the_packages_tell_one_version() -> Result<()> {
    let read = |path: std::path::PathBuf| fs::read_to_string(path);
    for (manifest, settings) in [
        (Python::source().join("pyproject.toml"), Python::source().join("src/keiin/settings.py")),
        (TypeScript::source().join("package.json"), TypeScript::source().join("src/settings.ts")),
    ] {
        let manifest = read(manifest)?;
        let line = manifest.lines().find(|line| line.trim_start().trim_start_matches('"').starts_with("version"));
        let version = line.and_then(|line| line.trim_end_matches(',').trim_end_matches('"').rsplit_once('"'));
        let (_, version) = version.context("a manifest tells its version")?;
        let settings_of = read(settings.clone())?;
        ensure!(settings_of.contains(&format!("\"{version}\"")), "{} does not tell {version}", settings.display());
    }
    Ok(())
}
