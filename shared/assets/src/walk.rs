// The served files, for the two build scripts that include this: one makes their version, one packs them.

use std::collections::BTreeMap;
use std::path::Path;

/// Every file below `folder` by its path in URLs, except documentation of ours (`README.md`) and scripts (`*.sh`).
fn walk(folder: &Path) -> std::io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        // Tells cargo about new files; a changed one is told below.
        println!("cargo:rerun-if-changed={}", next.display());
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|e| e != "md" && e != "sh") {
                println!("cargo:rerun-if-changed={}", path.display());
                let below = path.strip_prefix(folder).map_err(std::io::Error::other)?;
                let name: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                files.insert(name.join("/"), std::fs::read(&path)?);
            }
        }
    }
    Ok(files)
}
