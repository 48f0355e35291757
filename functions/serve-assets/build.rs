//! Packs the files of `shared/assets`: each compressed once, at build time, and a table of them all.

include!("../../shared/assets/src/walk.rs");

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script in the environment where it is")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::var("OUT_DIR")?;
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../shared/assets/files");
    println!("cargo:rerun-if-changed=../../shared/assets/src/walk.rs");
    let mut table = String::from("&[\n");
    for (number, (name, bytes)) in walk(&folder)?.iter().enumerate() {
        let packed = Path::new(&out).join(format!("{number}.gz"));
        let mut encoder = GzEncoder::new(std::fs::File::create(&packed)?, Compression::best());
        encoder.write_all(bytes)?;
        encoder.finish()?;
        let digest = &hex::encode(Sha256::digest(bytes))[..32];
        table += &format!("Asset {{ name: {name:?}, digest: {digest:?}, gzip: include_bytes!({packed:?}) }},\n");
    }
    std::fs::write(Path::new(&out).join("assets.rs"), table + "]\n")?;
    Ok(())
}
