//! `cargo codegen`: writes what follows from the code.

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let root = workspace::root();
    for file in codegen::all(root)? {
        let path = root.join(&file.path);
        if codegen::read(&path).is_ok_and(|text| text == file.content) {
            println!("{} is as it should be", file.path.display());
        } else {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            }
            std::fs::write(&path, file.content).with_context(|| path.display().to_string())?;
            println!("{} is written", file.path.display());
        }
    }
    Ok(())
}
