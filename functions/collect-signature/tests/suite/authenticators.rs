//! Authenticators (RFC 6238): a code is accepted once, wherever the same key is asked for.

use std::sync::Arc;

use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::factor::Secret;
use domain::ids::RecipientNumber;
use domain::ports::Factors as _;
use fakes::{MemoryFactors, Story, city, signer};

use crate::world::{Answer, DEADLINE, SENT, World};

/// The key of RFC 6238 appendix B, and another one.
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER_KEY: &str = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";
/// Times of steps in a row, and the code of each with `KEY`; made by another implementation.
const BEFORE: (&str, &str) = ("2026-11-23T00:59:30Z", "190554");
const NOW: (&str, &str) = ("2026-11-23T01:00:00Z", "229984");
const NEXT: (&str, &str) = ("2026-11-23T01:00:30Z", "562567");
/// The code of the same step as `NOW` with `OTHER_KEY`.
const NOW_OF_OTHER: (&str, &str) = (NOW.0, "447420");

/// The `n`th envelope, from 1, whose signer shows a code of the authenticator with this key.
async fn envelope(n: u8, key: &str, factors: &Arc<MemoryFactors>) -> (World, String) {
    let factor = FactorRequest::Totp { key: Secret::new(key.into()) };
    let secret = factor.secret(|code| Ok::<_, String>(code.to_owned())).unwrap().unwrap();
    let recipient = RecipientRequest { factor: Some(factor), ..signer(1, None, "田中 太郎", "tanaka") };
    let request = EnvelopeRequest { recipients: vec![recipient], ..Story::request() };
    let id = format!("01900000-0000-7000-8000-00000000000{n}");
    let w = World::telling_with(Story::called(&id, city(), request, SENT), factors);
    w.factors.put_secret(w.story.id, RecipientNumber(1), None, &secret, SENT.parse().unwrap()).await.unwrap();
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    (w, path)
}

/// Enters the code that the authenticator shows in one step, at the time of another.
async fn enter(w: &World, path: &str, (_, code): (&str, &str), (time, _): (&str, &str)) -> Answer {
    w.clock.set(time);
    w.post_with(&format!("{path}/factor"), &format!("code={code}"), "").await
}

fn is_let_in(answer: &Answer) -> bool {
    match (answer.status, answer.cookies().len()) {
        (303, 1) => true,
        (422, 0) => false,
        other => panic!("{other:?}: {}", answer.body),
    }
}

#[tokio::test]
async fn a_code_seen_over_a_shoulder_opens_no_other_envelope() {
    let factors = Arc::new(MemoryFactors::default());
    let (first, first_path) = envelope(1, KEY, &factors).await;
    assert!(is_let_in(&enter(&first, &first_path, NOW, NOW).await));
    for n in 2..=4 {
        let (w, path) = envelope(n, KEY, &factors).await;
        assert!(!is_let_in(&enter(&w, &path, NOW, NOW).await), "envelope {n}");
        assert_eq!(w.recipient(1).attempts.tries, 1, "as a wrong code");
    }
    // However the key was written down.
    let (w, path) = envelope(5, &format!("{}==", KEY.to_lowercase()), &factors).await;
    assert!(!is_let_in(&enter(&w, &path, NOW, NOW).await));
}

#[tokio::test]
async fn another_authenticator_is_not_concerned() {
    let factors = Arc::new(MemoryFactors::default());
    let (w, path) = envelope(1, KEY, &factors).await;
    assert!(is_let_in(&enter(&w, &path, NOW, NOW).await));
    let (w, path) = envelope(2, OTHER_KEY, &factors).await;
    assert!(is_let_in(&enter(&w, &path, NOW_OF_OTHER, NOW_OF_OTHER).await));
}

#[tokio::test]
async fn what_the_authenticator_shows_next_opens_the_next_envelope() {
    let factors = Arc::new(MemoryFactors::default());
    for (n, step) in [(1, BEFORE), (2, NOW), (3, NEXT)] {
        let (w, path) = envelope(n, KEY, &factors).await;
        assert!(is_let_in(&enter(&w, &path, step, step).await), "envelope {n}");
    }
}

#[tokio::test]
async fn a_code_that_was_left_unused_ends_with_a_later_one() {
    let factors = Arc::new(MemoryFactors::default());
    let (w, path) = envelope(1, KEY, &factors).await;
    // The owner waits for a fresh code; somebody saw the one before, which its step's clock would still allow.
    assert!(is_let_in(&enter(&w, &path, NOW, NOW).await));
    let (w, path) = envelope(2, KEY, &factors).await;
    assert!(!is_let_in(&enter(&w, &path, BEFORE, NOW).await));

    // Without the later one it is good: a clock may be off by one step.
    let (w, path) = envelope(3, KEY, &Arc::new(MemoryFactors::default())).await;
    assert!(is_let_in(&enter(&w, &path, BEFORE, NOW).await));
}
