//! The pages as people see them, and how files come and go.

use axum::http::Method;

use crate::files;
use crate::world::world;

#[tokio::test]
async fn the_pages_stay_as_they_were_looked_at() {
    let world = world();
    for lang in ["ja", "en"] {
        insta::assert_snapshot!(format!("ask_{lang}"), world.get(&format!("/verify?lang={lang}")).await.main());
        for (name, bytes) in [
            ("signed_by_two", files::signed_by_two()),
            ("timestamped_only", files::timestamped_only()),
            ("broken", files::broken()),
            ("redrawn", files::redrawn()),
            ("by_a_stranger", files::by_a_stranger()),
            ("unsigned", files::unsigned()),
        ] {
            let page = world.drop_file(lang, "契約書 <1>.pdf", &bytes).await;
            insta::assert_snapshot!(format!("{name}_{lang}"), page.main());
        }
    }
}

#[tokio::test]
async fn the_page_runs_our_module_alone_and_may_reach_the_store() {
    let page = world().get("/verify").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    for part in ["default-src 'none'", "script-src 'self'", "connect-src 'self' https://uploads.example;"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(page.body.contains("/verify.mjs\"></script>") && page.body.matches("<script").count() == 1);
    let result = world().drop_file("ja", "a.pdf", &files::unsigned()).await;
    assert!(!result.headers["content-security-policy"].to_str().unwrap().contains("script-src"));
    assert_eq!(result.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn language_follows_the_browser_until_it_is_chosen() {
    let world = world();
    let page = |path: &'static str, accepts: &'static str| {
        let request = axum::http::Request::get(path).header("accept-language", accepts);
        let request = request.body(axum::body::Body::empty()).unwrap();
        let router = world.router.clone();
        async move {
            let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
            let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        }
    };
    assert!(page("/verify", "en").await.contains(r#"<html lang="en">"#));
    assert!(page("/verify", "fr").await.contains(r#"<html lang="ja">"#));
    assert!(page("/verify?lang=ja", "en").await.contains(r#"<html lang="ja">"#));
    assert!(page("/verify?lang=xx", "en").await.contains(r#"<html lang="en">"#));
}

#[tokio::test]
async fn names_of_strangers_are_text_and_nothing_else() {
    let page = world().drop_file("ja", "..\\<img src=x>.pdf", &files::unsigned()).await;
    assert!(page.body.contains("<bdi>&#60;img src=x&#62;.pdf</bdi>"), "{}", page.body);
}

#[tokio::test]
async fn a_form_without_a_file_is_asked_for_one() {
    let world = world();
    let page = world.drop_file("ja", "", b"").await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("ファイルが選ばれていません") && page.body.contains(r#"type="file""#));
    let nonsense = world.send(Method::POST, "/verify?lang=en", "text/plain", "x").await;
    assert_eq!(nonsense.status, 415);
    assert!(
        nonsense.body.contains("Unsupported content") && nonsense.body.contains(r#"type="file""#),
        "{}",
        nonsense.body
    );
    // A name in Shift_JIS.
    let form = "upload=x&name=%8C%5F%96%F1.pdf";
    let other = world.send(Method::POST, "/verify", "application/x-www-form-urlencoded", form).await;
    assert_eq!(other.status, 400);
    assert!(
        other.body.contains("文字コードを読み取れません") && other.body.contains(r#"type="file""#),
        "{}",
        other.body
    );
    // A method that a page does not have is answered like an address that leads nowhere; a route of the API says what it has.
    for path in ["/verify", "/verify/uploads"] {
        let other = world.send(Method::DELETE, path, "", "").await;
        assert_eq!((other.status, other.headers.contains_key("allow")), (404, false), "{path}");
    }
    let api = world.send(Method::DELETE, "/v1/verify", "", "").await;
    assert_eq!((api.status, api.headers.contains_key("allow")), (405, true));
}

#[tokio::test]
async fn what_is_too_large_for_the_form_is_told_what_to_do() {
    let world = world();
    for size in [(4 << 20) + 1, 6 << 20] {
        let page = world.drop_file("ja", "large.pdf", &vec![b' '; size]).await;
        assert_eq!(page.status, 413, "{}", page.body);
        assert!(page.body.contains("4 MBを超えるファイルは、JavaScriptを有効に"), "{}", page.body);
        let json = world.ask("en", &vec![b' '; size]).await;
        assert_eq!((json.status, &json.json()["code"]), (413, &"too-large-for-a-request".into()));
        assert!(json.body.contains("/v1/verify/uploads"), "{}", json.body);
    }
}

#[tokio::test]
async fn a_large_file_is_left_looked_at_once_and_gone() {
    let world = world();
    let bytes = files::signed_by_two();
    let begun = world.begin(bytes.len() as u64).await;
    assert_eq!(begun.status, 201, "{}", begun.body);
    assert_eq!(begun.headers["cache-control"], "no-store");
    let begun = begun.json();
    let (token, url) = (begun["upload"].as_str().unwrap(), begun["put"]["url"].as_str().unwrap());
    assert!(!url.contains(token), "the store and its logs never see the token");
    assert_eq!(begun["put"]["headers"]["content-length"], bytes.len().to_string());
    assert_eq!(begun["put"]["expires_at"], "2026-12-02T00:45:00Z");

    let left = format!(r#"{{"upload":"{token}"}}"#);
    let early = world.send(Method::POST, "/v1/verify", "application/json", left.clone()).await;
    assert_eq!((early.status, &early.json()["code"]), (404, &"unknown-upload".into()));
    world.temporary_uploads.put(url, bytes.clone());
    let found = world.send(Method::POST, "/v1/verify", "application/json", left.clone()).await;
    assert_eq!(found.json()["outcome"], "valid", "{}", found.body);
    assert!(world.temporary_uploads.keys().is_empty(), "nothing is kept");
    assert_eq!(world.send(Method::POST, "/v1/verify", "application/json", left).await.status, 404);

    world.temporary_uploads.put(url, bytes);
    let form = format!("upload={token}&name=%E5%A5%91%E7%B4%84.pdf");
    let page = world.send(Method::POST, "/verify", "application/x-www-form-urlencoded", form).await;
    assert!(page.body.contains("署名2件は、すべて有効です。") && page.body.contains("契約.pdf"), "{}", page.body);
    assert!(world.temporary_uploads.keys().is_empty());
}

#[tokio::test]
async fn whatever_was_left_is_removed() {
    let world = world();
    for bytes in [b"no PDF".to_vec(), vec![0; (50 << 20) + 1]] {
        let begun = world.begin(1).await.json();
        world.temporary_uploads.put(begun["put"]["url"].as_str().unwrap(), bytes);
        let left = format!(r#"{{"upload":{}}}"#, begun["upload"]);
        let refused = world.send(Method::POST, "/v1/verify", "application/json", left).await;
        assert!([413, 422].contains(&refused.status), "{}", refused.body);
        assert!(world.temporary_uploads.keys().is_empty());
    }
}

#[tokio::test]
async fn uploads_are_begun_for_what_can_be_looked_at() {
    let world = world();
    assert_eq!(world.begin(50 << 20).await.status, 201);
    let refused = world.begin((50 << 20) + 1).await;
    assert_eq!((refused.status, &refused.json()["code"]), (413, &"too-large".into()));
    for (body, status, code, pointer) in [
        ("", 400, "invalid-json", ""),
        ("{", 400, "invalid-json", ""),
        ("{}", 422, "invalid-fields", "/size"),
        (r#"{"size":1}"#, 422, "invalid-fields", "/sha256"),
        (r#"{"size":1,"sha256":"x"}"#, 422, "invalid-fields", "/sha256"),
        (r#"{"size":-1,"sha256":""}"#, 422, "invalid-fields", "/size"),
        (r#"{"size":"1","sha256":""}"#, 422, "invalid-fields", "/size"),
        (r#"{"size":1,"sha256":"","name":"a"}"#, 422, "invalid-fields", "/name"),
    ] {
        for path in ["/v1/verify/uploads", "/v1/verify/uploads?lang=en"] {
            let refused = world.send(Method::POST, path, "application/json", body).await;
            assert_eq!(refused.headers["content-type"], "application/problem+json", "{}", refused.body);
            let problem = refused.json();
            assert_eq!((refused.status, &problem["code"]), (status, &code.into()), "{body}: {problem}");
            assert_eq!(problem["errors"][0]["pointer"].as_str().unwrap_or_default(), pointer, "{body}: {problem}");
            let said =
                [&problem["detail"], &problem["errors"][0]["detail"]].map(|said| said.as_str().unwrap_or_default());
            let is_english = path.ends_with("en");
            assert!(said.iter().all(|said| !is_english || said.is_ascii()), "{problem}");
            assert!(said[0].ends_with(if is_english { '.' } else { '。' }), "{problem}");
        }
    }
    let wrong = world.send(Method::POST, "/v1/verify", "application/json", r#"{"upload":5}"#).await;
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["pointer"]), (422, &"/upload".into()), "{}", wrong.body);
    let large = vec![b' '; 5 << 20];
    let large = world.send(Method::POST, "/v1/verify/uploads", "application/json", large).await;
    assert_eq!((large.status, &large.json()["code"]), (413, &"body-too-large".into()), "{}", large.body);
    for token in ["", "x", "../../envelopes/secret"] {
        let left = format!(r#"{{"upload":"{token}"}}"#);
        assert_eq!(world.send(Method::POST, "/v1/verify", "application/json", left).await.status, 404);
    }
    assert_eq!(world.send(Method::POST, "/v1/verify", "text/plain", "x").await.status, 415);
}
