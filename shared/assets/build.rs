//! Computes the version: a digest of all served files and their names.

include!("src/walk.rs");

use sha2::{Digest as _, Sha256};

/// Enough that two versions never share a URL.
const DIGITS: usize = 16;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script in the environment where it is")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("files");
    println!("cargo:rerun-if-changed=src/walk.rs");
    let mut all = Sha256::new();
    for (name, bytes) in walk(&folder)? {
        all.update(Sha256::digest(name));
        all.update(Sha256::digest(bytes));
    }
    println!("cargo:rustc-env=ASSETS_VERSION={}", &hex::encode(all.finalize())[..DIGITS]);
    Ok(())
}
