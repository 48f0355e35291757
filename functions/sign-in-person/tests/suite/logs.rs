//! Nothing that opens anything is in the logs.

use fakes::CapturedLog;
use serde_json::json;

use crate::provider::Signing;
use crate::world::{Browser, World};

#[tokio::test]
async fn no_log_holds_a_code_a_token_a_state_or_a_cookie() {
    let log = CapturedLog::of_this_program();
    let (world, mut browser) = (World::new().await, Browser::default());
    let mut secrets = Vec::new();
    for (signing, claims, token_answer) in [
        (Signing::Es256, json!({}), None),
        (Signing::Changed, json!({}), None),
        (Signing::Nothing, json!({}), None),
        (Signing::Es256, json!({"exp": 7}), None),
        (Signing::Es256, json!({"sub": "stranger"}), None),
        (
            Signing::Es256,
            json!({}),
            Some((400, json!({"error": "invalid_request", "error_description": "echo-of-the-code"}).to_string())),
        ),
        (Signing::Es256, json!({}), Some((400, json!({"error": "echo-of-the-code"}).to_string()))),
        (Signing::Es256, json!({}), Some((200, json!({"id_token": "echo-of-the-code"}).to_string()))),
    ] {
        world.provider.behave(|behaviour| {
            (behaviour.signing, behaviour.claims, behaviour.token_answer) = (signing, claims, token_answer);
        });
        let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
        world.complete(&mut browser, &fields).await;
        secrets.extend(fields.into_iter().map(|(_, value)| value));
        secrets.extend(browser.cookies.values().cloned());
    }
    world.provider.behave(|behaviour| behaviour.is_down = true);
    world.clock.set("2026-12-03T09:00:00Z");
    world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    for word in ["signed_in", "sign_in_refused", "its signature is wrong", "does not answer", "unknown-person"] {
        assert_eq!(log.found([word]), [word]);
    }
    secrets.extend(["echo-of-the-code", "access-secret", "eyJ"].map(str::to_owned));
    assert_eq!(log.found(secrets.iter().map(String::as_str)), [""; 0]);
}
