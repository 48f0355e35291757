//! Writes the file of a seed, and what the verifier says of it: `cargo run -p mutations --example write -- 101708 out.pdf`.
#![allow(clippy::unwrap_used, reason = "an example for people who work on this")]

use mutations::{Case, verify};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let case = Case::of_seed(arguments[0].parse().unwrap());
    std::fs::write(&arguments[1], &case.bytes).unwrap();
    println!("{:?} of {}", case.tricks, case.base.name);
    match verify(&case.bytes) {
        Ok(report) => println!("{}", serde_json::to_string_pretty(&report).unwrap()),
        Err(error) => println!("{error}"),
    }
}
