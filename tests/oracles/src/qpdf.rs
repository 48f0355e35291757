//! qpdf: is it a PDF at all?

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{Oracles, tool};

/// The same job by the library that pikepdf bundles, for machines without the program.
const JOB: &str = "import pikepdf, sys; job = pikepdf.Job(['qpdf', '--check', sys.argv[1]]); job.run(); \
    sys.exit(job.exit_code)";

impl Oracles {
    /// `qpdf --check`: warnings are refusals, too.
    pub fn qpdf_check(&self, pdf: &Path) -> Result<()> {
        let mut program = Command::new("qpdf");
        program.arg("--check").arg(pdf);
        let mut library = Command::new(self.venv.python());
        library.args(["-I", "-c", JOB]).arg(pdf);

        let program_exists = Command::new("qpdf").arg("--version").output().is_ok();
        let said = tool::run(if program_exists { &mut program } else { &mut library })?;
        if said.status.code() != Some(0) {
            bail!("qpdf --check: {}\n{}", said.status, said.text);
        }
        Ok(())
    }
}
