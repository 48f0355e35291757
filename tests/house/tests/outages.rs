//! The authority is down for a day and a half: nothing piles up meanwhile, and when it answers again every contract gets on.

use std::sync::LazyLock;

use house::{Case, Report, Simulation};
use jiff::SignedDuration;

const HOURS: i64 = 36;
/// What `deadline::next_try` says of waits that have lasted for hours, the schedule's minute, and a minute for clocks that
/// disagree and messages that are on their way.
const BOUND: SignedDuration = SignedDuration::from_mins(15 + 1 + 1);

/// The cases and what they came to, for both tests: each of them is a day and a half long.
static ENDED: LazyLock<Vec<(Case, Report)>> = LazyLock::new(|| {
    let cases = (0..30).map(|seed| Case::of(seed).with_signers(2).with_outage(HOURS));
    cases.map(|case| (case.clone(), Simulation::of(&case).run())).collect()
});

/// The same, none of which went wrong.
fn ended_well() -> impl Iterator<Item = &'static (Case, Report)> {
    ENDED.iter().inspect(|(case, report)| {
        assert!(report.violations.is_empty(), "seed {}: {:?}\n{:#?}", case.seed, report.violations, report.last_calls);
    })
}

#[test]
fn when_the_authority_answers_again_a_contract_gets_on_within_the_bound() {
    for (case, report) in ended_well() {
        let recovered = report.recovered_after.expect("it was asked again");
        // A message that somebody dropped at the last moment comes again after twelve minutes.
        let bound = if case.is_calm() { BOUND } else { BOUND + SignedDuration::from_mins(12) };
        assert!(recovered <= bound, "seed {}: after {recovered:#}", case.seed);
    }
}

#[test]
fn while_the_authority_is_down_it_is_asked_less_and_less_often_and_no_jobs_pile_up() {
    for (case, report) in ended_well() {
        let documents = case.documents as u32;
        // There are some 220 moments in a day and a half at which it is asked again. At each of them two runs of the schedule may
        // meet, or a message may come twice.
        assert!(report.asked_in_vain >= 150, "seed {}: asked {} times", case.seed, report.asked_in_vain);
        assert!(report.asked_in_vain <= 440 * documents, "seed {}: asked {} times", case.seed, report.asked_in_vain);
        // The jobs of the beginning, some of them twice, and one that the schedule asked for.
        assert!(report.most_queued <= 16, "seed {}: {} jobs at once", case.seed, report.most_queued);
    }
}
