//! Which Python to build on.

use std::process::Command;

use anyhow::{Result, bail};

const CANDIDATES: [&str; 7] =
    ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const OLDEST: (u32, u32) = (3, 10);

/// An interpreter of this machine.
pub(crate) struct Python {
    /// How it is called.
    pub(crate) command: &'static str,
    /// Version, implementation and platform, as it tells them itself.
    pub(crate) version: String,
}

impl Python {
    /// The first candidate that is recent enough.
    pub(crate) fn find() -> Result<Self> {
        let mut seen = Vec::new();
        for command in CANDIDATES {
            let Some(version) = ask(command) else { continue };
            if parse(&version).is_some_and(|version| version >= OLDEST) {
                return Ok(Self { command, version });
            }
            seen.push(format!("{command} is {version}"));
        }
        let (major, minor) = OLDEST;
        if seen.is_empty() {
            bail!("Python {major}.{minor} or newer is needed, and no python3 is on the PATH");
        }
        bail!("Python {major}.{minor} or newer is needed: {}", seen.join(", "));
    }

    /// Whether it is of this version or a newer one.
    pub(crate) fn is_at_least(&self, version: (u32, u32)) -> bool {
        parse(&self.version).is_some_and(|found| found >= version)
    }
}

fn ask(command: &str) -> Option<String> {
    const QUESTION: &str = "import platform, sys, sysconfig; \
        print(*sys.version_info[:2], platform.python_version(), sys.implementation.name, sysconfig.get_platform())";
    let output = Command::new(command).args(["-I", "-c", QUESTION]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut words = version.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(parse("3 9 3.9.2 cpython linux-x86_64").unwrap() < OLDEST);
        assert!(parse("3 14 3.14.0 cpython macosx-14-arm64").unwrap() > OLDEST);
        assert_eq!(parse("Python was not found"), None);
    }
}
