//! The client for TypeScript.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use workspace::run;

use crate::published::Contents;
use crate::{folder, openapi};

/// The file that is generated, in the package.
pub(crate) const GENERATED: &str = "src/generated/api.ts";

/// What its package holds.
const PACKED: Contents<'_> = Contents {
    wanted: &[
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "package.json",
        "dist/index.js",
        "dist/index.d.ts",
        "dist/groups/folders.js",
        "dist/generated/api.d.ts",
        "src/index.ts",
    ],
    unwanted: &["tests/", "node_modules", "tsconfig", "package-lock"],
};

/// The client, and its tools.
#[derive(Debug)]
pub struct TypeScript {
    modules: PathBuf,
}

impl TypeScript {
    /// Where it stands.
    pub fn source() -> PathBuf {
        workspace::root().join("shared/clients/typescript")
    }

    /// Installs the tools, or finds them installed; nothing where Node is missing or too old, which is noted.
    pub fn install() -> Result<Option<Self>> {
        if !node::is_there("the client for TypeScript is not tested")? {
            return Ok(None);
        }
        Ok(Some(Self { modules: node::install("clients", &Self::source())? }))
    }

    /// Writes what is generated to this file, by the options of the package's own script.
    pub fn generate(&self, file: &Path) -> Result<()> {
        let manifest = fs::read_to_string(Self::source().join("package.json"))?;
        let (_, script) = manifest.split_once("--output src/generated/api.ts ").context("no script that generates")?;
        let options = script.split('"').next().unwrap_or_default().split(' ');
        let mut generator = self.tool("openapi-typescript");
        run(generator.arg(openapi()).arg("--output").arg(file).args(options)).map(drop)
    }

    /// A copy of all its sources, with the packages that it needs.
    pub fn copy(&self, to: &Path) -> Result<()> {
        folder::copy(&Self::source(), to)?;
        link(&self.modules, &to.join("node_modules"))
    }

    /// Types and tests of a copy.
    pub fn check(&self, copy: &Path) -> Result<()> {
        run(self.tool("tsc").args(["--outDir", "build"]).current_dir(copy))?;
        let said = run(Command::new("node").args(["--test", "build/tests/"]).current_dir(copy))?;
        let passed = said.lines().find_map(|line| line.split_once("pass ")?.1.trim().parse::<u32>().ok());
        ensure!(passed.is_some_and(|passed| passed > 0), "no test ran:\n{said}");
        Ok(())
    }

    /// Builds a copy as it would be published, and makes it a package of this folder, as `npm install` would.
    pub fn install_into(&self, copy: &Path, folder: &Path) -> Result<()> {
        run(self.tool("tsc").args(["--project", "tsconfig.build.json"]).current_dir(copy))?;
        let options = ["pack", "--dry-run", "--json", "--ignore-scripts"];
        let packed = run(Command::new("npm").args(options).current_dir(copy))?;
        PACKED.check("the package", &paths_of(&packed))?;
        let modules = folder.join("node_modules");
        fs::create_dir_all(&modules)?;
        link(copy, &modules.join("keiin"))?;
        link(&self.modules.join("@types"), &modules.join("@types"))
    }

    /// Compiles a program that uses the client as a package of its folder; gives the JavaScript.
    pub fn compile(&self, program: &Path) -> Result<PathBuf> {
        let folder = program.parent().context("a program is in a folder")?;
        let options = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck"];
        fs::write(folder.join("package.json"), r#"{"type": "module"}"#)?;
        run(self.tool("tsc").args(options).arg(program).current_dir(folder))?;
        Ok(program.with_extension("js"))
    }

    fn tool(&self, name: &str) -> Command {
        Command::new(self.modules.join(".bin").join(name))
    }
}

/// The paths that `npm pack --json` tells.
fn paths_of(packed: &str) -> Vec<String> {
    let paths = packed.split("\"path\": \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
    paths.collect()
}

fn link(original: &Path, link: &Path) -> Result<()> {
    std::os::unix::fs::symlink(original, link).with_context(|| format!("linking {}", link.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paths_that_are_packed_are_read() {
        let packed = r#"[{"files": [{"path": "README.md", "size": 1}, {"path": "dist/index.js"}]}]"#;
        assert_eq!(paths_of(packed), ["README.md", "dist/index.js"]);
    }
}
