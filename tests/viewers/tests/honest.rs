//! Viewers show the same of a file every time, and of what a verifier has to pass they show nothing new but what it names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use mutations::{bases, nothing, signed_revisions, verify};
use signing::honest;
use viewers::Viewers;

#[test]
fn of_honest_files_nothing_differs_but_what_the_report_names() {
    let viewers = Viewers::start().unwrap();
    let mut wrong = Vec::new();
    let mut compared = 0;
    let own = bases().iter().map(|base| (base.name.clone(), base.bytes.clone()));
    let all = honest::all().into_iter().map(|file| (file.name, file.bytes)).chain(own);
    for (name, bytes) in all {
        let report = verify(&bytes).unwrap();
        for signed in signed_revisions(&report, &nothing) {
            compared += 1;
            let found = viewers.differences(&bytes, &signed).unwrap();
            wrong.extend(found.iter().map(|difference| format!("{name}, since {}: {difference}", signed.field)));
        }
    }
    assert!(compared > 30, "{compared}");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_viewer_opens_every_base_that_is_sound_and_shows_it_the_same_again() {
    let viewers = Viewers::start().unwrap();
    for base in bases().iter().filter(|base| base.unsound.is_none()) {
        let (one, other) = (viewers.views(&base.bytes).unwrap(), viewers.views(&base.bytes).unwrap());
        for ((viewer, one), (_, other)) in one.into_iter().zip(other) {
            let (one, other) = (one.unwrap_or_else(|said| panic!("{viewer:?}, {}: {said}", base.name)), other.unwrap());
            assert_eq!(one.structure, other.structure, "{viewer:?}, {}", base.name);
            assert_eq!(one.pages.len(), 2, "{viewer:?}, {}", base.name);
            for (one, other) in one.pages.iter().zip(&other.pages) {
                assert!(
                    one.screen == other.screen && one.print == other.print && one.words == other.words,
                    "{viewer:?}, {}",
                    base.name
                );
                assert!(one.screen.pixels.iter().any(|shade| *shade != 255), "{viewer:?}, {}: a blank page", base.name);
            }
        }
    }
}
