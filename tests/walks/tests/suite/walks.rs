//! Walks over the functions as they are.

use walks::{Case, Faults, Report, line_of, routes_of_walks};

/// Walks, unless the environment says otherwise.
const CASES: u64 = 5;
const STEPS: usize = 500;
/// Ends of routes to which no walk comes, at most: another order of what is drawn may leave out what is rare.
const MAX_NEVER: usize = 3;

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
    if cases >= CASES {
        everything_was_tried(&reports);
    }
}

/// Walks find nothing where nothing is asked. Each route was carried out, and told of nothing where it is about something; and
/// of each line of the table a route was refused to people without the role, and to keys without its scopes.
fn everything_was_tried(reports: &[Report]) {
    let is_end = |end: &str, came: &str| if end.ends_with('-') { came.starts_with(end) } else { came == end };
    let came_to = |names: &[&str], end: &str| {
        let mut ends = reports.iter().flat_map(|report| report.ends.keys());
        ends.any(|(route, came)| names.contains(route) && is_end(end, came))
    };
    let names: Vec<&str> = routes_of_walks().map(|route| route.name).collect();
    let mut never = Vec::new();
    for route in routes_of_walks() {
        let line = line_of(route.name).expect("a line");
        let with_its_scopes = |name: &&str| line_of(name).is_some_and(|other| other.scopes == line.scopes);
        let with_its_scopes: Vec<&str> = names.iter().filter(|name| with_its_scopes(name)).copied().collect();
        for (names, end, can_be) in [
            // What waits for the service long enough to be tried again is not in a walk.
            (&[route.name][..], "done", route.name != "RETRY_ENVELOPE"),
            (&[route.name], "unknown-", route.path.contains('{')),
            (line.routes, "role-missing", !line.everybody),
            (&with_its_scopes, "scope-missing", !line.scopes.is_empty()),
        ] {
            if can_be && !came_to(names, end) {
                never.push(format!("{names:?}: {end}"));
            }
        }
    }
    for end in ["unauthorized", "session-ended", "key-holder-deactivated", "organisation-closed", "sign-in-needed"] {
        if !came_to(&names, end) {
            never.push(end.to_owned());
        }
    }
    assert!(never.len() <= MAX_NEVER, "no walk came to this: {never:#?}");
}

#[test]
fn every_route_that_asks_who_calls_has_a_line_in_the_table_of_the_walks() {
    let missing: Vec<&str> = routes_of_walks().map(|route| route.name).filter(|name| line_of(name).is_none()).collect();
    assert!(missing.is_empty(), "tests/walks/src/model/table.rs does not say who may do these: {missing:?}");
}
