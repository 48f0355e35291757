//! The command `pades`: signs, timestamps, rewrites, extends and verifies PDFs by PAdES (EN 319 142-1).
//!
//! The library `pades` knows neither files nor network nor clock nor private keys; all of these are here.

mod arguments;
mod errors;
mod extend;
mod fetch;
mod input;
mod keys;
mod output;
mod revise;
mod rewrite;
mod sign;
mod timestamp;
mod verify;

use std::process::ExitCode;

use clap::Parser;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Sign(arguments) => finish(sign::run(&arguments)),
        Command::Extend(arguments) => finish(extend::run(&arguments)),
        Command::Timestamp(arguments) => finish(timestamp::run(&arguments)),
        Command::Rewrite(arguments) => finish(rewrite::run(&arguments)),
        Command::Verify(arguments) => verify::run(&arguments),
    }
}

fn finish(done: Result<(), errors::Failure>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::report(&failure);
            failure.exit_code()
        }
    }
}

/// The time now in the local time zone: all that the command asks the clock for.
#[expect(clippy::disallowed_methods, reason = "the library takes the time as an argument; this is where it comes from")]
fn now() -> Zoned {
    Timestamp::now().to_zoned(time_zone())
}

/// The local time zone. Only its offset is written, so the system's file will do; to find the zone's name would mean to
/// look through the whole time zone database.
fn time_zone() -> TimeZone {
    let file = std::env::var_os("TZ").is_none().then(|| std::fs::read("/etc/localtime").ok()).flatten();
    file.and_then(|rules| TimeZone::tzif("Local", &rules).ok()).unwrap_or_else(TimeZone::system)
}
