//! The pages and acts, driven over HTTP with ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use collect_signature::{Dependencies, router};
use domain::command::Command;
use domain::evidence::EventKind;
use domain::ids::RecipientNumber;
use domain::link::Purpose;
use domain::mail::Party;
use domain::recipient::RecipientState;
use fakes::{PresignedDocuments, StoppedClock, Story, copy, signer, viewer};
use lambda::site::{ClientIp, Site, Support};
use tower::ServiceExt;

const SENT: &str = "2026-11-22T05:05:00Z";
const LATER: &str = "2026-11-23T01:00:00Z";
const DEADLINE: &str = "2026-12-22T05:05:00Z";

struct World {
    story: Story,
    documents: Arc<PresignedDocuments>,
    clock: Arc<StoppedClock>,
    router: Router,
}

fn world() -> World {
    let story = Story::draft(
        vec![
            viewer(1, Some("株式会社北空知"), "鈴木 一郎", "suzuki"),
            signer(2, Some("株式会社北空知"), "田中 <社長> 太郎", "tanaka"),
            signer(2, None, "滝川 次郎", "jiro"),
            copy("高橋 三郎", "saburo"),
        ],
        SENT,
    );
    story.start(SENT);
    let documents = Arc::new(PresignedDocuments::default());
    let clock = Arc::new(StoppedClock::at(LATER));
    let support = Support {
        phone: Some("0125-00-0000".into()),
        hours: Some("平日 9:00～17:00".into()),
        email: Some("help@keiin.example".into()),
        form: Some("https://keiin.example/help".into()),
    };
    let site = Site {
        public_url: "https://sign.example/v".into(),
        brand: "電子印鑑Keiin".into(),
        copyright: "Keiin".into(),
        support,
    };
    let router = router(Dependencies {
        envelopes: story.envelopes.clone(),
        links: story.links.clone(),
        documents: documents.clone(),
        clock: clock.clone(),
        site: Arc::new(site),
    });
    World { story, documents, clock, router }
}

struct Answer {
    status: u16,
    headers: axum::http::HeaderMap,
    body: String,
}

impl World {
    async fn send(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ClientIp(IpAddr::from([203, 0, 113, 9])));
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("user-agent", "Browser/1.0".repeat(100));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    fn state(&self, recipient: u16) -> RecipientState {
        self.story.envelope().recipient(RecipientNumber(recipient)).unwrap().state.clone()
    }

    fn form(&self) -> String {
        let envelope = self.story.envelope();
        let fields = envelope.documents.iter();
        let fields = fields.map(|d| format!("document_{}={}", d.number, d.latest().unwrap().sha256));
        fields.collect::<Vec<_>>().join("&")
    }
}

fn assert_protected(answer: &Answer) {
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("x-frame-options"), "DENY");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("x-robots-tag"), "noindex");
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!answer.body.contains("<script") && !answer.body.contains(" style="));
}

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
        "滝川市 様より、署名の依頼が届いています",
        "田中 &#60;社長&#62; 太郎",
        "仕様書 &#60;別紙1&#62; &#38; 内訳",
        "2026年12月22日 14:05 (JST)",
        "ご確認のうえ、ご署名をお願いいたします。",
        "署名の進行状況",
        "確認済み",
        "完了する",
        "0125-00-0000",
        "平日 9:00～17:00",
        "help@keiin.example",
        "https://keiin.example/help",
        &format!(r#"href="/v/sign/{token}/documents/2""#),
        &format!(r#"href="/v/sign/{token}/confirm""#),
    ] {
        assert!(page.body.contains(part), "{part} is missing in {}", page.body);
    }

    let shown = w.get(&format!("{path}/documents/2")).await;
    assert_eq!(shown.status, 302);
    let location = shown.headers["location"].to_str().unwrap();
    assert!(
        location.starts_with("https://bucket.example/envelopes/test/002/operator-stamped.pdf?Inline"),
        "{location}"
    );

    let page = w.get(&format!("{path}/confirm")).await;
    assert_eq!(page.status, 200);
    assert_protected(&page);
    for document in &w.story.envelope().documents {
        let (number, sha256) = (document.number, document.latest().unwrap().sha256);
        assert!(page.body.contains(&format!(r#"name="document_{number}" value="{sha256}""#)));
    }
    assert!(page.body.contains("署名手続きを完了する"));

    let done = w.post(&format!("{path}/complete"), &w.form(), &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(done.status, 303);
    assert_eq!(done.headers["location"], format!("/v/sign/{token}"));
    let evidence = w.story.envelopes.evidence(w.story.id);
    let Some(EventKind::Approved { recipient, session, documents, mark: None }) = evidence.last() else {
        panic!("{evidence:?}")
    };
    assert_eq!((recipient.0, documents.len()), (2, 2));
    assert_eq!(session.ip, IpAddr::from([203, 0, 113, 9]));
    assert_eq!(session.user_agent.as_ref().unwrap().len(), 256);

    let page = w.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("署名手続きが完了しました") && page.body.contains("メールでお知らせします"));
    assert_eq!(w.get(&format!("{path}/confirm")).await.status, 303);
}

#[tokio::test]
async fn signing_twice_is_refused_the_second_time() {
    let w = world();
    w.story.approve(1, LATER);
    let token = w.story.act_link(2, DEADLINE);
    let complete = format!("/sign/{token}/complete");
    assert_eq!(w.post(&complete, &w.form(), &[]).await.status, 303);
    let events = w.story.envelopes.evidence(w.story.id).len();

    let again = w.post(&complete, &w.form(), &[]).await;
    assert_eq!(again.status, 409);
    assert_eq!(again.headers["content-type"], "application/problem+json");
    assert!(again.body.contains(r#""code":"already-acted""#));
    let page = w.post(&complete, &w.form(), &[("accept", "text/html")]).await;
    assert_eq!(page.status, 409);
    assert!(page.body.contains("手続きはすでに完了しています"));
    assert_eq!(w.story.envelopes.evidence(w.story.id).len(), events);
}

#[tokio::test]
async fn a_viewer_confirms_in_other_words() {
    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    let path = format!("/sign/{token}");
    assert!(w.get(&path).await.body.contains("滝川市 様より、確認の依頼が届いています"));
    let page = w.get(&format!("{path}/confirm")).await;
    assert!(page.body.contains("確認を完了する") && !page.body.contains("電子署名を行います"));
    assert_eq!(w.post(&format!("{path}/complete"), &w.form(), &[]).await.status, 303);
    assert!(matches!(w.state(1), RecipientState::Confirmed { .. }));
    assert!(w.get(&path).await.body.contains("確認が完了しました"));
}

#[tokio::test]
async fn nothing_is_changed_or_recorded_by_looking() {
    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    let before = (w.story.envelope(), w.story.envelopes.evidence(w.story.id));
    for path in ["", "/confirm", "/documents/1", "/documents/2"] {
        for method in ["GET", "HEAD"] {
            let request = Request::builder().method(method).uri(format!("/sign/{token}{path}"));
            let answer = w.send(request.body(Body::empty()).unwrap()).await;
            assert!(answer.status < 400, "{method} {path}: {}", answer.status);
            assert!(method == "GET" || answer.body.is_empty());
        }
    }
    for path in ["/complete", "/decline"] {
        assert_eq!(w.get(&format!("/sign/{token}{path}")).await.status, 405);
    }
    assert_eq!((w.story.envelope(), w.story.envelopes.evidence(w.story.id)), before);
}

#[tokio::test]
async fn the_form_must_name_what_was_shown() {
    let w = world();
    let token = w.story.act_link(1, DEADLINE);
    let complete = format!("/sign/{token}/complete");
    let form = w.form();
    let (first, second) = form.split_once('&').unwrap();
    let other = format!("document_1={}&{second}", "0".repeat(64));
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
        (&large, 413, "unreadable-form"),
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
    for form in ["", "reason=", "reason=%20%0A", &format!("reason={}", "a".repeat(501))] {
        assert_eq!(w.post(&decline, form, &[]).await.status, 422);
    }
    let answer = w.post(&decline, "reason=%E9%87%91%E9%A1%8D%0D%0A%E7%9B%B8%E9%81%95", &[]).await;
    assert_eq!(answer.status, 303);
    let evidence = w.story.envelopes.evidence(w.story.id);
    assert!(matches!(evidence.last(), Some(EventKind::Declined { reason, .. }) if reason == "金額\n相違"));

    let page = w.get(&format!("/sign/{token}")).await;
    assert!(page.status == 200 && page.body.contains("辞退を受け付けました"));
    assert_eq!(w.post(&decline, "reason=x", &[]).await.status, 409);
    let page = w.get(&format!("/sign/{other}")).await;
    assert_eq!((page.status, page.body.contains("この封筒は辞退されました")), (410, true));
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
    let revoked = w.story.link(Party::Recipient(RecipientNumber(1)), Purpose::Act { generation: 0 }, DEADLINE);
    assert_eq!(code(&w, &revoked).await, "link-revoked");
    w.clock.set(DEADLINE);
    assert_eq!(code(&w, &token).await, "deadline-passed");

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
    let page = w.get(&format!("/sign/{token}")).await;
    assert_eq!((page.status, page.body.contains("すべての手続きが完了しました")), (200, true));
    w.clock.set(DEADLINE);
    assert_eq!(w.get(&format!("/sign/{token}")).await.status, 410);
}

#[tokio::test]
async fn whatever_is_no_link_is_not_found_in_the_same_bytes() {
    let w = world();
    let good = w.story.act_link(1, DEADLINE);
    let download = w.story.link(Party::Recipient(RecipientNumber(1)), Purpose::Download, DEADLINE);
    let of_copy = w.story.link(Party::Recipient(RecipientNumber(4)), Purpose::Act { generation: 0 }, DEADLINE);
    let of_sender = w.story.link(Party::Sender, Purpose::Act { generation: 1 }, DEADLINE);
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
