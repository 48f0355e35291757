//! Files that others made, where they are present: rewritten as one clean revision they look as before, every viewer reads
//! them alike, and so it stays when they are prepared, signed and timestamped.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use oracles::{Oracles, Soundness};
use pades::Document;
use pades::rewrite::{fault, rewrite};
use signing::pki::PKI;
use signing::signer::{Act, with_fields};

/// The field that is signed.
const FIELD: &str = "Signed here";
/// Pictures are of so many first pages, at this resolution.
const PAGES: u32 = 3;
const RESOLUTION: u32 = 50;

/// Its page stands in the page tree itself instead of being referred to. This renderer shows such a page blank, others show
/// its text, and all show it once it is repaired.
const SHOWN_BLANK_BEFORE: &str = "c12_direct_kid.pdf";

#[test]
fn what_others_made_looks_as_before() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folders = ["corpora/dss", "corpora/attacks", "cases/to-sign"].map(|name| corpora.join(name));
    let oracles = Oracles::load().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut rewritten = 0;
    for path in folders.iter().flat_map(|folder| files(folder)) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let upload = fs::read(&path).unwrap();
        let clean = match rewrite(&upload) {
            Err(refusal) => {
                println!("{name:60.60} {refusal}");
                continue;
            }
            Ok(clean) if clean.is_signed => {
                assert_eq!((clean.bytes, fault(&upload)), (None, None), "{name}");
                continue;
            }
            Ok(clean) => clean,
        };
        println!("{name:60.60} {:?}", clean.changes);
        let is_changed = clean.bytes.is_some();
        let bytes = clean.bytes.unwrap_or_else(|| upload.clone());
        assert_eq!(rewrite(&bytes).unwrap().changes, [], "{name}: nothing is left to do");
        if is_changed {
            rewritten += 1;
            let result = folder.path().join("rewritten.pdf");
            fs::write(&result, &bytes).unwrap();
            assert_eq!(oracles.qpdf_soundness(&result).unwrap(), Soundness::Sound, "{name}");
            let pages = u32::try_from(Document::open(&bytes).unwrap().inspect().unwrap().pages).unwrap();
            for page in 1..=pages.min(PAGES) {
                let before = oracles.picture(&path, page, RESOLUTION).ok().flatten();
                let after = oracles.picture(&result, page, RESOLUTION).unwrap();
                // Of some damaged files the renderer makes nothing.
                if let (Some(before), Some(after)) = (before, after)
                    && name != SHOWN_BLANK_BEFORE
                {
                    assert!(before == after, "{name}: page {page} looks otherwise");
                }
            }
        }
        let prepared = with_fields(&bytes, &[FIELD]);
        let signed = Act::new(&PKI.p256, FIELD).sign_and_timestamp(&prepared);
        assert_eq!((fault(&prepared), fault(&signed)), (None, None), "{name}");
    }
    println!("{rewritten} rewritten");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    paths.sort();
    paths
}
