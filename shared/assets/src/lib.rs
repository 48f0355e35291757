//! What browsers load from us beside pages: the document viewer with pdf.js.
//!
//! The files are in `files/`; only `serve-assets` carries their bytes. Everybody else needs their URLs alone, which hold a
//! digest of them all: a URL means the same bytes for ever, so that browsers may keep what they have, and the modules that
//! a page loads always fit together.

/// Digest of all files and their names.
pub const VERSION: &str = env!("ASSETS_VERSION");

/// Path of a file's URL below the site's root, such as `/assets/0123456789abcdef/viewer.mjs`.
pub fn path(name: &str) -> String {
    format!("/assets/{VERSION}/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_part_of_every_path() {
        assert!(VERSION.len() == 16 && VERSION.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(path("viewer.mjs"), format!("/assets/{VERSION}/viewer.mjs"));
    }
}
