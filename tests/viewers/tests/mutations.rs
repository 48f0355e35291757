//! Random updates of signed files: what the verifier passes, every viewer shows as it was signed. `KEIIN_CASES=20000` runs
//! more of them; see `Search::from_environment`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use viewers::{Search, Viewers};

/// Cases that are run where nothing else is said.
const CASES: u64 = 300;

#[test]
fn what_the_verifier_passes_is_shown_as_it_was_signed() {
    let search = Search::from_environment(CASES);
    let outcome = search.run(&Viewers::start().unwrap()).unwrap();
    println!(
        "{} cases from seed {}: {} signed revisions compared, {} files refused, the longest verification {:?}",
        outcome.cases, search.seed, outcome.compared, outcome.refused, outcome.longest
    );
    let said: Vec<String> = outcome.failures.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{} of {} went wrong:\n\n{}", said.len(), outcome.cases, said.join("\n\n"));
}
