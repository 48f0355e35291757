//! People who do as they like: sign, decline, forward, come late, by old links or never; senders who ask again, correct
//! addresses and take envelopes back; mails that come back. Every envelope comes to an end, and its evidence holds.

use std::collections::BTreeMap;

use house::{Case, Faults, Search, Violation};

/// Cases with some envelopes each: about a thousand steps.
const CASES: u64 = 60;

#[test]
fn whatever_people_do_every_envelope_comes_to_an_end() {
    let search = Search::from_environment(CASES, Case::of_free_people);
    let reports = search.run().unwrap_or_else(|failure| panic!("{failure}"));
    let mut recorded: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, times) in reports.iter().flat_map(|report| &report.recorded) {
        *recorded.entry(kind).or_default() += times;
    }
    println!("{} steps: {recorded:?}", reports.iter().map(|report| report.steps).sum::<u64>());
    if reports.len() < CASES as usize {
        return;
    }
    // None of these is left out by chance.
    for kind in [
        "completed",
        "declined",
        "voided",
        "expired",
        "delegated",
        "bounced",
        "mail_refused",
        "address_corrected",
        "reminded",
        "confirmed",
        "seal_discarded",
        "code_requested",
        "authenticated",
        "revisions_removed",
        "documents_removed",
        "retention_ended",
        "draft_changed",
        "document_added",
        "document_removed",
        "draft_deleted",
        "reminded_by_sender",
    ] {
        assert!(recorded.contains_key(kind), "no {kind} among {recorded:?}");
    }
}

#[test]
fn an_act_by_an_old_link_is_found() {
    let faults = Faults { links_never_replaced: true, ..Faults::default() };
    let cases = (0..CASES).map(|seed| Case::of_free_people(seed).with_faults(faults)).collect();
    let failure = Search::among(cases).without_smaller().run().expect_err("the fault is not found");
    let is_seen = |v: &Violation| matches!(v, Violation::ActedByAnOldLink { .. });
    assert!(failure.report.violations.iter().any(is_seen), "{failure}");
}
