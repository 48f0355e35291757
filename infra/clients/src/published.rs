//! What a package must hold when it is published, and what its page there must not lead to.

use anyhow::{Result, ensure};

/// What a package is looked through for.
pub(crate) struct Contents<'a> {
    /// Ends of paths, of which each must be there.
    pub(crate) wanted: &'a [&'a str],
    /// Parts of paths, of which none may be there.
    pub(crate) unwanted: &'a [&'a str],
}

impl Contents<'_> {
    /// Whether a package with these paths holds what it must, and no more.
    pub(crate) fn check(&self, package: &str, paths: &[String]) -> Result<()> {
        let is_missing = |wanted: &&&str| !paths.iter().any(|path| path.ends_with(**wanted));
        let missing: Vec<_> = self.wanted.iter().filter(is_missing).collect();
        ensure!(missing.is_empty(), "{package} lacks {missing:?}: it holds {paths:#?}");
        let is_unwanted = |path: &&String| self.unwanted.iter().any(|part| path.contains(part));
        let unwanted: Vec<_> = paths.iter().filter(is_unwanted).collect();
        ensure!(unwanted.is_empty(), "{package} holds {unwanted:?}");
        Ok(())
    }
}

/// The links of a page in Markdown that lead to another file of the repository: nowhere, for whoever reads the page elsewhere.
pub fn links_into_the_repository(markdown: &str) -> Vec<&str> {
    let targets = markdown.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    targets.filter(|target| !target.starts_with('#') && !target.starts_with("https://")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_without_a_file_or_with_a_file_too_many_is_noticed() {
        let paths = ["keiin-1/LICENSE-MIT", "keiin-1/src/keiin/py.typed"].map(str::to_owned);
        let check = |wanted: &[&str], unwanted: &[&str]| Contents { wanted, unwanted }.check("it", &paths);
        assert!(check(&["LICENSE-MIT", "keiin/py.typed"], &["tests/"]).is_ok());
        let missing = check(&["LICENSE-MIT", "README.md"], &[]).expect_err("it has no README");
        assert!(missing.to_string().starts_with("it lacks [\"README.md\"]"), "{missing}");
        assert!(check(&[], &["src/"]).is_err());
    }

    #[test]
    fn links_to_files_of_the_repository_are_found() {
        let page = "[a](../../README.md) [b](https://example.com) [c](#below) `d` [e](docs/curl.md#f)";
        assert_eq!(links_into_the_repository(page), ["../../README.md", "docs/curl.md#f"]);
    }
}
