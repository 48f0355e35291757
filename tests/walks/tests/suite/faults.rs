//! A walk finds what it is there to find: faults that are put around the ports are seen, each as what it is.

use walks::{Case, Failure, Faults, Violation};

/// Walks that are tried until the fault is found.
const TRIES: u64 = 12;
const STEPS: usize = 500;

/// Walks over a fault until something is wrong, and gives it.
async fn found(faults: Faults) -> Failure {
    for seed in 0..TRIES {
        if let Err(failure) = (Case { seed, steps: STEPS, faults }).walk().await {
            println!("{failure}");
            return *failure;
        }
    }
    panic!("the fault is not found: {faults:?}");
}

#[tokio::test]
async fn a_person_who_is_found_in_any_organisation_is_found_out() {
    let failure = found(Faults { people_of_all_organisations: true, ..Faults::default() }).await;
    let is_it = matches!(
        failure.violation,
        Violation::WrongVerdict { .. } | Violation::DoesTooMuch { .. } | Violation::DiffersFromUnknown { .. }
    );
    assert!(is_it, "{failure}");
}

#[tokio::test]
async fn a_list_that_goes_on_with_other_organisations_is_found_out() {
    let failure = found(Faults { lists_of_all_organisations: true, ..Faults::default() }).await;
    let is_it = matches!(
        failure.violation,
        Violation::Tells { .. } | Violation::WrongList { .. } | Violation::WrongCursor { .. }
    );
    assert!(is_it, "{failure}");
}

#[tokio::test]
async fn a_list_that_forgets_whose_envelopes_are_asked_for_is_found_out() {
    for faults in
        [Faults { senders_ignored: true, ..Faults::default() }, Faults { folders_ignored: true, ..Faults::default() }]
    {
        let failure = found(faults).await;
        let is_it = matches!(
            failure.violation,
            Violation::Tells { .. }
                | Violation::WrongList { .. }
                | Violation::WrongCursor { .. }
                // A folder that seems not to be empty.
                | Violation::DiffersFromUnknown { .. }
        );
        assert!(is_it, "{failure}");
    }
}

#[tokio::test]
async fn a_list_that_ends_too_early_is_found_out() {
    let failure = found(Faults { lists_cut: true, ..Faults::default() }).await;
    assert!(matches!(failure.violation, Violation::WrongList { .. }), "{failure}");
}

#[tokio::test]
async fn rights_that_hold_below_a_folder_that_does_not_inherit_are_found_out() {
    let failure = found(Faults { inheritance_never_stops: true, ..Faults::default() }).await;
    let is_it = matches!(
        failure.violation,
        Violation::WrongVerdict { .. }
            | Violation::WrongList { .. }
            | Violation::WrongCursor { .. }
            | Violation::Tells { .. }
            | Violation::DoesTooMuch { .. }
            | Violation::DiffersFromUnknown { .. }
    );
    assert!(is_it, "{failure}");
}

#[tokio::test]
async fn answers_that_are_remembered_for_others_too_are_found_out() {
    for faults in [
        Faults { answers_of_all_organisations: true, ..Faults::default() },
        Faults { answers_of_all_people: true, ..Faults::default() },
    ] {
        let failure = found(faults).await;
        let is_it = matches!(failure.violation, Violation::KeyOfOthers | Violation::WrongVerdict { .. });
        assert!(is_it, "{failure}");
    }
}

#[tokio::test]
async fn a_refusal_that_takes_longer_where_there_is_something_is_found_out() {
    let failure = found(Faults { found_costs_more: true, ..Faults::default() }).await;
    assert!(matches!(failure.violation, Violation::CostsOtherwise { .. }), "{failure}");
}

#[tokio::test]
async fn a_refusal_that_changes_something_is_found_out() {
    let failure = found(Faults { reading_writes: true, ..Faults::default() }).await;
    assert!(matches!(failure.violation, Violation::ChangedThough), "{failure}");
}

#[tokio::test]
async fn an_address_book_that_all_people_share_is_found_out() {
    let failure = found(Faults { books_of_all_people: true, ..Faults::default() }).await;
    let is_it = matches!(
        failure.violation,
        Violation::Tells { .. } | Violation::WrongList { .. } | Violation::WrongVerdict { .. }
    );
    assert!(is_it, "{failure}");
}

#[tokio::test]
async fn keys_that_are_good_for_more_than_they_were_made_for_are_found_out() {
    let failure = found(Faults { scopes_ignored: true, ..Faults::default() }).await;
    let is_it = matches!(failure.violation, Violation::WrongVerdict { .. } | Violation::DoesTooMuch { .. });
    assert!(is_it, "{failure}");
}

#[tokio::test]
async fn sessions_that_go_on_when_roles_have_changed_are_found_out() {
    let failure = found(Faults { sessions_never_end: true, ..Faults::default() }).await;
    let is_it = matches!(&failure.violation, Violation::WrongVerdict { expected } if expected == "NotKnown");
    assert!(is_it || matches!(failure.violation, Violation::WrongList { .. }), "{failure}");
}

#[tokio::test]
async fn a_key_of_another_organisation_that_is_found_is_found_out() {
    let failure = found(Faults { keys_of_all_organisations: true, ..Faults::default() }).await;
    let is_it = matches!(failure.violation, Violation::WrongVerdict { .. } | Violation::CostsOtherwise { .. });
    assert!(is_it, "{failure}");
}

#[tokio::test]
async fn somebody_who_is_refused_what_they_may_do_is_found_out() {
    let failure = found(Faults { viewers_forgotten: true, ..Faults::default() }).await;
    let is_it = matches!(
        failure.violation,
        Violation::WrongVerdict { .. } | Violation::WrongList { .. } | Violation::DoesTooMuch { .. }
    );
    assert!(is_it, "{failure}");
}

#[tokio::test]
async fn an_answer_that_names_another_organisation_is_found_out() {
    let failure = found(Faults { names_confused: true, ..Faults::default() }).await;
    assert!(matches!(failure.violation, Violation::Tells { .. }), "{failure}");
}
