//! The pages and acts, driven over HTTP with ports in memory.

use std::net::IpAddr;

use axum::body::Body;
use axum::http::Request;
use domain::command::Command;
use domain::draft::RecipientRequest;
use domain::evidence::EventKind;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::link::Purpose;
use domain::mail::Addressee;
use domain::recipient::RecipientState;
use fakes::signer;

use crate::world::{DEADLINE, LATER, World, assert_protected, world};

#[tokio::test]
async fn a_signer_reviews_confirms_and_signs() {
    let w = world();
    w.story.approve(1, LATER);
    let token = w.story.act_link(2, DEADLINE);
    let path = format!("/sign/{token}");

    let page = w.get(&path).await;
    assert_eq!(page.status, 200);
    assert_protected(&page);
    for part in [
        "1000000007 電子契約サービス委託",
        "滝川市様より、署名の依頼が届いています",
        "田中 &#60;社長&#62; 太郎",
        "仕様書 &#60;別紙1&#62; &#38; 内訳",
        "2026年12月22日 14:05 (JST)",
        "ご確認のうえ、ご署名をお願いいたします。",
        "署名の進行状況",
        "確認済み",
        "完了する",
        "0125-00-0000",
        "9:00-17:00",
        "help@keiin.example",
        "https://keiin.example/help",
        &format!(r#"href="/v/sign/{token}/documents/2""#),
        &format!(r#"href="/v/sign/{token}/confirm""#),
    ] {
        assert!(page.body.contains(part), "{part} is missing in {}", page.body);
    }

    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("connect-src 'self' https://bucket.example"), "{policy}");

    let shown = w.get(&format!("{path}/documents/2")).await;
    assert_eq!(shown.status, 302);
    let location = shown.headers["location"].to_str().unwrap();
    assert!(
        location.starts_with("https://bucket.example/envelopes/test/002/operator-timestamped.pdf?Inline"),
        "{location}"
    );

    let saved = w.get(&format!("{path}/documents/2/download")).await;
    assert!(saved.location().contains("operator-timestamped.pdf?Attachment="), "{}", saved.location());
    w.store_files();
    let source = w.get(&format!("{path}/documents/2/source")).await;
    assert_eq!((source.status, source.headers["cache-control"].to_str().unwrap()), (200, "no-store"));
    assert!(source.body.contains("operator-timestamped.pdf?Inline=") && source.body.contains(r#""size":1000"#));

    let page = w.get(&format!("{path}/confirm")).await;
    assert_eq!(page.status, 200);
    assert_protected(&page);
    for document in &w.story.envelope().documents {
        let (number, sha256) = (document.number, document.latest().unwrap().sha256);
        assert!(page.body.contains(&format!(r#"name="document_{number}" value="{sha256}""#)));
    }
    assert!(page.body.contains("署名手続きを完了する"));
    let hand = "田中 &#60;社長&#62; 太郎様のご指示に基づき、Keiinが次の2件の文書に電子署名を行います（契約印タイプ）。";
    assert!(page.body.contains(hand), "{}", page.body);
    // What was shown is known to the browser alone: without its script the page claims nothing.
    assert!(page.body.contains("data-unshown hidden>"), "{}", page.body);
    assert_eq!(page.body.matches("/source\" hidden>").count(), 2, "{}", page.body);

    let done = w.post(&format!("{path}/complete"), &w.form(), &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(done.status, 303);
    assert_eq!(done.headers["location"], format!("/v/sign/{token}"));
    let evidence = w.evidence();
    let Some(EventKind::Approved { recipient, session, documents, visible_seal: None }) = evidence.last() else {
        panic!("{evidence:?}")
    };
    assert_eq!((recipient.0, documents.len()), (2, 2));
    assert_eq!(session.ip, IpAddr::from([203, 0, 113, 9]));
    assert_eq!(session.user_agent.as_ref().unwrap().len(), 256);

    let page = w.get(&path).await;
    assert_eq!(page.status, 200);
    assert_protected(&page);
    assert!(page.body.contains("署名しています…") && page.body.contains("0／2件完了"), "{}", page.body);
    // Nothing reloads by itself: a script looks, without it a link.
    assert!(page.body.contains(r#"data-every="5""#) && !page.body.contains("http-equiv"));
    assert!(page.body.contains(&format!(r#"href="/v/sign/{token}""#)));
    w.clock.set("2026-11-23T01:03:00Z");
    assert!(w.get(&path).await.body.contains(r#"data-every="30""#));

    w.story.seal(LATER);
    let page = w.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("署名手続きが完了しました") && page.body.contains("メールでお知らせします"));
    assert!(page.body.contains(&format!(r#"href="/v/sign/{token}/documents/1/download""#)));
    assert!(!page.body.contains("http-equiv"));
    assert_eq!(w.get(&format!("{path}/confirm")).await.status, 303);
}

#[tokio::test]
async fn whoever_waits_long_for_the_seals_reads_that_the_instruction_is_safe() {
    let w = world();
    w.story.approve(1, LATER);
    w.story.instruct(2, LATER);
    let path = format!("/sign/{}", w.story.act_link(2, DEADLINE));
    w.clock.set("2026-11-23T01:02:59Z");
    assert!(!w.get(&path).await.body.contains("通常より時間がかかっています"));
    w.clock.set("2026-11-23T01:03:00Z");
    let page = w.get(&path).await.body;
    for part in [
        "署名しています…",
        "通常より時間がかかっています。署名のご指示は確かに記録されており、失われることはありません。",
        "この画面を閉じて構いません。すべての手続きが完了すると、メールでお知らせします。",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    const TOLD: &str = "送信者には、このことをお知らせしています。";
    assert!(!page.contains(TOLD), "not before that is true");
    w.story.apply(Command::ReportWait, "2026-11-23T01:03:10Z");
    assert!(w.get(&path).await.body.contains(TOLD));
}

#[tokio::test]
async fn no_robot_signs_by_pressing_the_first_button() {
    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    let path = format!("/sign/{token}");
    let page = w.get(&format!("{path}/confirm")).await.body;
    let main = page.split("<main>").nth(1).unwrap();
    // The first thing to be focused goes back; the button that signs needs a box to be ticked.
    let first = main.find("<a ").unwrap();
    assert!(main[first..].starts_with(r#"<a class="back""#) && first < main.find("<button").unwrap());
    assert!(main.contains(r#"name="confirmed" value="yes" required"#));

    let unticked = w.form().replace("&confirmed=yes", "");
    for form in [unticked.clone(), format!("{unticked}&confirmed="), format!("{unticked}&confirmed=no")] {
        let answer = w.post(&format!("{path}/complete"), &form, &[]).await;
        assert_eq!(answer.status, 422);
        assert_protected(&answer);
        for part in [r#"role="alert""#, r##"href="#confirmed""##, r#"aria-invalid="true""#, "<title>エラー"] {
            assert!(answer.body.contains(part), "{part} is missing in {}", answer.body);
        }
    }
    assert!(matches!(w.state(1), RecipientState::Invited { .. }));
}

#[tokio::test]
async fn whoever_presses_twice_sees_that_it_is_done() {
    let w = world();
    w.story.approve(1, LATER);
    let token = w.story.act_link(2, DEADLINE);
    let complete = format!("/sign/{token}/complete");
    assert_eq!(w.post(&complete, &w.form(), &[]).await.status, 303);
    let events = w.evidence().len();

    let late = [
        ("complete", w.form()),
        ("complete", w.form().replace("&confirmed=yes", "")),
        ("decline", "reason=x".into()),
        ("decline", String::new()),
        ("forward", "name=Taro&email=taro@example.jp&reason=x".into()),
    ];
    for (act, form) in late {
        let answer = w.post(&format!("/sign/{token}/{act}"), &form, &[("accept", "text/html")]).await;
        assert_eq!((answer.status, answer.location()), (303, format!("/v/sign/{token}").as_str()), "{act}");
    }
    assert_eq!(w.evidence().len(), events);
}

#[tokio::test]
async fn a_viewer_confirms_in_other_words() {
    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    let path = format!("/sign/{token}");
    assert!(w.get(&path).await.body.contains("滝川市様より、確認の依頼が届いています"));
    let page = w.get(&format!("{path}/confirm")).await;
    let recorded = "鈴木 一郎様が次の2件の文書を確認したことを記録します。";
    assert!(page.body.contains(recorded), "{}", page.body);
    assert!(page.body.contains("確認を完了する") && !page.body.contains("電子署名を行います"));
    assert_eq!(w.post(&format!("{path}/complete"), &w.form(), &[]).await.status, 303);
    assert!(matches!(w.state(1), RecipientState::Confirmed { .. }));
    assert!(w.get(&path).await.body.contains("確認が完了しました"));
}

#[tokio::test]
async fn nothing_is_changed_or_recorded_by_looking() {
    let w = world();
    w.store_files();
    let token = w.story.act_link(1, DEADLINE);
    let before = (w.story.envelope(), w.evidence());
    let acts = ["/code", "/factor", "/complete", "/decline", "/forward"];
    let pages = ["", "?lang=en", "/confirm", "/documents/1", "/documents/2/download", "/documents/2/source"];
    for path in pages.into_iter().chain(acts) {
        for method in ["GET", "HEAD"] {
            let request = Request::builder().method(method).uri(format!("/sign/{token}{path}"));
            let answer = w.send(request.body(Body::empty()).unwrap()).await;
            assert!(answer.status < 400, "{method} {path}: {}", answer.status);
            assert!(method == "GET" || answer.body.is_empty());
        }
    }
    for path in ["/code", "/factor", "/complete"] {
        let answer = w.get(&format!("/sign/{token}{path}?lang=en")).await;
        assert_eq!((answer.status, answer.location()), (303, format!("/v/sign/{token}?lang=en").as_str()));
    }
    // A method that a page does not have is answered like an address that leads nowhere.
    let other = w.post(&format!("/sign/{token}/confirm"), "", &[]).await;
    let nowhere = w.post(&format!("/sign/{token}/nowhere"), "", &[]).await;
    assert_eq!((other.status, other.headers.contains_key("allow")), (404, false));
    assert_eq!(other.body, nowhere.body);
    assert_eq!((w.story.envelope(), w.evidence()), before);
}

#[tokio::test]
async fn the_form_must_name_what_was_shown() {
    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    let complete = format!("/sign/{token}/complete");
    let form = w.form();
    let (first, rest) = form.split_once('&').unwrap();
    let (second, _) = rest.split_once('&').unwrap();
    let other = format!("document_1={}&{second}&confirmed=yes", "0".repeat(64));
    let garbled = format!("document_1=xyz&{second}");
    let doubled = format!("{form}&{first}");
    let surplus = format!("{form}&document_3={}", "0".repeat(64));
    let large = format!("{form}&document_4={}", "0".repeat(70_000));
    for (form, status, code) in [
        ("", 422, "/document_1"),
        (first, 422, "/document_2"),
        (&garbled, 422, "/document_1"),
        (&doubled, 422, "/document_1"),
        (&surplus, 422, "/document_3"),
        (&other, 409, "documents-changed"),
        (&large, 413, "body-too-large"),
    ] {
        let answer = w.post(&complete, form, &[]).await;
        assert_eq!(answer.status, status, "{code}");
        assert!(answer.body.contains(code), "{}", answer.body);
    }
    for site in ["cross-site", "same-site", "none"] {
        let answer = w.post(&complete, &form, &[("sec-fetch-site", site)]).await;
        assert_eq!((answer.status, answer.body.contains("cross-site")), (403, true));
    }
    assert!(matches!(w.state(1), RecipientState::Invited { .. }));
}

#[tokio::test]
async fn declining_needs_a_reason_and_closes_the_envelope() {
    let w = world();
    let (token, other) = (w.story.act_link(1, DEADLINE), w.story.act_link(2, DEADLINE));
    let decline = format!("/sign/{token}/decline");
    assert!(w.get(&decline).await.body.contains(&format!(r#"action="/v/sign/{token}/decline""#)));
    for form in ["", "reason=", "reason=%20%0A", &format!("reason={}", "a".repeat(501))] {
        let answer = w.post(&decline, form, &[]).await;
        assert_eq!(answer.status, 422);
        assert_protected(&answer);
        assert!(answer.body.contains(r##"href="#reason""##) && answer.body.contains(r#"aria-invalid="true""#));
    }
    // What was written is not lost.
    assert!(w.post(&decline, &format!("reason=%3Cb%3E{}", "a".repeat(501)), &[]).await.body.contains("&#60;b&#62;aaa"));
    let answer = w.post(&decline, "reason=%E9%87%91%E9%A1%8D%0D%0A%E7%9B%B8%E9%81%95", &[]).await;
    assert_eq!(answer.status, 303);
    let evidence = w.evidence();
    assert!(matches!(evidence.last(), Some(EventKind::Declined { reason, .. }) if reason == "金額\n相違"));

    let page = w.get(&format!("/sign/{token}")).await;
    assert!(page.status == 200 && page.body.contains("辞退を受け付けました"));
    assert_eq!(w.post(&decline, "reason=x", &[]).await.status, 303);
    let page = w.get(&format!("/sign/{other}")).await;
    assert_eq!((page.status, page.body.contains("この依頼は辞退されました")), (410, true));
    assert_protected(&page);
}

#[tokio::test]
async fn who_is_not_yet_asked_waits() {
    let w = world();
    let token = w.story.act_link(2, DEADLINE);
    let page = w.get(&format!("/sign/{token}")).await;
    assert_eq!((page.status, page.body.contains("まだ順番ではありません")), (200, true));
    assert_eq!(w.get(&format!("/sign/{token}/documents/1")).await.status, 409);
    assert_eq!(w.get(&format!("/sign/{token}/confirm")).await.status, 303);
    assert_eq!(w.post(&format!("/sign/{token}/complete"), &w.form(), &[]).await.status, 409);
    assert_eq!(w.documents.presigned(), 0);
}

#[tokio::test]
async fn what_is_over_is_gone() {
    let code = async |w: &World, token: &str| {
        let request = Request::get(format!("/sign/{token}")).body(Body::empty()).unwrap();
        let answer = w.send(request).await;
        assert_eq!(answer.status, 410, "{}", answer.body);
        for path in ["complete", "decline"] {
            assert_eq!(w.post(&format!("/sign/{token}/{path}"), "reason=x", &[]).await.status, 410);
        }
        assert_eq!(w.get(&format!("/sign/{token}/documents/1")).await.status, 410);
        let code = answer.body.split(r#""code":""#).nth(1).unwrap();
        code.split('"').next().unwrap().to_owned()
    };
    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    let revoked = w.story.link(Addressee::Recipient(RecipientNumber(1)), Purpose::Act { generation: 0 }, DEADLINE);
    assert_eq!(code(&w, &revoked).await, "link-revoked");
    w.clock.set(DEADLINE);
    assert_eq!(code(&w, &token).await, "envelope-expired");

    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    w.story.apply(Command::Void { reason: "誤送信".into() }, LATER);
    assert_eq!(code(&w, &token).await, "envelope-voided");

    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    w.story.apply(Command::Fail { reason: "no key".into() }, LATER);
    assert_eq!(code(&w, &token).await, "envelope-failed");
}

#[tokio::test]
async fn a_completed_envelope_shows_its_end_until_the_link_expires() {
    let w = world();
    w.story.approve(1, LATER).approve(2, LATER).approve(3, LATER);
    let token = w.story.act_link(2, DEADLINE);
    let path = format!("/sign/{token}");
    let page = w.get(&path).await;
    assert_eq!((page.status, page.body.contains("すべての手続きが完了しました")), (200, true));

    // Fetching a finished document is recorded, so that no GET does it.
    let before = w.evidence().len();
    for below in ["/documents/1", "/documents/1/download"] {
        let answer = w.get(&format!("{path}{below}")).await;
        assert_eq!((answer.status, answer.location()), (303, format!("/v{path}").as_str()), "{below}");
    }
    assert_eq!(w.get(&format!("{path}/documents/1/source")).await.status, 409);
    assert_eq!(w.evidence().len(), before);
    assert!(page.body.contains(&format!(r#"<form method="post" action="/v{path}/documents/2/download">"#)));
    let saved = w.post(&format!("{path}/documents/2/download"), "", &[]).await;
    assert_eq!(saved.status, 303);
    let origin = "https://bucket.example";
    assert!(saved.location().starts_with(origin) && saved.location().contains("Attachment"), "{}", saved.location());
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains(&format!("form-action 'self' {origin}")), "{policy}");
    let Some(EventKind::Downloaded { document, addressee, .. }) = w.evidence().pop() else {
        panic!("{:?}", w.evidence())
    };
    assert_eq!((document, addressee), (DocumentNumber(2), Addressee::Recipient(RecipientNumber(2))));
    assert_eq!(
        w.post(&format!("{path}/documents/2/download"), "", &[("sec-fetch-site", "cross-site")]).await.status,
        403
    );
    w.clock.set(DEADLINE);
    assert_eq!(w.get(&format!("/sign/{token}")).await.status, 410);
}

#[tokio::test]
async fn whatever_is_no_link_is_not_found_in_the_same_bytes() {
    let w = world();
    let good = w.story.act_link(1, DEADLINE);
    let download = w.story.link(Addressee::Recipient(RecipientNumber(1)), Purpose::Download, DEADLINE);
    let of_copy = w.story.link(Addressee::Recipient(RecipientNumber(4)), Purpose::Act { generation: 0 }, DEADLINE);
    let of_sender = w.story.link(Addressee::Sender, Purpose::Act { generation: 1 }, DEADLINE);
    let unknown = "A".repeat(43);
    let expected = w.get("/").await;
    assert_eq!(expected.status, 404);
    assert_protected(&expected);
    for path in [
        format!("/sign/{unknown}"),
        format!("/sign/{unknown}/confirm"),
        format!("/sign/{unknown}/documents/1"),
        format!("/sign/{download}"),
        format!("/sign/{of_copy}"),
        format!("/sign/{of_sender}"),
        format!("/sign/{good}/documents/3"),
        format!("/sign/{good}/documents/x"),
        format!("/sign/{good}/"),
        format!("/sign/{good}/other"),
        "/sign/short".into(),
        "/sign/%FF%FE".into(),
        "/sign".into(),
        "/other".into(),
    ] {
        for accept in ["text/html", "application/json"] {
            let answer = w.send(Request::get(&path).header("accept", accept).body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 404, "{path}");
            assert!(answer.body == expected.body && answer.headers == expected.headers, "{path}");
        }
    }
    let posted = w.post(&format!("/sign/{unknown}/complete"), "", &[]).await;
    assert!(posted.body == expected.body && posted.headers == expected.headers);
}

#[tokio::test]
async fn whoever_is_not_needed_any_more_is_told_who_acted_and_sees_nothing() {
    let one_of = |r: RecipientRequest| RecipientRequest { one_of: Some("総務課".into()), ..r };
    let recipients = vec![
        one_of(signer(1, None, "田中 太郎", "tanaka")),
        one_of(signer(1, Some("株式会社北空知"), "鈴木 一郎", "suzuki")),
        signer(2, None, "滝川 次郎", "jiro"),
    ];
    let w = World::of(recipients);
    let (first, second) = (w.story.act_link(1, DEADLINE), w.story.act_link(2, DEADLINE));
    let asked = w.get(&format!("/sign/{first}")).await;
    assert!(asked.body.contains("「総務課」の方々のうち、どなたか1名の手続きで完了します。"), "{}", asked.body);
    let done = w.post(&format!("/sign/{second}/complete"), &w.form(), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = w.get(&format!("/sign/{first}")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("お手続きは不要になりました"), "{}", page.body);
    assert!(page.body.contains("株式会社北空知 鈴木 一郎様が手続きを済ませました"), "{}", page.body);
    assert!(!page.body.contains("/documents/"), "{}", page.body);
    let english = w.get(&format!("/sign/{first}?lang=en")).await.body;
    assert!(english.contains("鈴木 一郎 (株式会社北空知), who was asked together with you"), "{english}");
    // Nor does what was on another screen still act.
    let late = w.post(&format!("/sign/{first}/complete"), &w.form(), &[("accept", "text/html")]).await;
    assert!([303, 409].contains(&late.status), "{} {}", late.status, late.body);
    assert!(matches!(w.state(1), RecipientState::NotNeeded { .. }));
}
