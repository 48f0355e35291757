//! A verification that nobody waits for any more ends.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use pades::verify::{Settings, verify};
use pades::{InputError, Source};

mod support;

/// A store that is read in pieces, and sets the flag when so many were read.
struct Stopping {
    bytes: Vec<u8>,
    after: usize,
    reads: AtomicUsize,
    stop: Arc<AtomicBool>,
}

impl Source for Stopping {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        if self.reads.fetch_add(1, Ordering::Relaxed) == self.after {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.bytes.read_at(offset, buffer)
    }
}

fn signed() -> Vec<u8> {
    let signed = support::Signer::p256().sign(include_bytes!("../examples/agreement.pdf"), "Seller");
    support::timestamped(&signed, "Seller")
}

/// How often the file is read by a verification that is stopped after so many reads, and what that one says.
fn verified(bytes: &[u8], after: usize) -> (usize, Result<usize, InputError>) {
    let stop = Arc::new(AtomicBool::new(false));
    let source = Stopping { bytes: bytes.to_vec(), after, reads: AtomicUsize::new(0), stop: Arc::clone(&stop) };
    let anchors = [support::certificate("root")];
    let at = "2027-01-01T00:00:00Z".parse().expect("a time");
    let report = verify(&source, &Settings::new(&anchors, at).with_stop(&stop));
    (source.reads.load(Ordering::Relaxed), report.map(|report| report.signatures.len()))
}

#[test]
fn from_wherever_it_is_stopped_nothing_more_is_read_and_nothing_is_said() {
    let bytes = signed();
    let (all, report) = verified(&bytes, usize::MAX);
    assert_eq!(report, Ok(1), "nobody stops it");
    assert!(all > 5, "it is read in pieces: {all}");
    for after in 0..all {
        let (reads, report) = verified(&bytes, after);
        assert_eq!((reads, report), (after + 1, Err(InputError::Stopped)), "stopped after {after} reads");
    }
}

#[test]
fn a_flag_that_was_set_before_lets_nothing_begin() {
    let stop = Arc::new(AtomicBool::new(true));
    let at = "2027-01-01T00:00:00Z".parse().expect("a time");
    // In memory nothing is read in pieces: what is counted there is the work.
    let report = verify(&signed(), &Settings::new(&[], at).with_stop(&stop));
    assert_eq!(report.map(|report| report.signatures.len()), Err(InputError::Stopped));
}
