//! Tells what the signatures of PDFs are worth.
//!
//! `cargo run -p pades --example verify -- SIGNED.pdf [ROOTS.pem]`
//!
//! Without roots the one of this crate's test keys is trusted.

use std::error::Error;

use jiff::Timestamp;
use pades::certificate::certificates_from_pem;
use pades::verify::{Language, Settings, verify};

/// The time now: the library has no clock.
#[expect(clippy::disallowed_methods, reason = "a program gives the library the time")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("say which file: SIGNED.pdf [ROOTS.pem]")?;
    let roots = match arguments.next() {
        Some(path) => std::fs::read_to_string(path)?,
        None => include_str!("../tests/keys/root.pem").to_owned(),
    };
    let anchors = certificates_from_pem(&roots)?;
    let report = verify(&std::fs::read(&path)?, &Settings::new(&anchors, now()))?;
    println!("{}", report.text(Language::English));
    if report.is_valid() { Ok(()) } else { Err("not every signature is valid".into()) }
}
