//! Folders of sources: copied, and compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// What tools leave beside the sources.
const NO_SOURCES: [&str; 8] =
    ["__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", "build", "dist", "node_modules"];

/// Copies the sources of a folder into another one.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for (path, bytes) in sources(from)? {
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::write(&target, bytes).with_context(|| format!("writing {}", target.display()))?;
    }
    Ok(())
}

/// The paths whose contents are not the same in both folders.
pub fn differences(left: &Path, right: &Path) -> Result<Vec<PathBuf>> {
    let (left, right) = (sources(left)?, sources(right)?);
    let paths = left.keys().chain(right.keys().filter(|path| !left.contains_key(*path)));
    Ok(paths.filter(|path| left.get(*path) != right.get(*path)).cloned().collect())
}

fn sources(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(below) = waiting.pop() {
        let here = folder.join(&below);
        for entry in fs::read_dir(&here).with_context(|| format!("reading {}", here.display()))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            let is_source = !NO_SOURCES.iter().any(|name| entry.file_name() == *name);
            match entry.file_type()?.is_dir() {
                true if is_source => waiting.push(path),
                false if is_source => drop(found.insert(path, fs::read(entry.path())?)),
                _ => {}
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_missing_and_further_files_are_differences() {
        let folder = tempfile::tempdir().unwrap();
        let (left, right) = (folder.path().join("left"), folder.path().join("right"));
        for name in ["same", "changed", "missing", "build/left"] {
            let path = left.join("below").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        copy(&left, &right).unwrap();
        assert!(differences(&left, &right).unwrap().is_empty());
        fs::write(right.join("below/changed"), "otherwise").unwrap();
        fs::remove_file(right.join("below/missing")).unwrap();
        fs::write(right.join("further"), "").unwrap();
        let found = differences(&left, &right).unwrap();
        assert_eq!(found, ["below/changed", "below/missing", "further"].map(PathBuf::from));
    }
}
