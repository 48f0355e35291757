//! `cargo local package`: the functions as they are deployed to AWS, one zip each, and how large they are.
//!
//! They are linked against the C library of Amazon Linux 2023 whatever the machine has that builds them: a binary that
//! needs a newer one does not start there. cargo-zigbuild does that, and brings the linker and the headers for the other
//! processor architecture with it.

mod elf;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use sha2::{Digest, Sha256};

use crate::build::{names, zipped};

/// What links the functions, with exact versions and hashes.
const REQUIREMENTS: &str = include_str!("../python/package.txt");
/// The C library of `provided.al2023` (Amazon Linux 2023 has glibc 2.34).
const GLIBC: (u32, u32) = (2, 34);

/// The processors of AWS Lambda, as the template's parameter `Architecture` calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Architecture {
    /// Graviton.
    Arm64,
    /// Intel and AMD.
    #[value(name = "x86_64")]
    X86_64,
}

impl Architecture {
    const fn target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86_64 => "x86_64-unknown-linux-gnu",
        }
    }
}

/// Builds and packs every function into `out`, with a list of checksums, and prints the sizes.
pub(crate) fn run(architecture: Architecture, out: Option<PathBuf>) -> Result<()> {
    let out = match out {
        Some(out) => out,
        None => workspace::target_dir().join("package"),
    };
    println!("Building for {}; the first time takes some minutes.", architecture.target());
    let binaries = build(architecture)?;
    fs::create_dir_all(&out)?;
    let mut sums = String::new();
    println!("{:<20} {:>12} {:>12}", "function", "binary", "zip");
    for name in names()? {
        let binary = fs::read(binaries.join(&name)).with_context(|| format!("reading the binary of {name}"))?;
        let needed = elf::needed_glibc(&binary);
        ensure!(needed <= GLIBC, "{name} needs glibc {needed:?}, and Amazon Linux 2023 has {GLIBC:?}");
        let package = zipped(&binary, 9)?;
        let file = format!("{name}.zip");
        println!("{name:<20} {:>9} KB {:>9} KB", binary.len() / 1024, package.len() / 1024);
        sums += &format!("{}  {file}\n", hex::encode(Sha256::digest(&package)));
        File::create(out.join(&file))?.write_all(&package)?;
    }
    fs::write(out.join("SHA256SUMS"), sums)?;
    println!("{} has them, with SHA256SUMS. infra/README.md says how they are deployed.", out.display());
    Ok(())
}

/// Gives the folder of the binaries.
fn build(architecture: Architecture) -> Result<PathBuf> {
    let target_dir = workspace::target_dir();
    let tools = venv::install(&target_dir, "package", REQUIREMENTS, |step| println!("{step:?}"))?;
    let target = architecture.target();
    let (major, minor) = GLIBC;
    let mut command = Command::new(tools.bin("cargo-zigbuild"));
    command.args(["zigbuild", "--release", "--locked", "--target", &format!("{target}.{major}.{minor}")]);
    for name in names()? {
        command.args(["--package", &name]);
    }
    // It finds the linker by the Python that has it installed.
    let python = tools.bin("python");
    command.env("CARGO_ZIGBUILD_PYTHON_PATH", &python).env("CARGO_ZIGBUILD_ZIG_PATH", zig(&python)?);
    let status = command.current_dir(workspace::root()).status().context("starting cargo-zigbuild")?;
    if !status.success() {
        bail!("the build failed; if the standard library for the target is missing: rustup target add {target}");
    }
    Ok(target_dir.join(target).join("release"))
}

/// The program `zig` of the environment.
fn zig(python: &Path) -> Result<PathBuf> {
    let program = "import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), 'zig'))";
    let output = Command::new(python).args(["-c", program]).output().context("asking for zig")?;
    ensure!(output.status.success(), "ziglang is not installed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}
