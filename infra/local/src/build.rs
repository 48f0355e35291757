//! Builds the functions and packs them as Lambda wants them: a zip with the binary as `bootstrap`.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where cargo builds.
pub fn target_dir() -> Result<PathBuf> {
    let told = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    Ok(std::path::absolute(told.map_or_else(|| workspace().join("target"), |dir| workspace().join(dir)))?)
}

/// The functions' names: the folders under functions/.
pub fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace().join("functions"))? {
        let entry = entry?;
        if entry.path().join("Cargo.toml").exists() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Builds every function in the profile of the tests and gives the folder of the binaries. `progress` gets crates done
/// and crates in all.
pub fn functions(progress: &mut dyn FnMut(usize, usize)) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let total = crates_in_lock_file()?;
    let mut command = Command::new(cargo);
    // What cargo told this program about itself would tell the build scripts below that everything has changed.
    for (name, _) in std::env::vars_os() {
        let told = name.to_str().is_some_and(|n| n.starts_with("CARGO_PKG_") || n.starts_with("CARGO_MANIFEST_"));
        if told || name == "CARGO_CRATE_NAME" || name == "CARGO_BIN_NAME" || name == "CARGO_PRIMARY_PACKAGE" {
            command.env_remove(name);
        }
    }
    let mut child = command
        .args(["build", "--workspace", "--bins", "--message-format=json-render-diagnostics"])
        .current_dir(workspace())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting cargo")?;
    let errors = child.stderr.take().context("no stderr")?;
    let errors = std::thread::spawn(move || std::io::read_to_string(errors));
    let mut done = 0;
    for line in BufReader::new(child.stdout.take().context("no stdout")?).lines() {
        if line?.contains("\"reason\":\"compiler-artifact\"") {
            done += 1;
            progress(done.min(total), total);
        }
    }
    let said = errors.join().ok().and_then(Result::ok).unwrap_or_default();
    ensure!(child.wait()?.success(), "building the functions failed:\n{said}");
    Ok(target_dir()?.join("debug"))
}

fn crates_in_lock_file() -> Result<usize> {
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).context("reading Cargo.lock")?;
    Ok(lock.lines().filter(|line| *line == "[[package]]").count())
}

/// Packs each function into `out/<name>.zip`, those that have changed since the last time.
pub fn package(binaries: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let packing = names()?.into_iter().map(|name| {
        let (binary, package) = (binaries.join(&name), out.join(format!("{name}.zip")));
        std::thread::spawn(move || pack(&binary, &package))
    });
    for thread in packing.collect::<Vec<_>>() {
        thread.join().map_err(|_| anyhow::anyhow!("packing a function panicked"))??;
    }
    Ok(())
}

fn pack(binary: &Path, package: &Path) -> Result<()> {
    let built = modified(binary).with_context(|| format!("{} has not been built", binary.display()))?;
    if modified(package).is_ok_and(|packed| packed > built) {
        return Ok(());
    }
    let draft = package.with_extension(format!("{}.draft", std::process::id()));
    let mut zip = ZipWriter::new(File::create(&draft)?);
    let method = CompressionMethod::Deflated;
    let options = SimpleFileOptions::default().compression_method(method).compression_level(Some(1));
    zip.start_file("bootstrap", options.unix_permissions(0o755))?;
    zip.write_all(&fs::read(binary)?)?;
    zip.finish()?;
    // Whole or not at all: another stack may be reading it.
    fs::rename(&draft, package)?;
    Ok(())
}

fn modified(path: &Path) -> std::io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}
