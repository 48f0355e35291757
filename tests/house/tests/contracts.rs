//! Contracts of 2 to 20 signers, however their steps fall.

use house::{Case, Search};

#[test]
fn every_contract_is_completed_and_every_seal_is_made_once() {
    let cases = (0..20).map(Case::of).collect();
    let started = std::time::Instant::now();
    match Search::among(cases).run() {
        Ok(reports) => {
            for report in &reports {
                println!(
                    "{} steps, {} calls, {} invocations, keys {:?}, {:#}",
                    report.steps, report.calls, report.invocations, report.key_uses, report.duration
                );
            }
        }
        Err(failure) => panic!("{failure}"),
    }
    println!("{:?}", started.elapsed());
}
