//! The sample events of this function can be read: whatever calls it, it looks at what is due.

#[test]
fn any_event_is_a_call() {
    let texts = [
        include_str!("../../../../events/expire-envelopes/schedule.json"),
        include_str!("../../../../events/expire-envelopes/by-hand.json"),
    ];
    for text in texts {
        serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    }
}
