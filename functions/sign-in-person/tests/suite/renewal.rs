//! The hourly run that renews what providers say of themselves.

use domain::ports::KnownProviders as _;
use serde_json::json;
use sign_in_person::renew_providers;

use crate::provider::ISSUER;
use crate::world::{World, own_provider};

const NEXT_HOUR: &str = "2026-12-01T09:30:00Z";

async fn renew(world: &World) {
    renew_providers(&world.dependencies, &*world.organisations).await.expect("the table works");
}

#[tokio::test]
async fn the_documents_of_the_stack_and_of_every_open_organisation_are_fetched_anew() {
    let world = World::new().await;
    for (id, name) in [("own", "北斗市"), ("same", "七飯町"), ("closed", "鹿部町")] {
        world.add(id, name).await;
    }
    let own = |issuer: &str| Some(own_provider(issuer, domain::organisation::SecondFactorProof::Claimed));
    world.set_of("own", |organisation| organisation.provider = own("https://other.example")).await;
    world.set_of("same", |organisation| organisation.provider = own("https://other.example")).await;
    world.set_of("closed", |organisation| organisation.provider = own("https://closed.example")).await;
    world.set_of("closed", |organisation| organisation.closed_at = Some(NEXT_HOUR.parse().expect("a time"))).await;
    // The other issuer's answers name the stack's, so they are not believed: that is logged, and keeps nobody back.
    renew(&world).await;
    assert!(world.oidc.find(ISSUER).await.expect("the table works").is_some());
    assert!(world.oidc.find("https://other.example").await.expect("the table works").is_none());
    let asked = |base| world.provider.asked_for(&format!("{base}/.well-known/openid-configuration"));
    assert_eq!((asked(ISSUER), asked("https://other.example")), (1, 1));
    assert_eq!(asked("https://closed.example"), 0, "nobody of a closed organisation comes in");
}

#[tokio::test]
async fn new_keys_are_known_before_anybody_signs_in_by_them() {
    let world = World::new().await;
    renew(&world).await;
    let before = world.oidc.find(ISSUER).await.expect("the table works").expect("documents");
    world.provider.rotate();
    world.clock.set(NEXT_HOUR);
    renew(&world).await;
    let after = world.oidc.find(ISSUER).await.expect("the table works").expect("documents");
    assert_ne!(before.keys, after.keys);
    assert_eq!(after.keys_fetched_at, NEXT_HOUR.parse().expect("a time"), "although those before were still fresh");
    // Those that are kept stay where the provider says nothing, or something wrong.
    for wrong in [json!({"issuer": "https://other.example"}), json!({"jwks_uri": "http://id.example/keys"})] {
        world.provider.behave(|behaviour| behaviour.configuration = wrong.clone());
        renew(&world).await;
        assert_eq!(world.oidc.find(ISSUER).await.expect("the table works").as_ref(), Some(&after), "{wrong}");
    }
}
