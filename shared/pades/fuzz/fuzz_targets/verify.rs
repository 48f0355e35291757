#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use pades_fuzz::{entry, mutate};

fuzz_target!(|data: &[u8]| entry::verify(data));
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::pdf(data, size, max_size, seed)
});
