//! Contracts of 2 to 20 signers who all sign, however their steps fall.
//!
//! `KEIIN_CASES=1000` runs more of them, `KEIIN_SEED=7` begins with another one, or, with `KEIIN_SIGNERS=4`, runs that one
//! alone with so many signers.

use std::env;

use house::{Case, Search};

/// Cases that are run where nothing else is said.
const CASES: u64 = 60;

#[test]
fn every_contract_is_completed_and_every_seal_is_made_once() {
    let seed = setting("KEIIN_SEED").unwrap_or(0);
    let cases: Vec<Case> = match setting("KEIIN_SIGNERS") {
        Some(signers) => vec![Case::of(seed).with_signers(usize::try_from(signers).expect("a number of signers"))],
        None => (0..setting("KEIIN_CASES").unwrap_or(CASES)).map(|n| Case::of(seed.wrapping_add(n))).collect(),
    };
    let reports = Search::among(cases).run().unwrap_or_else(|failure| panic!("{failure}"));
    let sum = |of: fn(&house::Report) -> u64| reports.iter().map(of).sum::<u64>();
    println!(
        "{} contracts in {} steps: {} commits and {} that met another one, {} uses of keys for {} seals",
        reports.len(),
        sum(|r| r.steps),
        sum(|r| r.commits.0),
        sum(|r| r.commits.1),
        sum(|r| r.key_uses.0 as u64),
        sum(|r| r.key_uses.1 as u64),
    );
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let run = || {
        let report = house::Simulation::of(&Case::of(4)).run();
        (report.steps, report.calls, report.commits, report.key_uses, report.duration)
    };
    assert_eq!(run(), run());
}

/// A number from the environment.
fn setting(name: &str) -> Option<u64> {
    let text = env::var_os(name)?;
    Some(text.to_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} is not a number")))
}
