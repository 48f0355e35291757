//! `cargo local`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match local::cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
