//! ID tokens that are not believed.

use serde_json::{Value, json};

use crate::provider::Signing;
use crate::world::{Browser, NOW, World};

/// Seconds since 1970 of the tests' present.
fn now() -> i64 {
    NOW.parse::<jiff::Timestamp>().unwrap().as_second()
}

async fn outcome(world: &World) -> u16 {
    let mut browser = Browser::default();
    let answer = world.sign_in(&mut browser, "/sign-in/takikawa").await;
    if answer.status == 303 {
        assert!(world.session_of(&browser).await.is_some());
    } else {
        answer.demand_refusal(502, "ログインできませんでした");
        assert!(world.session_of(&browser).await.is_none());
    }
    answer.status
}

#[tokio::test]
async fn only_signatures_by_the_providers_keys_are_believed() {
    let world = World::new().await;
    for signing in
        [Signing::Nothing, Signing::PublicKeyAsSecret, Signing::OtherKey, Signing::OtherKindOfKey, Signing::Changed]
    {
        world.provider.behave(|behaviour| behaviour.signing = signing);
        assert_eq!(outcome(&world).await, 502, "{signing:?}");
    }
    assert!(world.sessions().await.is_empty());
    world.provider.behave(|behaviour| behaviour.signing = Signing::Es256);
    assert_eq!(outcome(&world).await, 303);
}

#[tokio::test]
async fn only_claims_for_this_client_of_this_moment_are_believed() {
    let world = World::new().await;
    let refused: Vec<Value> = vec![
        json!({"iss": "https://evil.example"}),
        json!({"iss": "https://id.example/tenant/"}),
        json!({"iss": null}),
        json!({"aud": "another-client"}),
        json!({"aud": ["keiin-client", "another-client"]}),
        json!({"aud": []}),
        json!({"aud": null}),
        json!({"azp": "another-client"}),
        json!({"exp": now() - 60}),
        json!({"exp": null}),
        json!({"exp": "tomorrow"}),
        json!({"nbf": now() + 61}),
        json!({"iat": now() + 61}),
        json!({"iat": null}),
        json!({"nonce": "another"}),
        json!({"nonce": null}),
        json!({"sub": ""}),
        json!({"sub": null}),
        json!({"sub": 7}),
        json!({"sub": "a".repeat(256)}),
        json!({"padding": "a".repeat(40_000)}),
    ];
    for claims in refused {
        world.provider.behave(|behaviour| behaviour.claims = claims.clone());
        assert_eq!(outcome(&world).await, 502, "{}", claims.to_string().chars().take(60).collect::<String>());
    }
    assert!(world.sessions().await.is_empty());
    for claims in [
        json!({"aud": ["keiin-client"], "azp": "keiin-client"}),
        json!({"exp": now() - 59}),
        json!({"iat": now() + 60, "nbf": now() + 60}),
        json!({"iat": f64::from(u32::try_from(now()).unwrap()) - 0.5}),
        json!({"email": null, "email_verified": null, "amr": [], "acr": "1"}),
    ] {
        world.provider.behave(|behaviour| behaviour.claims = claims.clone());
        assert_eq!(outcome(&world).await, 303, "{claims}");
    }
}
