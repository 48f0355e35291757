//! cfn-lint: is it a template that CloudFormation would take?

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{Oracles, tool};

impl Oracles {
    /// Errors and warnings are refusals; the template itself may name exceptions in its `Metadata`.
    pub fn cfn_lint(&self, template: &Path) -> Result<()> {
        let said = tool::run(Command::new(self.venv.bin("cfn-lint")).arg("--template").arg(template))?;
        if !said.status.success() {
            bail!("cfn-lint: {}\n{}", said.status, said.text);
        }
        Ok(())
    }
}
