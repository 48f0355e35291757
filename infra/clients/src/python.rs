//! The client for Python.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use venv::Venv;
use workspace::run;

use crate::{folder, openapi};

/// What generates, checks and runs the client, with the hashes of everything.
const REQUIREMENTS: &str = include_str!("../../../shared/clients/python/tools.txt");
/// The oldest Python that the client works in.
const OLDEST: (u32, u32) = (3, 11);

/// The client, and its tools.
#[derive(Debug)]
pub struct Python {
    tools: Venv,
}

impl Python {
    /// Where it stands.
    pub fn source() -> PathBuf {
        workspace::root().join("shared/clients/python")
    }

    /// Installs the tools, or finds them installed; nothing where Python is too old, which is noted.
    pub fn install() -> Result<Option<Self>> {
        if !venv::is_at_least(OLDEST)? {
            let untested = "the client for Python is not tested";
            workspace::left_out("python3.11", untested, "install Python 3.11 or newer as python3")?;
            return Ok(None);
        }
        let tools = venv::install(&workspace::target_dir(), "clients", REQUIREMENTS, |_| {})?;
        Ok(Some(Self { tools }))
    }

    /// Writes what is generated into this copy of the package `keiin`, or into the package itself.
    pub fn generate(&self, package: &Path) -> Result<()> {
        let mut python = self.python();
        run(python.arg(Self::source().join("generate")).arg(openapi()).arg(package)).map(drop)
    }

    /// A copy of all its sources, for tools that leave files beside them.
    pub fn copy(&self, to: &Path) -> Result<()> {
        folder::copy(&Self::source(), to)
    }

    /// Lints, types and tests of a copy.
    pub fn check(&self, copy: &Path) -> Result<()> {
        let tool = |name: &str| {
            let mut command = Command::new(self.tools.bin(name));
            command.current_dir(copy).env("PYTHONPATH", copy.join("src"));
            command
        };
        run(tool("ruff").args(["check", "--no-cache"]))?;
        run(tool("ruff").args(["format", "--check", "--no-cache"]))?;
        run(&mut tool("mypy"))?;
        let said = run(&mut tool("pytest"))?;
        ensure!(said.contains(" passed"), "no test ran:\n{said}");
        Ok(())
    }

    /// Whether a program fits the types of the client in a copy.
    pub fn check_types(&self, copy: &Path, program: &Path) -> Result<()> {
        let mypy = self.tools.bin("mypy");
        run(Command::new(mypy).args(["--config-file", "", "--strict"]).arg(program).env("MYPYPATH", copy.join("src")))
            .map(drop)
    }

    /// The wheel of a copy, as it would be published.
    pub fn build(&self, copy: &Path) -> Result<PathBuf> {
        let built = copy.join("dist");
        run(Command::new(self.tools.bin("hatchling")).args(["build", "--target", "wheel"]).current_dir(copy))?;
        let mut files = fs::read_dir(&built)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        files.retain(|path| path.extension().is_some_and(|extension| extension == "whl"));
        files.pop().with_context(|| format!("no wheel in {}", built.display()))
    }

    /// An interpreter with what the client needs, and not the client.
    pub fn python(&self) -> Command {
        let mut python = Command::new(self.tools.python());
        python.env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }
}
