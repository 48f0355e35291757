//! What the pages hold.

use axum::http::header;

use crate::world::{Browser, World};

#[tokio::test]
async fn the_first_page_leads_to_an_organisation_and_remembers_none() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let page = world.get(&mut browser, "/sign-in").await;
    assert!(page.status == 200 && page.has("組織IDを入力してください"), "{}", page.body);
    let found = world.get(&mut browser, "/sign-in?organisation=+Takikawa+&lang=en&to=/console").await;
    assert_eq!((found.status, found.location()), (303, "/sign-in/takikawa?lang=en&to=%2Fconsole"));
    let page = world.get(&mut browser, found.location()).await;
    assert!(
        page.has("You sign in as a user of 滝川市.") && page.has("name=\"to\" value=\"/console\""),
        "{}",
        page.body
    );
    for wrong in ["nobody", "%3Cscript%3E", ""] {
        let answer = world.get(&mut browser, &format!("/sign-in?organisation={wrong}")).await;
        answer.demand_refusal(422, "この組織IDの組織は見つかりません。");
        assert!(!answer.has("<script>"));
    }
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn what_a_provider_brings_is_a_form_and_changes_nothing_yet() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let path = "/sign-in/callback?code=%22%3E%3Cscript%3E&state=s&error_description=call+0123&session_state=x";
    let page = world.get(&mut browser, path).await;
    assert_eq!(page.status, 200);
    assert!(page.has("data-send") && page.has("sign-in.mjs") && page.has("ログインを完了する"), "{}", page.body);
    assert!(!page.has("\"><script>") && !page.has("0123") && !page.has("session_state"), "{}", page.body);
    assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(world.oidc.attempts(), 0);
    let back = world.get(&mut browser, "/sign-in/complete").await;
    assert_eq!((back.status, back.location()), (303, "/sign-in"));
}

#[tokio::test]
async fn only_the_pages_before_a_sign_in_let_a_form_end_elsewhere() {
    let (world, mut browser) = (World::new().await, Browser::default());
    for (path, is_let) in
        [("/sign-in/takikawa", true), ("/sign-in", false), ("/sign-in/callback?code=c&state=s", false)]
    {
        let page = world.get(&mut browser, path).await;
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert_eq!(policy.contains("form-action 'self' https:;"), is_let, "{path}: {policy}");
    }
}
