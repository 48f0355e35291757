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
