//! One run of pip, and what it tells while it runs.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};

use crate::Venv;

/// How far an installation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Packages found and downloaded so far.
    Downloading {
        /// How many are here.
        done: usize,
        /// How many there will be.
        total: usize,
    },
    /// All are here and are being unpacked; pip says no more than that.
    Installing {
        /// How many there are.
        total: usize,
    },
}

/// Installs exactly what is listed, nothing without a hash.
pub(crate) fn install(venv: &Venv, requirements: &str, mut progress: impl FnMut(Progress)) -> Result<()> {
    let file = venv.dir().join("requirements.txt");
    fs::write(&file, requirements)?;
    // The list is complete, so that nothing is left to resolve: --no-deps.
    let mut pip = Command::new(venv.python())
        .args(["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"])
        .args(["--require-hashes", "--no-deps", "--prefer-binary", "-r"])
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting pip")?;

    let mut stderr = pip.stderr.take().context("pip has no stderr")?;
    let errors = thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });

    let mut count = Count::of(requirements);
    for line in BufReader::new(pip.stdout.take().context("pip has no stdout")?).lines() {
        if let Some(step) = count.read(&line?) {
            progress(step);
        }
    }

    let status = pip.wait()?;
    let errors = errors.join().map_err(|_| anyhow!("reading pip's errors panicked"))??;
    if !status.success() {
        bail!("pip: {status}\n{errors}");
    }
    Ok(())
}

struct Count {
    done: usize,
    total: usize,
}

impl Count {
    fn of(requirements: &str) -> Self {
        let pinned = |line: &&str| !line.trim_start().starts_with(['#', '-']) && line.contains("==");
        Self { done: 0, total: requirements.lines().filter(pinned).count() }
    }

    fn read(&mut self, line: &str) -> Option<Progress> {
        if line.starts_with("Ignoring ") {
            // Listed for another platform or version of Python.
            self.total = self.total.saturating_sub(1);
            return None;
        }
        if line.starts_with("Collecting ") || line.starts_with("Requirement already satisfied") {
            self.done += 1;
            return Some(Progress::Downloading { done: self.done.min(self.total), total: self.total });
        }
        line.starts_with("Installing collected packages").then_some(Progress::Installing { total: self.total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_counts_what_this_platform_needs() {
        let requirements =
            "# header\na==1 \\\n    --hash=sha256:00\nb==2 ; python_version < '3.11' \\\n    --hash=sha256:01\n";
        let mut count = Count::of(requirements);
        let seen: Vec<_> = [
            "Ignoring b: markers 'python_version < \"3.11\"' don't match your environment",
            "Collecting a==1 (from -r requirements.txt (line 1))",
            "  Downloading a-1-py3-none-any.whl (3.1 kB)",
            "Installing collected packages: a",
            "Successfully installed a-1",
        ]
        .iter()
        .filter_map(|line| count.read(line))
        .collect();
        assert_eq!(seen, [Progress::Downloading { done: 1, total: 1 }, Progress::Installing { total: 1 }]);
    }
}
