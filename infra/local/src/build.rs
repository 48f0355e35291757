//! Builds the functions and packs them as Lambda wants them: a zip with the binary as `bootstrap`.

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The functions' names: the folders under functions/.
pub fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace::root().join("functions"))? {
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
    let total = crates_in_lock_file()?;
    let mut child = workspace::cargo()
        .args(["build", "--workspace", "--bins", "--message-format=json-render-diagnostics"])
        .current_dir(workspace::root())
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
    Ok(workspace::target_dir().join("debug"))
}

fn crates_in_lock_file() -> Result<usize> {
    let lock = fs::read_to_string(workspace::root().join("Cargo.lock")).context("reading Cargo.lock")?;
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
    fs::write(&draft, zipped(&fs::read(binary)?, 1)?)?;
    // Whole or not at all: another stack may be reading it.
    fs::rename(&draft, package)?;
    Ok(())
}

/// A zip as Lambda wants it, packed by this level (1 to 9). The same bytes give the same zip: a release can be built anew and
/// compared.
pub(crate) fn zipped(binary: &[u8], level: i64) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(level))
        .last_modified_time(zip::DateTime::default());
    zip.start_file("bootstrap", options.unix_permissions(0o755))?;
    zip.write_all(binary)?;
    Ok(zip.finish()?.into_inner())
}

fn modified(path: &Path) -> std::io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_binary_gives_the_same_zip_with_one_file_that_may_be_run() {
        let (first, second) = (zipped(b"binary", 9).unwrap(), zipped(b"binary", 9).unwrap());
        assert_eq!(first, second);
        let mut archive = zip::ZipArchive::new(Cursor::new(first)).unwrap();
        assert_eq!(archive.len(), 1);
        let file = archive.by_index(0).unwrap();
        assert_eq!((file.name(), file.unix_mode().map(|mode| mode & 0o777)), ("bootstrap", Some(0o755)));
    }
}
