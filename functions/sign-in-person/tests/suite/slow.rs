//! A provider that answers late, or never: what the person sees.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::organisation::SecondFactorProof;
use serde_json::json;
use sign_in_person::provider::Reach;
use sign_in_person::provider::transport::{HttpTransport, TIMEOUT};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::provider::Provider;
use crate::world::{Browser, NOW, World, own_provider};

/// The gateway waits no longer for a function (`Timeout` in the template is a second less).
const GATEWAY: Duration = Duration::from_secs(30);

/// A stack whose provider takes so long for every answer.
async fn with_provider_that_takes(time: Duration) -> World {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer: &'static str = format!("http://{}", listener.local_addr().unwrap()).leak();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                let length = socket.read(&mut request).await.unwrap();
                let is_for_keys = request[..length].starts_with(b"GET /keys ");
                tokio::time::sleep(time).await;
                let body = match is_for_keys {
                    true => json!({"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB".repeat(86), "e": "AQAB"}]}),
                    false => json!({
                        "issuer": issuer,
                        "authorization_endpoint": format!("{issuer}/authorize"),
                        "token_endpoint": format!("{issuer}/token"),
                        "jwks_uri": format!("{issuer}/keys"),
                    }),
                };
                let body = body.to_string();
                let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
                // A client that has had enough hangs up.
                drop(socket.write_all((head + &body).as_bytes()).await);
            });
        }
    });
    let transport = Arc::new(HttpTransport::new().unwrap());
    let stack = own_provider(issuer, SecondFactorProof::Claimed);
    World::over(Arc::new(Provider::called(issuer, NOW)), transport, stack, Reach::TlsOrLoopback).await
}

#[tokio::test]
async fn whoever_waits_for_a_provider_that_never_answers_is_told_so_and_may_try_again() {
    let (world, mut browser) = (with_provider_that_takes(Duration::from_secs(60)).await, Browser::default());
    let began = Instant::now();
    let answer = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    let took = began.elapsed();
    answer.demand_refusal(502, "認証サービスに接続できません");
    assert!(answer.has("しばらくしてから、もう一度ログインしてください") && answer.has("/sign-in/takikawa"));
    assert!(!answer.has("127.0.0.1"), "where it is asked is nothing for people: {}", answer.body);
    assert!(took < TIMEOUT + Duration::from_secs(5), "{took:?}");
    assert_eq!((world.oidc.attempts(), browser.cookies.len()), (0, 0), "nothing has begun");
}

#[tokio::test]
async fn a_provider_that_is_slow_but_answers_is_waited_for() {
    let (world, mut browser) = (with_provider_that_takes(Duration::from_secs(1)).await, Browser::default());
    let answer = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(answer.location().contains("/authorize?"), "{}", answer.location());
    assert_eq!(world.oidc.attempts(), 1);
}

/// Otherwise the gateway would answer instead, by a message in English without a way back.
#[tokio::test]
async fn a_person_is_answered_before_the_gateway_gives_up_however_long_each_call_takes() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    let begun = world.provider.calls();
    // What was known of the provider is too old by now, and it has changed its keys.
    for now in ["2026-12-01T10:00:00Z", "2026-12-01T10:59:00Z"] {
        world.clock.set(now);
        world.provider.set_time(now);
    }
    let mut late = Browser::default();
    let fields_of_late = world.come_back(&mut late, "/sign-in/takikawa").await;
    let before = world.provider.calls();
    world.clock.set("2026-12-01T11:01:00Z");
    world.provider.set_time("2026-12-01T11:01:00Z");
    world.provider.rotate();
    world.complete(&mut late, &fields_of_late).await;
    let calls = world.provider.calls() - before;
    for calls in [begun, calls] {
        let calls = u32::try_from(calls).unwrap();
        assert!((1..=4).contains(&calls) && TIMEOUT * calls + Duration::from_secs(5) < GATEWAY, "{calls} calls");
    }
    world.complete(&mut browser, &fields).await.demand_refusal(400, "ログインの有効時間が過ぎました");
}

#[tokio::test]
async fn a_sign_in_that_the_provider_left_unanswered_begins_anew() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    world.provider.behave(|behaviour| behaviour.is_down = true);
    let answer = world.complete(&mut browser, &fields).await;
    answer.demand_refusal(502, "認証サービスに接続できません");
    assert!(answer.has("/sign-in/takikawa"), "where to begin: {}", answer.body);
    world.provider.behave(|behaviour| behaviour.is_down = false);
    // The code was sent to the provider, which may have taken it.
    world.complete(&mut browser, &fields).await.demand_refusal(400, "ログインの有効時間が過ぎました");
    assert_eq!(world.sign_in(&mut browser, "/sign-in/takikawa").await.status, 303);
}
