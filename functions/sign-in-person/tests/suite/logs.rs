//! Nothing that opens anything is in the logs.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::provider::Signing;
use crate::world::{Browser, World};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Lines {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_log_holds_a_code_a_token_a_state_or_a_cookie() {
    let lines = Lines::default();
    let subscriber =
        tracing_subscriber::fmt().with_writer(lines.clone()).with_max_level(tracing::Level::TRACE).finish();
    // For all threads: one subscriber of a single thread is not asked about what others come to first. Whatever other tests of this
    // program log is looked at as well.
    tracing::subscriber::set_global_default(subscriber).unwrap();
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
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for word in ["signed_in", "sign_in_refused", "its signature is wrong", "does not answer", "unknown-person"] {
        assert!(log.contains(word), "no {word} in {log}");
    }
    secrets.extend(["echo-of-the-code", "access-secret", "eyJ"].map(str::to_owned));
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} in {log}");
    }
}
