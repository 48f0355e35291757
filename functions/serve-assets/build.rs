//! Packs the files of `shared/assets` and what is generated from the code: each compressed once, at build time, and tables of them.

include!("../../shared/assets/src/walk.rs");

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
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
        table += &format!("{},\n", packed(name, bytes, &Path::new(&out).join(format!("{number}.gz")))?);
    }
    std::fs::write(Path::new(&out).join("assets.rs"), table + "]\n")?;

    for name in ["openapi.json", "reference.html"] {
        let path = Path::new("generated").join(name);
        println!("cargo:rerun-if-changed={}", path.display());
        let bytes = std::fs::read(path)?;
        let asset = packed(name, &bytes, &Path::new(&out).join(format!("{name}.gz")))?;
        std::fs::write(Path::new(&out).join(format!("{name}.rs")), asset)?;
        if name.ends_with(".html") {
            std::fs::write(Path::new(&out).join(format!("{name}.policy")), policy(std::str::from_utf8(&bytes)?)?)?;
        }
    }
    Ok(())
}

/// Compresses a file to this place, and gives the entry of a table that holds it.
fn packed(name: &str, bytes: &[u8], to: &Path) -> std::io::Result<String> {
    let mut encoder = GzEncoder::new(std::fs::File::create(to)?, Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()?;
    let digest = &hex::encode(Sha256::digest(bytes))[..32];
    Ok(format!("Asset {{ name: {name:?}, digest: {digest:?}, gzip: include_bytes!({to:?}) }}"))
}

/// What a page that is one file may do: be shown in its own style, and nothing else. The style is let in by its hash (CSP level 2
/// §8.4).
fn policy(html: &str) -> Result<String, Box<dyn std::error::Error>> {
    let (_, rest) = html.split_once("<style>").ok_or("a page without a style")?;
    let (style, _) = rest.split_once("</style>").ok_or("a style without an end")?;
    let hash = BASE64_STANDARD.encode(Sha256::digest(style));
    Ok(format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ))
}
