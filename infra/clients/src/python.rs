//! The client for Python.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use venv::Venv;
use workspace::run;

use crate::published::Contents;
use crate::{folder, openapi};

/// What generates, checks and runs the client, with the hashes of everything.
const REQUIREMENTS: &str = include_str!("../../../shared/clients/python/tools.txt");
/// The oldest Python that the client works in.
const OLDEST: (u32, u32) = (3, 11);

/// What its sources hold: whoever has them alone can build it and pass it on.
const SOURCES: Contents<'_> = Contents {
    wanted: &[
        "/LICENSE-APACHE",
        "/LICENSE-MIT",
        "/PKG-INFO",
        "/README.md",
        "/pyproject.toml",
        "/src/keiin/__init__.py",
        "/src/keiin/generated/client.py",
        "/src/keiin/groups/folders.py",
        "/src/keiin/py.typed",
    ],
    unwanted: &["__pycache__", "/generate/", "/tests/", "tools.txt"],
};
/// What is installed.
const WHEEL: Contents<'_> = Contents {
    wanted: &[
        ".dist-info/METADATA",
        ".dist-info/licenses/LICENSE-APACHE",
        ".dist-info/licenses/LICENSE-MIT",
        "keiin/__init__.py",
        "keiin/client.py",
        "keiin/generated/models/__init__.py",
        "keiin/groups/folders.py",
        "keiin/py.typed",
    ],
    unwanted: &["__pycache__", "tests/", "generate/"],
};

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

    /// Builds a copy as it would be published: its sources, and from these the wheel, which is given.
    pub fn build(&self, copy: &Path) -> Result<PathBuf> {
        self.hatch(copy, "sdist")?;
        let sources = built(copy, "gz")?;
        SOURCES.check("the sdist", &self.contents("tarfile", &sources)?)?;
        let unpacked = copy.join("unpacked");
        run(self.python().args(["-m", "tarfile", "-e"]).arg(&sources).arg(&unpacked))?;
        let root = fs::read_dir(&unpacked)?.next().context("the sdist is empty")??.path();
        self.hatch(&root, "wheel")?;
        let wheel = built(&root, "whl")?;
        WHEEL.check("the wheel", &self.contents("zipfile", &wheel)?)?;
        Ok(wheel)
    }

    fn hatch(&self, copy: &Path, target: &str) -> Result<()> {
        let mut hatchling = Command::new(self.tools.bin("hatchling"));
        run(hatchling.args(["build", "--target", target]).current_dir(copy)).map(drop)
    }

    /// The paths in an archive, which a module of Python reads.
    fn contents(&self, module: &str, archive: &Path) -> Result<Vec<String>> {
        let names = "import sys, tarfile, zipfile; path = sys.argv[2]; print(*(tarfile.open(path).getnames() if \
                     sys.argv[1] == 'tarfile' else zipfile.ZipFile(path).namelist()), sep='\\n')";
        let said = run(self.python().args(["-c", names, module]).arg(archive))?;
        Ok(said.lines().map(str::to_owned).collect())
    }

    /// An interpreter with what the client needs, and not the client.
    pub fn python(&self) -> Command {
        let mut python = Command::new(self.tools.python());
        python.env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }
}

/// What was built in a copy, by the end of its name.
fn built(copy: &Path, extension: &str) -> Result<PathBuf> {
    let folder = copy.join("dist");
    let mut files = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.pop().with_context(|| format!("no {extension} in {}", folder.display()))
}
