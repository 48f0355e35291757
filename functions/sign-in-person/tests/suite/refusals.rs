//! Who is not signed in, though the provider says who they are.

use domain::organisation::{Change, OidcIdentity};
use domain::ports::About;
use serde_json::json;

use crate::provider::ISSUER;
use crate::world::{Browser, ORGANISATION, World, hanako};

async fn refused(world: &World, status: u16, text: &str) {
    let mut browser = Browser::default();
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    world.complete(&mut browser, &fields).await.demand_refusal(status, text);
    assert!(world.session_of(&browser).await.is_none());
    assert!(world.sessions().await.is_empty());
}

#[tokio::test]
async fn a_state_is_good_once() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    assert_eq!(world.complete(&mut browser, &fields).await.status, 303);
    world.complete(&mut browser, &fields).await.demand_refusal(400, "ログインの有効時間が過ぎました");
    assert_eq!(world.sessions().await.len(), 1);
}

#[tokio::test]
async fn a_state_is_good_for_ten_minutes() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    world.clock.set("2026-12-01T09:10:00Z");
    world.complete(&mut browser, &fields).await.demand_refusal(400, "ログインの有効時間が過ぎました");
}

#[tokio::test]
async fn what_never_began_here_ends_nowhere() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let token = "a".repeat(43);
    for state in ["", "x", token.as_str()] {
        let fields = [("code".to_owned(), "c".to_owned()), ("state".to_owned(), state.to_owned())];
        world.complete(&mut browser, &fields).await.demand_refusal(400, "ログインの有効時間が過ぎました");
    }
    let nothing = world.complete(&mut browser, &[]).await;
    nothing.demand_refusal(400, "ログインの有効時間が過ぎました");
}

#[tokio::test]
async fn another_browser_cannot_end_what_one_began() {
    let (world, mut browser) = (World::new().await, Browser::default());
    for mut other in [Browser::default(), Browser { cookies: [("__Host-sign-in".into(), "b".repeat(43))].into() }] {
        let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
        world.complete(&mut other, &fields).await.demand_refusal(400, "同じブラウザで");
        // Nor is it left for another try.
        world.complete(&mut browser, &fields).await.demand_refusal(400, "ログインの有効時間が過ぎました");
    }
    assert!(world.sessions().await.is_empty());
}

#[tokio::test]
async fn a_form_of_another_site_ends_nothing() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let answer = world.post_from(&browser, "cross-site", "/sign-in/complete", form).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert_eq!(world.oidc.attempts(), 1, "it can still be ended by its own page");
    assert_eq!(world.complete(&mut browser, &fields).await.status, 303);
}

#[tokio::test]
async fn who_gave_up_at_the_provider_is_told_so() {
    for (error, status, text) in [
        ("access_denied", 400, "ログインを中止しました"),
        ("server_error", 502, "ログインできませんでした"),
        ("<script>", 502, "ログインできませんでした"),
    ] {
        let (world, mut browser) = (World::new().await, Browser::default());
        let begun = world.post(&mut browser, "/sign-in/takikawa", &[]).await;
        let (_, request) = world.provider.authorize(begun.location());
        let fields = [("error".to_owned(), error.to_owned()), ("state".to_owned(), request["state"].clone())];
        let answer = world.complete(&mut browser, &fields).await;
        answer.demand_refusal(status, text);
        assert!(!answer.has("<script>"));
        assert_eq!(world.provider.asked_for("/token"), 0);
    }
}

#[tokio::test]
async fn a_person_who_was_deactivated_does_not_come_in() {
    let world = World::new().await;
    let second: domain::ids::PersonId = "01935f2e-7c00-7a11-8b22-9c33ad44be56".parse().unwrap();
    let by_entry = world.invite(ORGANISATION, second, "other@city.example").await;
    let identity = OidcIdentity { issuer: ISSUER.into(), subject: "other".into() };
    let about = About { person: Some(second), identity: Some(identity.clone()), ..About::default() };
    world.change(ORGANISATION, about, Change::AcceptInvitation { by_entry, identity }).await;
    world.about_hanako(Change::Deactivate).await;
    refused(&world, 403, "利用が停止されています").await;
}

#[tokio::test]
async fn nobody_comes_into_an_organisation_that_is_closed() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    world.set(|organisation| organisation.closed_at = Some("2026-12-01T09:00:00Z".parse().unwrap())).await;
    world.complete(&mut browser, &fields).await.demand_refusal(403, "利用は終了しています");
    for answer in
        [world.get(&mut browser, "/sign-in/takikawa").await, world.post(&mut browser, "/sign-in/takikawa", &[]).await]
    {
        answer.demand_refusal(403, "利用は終了しています");
    }
}

#[tokio::test]
async fn nobody_comes_in_from_addresses_that_the_organisation_does_not_use() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    world.set(|organisation| organisation.addresses = vec!["198.51.100.0/24".parse().unwrap()]).await;
    world.complete(&mut browser, &fields).await.demand_refusal(403, "接続元");
    world.post(&mut browser, "/sign-in/takikawa", &[]).await.demand_refusal(403, "接続元");
    assert_eq!(world.provider.asked_for("/token"), 0);
    world.set(|organisation| organisation.addresses = vec!["203.0.113.0/24".parse().unwrap()]).await;
    assert_eq!(world.sign_in(&mut browser, "/sign-in/takikawa").await.status, 303);
}

#[tokio::test]
async fn who_shows_no_second_factor_where_one_is_demanded_is_told_what_to_do() {
    let world = World::new().await;
    world.set(|organisation| organisation.members.second_factor_required = true).await;
    for amr in [json!(["pwd"]), json!(["hwk"]), json!(null)] {
        world.provider.behave(|behaviour| behaviour.claims = json!({"amr": amr}));
        refused(&world, 403, "多要素認証を設定してから").await;
    }
}

#[tokio::test]
async fn a_person_of_one_organisation_is_nobody_in_another() {
    let (world, mut browser) = (World::new().await, Browser::default());
    world.add("fukagawa", "深川市").await;
    let fields = world.come_back(&mut browser, "/sign-in/fukagawa").await;
    world.complete(&mut browser, &fields).await.demand_refusal(403, "利用者として登録されていません");
}

#[tokio::test]
async fn an_address_lets_nobody_in() {
    let world = World::new().await;
    world.provider.behave(|behaviour| behaviour.claims = json!({"sub": "somebody-else", "email": "sato@city.example"}));
    refused(&world, 403, "利用者として登録されていません").await;
}

#[tokio::test]
async fn a_session_of_another_stack_or_person_ends_nothing_here() {
    let (world, mut browser) = (World::new().await, Browser::default());
    world.sign_in(&mut browser, "/sign-in/takikawa").await;
    let own = browser.cookies[api::SESSION_COOKIE].clone();
    let other = format!("{ORGANISATION}.{}.{}", hanako(), "c".repeat(43));
    let mut stranger = Browser { cookies: [(api::SESSION_COOKIE.to_owned(), other)].into() };
    assert!(world.session_of(&stranger).await.is_none());
    assert_eq!(world.post(&mut stranger, "/sign-out", &[]).await.status, 303);
    assert!(world.session_of(&browser).await.is_some(), "the other one goes on");
    assert!(own.starts_with("takikawa."));
}

#[tokio::test]
async fn a_provider_that_changed_since_the_sign_in_began_is_not_asked() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let fields = world.come_back(&mut browser, "/sign-in/takikawa").await;
    let other = crate::world::own_provider(ISSUER, domain::organisation::SecondFactorProof::Always);
    world.set(|organisation| organisation.provider = Some(other)).await;
    world.complete(&mut browser, &fields).await.demand_refusal(400, "ログインの有効時間が過ぎました");
    assert_eq!(world.provider.asked_for("/token"), 0);
}
