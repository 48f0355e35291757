//! Contracts of 2 to 20 signers who all sign, however their steps fall. `KEIIN_CASES=1000` runs more of them; see
//! [`Search::from_environment`].

use house::{Case, Report, Search, Simulation};

/// Cases that are run where nothing else is said.
const CASES: u64 = 60;

#[test]
fn every_contract_is_completed_and_every_seal_is_made_once() {
    let reports = Search::from_environment(CASES, Case::of).run().unwrap_or_else(|failure| panic!("{failure}"));
    let sum = |of: fn(&Report) -> u64| reports.iter().map(of).sum::<u64>();
    let downloads: usize = reports.iter().filter_map(|report| report.recorded.get("downloaded")).sum();
    assert!(downloads >= reports.len(), "everybody who has a link saves a document: {downloads}");
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
        let report = Simulation::of(&Case::of(4)).run();
        (report.steps, report.calls, report.commits, report.key_uses, report.duration)
    };
    assert_eq!(run(), run());
}
