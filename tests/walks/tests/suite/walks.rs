//! Walks over the functions as they are.

use walks::{Case, Faults, Report, line_of, routes_of_walks};

/// Walks, unless the environment says otherwise.
const CASES: u64 = 6;
const STEPS: usize = 500;

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var_os(name)?;
    Some(text.to_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} is not a number")))
}

async fn walked(seeds: impl Iterator<Item = u64>) -> Vec<Report> {
    let mut reports = Vec::new();
    for seed in seeds {
        match (Case { seed, steps: STEPS, faults: Faults::default() }).walk().await {
            Ok(report) => reports.push(report),
            Err(failure) => panic!("{failure}"),
        }
    }
    reports
}

#[tokio::test]
async fn walks_of_random_people_find_nobody_who_reads_changes_or_learns_what_they_may_not() {
    let (first, cases) = (setting("KEIIN_SEED").unwrap_or(0), setting("KEIIN_CASES").unwrap_or(CASES));
    let reports = walked((0..cases).map(|n| first.wrapping_add(n))).await;
    let requests: usize = reports.iter().map(|report| report.requests).sum();
    println!("{cases} walks with {requests} requests");
}

#[test]
fn every_route_that_asks_who_calls_has_a_line_in_the_table_of_the_walks() {
    let missing: Vec<&str> = routes_of_walks().map(|route| route.name).filter(|name| line_of(name).is_none()).collect();
    assert!(missing.is_empty(), "tests/walks/src/model/table.rs does not say who may do these: {missing:?}");
}
