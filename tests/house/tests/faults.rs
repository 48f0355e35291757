//! The house finds what it is there to find: faults that are put around the ports are seen, each as what it is.

use house::{Case, Failure, Faults, Search, Violation};

/// Runs cases with a fault until one goes wrong.
fn found(cases: impl Iterator<Item = Case>, faults: Faults) -> Failure {
    *among(cases, faults).without_smaller().run().expect_err("the fault is not found")
}

fn among(cases: impl Iterator<Item = Case>, faults: Faults) -> Search {
    Search::among(cases.map(|case| case.with_faults(faults)).collect())
}

fn is_seen(failure: &Failure, is_it: fn(&Violation) -> bool) -> bool {
    failure.report.violations.iter().any(is_it)
}

/// Cases in which nothing is lost or killed: there is no excuse.
fn calm() -> impl Iterator<Item = Case> {
    (0..150).map(|seed| Case::of(seed).with_signers(5)).filter(Case::is_calm)
}

#[test]
fn the_scheduler_finds_a_seal_log_without_base_digests_and_an_order_by_clock_times() {
    let faults = Faults { order_by_clock: true, log_without_base: true, ..Faults::default() };
    let cases = (0..150).map(|seed| Case::of(seed).with_signers(8));
    let stands_still = |case: &Case| {
        let report = house::Simulation::of(case).run();
        report.violations.iter().any(|violation| matches!(violation, Violation::StandsStill { .. }))
    };
    let found = cases.map(|case| case.with_faults(faults)).find(stands_still);
    println!("the contract that stands still: {:?}", found.expect("the fault is not found"));
}

#[test]
fn seals_in_the_order_of_clock_times_are_found() {
    let faults = Faults { order_by_clock: true, ..Faults::default() };
    let failure = among((0..40).map(Case::of), faults).run().expect_err("the fault is not found");
    assert!(is_seen(&failure, |v| matches!(v, Violation::WrongSeals { .. })), "{failure}");
    let (smallest, _) = failure.smallest.as_ref().expect("a smaller case");
    assert!(smallest.signers < failure.case.signers);
}

#[test]
fn a_key_that_is_used_again_is_found() {
    let failure = found(calm(), Faults { signatures_forgotten: true, ..Faults::default() });
    assert!(is_seen(&failure, |v| matches!(v, Violation::KeyUsedUnasked { .. })), "{failure}");
}

#[test]
fn a_mail_that_is_sent_again_is_found() {
    let failure = found(calm(), Faults { mails_forgotten: true, ..Faults::default() });
    assert!(is_seen(&failure, |v| matches!(v, Violation::WrongMails { times: 2.., .. })), "{failure}");
}

#[test]
fn a_mail_that_is_lost_is_found() {
    let failure = found(calm(), Faults { mails_lost: true, ..Faults::default() });
    let is_lost = |v: &Violation| matches!(v, Violation::WrongMails { times: 0, .. } | Violation::StandsStill { .. });
    assert!(is_seen(&failure, is_lost), "{failure}");
}

#[test]
fn a_recipient_who_is_not_kept_as_a_contact_is_found() {
    let failure = found(calm(), Faults { contacts_lost: true, ..Faults::default() });
    assert!(is_seen(&failure, |v| matches!(v, Violation::WrongContacts(_))), "{failure}");
}

#[test]
fn evidence_that_is_written_over_is_found() {
    let failure = found(calm(), Faults { versions_ignored: true, ..Faults::default() });
    assert!(is_seen(&failure, |v| matches!(v, Violation::BrokenEvidence(_))), "{failure}");
}

#[test]
fn a_file_that_is_not_the_earlier_one_and_more_is_found() {
    let failure = found(calm(), Faults { files_cut: true, ..Faults::default() });
    assert!(is_seen(&failure, |v| matches!(v, Violation::NotAnIncrement { .. })), "{failure}");
}

#[test]
fn somebody_who_is_turned_away_is_found() {
    let faults = Faults { no_pauses: true, ..Faults::default() };
    let mut cases: Vec<Case> = (0..40).map(|seed| Case::of(seed).with_signers(8)).collect();
    cases.retain(|case| case.together);
    cases.iter_mut().for_each(|case| case.conflicts = 1000);
    let failure = found(cases.into_iter(), faults);
    assert!(is_seen(&failure, |v| matches!(v, Violation::TurnedAway { .. })), "{failure}");
}

#[test]
fn somebody_who_is_told_of_an_act_that_is_not_recorded_is_found() {
    // A commit that is lost may be a seal's as well as a person's: then the contract stands still.
    let is_told = |v: &Violation| matches!(v, Violation::ToldWrongly { .. });
    let faults = Faults { commits_lost: true, ..Faults::default() };
    let mut failures =
        calm().filter_map(|case| Search::among(vec![case.with_faults(faults)]).without_smaller().run().err());
    assert!(failures.any(|failure| is_seen(&failure, is_told)), "nobody was told of an act that is not recorded");
}

#[test]
fn a_store_that_forgets_its_locks_is_found_and_loses_nothing() {
    let failure = found(calm(), Faults { locks_forgotten: true, ..Faults::default() });
    assert!(is_seen(&failure, |v| matches!(v, Violation::JobFailed { .. })), "{failure}");
    // What cannot be proven stays.
    let is_lost = |v: &Violation| matches!(v, Violation::WrongFiles { why, .. } if why.contains("was removed"));
    assert!(!is_seen(&failure, is_lost), "{failure}");
}

#[test]
fn a_finished_file_that_is_lost_is_found_and_the_others_stay() {
    let failure = found(calm(), Faults { finished_lost: true, ..Faults::default() });
    assert!(is_seen(&failure, |v| matches!(v, Violation::JobFailed { .. })), "{failure}");
    let is_removed = |v: &Violation| matches!(v, Violation::WrongFiles { why, .. } if why.contains("was removed"));
    assert!(!is_seen(&failure, is_removed), "{failure}");
}
