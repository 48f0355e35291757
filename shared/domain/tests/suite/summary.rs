//! A list tells of an envelope what the envelope itself does.

use domain::draft::RecipientKind;
use domain::summary::EnvelopeSummary;

use crate::common::{Walk, approve, days, draft, recipient};

#[test]
fn a_list_calls_an_envelope_expired_when_the_envelope_does() {
    let signer = || vec![recipient(RecipientKind::Signer, 1, "a@example.jp")];
    let mut walk = Walk::sent(1, signer());
    let agree = |walk: &Walk| {
        let summary = EnvelopeSummary::of(&walk.envelope).expect("it is listed");
        for day in [0, 29, 30, 31, 400] {
            assert_eq!(summary.status_at(days(day)), walk.envelope.status_at(days(day)), "after {day} days");
        }
    };
    agree(&Walk::of(draft(1, signer())));
    agree(&walk);
    walk.seal_all();
    agree(&walk);
    // From now on the service alone is waited for, and the deadline does not count.
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    agree(&walk);
    walk.seal_all();
    agree(&walk);
}

#[test]
fn a_list_names_those_who_have_been_asked_and_have_not_acted() {
    let to = |order, at: &str| recipient(RecipientKind::Signer, order, &format!("{at}@example.jp"));
    let awaited = |walk: &Walk| EnvelopeSummary::of(&walk.envelope).expect("it is listed").awaited;
    let mut walk = Walk::sent(1, vec![to(1, "a"), to(1, "b"), to(1, "c"), to(1, "d"), to(2, "e")]);
    assert_eq!(awaited(&walk), None, "nobody has been asked");
    walk.seal_all();
    let asked = awaited(&walk).expect("four have been asked");
    assert_eq!((asked.names.len(), asked.count, asked.bounced), (3, 4, false));
    for number in 1..=4 {
        walk.apply(approve(&walk.envelope, number)).expect("approved");
    }
    assert_eq!(awaited(&walk), None, "their seals are waited for");
    walk.seal_all();
    assert_eq!(awaited(&walk).map(|asked| asked.count), Some(1));
    walk.apply(approve(&walk.envelope, 5)).expect("approved");
    walk.seal_all();
    assert_eq!(awaited(&walk), None, "it is completed");
}
