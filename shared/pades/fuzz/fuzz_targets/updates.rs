#![no_main]

use libfuzzer_sys::fuzz_target;
use mutations::Case;
use mutations::chance::Chance;
use pades_fuzz::entry;

// The input is a row of choices: which file was signed, what was done to it, and how.
fuzz_target!(|data: &[u8]| entry::verify(&Case::drawn(&mut Chance::of_bytes(data)).bytes));
