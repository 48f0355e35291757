//! Many cases, each from a seed: what the verifier passes is compared, and what differs is a failure.

use std::fmt;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use anyhow::Result;
use mutations::{Case, Signed, nothing, signed_revisions, verify};

use crate::difference::Difference;
use crate::viewers::Viewers;

/// Cases that are made ahead of those that are compared.
const WAITING: usize = 16;
/// Bytes of stack for the verifier: as little as a thread of a server may have.
const STACK: usize = 1 << 20;
/// After so many cases it is told how far a search is.
const OFTEN: u64 = 1000;

/// Cases from a first seed on.
#[derive(Clone, Debug)]
pub struct Search {
    /// The first seed.
    pub seed: u64,
    /// How many.
    pub cases: u64,
}

/// What a search came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Cases that were made.
    pub cases: u64,
    /// Signed revisions that were compared with what followed.
    pub compared: u64,
    /// Files that the verifier could not follow at all.
    pub refused: u64,
    /// The longest that the verifier took for one, and its seed.
    pub longest: (Duration, u64),
    /// What went wrong.
    pub failures: Vec<Failure>,
}

/// A file that passes, though some viewer shows something else than was signed.
#[derive(Debug)]
pub struct Failure {
    /// The seed of the case.
    pub seed: u64,
    /// What was done, and to what.
    pub done: String,
    /// The signature that is called valid.
    pub field: String,
    /// Whether it must never be, whatever is shown.
    pub is_unsound: bool,
    /// What is shown otherwise.
    pub differences: Vec<Difference>,
}

impl Search {
    /// So many cases from seed 0 on, unless the environment says otherwise: `KEIIN_CASES=20000` runs so many, `KEIIN_SEED=7`
    /// begins with that one.
    ///
    /// # Panics
    /// If one of them is not a number.
    #[must_use]
    pub fn from_environment(cases: u64) -> Self {
        let (seed, cases) = (setting("KEIIN_SEED").unwrap_or(0), setting("KEIIN_CASES").unwrap_or(cases));
        Self { seed, cases }
    }

    /// Runs all of them. Failures are told as they are found, for whoever waits for a long search.
    ///
    /// # Errors
    /// Where a viewer itself ended.
    pub fn run(&self, viewers: &Viewers) -> Result<Outcome> {
        let (made, ready) = sync_channel(WAITING);
        std::thread::scope(|scope| {
            // Cases are made and verified while the viewers are busy with those before.
            let small = std::thread::Builder::new().stack_size(STACK);
            small.spawn_scoped(scope, move || {
                for seed in (0..self.cases).map(|number| self.seed.wrapping_add(number)) {
                    if made.send(judged(seed)).is_err() {
                        break; // whoever compares could not go on
                    }
                }
            })?;
            let mut outcome = Outcome::default();
            for judged in ready {
                Self::compare(judged, viewers, &mut outcome)?;
                if outcome.cases.is_multiple_of(OFTEN) {
                    eprintln!(
                        "{} cases, {} compared, {} failures",
                        outcome.cases,
                        outcome.compared,
                        outcome.failures.len()
                    );
                }
            }
            Ok(outcome)
        })
    }

    fn compare(judged: Judged, viewers: &Viewers, outcome: &mut Outcome) -> Result<()> {
        let Judged { seed, case, took, signed } = judged;
        outcome.cases += 1;
        outcome.longest = outcome.longest.max((took, seed));
        outcome.refused += u64::from(signed.is_err());
        for signed in signed.unwrap_or_default() {
            outcome.compared += 1;
            let differences = viewers.differences(&case.bytes, &signed)?;
            let is_unsound = case.is_unsound(&signed);
            if is_unsound || !differences.is_empty() {
                let done = format!("{:?} of {}", case.tricks, case.base.name);
                let failure = Failure { seed, done, field: signed.field, is_unsound, differences };
                eprintln!("{failure}\n");
                outcome.failures.push(failure);
            }
        }
        Ok(())
    }
}

fn judged(seed: u64) -> Judged {
    let case = Case::of_seed(seed);
    let start = Instant::now();
    let report = verify(&case.bytes);
    let took = start.elapsed();
    let signed = report.map(|report| signed_revisions(&report, &nothing)).map_err(|error| error.to_string());
    Judged { seed, case, took, signed }
}

/// A case and what the verifier makes of it.
struct Judged {
    seed: u64,
    case: Case,
    took: Duration,
    signed: Result<Vec<Signed>, String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = if self.is_unsound { "it never may" } else { "it is shown otherwise" };
        writeln!(f, "{} holds though {why}: {}", self.field, self.done)?;
        for difference in &self.differences {
            writeln!(f, "  * {difference}")?;
        }
        write!(f, "again: KEIIN_SEED={} KEIIN_CASES=1 cargo test -p viewers --test mutations", self.seed)
    }
}

/// A number from the environment.
fn setting(name: &str) -> Option<u64> {
    let text = std::env::var_os(name)?;
    Some(text.to_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} is not a number")))
}
