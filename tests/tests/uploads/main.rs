//! Uploads of many kinds through the front door: what each is rewritten to before it is sealed, what the sender is told of
//! it, what viewers show of it before and after, and what others say of the sealed file; and those that are refused, each
//! with its reason.

mod archives;
mod cases;
mod kinds;
mod refused;
mod sealed;
mod signed;

use std::path::Path;

use anyhow::{Context, Result, ensure};
use oracles::Oracles;

/// Runs a script with an environment that has pikepdf and pyHanko.
fn python(script: &str, arguments: [&Path; 2]) -> Result<()> {
    let program = Oracles::load()?.venv().python();
    let output = std::process::Command::new(program).args(["-I", "-c", script]).args(arguments).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Makes a file of each kind, named after it, in `folder`.
fn make(folder: &Path) -> Result<()> {
    let source = folder.join("source.pdf");
    let clean = local::sample::contract(3)?;
    std::fs::write(&source, &clean)?;
    python(include_str!("make.py"), [&source, folder])?;
    // What no tool makes on purpose.
    let around = [b"HTTP/1.1 200 OK\r\n\r\n", clean.as_slice(), &[0; 2 << 10]].concat();
    std::fs::write(folder.join("around.pdf"), around)?;
    let start = rfind(&clean, b"startxref")?;
    std::fs::write(folder.join("damaged.pdf"), [&clean[..start], b"startxref\n7\n%%EOF\n"].concat())?;
    std::fs::write(folder.join("endless.pdf"), overwritten(clean, b"endobj", b"      ")?)?;
    let doubled = std::fs::read(folder.join("doubled.pdf"))?;
    std::fs::write(folder.join("doubled.pdf"), overwritten(doubled, b"/Tabz", b"/Tabs")?)
        .context("writing the file with a doubled key")
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    std::fs::read(folder.join(name).with_extension("pdf")).with_context(|| name.to_owned())
}

/// The file with the last `from` overwritten by as many bytes.
fn overwritten(mut file: Vec<u8>, from: &[u8], to: &[u8]) -> Result<Vec<u8>> {
    ensure!(from.len() == to.len(), "nothing else moves");
    let at = rfind(&file, from)?;
    file[at..at + to.len()].copy_from_slice(to);
    Ok(file)
}

fn rfind(file: &[u8], wanted: &[u8]) -> Result<usize> {
    let place = file.windows(wanted.len()).rposition(|window| window == wanted);
    place.with_context(|| format!("the file has {}", String::from_utf8_lossy(wanted)))
}
