//! The sample events of this function reach its routes; their links and states are nobody's.

use crate::world::World;

#[tokio::test]
async fn sample_events_reach_their_routes() {
    let world = World::new().await;
    for (event, status) in [
        (include_str!("../../../../events/sign-in-person/page.json"), 200),
        (include_str!("../../../../events/sign-in-person/page-of-an-organisation.json"), 200),
        (include_str!("../../../../events/sign-in-person/begin.json"), 303),
        (include_str!("../../../../events/sign-in-person/callback.json"), 200),
        (include_str!("../../../../events/sign-in-person/complete.json"), 400),
        (include_str!("../../../../events/sign-in-person/sign-out.json"), 303),
        (include_str!("../../../../events/sign-in-person/invitation.json"), 404),
        (include_str!("../../../../events/sign-in-person/follow-invitation.json"), 404),
    ] {
        let request = lambda_http::request::from_str(event).unwrap();
        assert_eq!(world.status_of(request).await, status, "{event}");
    }
}

#[test]
fn the_schedule_asks_for_the_keys_of_providers() {
    let event = include_str!("../../../../events/sign-in-person/schedule.json");
    assert_eq!(api::task_of(event).as_deref(), Some(sign_in_person::PROVIDER_KEYS));
}
