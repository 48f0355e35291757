//! Reading code.

use std::path::Path;

use syn::{Attribute, File, MetaList};

/// A file of code.
///
/// # Panics
///
/// Where it is none.
pub fn parsed(path: &Path, text: &str) -> File {
    syn::parse_file(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Whether it is there for tests alone.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_test = |list: &MetaList| list.path.is_ident("cfg") && list.tokens.to_string() == "test";
        attribute.meta.require_list().is_ok_and(is_test)
    })
}
