//! qpdf: is it a PDF at all?

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::tool::Said;
use crate::{Oracles, tool};

/// The same job by the library that pikepdf bundles, for machines without the program.
const JOB: &str = "import pikepdf, sys; job = pikepdf.Job(['qpdf', '--check', sys.argv[1]]); job.run(); \
    sys.exit(job.exit_code)";

/// Writes a file anew so that its first page can be shown first.
const LINEARIZE: &str = "import pikepdf, sys; \
    pikepdf.open(sys.argv[1]).save(sys.argv[2], linearize=True, deterministic_id=True)";

/// How sound a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Soundness {
    /// Nothing to complain about.
    Sound,
    /// Readable, with something wrong.
    Warnings,
    /// Not readable.
    Broken,
}

impl Oracles {
    /// `qpdf --check`: warnings are refusals, too.
    pub fn qpdf_check(&self, pdf: &Path) -> Result<()> {
        let said = self.check(pdf)?;
        if said.status.code() != Some(0) {
            bail!("qpdf --check: {}\n{}", said.status, said.text);
        }
        Ok(())
    }

    /// The same by degrees.
    pub fn qpdf_soundness(&self, pdf: &Path) -> Result<Soundness> {
        Ok(match self.check(pdf)?.status.code() {
            Some(0) => Soundness::Sound,
            Some(3) => Soundness::Warnings,
            _ => Soundness::Broken,
        })
    }

    fn check(&self, pdf: &Path) -> Result<Said> {
        let mut program = Command::new("qpdf");
        program.arg("--check").arg(pdf);
        let mut library = Command::new(self.venv.python());
        library.args(["-I", "-c", JOB]).arg(pdf);

        let program_exists = Command::new("qpdf").arg("--version").output().is_ok();
        tool::run(if program_exists { &mut program } else { &mut library })
    }

    /// Writes `from` as a linearized file to `to`.
    pub fn linearize(&self, from: &Path, to: &Path) -> Result<()> {
        let mut library = Command::new(self.venv.python());
        let said = tool::run(library.args(["-I", "-c", LINEARIZE]).arg(from).arg(to))?;
        ensure!(said.status.success(), "pikepdf does not linearize: {}", said.text);
        Ok(())
    }
}
