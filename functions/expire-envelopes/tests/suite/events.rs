//! The sample events of this function can be read: whatever calls it, it looks at what is due.

use expire_envelopes::task::Task;

#[test]
fn any_event_is_a_call() {
    for (text, expected) in [
        (include_str!("../../../../events/expire-envelopes/schedule.json"), Task::Envelopes),
        (include_str!("../../../../events/expire-envelopes/by-hand.json"), Task::Envelopes),
        (include_str!("../../../../events/expire-envelopes/certificates.json"), Task::Certificates),
        ("null", Task::Envelopes),
    ] {
        assert_eq!(Task::of(&serde_json::from_str(text).expect("JSON")), expected, "{text}");
    }
}
