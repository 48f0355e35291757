//! Runs many cases, and looks for the smallest that goes wrong.

use std::fmt;

use crate::case::{Case, Conduct};
use crate::simulation::{Report, Simulation};

/// Seeds that are tried for each smaller number of signers.
const TRIES: u64 = 40;
/// Fewest signers of an envelope.
const FEWEST: usize = 1;

/// Many runs, one after the other.
#[derive(Clone, Debug)]
pub struct Search {
    cases: Vec<Case>,
    seeks_smaller: bool,
}

/// A run that went wrong.
#[derive(Debug)]
pub struct Failure {
    /// How many cases were run until it was found, itself included.
    pub runs: usize,
    /// The case.
    pub case: Case,
    /// What it came to.
    pub report: Report,
    /// The smallest case that goes wrong in the same way, if a smaller one was found.
    pub smallest: Option<(Case, Report)>,
}

impl Search {
    /// These cases.
    pub const fn among(cases: Vec<Case>) -> Self {
        Self { cases, seeks_smaller: true }
    }

    /// So many cases from seed 0 on, unless the environment says otherwise: `KEIIN_CASES=1000` runs so many, `KEIIN_SEED=7`
    /// begins with that one, and with `KEIIN_SIGNERS=4` runs it alone, with so many signers.
    ///
    /// # Panics
    /// If one of them is not a number.
    pub fn from_environment(cases: u64, of: impl Fn(u64) -> Case) -> Self {
        let (seed, cases) = (setting("KEIIN_SEED").unwrap_or(0), setting("KEIIN_CASES").unwrap_or(cases));
        Self::among(match setting("KEIIN_SIGNERS") {
            Some(signers) => vec![of(seed).with_signers(usize::try_from(signers).expect("a number of signers"))],
            None => (0..cases).map(|n| of(seed.wrapping_add(n))).collect(),
        })
    }

    /// Does not look for a smaller case than the first that goes wrong.
    #[must_use]
    pub fn without_smaller(self) -> Self {
        Self { seeks_smaller: false, ..self }
    }

    /// Runs every case until one goes wrong.
    ///
    /// # Errors
    /// The first that does.
    pub fn run(&self) -> Result<Vec<Report>, Box<Failure>> {
        let mut reports = Vec::new();
        for case in &self.cases {
            let report = Simulation::of(case).run();
            if report.violations.is_empty() {
                reports.push(report);
                continue;
            }
            let smallest = if self.seeks_smaller { smaller(case, &report) } else { None };
            return Err(Box::new(Failure { runs: reports.len() + 1, case: case.clone(), report, smallest }));
        }
        Ok(reports)
    }
}

/// A number from the environment.
fn setting(name: &str) -> Option<u64> {
    let text = std::env::var_os(name)?;
    Some(text.to_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} is not a number")))
}

/// The same violation with as few signers as can be.
fn smaller(case: &Case, report: &Report) -> Option<(Case, Report)> {
    let wanted = report.gravest()?;
    for signers in FEWEST..case.signers {
        for seed in (0..TRIES).map(|n| case.seed.wrapping_add(n)) {
            let case = Case { seed, ..case.clone() }.with_signers(signers);
            let report = Simulation::of(&case).run();
            if report.violations.iter().any(|violation| violation.is_like(wanted)) {
                return Some((case, report));
            }
        }
    }
    None
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the {}. case went wrong:", self.runs)?;
        show(f, &self.case, &self.report)?;
        if let Some((case, report)) = &self.smallest {
            writeln!(f, "\nthe smallest case that goes wrong in the same way:")?;
            show(f, case, report)?;
        }
        Ok(())
    }
}

fn show(f: &mut fmt::Formatter<'_>, case: &Case, report: &Report) -> fmt::Result {
    writeln!(f, "{case:?}")?;
    for violation in &report.violations {
        writeln!(f, "  * {violation}")?;
    }
    writeln!(f, "evidence:\n  {}", report.evidence.join("\n  "))?;
    writeln!(f, "the last calls:\n  {}", report.last_calls.join("\n  "))?;
    let test = match case.conduct {
        Conduct::Willing => "contracts",
        Conduct::Free => "people",
    };
    writeln!(f, "again: KEIIN_SEED={} KEIIN_SIGNERS={} cargo test -p house --test {test}", case.seed, case.signers)
}
