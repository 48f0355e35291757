//! Providers that rotate, are down, or lie; and organisations with one of their own.

use domain::oidc::ProviderSecret;
use domain::organisation::{Change, OidcIdentity, SecondFactorProof};
use domain::ports::About;
use serde_json::json;

use crate::provider::{ISSUER, Provider};
use crate::world::{Browser, HANAKO, NOW, ORGANISATION, World, hanako, id, own_provider};

const UNAVAILABLE: &str = "認証サービスに接続できません";

#[tokio::test]
async fn documents_are_fetched_once_an_hour() {
    let world = World::new().await;
    for _ in 0..3 {
        assert_eq!(world.sign_in(&mut Browser::default(), "/sign-in/takikawa").await.status, 303);
    }
    assert_eq!(world.provider.asked_for("/openid-configuration"), 1);
    assert_eq!(world.provider.asked_for("/keys"), 1);
    world.clock.set("2026-12-01T10:00:00Z");
    world.provider.set_time("2026-12-01T10:00:00Z");
    assert_eq!(world.sign_in(&mut Browser::default(), "/sign-in/takikawa").await.status, 303);
    assert_eq!(world.provider.asked_for("/keys"), 2);
}

#[tokio::test]
async fn a_key_that_is_not_known_is_asked_for_once_a_minute() {
    let world = World::new().await;
    world.sign_in(&mut Browser::default(), "/sign-in/takikawa").await;
    world.provider.rotate();
    // Within the minute it is refused, and the provider is not asked.
    let mut browser = Browser::default();
    let early = world.sign_in(&mut browser, "/sign-in/takikawa").await;
    early.demand_refusal(502, "ログインできませんでした");
    assert_eq!(world.provider.asked_for("/keys"), 1);
    world.clock.set("2026-12-01T09:01:00Z");
    world.provider.set_time("2026-12-01T09:01:00Z");
    assert_eq!(world.sign_in(&mut browser, "/sign-in/takikawa").await.status, 303);
    assert_eq!(world.provider.asked_for("/keys"), 2);
    assert_eq!(world.provider.asked_for("/openid-configuration"), 1);
    // A key that nobody publishes is not asked for again and again.
    world.provider.behave(|behaviour| {
        behaviour.keys = Some(json!({"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB"}]}));
    });
    world.provider.rotate();
    for now in ["2026-12-01T09:02:00Z", "2026-12-01T09:02:30Z"] {
        world.clock.set(now);
        world.provider.set_time(now);
        world.sign_in(&mut browser, "/sign-in/takikawa").await.demand_refusal(502, "ログインできませんでした");
    }
    assert_eq!(world.provider.asked_for("/keys"), 3);
}

#[tokio::test]
async fn a_provider_whose_documents_are_missing_lets_people_in_for_a_day() {
    let world = World::new().await;
    world.sign_in(&mut Browser::default(), "/sign-in/takikawa").await;
    world.provider.behave(|behaviour| behaviour.hides_documents = true);
    for (now, status) in [("2026-12-02T08:59:59Z", 303), ("2026-12-02T09:00:00Z", 502)] {
        world.clock.set(now);
        world.provider.set_time(now);
        let begun = world.post(&mut Browser::default(), "/sign-in/takikawa", &[]).await;
        assert_eq!(begun.status, status, "{now}");
    }
}

#[tokio::test]
async fn a_provider_that_is_down_changes_nothing() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    world.provider.behave(|behaviour| behaviour.is_down = true);
    world.complete(&mut browser, &fields).await.demand_refusal(502, UNAVAILABLE);
    let fresh = World::new().await;
    fresh.provider.behave(|behaviour| behaviour.is_down = true);
    fresh.post(&mut browser, "/sign-in/takikawa", &[]).await.demand_refusal(502, UNAVAILABLE);
    assert_eq!(fresh.oidc.attempts(), 0);
}

#[tokio::test]
async fn what_a_provider_says_of_another_or_of_inner_addresses_is_not_believed() {
    for configuration in [
        json!({"issuer": "https://id.example"}),
        json!({"issuer": "https://evil.example"}),
        json!({"token_endpoint": "http://id.example/token"}),
        json!({"jwks_uri": "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next"}),
        json!({"authorization_endpoint": "javascript:alert(1)"}),
        json!({"token_endpoint": 7}),
    ] {
        let world = World::new().await;
        world.provider.behave(|behaviour| behaviour.configuration = configuration.clone());
        let answer = world.post(&mut Browser::default(), "/sign-in/takikawa", &[]).await;
        answer.demand_refusal(502, UNAVAILABLE);
        assert_eq!(world.oidc.attempts(), 0, "{configuration}");
    }
    let world = World::new().await;
    world.provider.behave(|behaviour| behaviour.keys = Some(json!({"keys": []})));
    world.post(&mut Browser::default(), "/sign-in/takikawa", &[]).await.demand_refusal(502, UNAVAILABLE);
}

#[tokio::test]
async fn what_a_token_endpoint_answers_wrongly_lets_nobody_in() {
    for (status, body, text, shown) in [
        (400, json!({"error": "invalid_grant"}).to_string(), "ログインの有効時間が過ぎました", 400),
        (401, json!({"error": "invalid_client"}).to_string(), UNAVAILABLE, 502),
        (500, "<html>".to_owned(), UNAVAILABLE, 502),
        (302, String::new(), UNAVAILABLE, 502),
        (200, "{}".to_owned(), "ログインできませんでした", 502),
        (200, json!({"id_token": "a.b"}).to_string(), "ログインできませんでした", 502),
        (200, json!({"id_token": ""}).to_string(), "ログインできませんでした", 502),
    ] {
        let (world, mut browser) = (World::new().await, Browser::default());
        world.provider.behave(|behaviour| behaviour.token_answer = Some((status, body.clone())));
        world.sign_in(&mut browser, "/sign-in/takikawa").await.demand_refusal(shown, text);
    }
}

const OWN: &str = "https://login.city.example";

/// The organisation signs in at a provider of its own, where Hanako has the same subject as at the stack's.
async fn with_own_provider() -> World {
    let world = World::with(Provider::called(OWN, NOW)).await;
    world.set(|organisation| organisation.provider = Some(own_provider(OWN, SecondFactorProof::Always))).await;
    let by_entry = world.invite(ORGANISATION, hanako(), "sato@city.example").await;
    let identity = OidcIdentity { issuer: OWN.into(), subject: HANAKO.into() };
    let about = About { person: Some(hanako()), identity: Some(identity.clone()), ..About::default() };
    world.change(ORGANISATION, about, Change::AcceptInvitation { by_entry, identity }).await;
    world
}

#[tokio::test]
async fn an_organisations_own_provider_has_an_address_of_its_own_to_come_back_to() {
    let (world, mut browser) = (with_own_provider().await, Browser::default());
    let begun = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    let (code, request) = world.provider.authorize(begun.location());
    assert_eq!(request["redirect_uri"], "https://sign.example/sign-in/takikawa/callback");
    // Brought to the stack's own address, as a provider would that wants another one's code, it is refused.
    let fields = [("code".to_owned(), code), ("state".to_owned(), request["state"].clone())];
    world.complete(&mut browser, &fields).await.demand_refusal(502, "ログインできませんでした");
    assert_eq!(world.provider.asked_for("/token"), 0);
    assert_eq!(world.sign_in(&mut browser, "/sign-in/takikawa").await.status, 303);
    assert!(world.session_of(&browser).await.expect("a session").second_factor, "vouched for by whoever set it up");
}

#[tokio::test]
async fn a_provider_that_names_itself_is_held_to_it() {
    for (issuer, status) in [(Some(ISSUER), 303), (Some("https://evil.example"), 502), (None, 502)] {
        let (world, mut browser) = (World::new().await, Browser::default());
        world.provider.behave(|behaviour| {
            behaviour.configuration = json!({"authorization_response_iss_parameter_supported": true});
        });
        let mut fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
        fields.extend(issuer.map(|issuer| ("iss".to_owned(), issuer.to_owned())));
        assert_eq!(world.complete(&mut browser, &fields).await.status, status, "{issuer:?}");
    }
}

#[tokio::test]
async fn a_confidential_client_shows_its_secret_to_the_provider_that_it_is_for() {
    for methods in [json!([]), json!(["client_secret_post"])] {
        let (world, mut browser) = (with_own_provider().await, Browser::default());
        world.provider.behave(|behaviour| {
            behaviour.secret = Some("s3cret");
            behaviour.configuration = json!({"token_endpoint_auth_methods_supported": methods});
        });
        world.sign_in(&mut browser, "/sign-in/takikawa").await.demand_refusal(502, UNAVAILABLE);
        let of_another = ProviderSecret::new(&own_provider("https://old.example", SecondFactorProof::Always), "s3cret");
        world.oidc.put_secret(&id(ORGANISATION), &of_another.unwrap());
        world.sign_in(&mut browser, "/sign-in/takikawa").await.demand_refusal(502, UNAVAILABLE);
        let secret = ProviderSecret::new(&own_provider(OWN, SecondFactorProof::Always), "s3cret");
        world.oidc.put_secret(&id(ORGANISATION), &secret.unwrap());
        assert_eq!(world.sign_in(&mut browser, "/sign-in/takikawa").await.status, 303, "{methods}");
    }
}
