//! Every input that fuzzing found worth keeping is handled as the fuzz targets demand: `fuzz/src/entry.rs` says how.

#![cfg(feature = "fonts")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the entries are shared with the fuzz targets")]

use std::path::Path;

#[path = "../fuzz/src/entry.rs"]
mod entry;

// One test, so that nothing else takes memory beside what is measured.
#[test]
fn the_corpus_is_handled_within_bounds() {
    type Entry = fn(&[u8]);
    let targets: [(&str, Entry); 5] = [
        ("appearance", entry::appearance),
        ("cms", entry::cms),
        ("pdf", entry::pdf),
        ("response", entry::response),
        ("verify", entry::verify),
    ];
    for (target, run) in targets {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "no corpus for {target}");
        for file in files {
            println!("{}", file.display()); // seen only if it fails
            run(&std::fs::read(&file).unwrap());
        }
    }
}
