//! `pades verify`: what is to be thought of the signatures in files.

use std::io::{self, Write};
use std::process::ExitCode;

use jiff::Timestamp;
use pades::Certificate;
use pades::verify::{Language, Report, Settings};
use serde::Serialize;

use crate::arguments::Verify;
use crate::errors::Failure;
use crate::input::InputFile;
use crate::{keys, now, output};

/// What was found of one file, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// All signatures are valid; only allowed updates were made after them.
    Valid,
    /// Not so, or there is no signature.
    NotValid,
    /// The file cannot be read.
    Unreadable,
}

pub(crate) fn run(arguments: &Verify) -> ExitCode {
    let verdict = verify(arguments).unwrap_or_else(|failure| {
        output::report(&failure);
        Verdict::Unreadable
    });
    ExitCode::from(match verdict {
        Verdict::Valid => 0,
        Verdict::NotValid => 1,
        Verdict::Unreadable => 2,
    })
}

/// A file's report in JSON.
#[derive(Serialize)]
struct Told<'r> {
    file: String,
    valid: bool,
    /// Whether the file shows that none of the certificates was revoked.
    not_revoked: bool,
    proof_until: Option<Timestamp>,
    #[serde(flatten)]
    report: &'r Report,
}

/// In place of a report.
#[derive(Serialize)]
struct Untold {
    file: String,
    valid: bool,
    error: String,
}

/// The worst verdict; each file is told of, whatever the others are like.
fn verify(arguments: &Verify) -> Result<Verdict, Failure> {
    let anchors = match &arguments.trust {
        Some(path) => keys::certificates(path)?,
        None => {
            output::warn("no --trust is given, so nobody vouches for a signer: name the root certificates you trust");
            Vec::new()
        }
    };
    let at = match arguments.at {
        Some(at) => at,
        // Whole seconds are what signatures and certificates know.
        None => Timestamp::from_second(now().timestamp().as_second()).unwrap_or_default(),
    };
    let verdicts = arguments.files.iter().map(|path| {
        let told = InputFile::open(path).and_then(|input| tell(arguments, &input, &anchors, at));
        told.unwrap_or_else(|failure| {
            output::report(&failure);
            if arguments.json {
                let file = path.display().to_string();
                say(&json(&Untold { file, valid: false, error: output::sentence(&failure) }).unwrap_or_default());
            }
            Verdict::Unreadable
        })
    });
    Ok(verdicts.max().unwrap_or(Verdict::Unreadable))
}

/// Writes the report of one file.
fn tell(arguments: &Verify, input: &InputFile, anchors: &[Certificate], at: Timestamp) -> Result<Verdict, Failure> {
    let settings = Settings::new(anchors, at);
    let report = pades::verify::verify(input, &settings);
    input.finish();
    let report = report.map_err(|error| input.refused(error))?;
    let file = input.path().display().to_string();
    let not_revoked = report.shows_no_revocation();
    let valid = report.is_valid() && (not_revoked || !arguments.require_revocation);
    if arguments.json {
        say(&json(&Told { file, valid, not_revoked, proof_until: report.proof_until(), report: &report })?);
    } else {
        let language = match arguments.lang {
            crate::arguments::Language::Ja => Language::Japanese,
            crate::arguments::Language::En => Language::English,
        };
        let file = file.replace(char::is_control, " ");
        if report.is_valid() && !valid {
            let missing = match language {
                Language::Japanese => "証明書が失効していないことを示す情報が足りないため、有効とみなしません。",
                Language::English => "NOT PROVED: the file does not show that no certificate was revoked.",
            };
            say(&format!("{file}: {missing}"));
        }
        say(&format!("{file}: {}", report.text(language)));
    }
    Ok(if valid { Verdict::Valid } else { Verdict::NotValid })
}

fn json(told: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(told).map_err(Failure::Json)
}

fn say(text: &str) {
    // Whoever does not listen still gets the exit status.
    let _ = writeln!(io::stdout(), "{text}");
}
