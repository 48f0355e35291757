//! What can be seen of an installation without a network: nothing to install is still an environment.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Instant;

#[test]
fn the_second_call_finds_what_the_first_one_made() {
    let target = tempfile::tempdir().unwrap();
    let first = venv::install(target.path(), "empty", "# nothing\n", |_| {}).unwrap();
    assert!(first.python().exists());

    let start = Instant::now();
    let second = venv::install(target.path(), "empty", "# nothing\n", |_| panic!("nothing is left to do")).unwrap();
    assert_eq!(first.dir(), second.dir());
    assert!(start.elapsed().as_secs() < 2);
}

#[test]
fn a_package_without_its_hash_is_refused() {
    let target = tempfile::tempdir().unwrap();
    let error = venv::install(target.path(), "unpinned", "six==1.17.0\n", |_| {}).unwrap_err();
    assert!(format!("{error:#}").contains("hash"), "{error:#}");

    // Half an environment is not taken for a whole one.
    assert!(venv::install(target.path(), "unpinned", "six==1.17.0\n", |_| {}).is_err());
}
