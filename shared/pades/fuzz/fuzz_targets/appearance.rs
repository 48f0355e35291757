#![no_main]

use libfuzzer_sys::fuzz_target;
use pades_fuzz::entry;

fuzz_target!(|data: &[u8]| entry::appearance(data));
