//! Prints what is proposed for a document: `cargo run -p proposals --example propose -- FILE [OUR NAME …]`. Plain text if its name
//! ends with `.txt`, otherwise a PDF.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        eprintln!("which file?");
        return ExitCode::FAILURE;
    };
    let own_names: Vec<String> = arguments.collect();
    let file = match std::fs::read(&path) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let proposals = if path.ends_with(".txt") {
        proposals::propose_from_text(&String::from_utf8_lossy(&file), &own_names)
    } else {
        proposals::propose(&file, &own_names)
    };
    println!("{proposals:#?}");
    ExitCode::SUCCESS
}
