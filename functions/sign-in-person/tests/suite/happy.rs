//! A person signs in, and out.

use domain::organisation::{NotSignedIn, Organisation, SecondFactorProof};
use domain::ports::Organisations;
use serde_json::json;

use crate::provider::{ISSUER, Signing};
use crate::world::{Browser, NOW, ORGANISATION, World, hanako, id, own_provider};

#[tokio::test]
async fn a_person_signs_in_and_has_a_session_of_their_generation() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let page = world.get(&mut browser, "/sign-in/takikawa").await;
    assert!(page.status == 200 && page.has("滝川市の利用者としてログインします。"), "{}", page.body);
    let answer = world.sign_in(&mut browser, "/sign-in/takikawa").await;
    assert_eq!((answer.status, answer.location()), (303, "/"));
    let session = world.session_of(&browser).await.expect("a session");
    assert_eq!((session.person, session.generation), (hanako(), world.person().await.session_generation));
    assert_eq!((session.began_at, session.second_factor), (NOW.parse().unwrap(), false));
    assert_eq!((session.address, session.user_agent.as_str()), (Some([203, 0, 113, 7].into()), "Test/1.0"));
    let organisation: Organisation =
        Organisations::find(&*world.organisations, &id(ORGANISATION)).await.unwrap().unwrap();
    let stack = own_provider(ISSUER, SecondFactorProof::Claimed);
    let (person, now) = (world.person().await, NOW.parse().unwrap());
    let judged = session.judge(&person, &organisation, &stack, session.address, now);
    assert_eq!(judged, Ok::<(), NotSignedIn>(()));
    assert_eq!(world.oidc.attempts(), 0, "what was begun has ended");
}

#[tokio::test]
async fn the_provider_is_asked_as_the_standards_say() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let answer = world.post(&mut browser, "/sign-in/takikawa?lang=en", &[]).await;
    let (_, request) = world.provider.authorize(answer.location());
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "keiin-client"),
        ("redirect_uri", "https://sign.example/sign-in/callback"),
        ("scope", "openid email profile"),
        ("code_challenge_method", "S256"),
        ("ui_locales", "en"),
    ] {
        assert_eq!(request[name], value);
    }
    assert!(!request.contains_key("prompt") && !request.contains_key("acr_values"));
    let secrets = ["state", "nonce", "code_challenge"].map(|name| request[name].clone());
    assert!(secrets.iter().all(|secret| secret.len() == 43), "256 bits each");
    let again = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    let (_, request) = world.provider.authorize(again.location());
    assert!(["state", "nonce", "code_challenge"].iter().all(|name| !secrets.contains(&request[*name])));
}

#[tokio::test]
async fn tokens_are_taken_by_every_kind_of_key_that_the_provider_publishes() {
    let world = World::new().await;
    for signing in [Signing::Es256, Signing::Rs256, Signing::Ps256, Signing::WithoutKeyId] {
        let mut browser = Browser::default();
        world.provider.behave(|behaviour| behaviour.signing = signing);
        let answer = world.sign_in(&mut browser, "/sign-in/takikawa").await;
        assert_eq!(answer.status, 303, "{signing:?}: {}", answer.body);
        assert!(world.session_of(&browser).await.is_some());
    }
}

#[tokio::test]
async fn a_browser_that_begins_twice_comes_back_to_both() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let first = world.come_back(&mut browser, "/sign-in/takikawa").await;
    let second = world.come_back(&mut browser, "/sign-in/takikawa").await;
    for fields in [second, first] {
        assert_eq!(world.complete(&mut browser, &fields).await.status, 303);
    }
    assert_eq!(world.sessions().await.len(), 2);
}

#[tokio::test]
async fn where_a_person_goes_afterwards_is_a_page_of_this_service() {
    let world = World::new().await;
    for (to, leads_to) in [
        ("/console/envelopes?page=2", "/console/envelopes?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/%0d%0aset-cookie:a=b", "/"),
    ] {
        let mut browser = Browser::default();
        let begun = world.post(&mut browser, "/sign-in/takikawa", &[("to", to)]).await;
        let (code, request) = world.provider.authorize(begun.location());
        let fields = [("code".to_owned(), code), ("state".to_owned(), request["state"].clone())];
        let answer = world.complete(&mut browser, &fields).await;
        assert_eq!((answer.status, answer.location()), (303, leads_to), "{to}");
    }
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_noted_in_the_session() {
    let (world, mut browser) = (World::new().await, Browser::default());
    world.set(|organisation| organisation.members.second_factor_required = true).await;
    world.provider.behave(|behaviour| {
        behaviour.configuration = json!({"acr_values_supported": ["1", "https://refeds.org/profile/mfa"]});
        behaviour.claims = json!({"amr": ["pwd", "otp"]});
    });
    let begun = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    let (code, request) = world.provider.authorize(begun.location());
    assert_eq!(
        (request["prompt"].as_str(), request["acr_values"].as_str()),
        ("login", "https://refeds.org/profile/mfa")
    );
    let fields = [("code".to_owned(), code), ("state".to_owned(), request["state"].clone())];
    assert_eq!(world.complete(&mut browser, &fields).await.status, 303);
    assert!(world.session_of(&browser).await.expect("a session").second_factor);
}

#[tokio::test]
async fn whoever_wants_to_show_a_second_factor_is_asked_for_it_although_nobody_demands_it() {
    let (world, mut browser) = (World::new().await, Browser::default());
    world.provider.behave(|behaviour| {
        behaviour.configuration = json!({"acr_values_supported": ["https://refeds.org/profile/mfa"]});
        behaviour.claims = json!({"acr": "https://refeds.org/profile/mfa"});
    });
    // From the page that asks for the organisation to the provider.
    let chosen = world.get(&mut browser, "/sign-in?organisation=takikawa&second_factor=true").await;
    assert_eq!(chosen.location(), "/sign-in/takikawa?second_factor=true");
    let page = world.get(&mut browser, chosen.location()).await;
    assert!(page.body.contains(r#"<input type="hidden" name="second_factor" value="true">"#), "{}", page.body);
    let begun = world.post(&mut browser, "/sign-in/takikawa", &[("second_factor", "true")]).await;
    let (code, request) = world.provider.authorize(begun.location());
    assert_eq!(request["acr_values"], "https://refeds.org/profile/mfa");
    let fields = [("code".to_owned(), code), ("state".to_owned(), request["state"].clone())];
    assert_eq!(world.complete(&mut browser, &fields).await.status, 303);
    assert!(world.session_of(&browser).await.expect("a session").second_factor);
    // Whoever does not want it is not asked, and the page says nothing of it.
    let page = world.get(&mut browser, "/sign-in/takikawa").await;
    assert!(!page.body.contains("second_factor"));
    let begun = world.post(&mut browser, "/sign-in/takikawa", &[("second_factor", "")]).await;
    assert!(!world.provider.authorize(begun.location()).1.contains_key("acr_values"));
}

#[tokio::test]
async fn how_somebody_signed_in_is_asked_for_where_single_claims_can_be() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let begun = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    assert!(!world.provider.authorize(begun.location()).1.contains_key("claims"));
    let world = World::new().await;
    world.provider.behave(|behaviour| behaviour.configuration = json!({"claims_parameter_supported": true}));
    let begun = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
    let (_, request) = world.provider.authorize(begun.location());
    assert_eq!(request["claims"], r#"{"id_token":{"amr":null}}"#);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_has_the_browser_forget_it() {
    let (world, mut browser) = (World::new().await, Browser::default());
    world.sign_in(&mut browser, "/sign-in/takikawa").await;
    let before = browser.clone();
    assert!(world.session_of(&before).await.is_some());
    let answer = world.post(&mut browser, "/sign-out", &[]).await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-in/takikawa"));
    assert!(!browser.cookies.contains_key(api::SESSION_COOKIE));
    assert!(world.session_of(&before).await.is_none(), "a copy of the cookie opens nothing");
    let again = world.post(&mut browser, "/sign-out", &[]).await;
    assert_eq!((again.status, again.location()), (303, "/sign-in"));
    let stays = world.get(&mut browser, "/sign-out").await;
    assert_eq!(stays.status, 404, "a GET changes nothing");
}

/// Whatever is recorded of an organisation is written one after the other: people must not wait for each other in the morning.
#[tokio::test]
async fn signing_in_and_out_changes_nothing_of_the_organisation() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let before = world.registry.directories.load(&id(ORGANISATION)).await.unwrap();
    world.sign_in(&mut browser, "/sign-in/takikawa").await;
    let copy = browser.clone();
    world.post(&mut browser, "/sign-out", &[]).await;
    // A cookie whose session is gone ends nothing once more.
    world.post(&mut copy.clone(), "/sign-out", &[]).await;
    assert_eq!(world.registry.directories.load(&id(ORGANISATION)).await.unwrap(), before);
}
